{{- /* Labels that Services and Rollout find the pods by. A label that stands over them would leave both without pods. */ -}}
{{- define "pd.checkLabels" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- $selector := include "pd.selector" $v | fromYaml -}}
{{- range $key, $value := $v.podLabels -}}
{{- if and (hasKey $selector $key) (ne (get $selector $key) $value) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podLabels.%s '%s' stands over the label that Services and Rollout select by ('%s'): remove it, or write selector: with it" $key $value (get $selector $key))) -}}
{{- end -}}
{{- end -}}
{{- if and $v.selector (not (omit $v.selector "team" "app.kubernetes.io/managed-by" "app.kubernetes.io/part-of")) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "selector %s is on every workload of the team, and Services would send requests to all of them: write a label of this one too, such as {app: %s}" (toJson $v.selector) (include "pd.name" $v))) -}}
{{- end -}}
{{- range $key, $_ := $v.podAnnotations -}}
{{- if not (include "gate.isKey" $key) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podAnnotations '%s' is no key of an annotation: write letters, digits and dashes, at most 63 behind the slash" $key)) -}}
{{- end -}}
{{- end -}}
{{- range $where, $labels := dict "podLabels" $v.podLabels "selector" $v.selector -}}
{{- range $key, $value := $labels -}}
{{- if has $key (list "rollouts-pod-template-hash" "pod-template-hash") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s.%s is a label of Argo's and Kubernetes' own, another for every version: remove it" $where $key)) -}}
{{- else if not (and (include "gate.isKey" $key) (include "gate.isLabel" $value)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s.%s '%s' cannot be a label: write letters, digits, dashes, at most 63" $where $key $value)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Names that must be there once. */ -}}
{{- define "pd.checkNames" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- range $name, $_ := $v.env -}}
{{- if has $name (list "NEW_RELIC_APP_NAME" "NEW_RELIC_METADATA_KUBERNETES_POD_NAME" "NEW_RELIC_METADATA_KUBERNETES_NAMESPACE_NAME" "NEW_RELIC_METADATA_KUBERNETES_CONTAINER_NAME") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "env.%s is set by the chart, and by it the gate tells canary from stable: remove it; the name in New Relic is what you write as service" $name)) -}}
{{- else if and $v.cluster (eq $name "NEW_RELIC_METADATA_KUBERNETES_CLUSTER_NAME") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "env.%s is set by the chart from cluster '%s': remove one of them" $name $v.cluster)) -}}
{{- else if not (regexMatch "^[-._a-zA-Z][-._a-zA-Z0-9]*$" $name) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "env '%s' is no name of a variable: write letters, digits and underscores" $name)) -}}
{{- end -}}
{{- end -}}
{{- $seen := list -}}
{{- range $index, $trigger := $v.notifications.triggers -}}
{{- if has $trigger $seen -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "notifications.triggers[%d] '%s' is there twice: remove one" $index $trigger)) -}}
{{- else if not (regexMatch "^on-[a-z]([a-z0-9-]*[a-z0-9])?$" $trigger) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "notifications.triggers[%d] '%s' is no trigger: write one such as on-analysis-run-failed" $index $trigger)) -}}
{{- else if gt (len (printf "subscribe.%s.%s" $trigger $v.notifications.service)) 63 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "notifications.service '%s' makes an annotation of more than 63 characters with %s: write a shorter name" $v.notifications.service $trigger)) -}}
{{- end -}}
{{- $seen = append $seen $trigger -}}
{{- end -}}
{{- $names := list -}}
{{- range $index, $trigger := $v.autoscaling.triggers -}}
{{- with get $trigger "name" -}}
{{- if has . $names -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "autoscaling.triggers[%d].name '%s' is there twice, and KEDA refuses the second: write another" $index .)) -}}
{{- end -}}
{{- $names = append $names . -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Names of objects that others made, and keys of Secrets: a name that cannot be is one that is not there. */ -}}
{{- define "pd.checkKubernetesNames" -}}
{{- $v := .v -}}
{{- range $at, $name := dict "serviceAccountName" $v.serviceAccountName "gate.tokenSecret.name" (get $v.gate.tokenSecret "name") "rbac.serviceAccount.name" $v.rbac.serviceAccount.name "rbac.serviceAccount.namespace" $v.rbac.serviceAccount.namespace "worker.authentication" $v.worker.authentication "workloadRef.name" (get $v.workloadRef "name") -}}
{{- if and $name (not (include "gate.isName" $name)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s '%s' is no name that Kubernetes knows: write lower-case letters, digits and dashes" $at $name)) -}}
{{- end -}}
{{- end -}}
{{- with get $v.gate.tokenSecret "key" -}}
{{- if not (regexMatch "^[-._a-zA-Z0-9]{1,253}$" .) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "gate.tokenSecret.key '%s' is no key of a Secret: write letters, digits, dots and dashes, such as token" .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
