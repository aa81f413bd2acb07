{{- define "pd.name" -}}{{ .name | default .service }}{{- end -}}

{{- define "pd.canaryName" -}}{{ include "pd.name" . }}-canary{{- end -}}

{{- define "pd.previewName" -}}{{ include "pd.name" . }}-preview{{- end -}}

{{- /* Beside a Deployment its Service keeps its name, and this chart's gets another: nothing that is alive is replaced. */ -}}
{{- define "pd.stableName" -}}{{ .stableService | default (empty .workloadRef | ternary (include "pd.name" .) (printf "%s-stable" (include "pd.name" .))) }}{{- end -}}

{{- define "pd.selector" -}}
{{- if .selector }}{{ toYaml .selector }}{{ else }}app.kubernetes.io/name: {{ include "pd.name" . | toYaml }}{{ end -}}
{{- end -}}

{{- define "pd.labels" -}}
{{- $own := dict "app.kubernetes.io/name" (include "pd.name" .) "app.kubernetes.io/managed-by" "Helm" "team" (toString .team) -}}
{{- $lines := list -}}
{{- range list "app.kubernetes.io/name" "app.kubernetes.io/managed-by" "team" -}}
{{- if not (hasKey $.selector .) }}{{ $lines = append $lines (printf "%s: %s" . (get $own . | toYaml)) }}{{ end -}}
{{- end -}}
{{- with .selector }}{{ $lines = append $lines (toYaml .) }}{{ end -}}
{{- join "\n" $lines -}}
{{- end -}}

{{- /* Labels by which the Gateway API plugin finds this workload's routes; put them on any further route that names both Services. */ -}}
{{- define "pd.routeSelector" -}}
{{ include "pd.selector" . }}
canary-enabled: "true"
{{- end -}}

{{- /* Not empty for what Go reads as a duration of more than nothing: 60s, 1m30s, 1.5h. */ -}}
{{- define "pd.isDuration" -}}
{{- if and (regexMatch "^([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+$" (toString .)) (regexMatch "[1-9]" (toString .)) }}duration{{ end -}}
{{- end -}}

{{- /* 90s, 10m, 1h30m in seconds; -1 where it is none. */ -}}
{{- define "pd.seconds" -}}
{{- $text := toString . -}}
{{- if regexMatch "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$" $text -}}
{{- $seconds := 0 -}}
{{- range regexFindAll "[0-9]+[hms]" $text -1 -}}
{{- $number := int (trimSuffix "s" (trimSuffix "m" (trimSuffix "h" .))) -}}
{{- $seconds = add $seconds (mul $number (get (dict "h" 3600 "m" 60 "s" 1) (substr (int (sub (len .) 1)) (len .) .))) -}}
{{- end -}}
{{- $seconds -}}
{{- else -}}-1{{- end -}}
{{- end -}}
