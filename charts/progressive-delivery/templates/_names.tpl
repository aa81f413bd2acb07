{{- define "pd.name" -}}{{ .name | default .service }}{{- end -}}

{{- define "pd.canaryName" -}}{{ include "pd.name" . }}-canary{{- end -}}

{{- define "pd.previewName" -}}{{ include "pd.name" . }}-preview{{- end -}}

{{- define "pd.selector" -}}
app.kubernetes.io/name: {{ include "pd.name" . }}
{{- end -}}

{{- define "pd.labels" -}}
{{ include "pd.selector" . }}
app.kubernetes.io/managed-by: Helm
team: {{ .team }}
{{- end -}}

{{- /* Labels by which the Gateway API plugin finds this workload's routes; put them on any further route that names both Services. */ -}}
{{- define "pd.routeSelector" -}}
{{ include "pd.selector" . }}
canary-enabled: "true"
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
