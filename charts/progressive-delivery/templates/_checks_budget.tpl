{{- /* A budget that lets no pod go keeps nodes from being drained for ever. */ -}}
{{- define "pd.checkBudget" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- $budget := $v.podDisruptionBudget -}}
{{- range $key, $value := $budget -}}
{{- if not (or (kindIs "invalid" $value) (regexMatch "^([0-9]+%?)?$" (include "gate.text" $value))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podDisruptionBudget.%s '%s' is neither a number nor a percentage: write 1 or 25%%" $key (include "gate.text" $value))) -}}
{{- end -}}
{{- end -}}
{{- $most := include "gate.written" (get $budget "maxUnavailable") -}}
{{- $least := include "gate.written" (get $budget "minAvailable") -}}
{{- $pods := $v.autoscaling.enabled | ternary $v.autoscaling.min $v.replicas | int -}}
{{- if and $most $least -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podDisruptionBudget has maxUnavailable %s and minAvailable %s, and Kubernetes takes one: remove one of them" $most $least)) -}}
{{- else if regexMatch "^0+%?$" $most -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podDisruptionBudget.maxUnavailable %s lets no pod go, and no node could ever be drained: write 1 or more" $most)) -}}
{{- else if and (regexMatch "^[0-9]+%$" $least) (ge (trimSuffix "%" $least | int) 100) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podDisruptionBudget.minAvailable %s lets no pod go, and no node could ever be drained: write less, such as 50%%" $least)) -}}
{{- else if and (regexMatch "^[0-9]+%$" $least) (ge (div (add (mul (trimSuffix "%" $least | int) $pods) 99) 100 | int) $pods) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podDisruptionBudget.minAvailable %s of %d pods is rounded up to all of them, and no node could be drained: write at most %d%%, or more pods" $least $pods (div (mul 100 (sub $pods 1)) $pods))) -}}
{{- else if and (regexMatch "^[0-9]+$" $least) (ge (int $least) $pods) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podDisruptionBudget.minAvailable %s of %d pods lets none go, and no node could be drained: write %d, or more pods" $least $pods (max 1 (sub $pods 1)))) -}}
{{- end -}}
{{- end -}}
