{{- /*
Everything of one workload. Takes the chart's root, and finds the values under "progressive-delivery"; under an alias, or for a second
workload of the same chart, (dict "Values" .Values.alias "Release" .Release "Global" .Values.global).
*/ -}}
{{- define "progressive-delivery" -}}
{{- $v := get .Values "progressive-delivery" | default .Values | deepCopy -}}
{{- include "pd.checkShape" $v -}}
{{- include "pd.fill" (dict "into" $v "from" (dict "global" (.Global | default dict))) -}}
{{- $_ := set $v "releaseNamespace" .Release.Namespace -}}
{{- $_ := set $v "isHelmUpgrade" (get .Release "IsUpgrade" | default false) -}}
{{- include "pd.fillFromPlatform" $v -}}
{{- include "pd.fill" (dict "into" $v "from" (include "pd.defaults" . | fromJson)) -}}
{{- include "pd.check" $v -}}
{{- $parts := list -}}
{{- if eq $v.workload.type "http" -}}
{{- $parts = list "pd.rollout" "pd.services" "pd.routes" "pd.templates" "pd.scaling" "pd.rbac" -}}
{{- else if eq $v.workload.type "session" -}}
{{- $parts = list "pd.rollout" "pd.services" "pd.routes" "pd.templates" "pd.scaling" -}}
{{- else if eq $v.workload.type "worker" -}}
{{- $parts = list "pd.deployment" "pd.gateAfterSync" "pd.scaling" -}}
{{- end -}}
{{- range append $parts "pd.migration" -}}
{{- with include . $v | trim | trimPrefix "---" | trim }}
---
{{ . }}
{{- end -}}
{{- end -}}
{{- end -}}
