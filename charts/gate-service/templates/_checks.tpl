{{- /* Every fault at once, each with what to write instead. */ -}}
{{- define "gs.check" -}}
{{- $to := dict "faults" list -}}
{{- include "gs.checkStore" (dict "root" . "to" $to) -}}
{{- include "gs.checkSecrets" (dict "root" . "to" $to) -}}
{{- include "gs.checkRest" (dict "root" . "to" $to) -}}
{{- include "gs.checkPolicies" (dict "root" . "to" $to) -}}
{{- include "gs.checkNames" (dict "root" . "to" $to) -}}
{{- include "gs.checkObjects" (dict "root" . "to" $to) -}}
{{- include "gs.checkAddresses" (dict "root" . "to" $to) -}}
{{- include "gs.checkSettings" (dict "root" . "to" $to) -}}
{{- include "gs.checkImage" (dict "root" . "to" $to) -}}
{{- include "gs.checkCallers" (dict "root" . "to" $to) -}}
{{- include "gs.checkVariables" (dict "root" . "to" $to) -}}
{{- include "gs.checkKubernetes" (dict "root" . "to" $to) -}}
{{- with $to.faults -}}
{{- fail (printf "gate-service refuses these values (%d):\n- %s\n" (len .) (join "\n- " .)) -}}
{{- end -}}
{{- end -}}

{{- define "gs.fault" -}}
{{- $_ := set .to "faults" (append .to.faults .say) -}}
{{- end -}}

{{- define "gs.checkStore" -}}
{{- $v := .root.Values -}}
{{- if include "gs.isSqlite" .root -}}
{{- if gt (int $v.replicas) 1 -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "replicas %d on SQLite: its file belongs to one pod, and each would remember its own half; write history.store: postgres, or replicas: 1" (int $v.replicas))) -}}
{{- end -}}
{{- if ne $v.autoscaling.kind "none" -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "autoscaling.kind %s on SQLite: its file belongs to one pod; write history.store: postgres, or autoscaling.kind: none" $v.autoscaling.kind)) -}}
{{- end -}}
{{- end -}}
{{- if lt (int $v.replicas) 1 -}}
{{- include "gs.fault" (dict "to" .to "say" "replicas 0: without the gate every rollout aborts after its errors; write replicas: 1 or more") -}}
{{- end -}}
{{- if and (ne $v.autoscaling.kind "none") (lt (int $v.autoscaling.min) 1) -}}
{{- include "gs.fault" (dict "to" .to "say" "autoscaling.min 0: without the gate every rollout aborts after its errors; write autoscaling.min: 2") -}}
{{- end -}}
{{- if and (ne $v.autoscaling.kind "none") (gt (int $v.autoscaling.min) (int $v.autoscaling.max)) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "autoscaling.max %d is below autoscaling.min %d: write a larger max" (int $v.autoscaling.max) (int $v.autoscaling.min))) -}}
{{- end -}}
{{- if and $v.autoscaling.triggers (ne $v.autoscaling.kind "keda") -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "autoscaling.triggers with autoscaling.kind %s would be read by nobody: write autoscaling.kind: keda, or remove them" $v.autoscaling.kind)) -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkSecrets" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
{{- $plain := dict "urlSecret" "url" "tokenSecret" "token" "signingSecret" "secret" -}}
{{- $needs := dict "Slack" (list "urlSecret") "Teams" (list "urlSecret") "SlackBot" (list "tokenSecret" "to") "Webhook" (list "urlSecret" "signingSecret") "NewRelicEvent" (list "tokenSecret" "account") "NewRelicMarker" list -}}
{{- if get $v.newRelic "apiKey" -}}
{{- include "gs.fault" (dict "to" $to "say" "newRelic.apiKey is a secret in plain sight: put it into a Secret and write newRelic.apiKeySecret: {name: gate-service-new-relic, key: apiKey}") -}}
{{- end -}}
{{- if get $v.history.postgres "connectionString" -}}
{{- include "gs.fault" (dict "to" $to "say" "history.postgres.connectionString is a secret in plain sight: put it into a Secret and write history.postgres.connectionStringSecret: {name, key}") -}}
{{- end -}}
{{- if not (or $v.auth.tokens $v.auth.tokensSecret $v.auth.issuers) -}}
{{- include "gs.fault" (dict "to" $to "say" "auth.tokens is empty: nobody could ask, and the gate would not start; write at least one {name, team, sha256, services, namespaces}, tokensSecret, or issuers (docs/operations.md#tokens)") -}}
{{- end -}}
{{- range $index, $token := $v.auth.tokens -}}
{{- if get $token "token" -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.tokens[%d].token is a secret in plain sight: write sha256, which is printf %%s \"$token\" | sha256sum" $index)) -}}
{{- else if and (get $token "sha256") (get $token "sha256Secret") -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.tokens[%d] has both sha256 and sha256Secret: write one of them" $index)) -}}
{{- else if and (not (get $token "sha256Secret")) (not (regexMatch "^[0-9a-fA-F]{64}$" (get $token "sha256" | toString))) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.tokens[%d].sha256 is no SHA-256: write the 64 hex digits of printf %%s \"$token\" | sha256sum, or sha256Secret: {name, key}" $index)) -}}
{{- end -}}
{{- end -}}
{{- if get $v.auth.openIdConnect "clientSecret" -}}
{{- include "gs.fault" (dict "to" $to "say" "auth.openIdConnect.clientSecret is a secret in plain sight: put it into a Secret and write clientSecretSecret: {name, key}") -}}
{{- end -}}
{{- range $index, $channel := $v.notifications.channels -}}
{{- range $reference, $text := $plain -}}
{{- if get $channel $text -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "notifications.channels[%d].%s is a secret in plain sight: put it into a Secret and write %s: {name, key}" $index $text $reference)) -}}
{{- end -}}
{{- end -}}
{{- range $needed := get $needs $channel.kind -}}
{{- if not (or (get $channel $needed) (get $channel (get $plain $needed))) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "notifications.channels[%d] '%s' has no %s: a channel of kind %s needs it, and the gate would not start; write %s" $index $channel.name $needed $channel.kind (hasSuffix "ecret" $needed | ternary (printf "%s: {name, key}" $needed) $needed))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := $v.env -}}
{{- if and (kindIs "string" $value) (regexMatch "(?i)(apikey|password|secret|connectionstring|token__?value)$" $name) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s looks like a secret in plain sight: write {valueFrom: {secretKeyRef: {name, key}}}" $name)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkRest" -}}
{{- $v := .root.Values -}}
{{- if not (regexMatch "^[0-9]+$" (include "gate.text" $v.newRelic.accountId)) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "newRelic.accountId '%s': write the account's number, as a text: accountId: \"1234567\"" (include "gate.text" $v.newRelic.accountId))) -}}
{{- end -}}
{{- if not (or $v.policies.shipped $v.policies.files $v.policies.existingConfigMap) -}}
{{- include "gs.fault" (dict "to" .to "say" "policies: no file at all, and the gate would not start; write policies.shipped: true, files, or existingConfigMap") -}}
{{- end -}}
{{- if and $v.httpRoute.enabled (not $v.httpRoute.parentRefs) -}}
{{- include "gs.fault" (dict "to" .to "say" "httpRoute.parentRefs is empty: write the Gateway, such as [{name: shared, namespace: gateway-system}]") -}}
{{- end -}}
{{- with $v.analysisTemplates.url -}}
{{- if not (regexMatch "^https?://[^/?#]+$" .) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "analysisTemplates.url '%s': a path or a slash at the end leads to a redirect, which turns POST into GET; write scheme, host and port only" .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
