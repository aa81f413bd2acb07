{{- define "pd.routeName" -}}
{{- eq .route "main" | ternary (include "pd.name" .v) (printf "%s-%s" (include "pd.name" .v) .route) -}}
{{- end -}}

{{- define "pd.routes" -}}
{{- $v := . -}}
{{- range $name, $route := .routes }}
{{- if $route }}
---
apiVersion: gateway.networking.k8s.io/{{ eq $route.kind "tcp" | ternary "v1alpha2" "v1" }}
kind: {{ upper $route.kind }}Route
metadata:
  name: {{ include "pd.routeName" (dict "v" $v "route" $name) | toYaml }}
  labels:
    {{- include "pd.labels" $v | nindent 4 }}
    {{- if eq $v.workload.type "http" }}
    canary-enabled: "true"
    {{- end }}
spec:
  parentRefs: {{- include "pd.parents" (dict "v" $v "route" $route) | nindent 2 }}
  {{- if ne $route.kind "tcp" }}
  hostnames: {{- $route.hostnames | default (list (printf "%s.%s" (include "pd.name" $v) $v.gateway.domain)) | toYaml | nindent 2 }}
  {{- end }}
  rules:
  - {{ include "pd.rule" (dict "v" $v "route" $route) | nindent 4 | trim }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "pd.parents" -}}
{{- if .route.parentRefs -}}
{{ toYaml .route.parentRefs }}
{{- else -}}
- name: {{ .v.gateway.name | toYaml }}
  namespace: {{ .v.gateway.namespace | toYaml }}
  {{- with .route.sectionName | default .v.gateway.sectionName }}
  sectionName: {{ . | toYaml }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- /* Weights stand in the manifest: without them Gateway API reads 50/50 until the first step. */ -}}
{{- define "pd.rule" -}}
{{- if and (eq .route.kind "http") (not .route.matches) }}
matches:
{{- range .route.paths | default (list "/") }}
- path: {type: PathPrefix, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- with .route.matches }}
matches: {{- toYaml . | nindent 0 }}
{{- end }}
{{- with .route.filters }}
filters: {{- toYaml . | nindent 0 }}
{{- end }}
backendRefs:
- {name: {{ include "pd.stableName" .v | toYaml }}, port: {{ .v.servicePort }}, weight: 100}
{{- if eq .v.workload.type "http" }}
- {name: {{ include "pd.canaryName" .v | toYaml }}, port: {{ .v.servicePort }}, weight: 0}
{{- end }}
{{- end -}}
