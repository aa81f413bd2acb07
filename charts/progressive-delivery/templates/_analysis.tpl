{{- /* How one analysis of a Rollout names its template and fills its arguments. Dict: v, mode, weight (step and soak). */ -}}
{{- define "pd.analysis" -}}
templates:
- {{ include "pd.templateReference" . }}
args:
{{- include "pd.commonArgs" . | nindent 0 }}
- {name: stable-hash, valueFrom: {podTemplateHashValue: Stable}}
{{- if ne .mode "preflight" }}
- {name: canary-hash, valueFrom: {podTemplateHashValue: Latest}}
{{- end }}
{{- with .weight }}
- {name: step-weight, value: {{ . | toString | quote }}}
{{- end }}
{{- if .v.gate.dryRun }}
dryRun: [{metricName: ".*"}]
{{- end }}
{{- end -}}

{{- define "pd.commonArgs" -}}
- {name: service, value: {{ .v.service | quote }}}
- {name: namespace, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
- {name: rollout, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
{{- if eq .v.workload.type "session" }}
- {name: strategy, value: blueGreen}
{{- end }}
{{- with .v.gate.policy }}
- {name: policy, value: {{ . | quote }}}
{{- end }}
{{- with .v.gate.window }}
- {name: window, value: {{ . | quote }}}
{{- end }}
{{- with .v.gate.url }}
- {name: gate-url, value: {{ . | quote }}}
{{- end }}
{{- end -}}

{{- define "pd.templateReference" -}}
{{- if include "pd.ownTemplate" . -}}
{templateName: {{ include "pd.name" .v }}-gate-{{ .mode }}}
{{- else -}}
{templateName: metric-gate-{{ .mode }}, clusterScope: true}
{{- end -}}
{{- end -}}

{{- /* Not empty where a team's values cannot be said through the arguments of the shared templates. */ -}}
{{- define "pd.ownTemplate" -}}
{{- $gate := .v.gate -}}
{{- if or $gate.args (get $gate .mode) (and (eq .mode "step") $gate.metrics) (ne $gate.tokenSecret.name "gate-service") (ne $gate.tokenSecret.key "token") -}}own{{- end -}}
{{- end -}}

{{- define "pd.modes" -}}
{{- if eq .workload.type "session" -}}preflight soak{{- else -}}step background{{ if .canary.preflight }} preflight{{ end }}{{ if .canary.experiment }} soak{{ end }}{{- end -}}
{{- end -}}

{{- /* A metric of the gate with the team's fields over it. Dict: v, mode. */ -}}
{{- define "pd.metric" -}}
{{- $metric := include "gate.metric" (dict "mode" .mode "argoRollouts" .v.argoRollouts "kpi" .v.gate.args) | fromYaml -}}
{{- range $field, $value := get .v.gate .mode -}}
{{- if kindIs "invalid" $value }}{{ $_ := unset $metric $field }}{{ else }}{{ $_ := set $metric $field $value }}{{ end -}}
{{- end -}}
{{- toYaml $metric -}}
{{- end -}}

{{- define "pd.templates" -}}
{{- $v := . -}}
{{- range splitList " " (include "pd.modes" .) -}}
{{- $context := dict "v" $v "mode" . -}}
{{- if include "pd.ownTemplate" $context }}
---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata:
  name: {{ include "pd.name" $v }}-gate-{{ . }}
  labels: {{- include "pd.labels" $v | nindent 4 }}
spec:
  args: {{- include "gate.args" (dict "url" ($v.gate.url | default "http://gate-service.gate-service.svc.cluster.local") "secret" $v.gate.tokenSecret) | nindent 2 }}
  metrics:
  - {{ include "pd.metric" $context | nindent 4 | trim }}
  {{- if eq . "step" }}
  {{- range $v.gate.metrics }}
  - {{ toYaml . | nindent 4 | trim }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}
