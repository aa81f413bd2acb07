{{- /* Labels, amounts and names that the API server would refuse, some of them after half of the release is there. */ -}}
{{- define "gs.checkKubernetes" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
{{- $labels := dict "podLabels" $v.podLabels "nodeSelector" $v.nodeSelector "serviceMonitor.labels" $v.serviceMonitor.labels "prometheusRule.labels" $v.prometheusRule.labels "dashboard.labels" $v.dashboard.labels -}}
{{- range $side := list "from" "monitoring" -}}
{{- range $index, $one := get $v.networkPolicy $side }}{{ if not $one }}{{ include "gs.fault" (dict "to" $to "say" (printf "networkPolicy.%s[%d] has no label, and every namespace would be let in: write one, such as {kubernetes.io/metadata.name: argo-rollouts}" $side $index)) }}{{ end }}{{ $_ := set $labels (printf "networkPolicy.%s[%d]" $side $index) $one }}{{ end -}}
{{- end -}}
{{- range $at, $map := $labels -}}
{{- range $key, $value := $map -}}
{{- if and (not (kindIs "invalid" $value)) (not (and (include "gate.isKey" $key) (include "gate.isLabel" $value))) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s: '%s: %s' cannot be a label: write letters, digits, dashes, at most 63" $at $key $value)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $at, $map := dict "podAnnotations" $v.podAnnotations "service.annotations" $v.service.annotations "serviceAccount.annotations" $v.serviceAccount.annotations -}}
{{- range $key, $_ := $map -}}
{{- if not (include "gate.isKey" $key) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s: '%s' is no key of an annotation: write letters, digits and dashes, at most 63 behind the slash" $at $key)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- include "gs.checkResources" . -}}
{{- include "gs.checkReferences" . -}}
{{- range $index, $parent := $v.httpRoute.parentRefs -}}
{{- if not (get $parent "name") -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "httpRoute.parentRefs[%d] has no name, and the route would hang nowhere: write name: with the Gateway's" $index)) -}}
{{- end -}}
{{- range $field := keys $parent | sortAlpha -}}
{{- if not (has $field (list "group" "kind" "name" "namespace" "port" "sectionName")) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "httpRoute.parentRefs[%d].%s is no field of a parent, and the API server would drop it: remove it, or write one of group, kind, name, namespace, port, sectionName" $index $field)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $index, $host := $v.httpRoute.hostnames -}}
{{- if not (regexMatch "^(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$" $host) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "httpRoute.hostnames[%d] '%s' is no host name: write lower case, without scheme, port and path, such as gate.example.com" $index $host)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkResources" -}}
{{- $resources := .root.Values.resources -}}
{{- $to := .to -}}
{{- range $field := keys $resources | sortAlpha -}}
{{- if not (has $field (list "claims" "limits" "requests")) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "resources.%s is no field of resources, and the API server would drop it: remove it, or write one of claims, limits, requests" $field)) -}}
{{- end -}}
{{- end -}}
{{- $requests := get $resources "requests" | default dict -}}
{{- $limits := get $resources "limits" | default dict -}}
{{- range $side, $amounts := dict "requests" $requests "limits" $limits -}}
{{- range $what, $amount := $amounts -}}
{{- if and (not (kindIs "invalid" $amount)) (not (include "gate.amount" $amount)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "resources.%s.%s '%s' is no amount that Kubernetes reads: write one such as 250m or 512Mi" $side $what (include "gate.text" $amount))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $what, $limit := $limits -}}
{{- $request := get $requests $what | default 0 -}}
{{- if and (include "gate.amount" $request) (include "gate.amount" $limit) (gt (include "gate.amount" $request | float64) (include "gate.amount" $limit | float64)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "resources.requests.%s %s is above the limit of %s, and Kubernetes refuses it: write a higher limit, or a smaller request" $what (include "gate.text" $request) (include "gate.text" $limit))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Objects that others made: a name that cannot be is one that is not there, and so is such a key. */ -}}
{{- define "gs.checkReferences" -}}
{{- $v := .root.Values -}}
{{- $names := dict "serviceAccount.name" $v.serviceAccount.name "priorityClassName" $v.priorityClassName "auth.tokensSecret" $v.auth.tokensSecret "trust.configMap" $v.trust.configMap "trust.secret" $v.trust.secret "history.sqlite.existingClaim" $v.history.sqlite.existingClaim "history.sqlite.storageClassName" $v.history.sqlite.storageClassName "policies.existingConfigMap" $v.policies.existingConfigMap "notifications.namespace" $v.notifications.namespace -}}
{{- $pairs := dict "newRelic.apiKeySecret" $v.newRelic.apiKeySecret "history.postgres.connectionStringSecret" $v.history.postgres.connectionStringSecret "analysisTemplates.tokenSecret" $v.analysisTemplates.tokenSecret "proxy.urlSecret" $v.proxy.urlSecret "helmTest.tokenSecret" $v.helmTest.tokenSecret "auth.openIdConnect.clientSecretSecret" (get $v.auth.openIdConnect "clientSecretSecret") "auth.openIdConnect.caConfigMap" (get $v.auth.openIdConnect "caConfigMap") -}}
{{- range $index, $token := $v.auth.tokens }}{{ $_ := set $pairs (printf "auth.tokens[%d].sha256Secret" $index) (get $token "sha256Secret") }}{{ end -}}
{{- range $index, $issuer := $v.auth.issuers }}{{ $_ := set $pairs (printf "auth.issuers[%d].caConfigMap" $index) (get $issuer "caConfigMap") }}{{ end -}}
{{- range $index, $channel := $v.notifications.channels -}}
{{- range list "urlSecret" "tokenSecret" "signingSecret" }}{{ $_ := set $pairs (printf "notifications.channels[%d].%s" $index .) (get $channel .) }}{{ end -}}
{{- end -}}
{{- range $at, $pair := $pairs -}}
{{- with $pair -}}
{{- $_ := set $names (printf "%s.name" $at) (get . "name") -}}
{{- if and (get . "key") (not (regexMatch "^[-._a-zA-Z0-9]{1,253}$" (get . "key"))) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s.key '%s' is no key of a Secret or ConfigMap: write letters, digits, dots and dashes" $at (get . "key"))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $at, $name := $names -}}
{{- if and $name (not (include "gate.isName" $name)) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s '%s' is no name that Kubernetes knows: write lower-case letters, digits and dashes" $at $name)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
