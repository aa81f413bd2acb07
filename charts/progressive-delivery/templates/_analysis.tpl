{{- /* How one analysis of a Rollout names its template and fills its arguments. Dict: v, mode, weight (step and soak). */ -}}
{{- define "pd.analysis" -}}
templates:
- {{ include "pd.templateReference" . }}
{{- if include "pd.hasMetricsBeside" . }}
- {templateName: {{ include "pd.name" .v }}-gate-metrics}
{{- end }}
args:
{{- include "pd.commonArgs" . | nindent 0 }}
- {name: stable-hash, valueFrom: {podTemplateHashValue: Stable}}
{{- if ne .mode "preflight" }}
- {name: canary-hash, valueFrom: {podTemplateHashValue: Latest}}
- {name: revision, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['rollout.argoproj.io/revision']"}}}
{{- end }}
{{- with .weight }}
- {name: step-weight, value: {{ include "gate.text" . | quote }}}
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
{{- with .v.cluster }}
- {name: cluster, value: {{ . | quote }}}
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
{{- range without (include "gate.changeArgs" . | fromJsonArray) "image" }}
- {name: {{ . }}, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['gate-service/{{ . }}']"}}}
{{- end }}
{{- if not .v.workloadRef }}
- {name: image, valueFrom: {fieldRef: {fieldPath: "spec.template.spec.containers[0].image"}}}
{{- end }}
{{- end -}}

{{- /* What the values say of the change, by the names of the arguments; CI or Argo CD may annotate the Rollout as well. */ -}}
{{- define "pd.changeAnnotations" -}}
{{- range $field, $value := .change }}
{{- with $value }}
gate-service/{{ eq $field "pullRequest" | ternary "pull-request" $field }}: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "pd.templateReference" -}}
{{- if include "pd.ownTemplate" . -}}
{templateName: {{ include "pd.name" .v }}-gate-{{ .mode }}}
{{- else -}}
{templateName: metric-gate-{{ .mode }}, clusterScope: true}
{{- end -}}
{{- end -}}

{{- /* Not empty where a team's values cannot be said through the arguments of the shared templates. What stands in those cannot be read here, and comes by global.gate. */ -}}
{{- define "pd.ownTemplate" -}}
{{- $gate := .v.gate -}}
{{- if or $gate.args (get $gate .mode) (ne (toJson $gate.tokenSecret) (toJson .v.sharedSecret)) -}}own{{- end -}}
{{- end -}}

{{- /* Not empty where a team's metrics stand beside the gate's shared template: Argo measures the metrics of both. */ -}}
{{- define "pd.hasMetricsBeside" -}}
{{- if and (eq .mode "step") .v.gate.metrics (not (include "pd.ownTemplate" .)) }}beside{{ end -}}
{{- end -}}

{{- define "pd.modes" -}}
{{- if eq .workload.type "session" -}}preflight soak{{- else -}}step background{{ if .canary.preflight }} preflight{{ end }}{{ if .canary.experiment }} soak{{ end }}{{- end -}}
{{- end -}}

{{- /* A metric of the gate with the team's fields over it; who writes limits and no count gets the count that goes with them, and 1 without an interval. Dict: v, mode. */ -}}
{{- define "pd.metric" -}}
{{- $metric := include "gate.metric" (dict "mode" .mode "argoRollouts" .v.argoRollouts "kpi" .v.gate.args) | fromYaml -}}
{{- $own := get .v.gate .mode -}}
{{- range $field, $value := $own -}}
{{- if kindIs "invalid" $value }}{{ $_ := unset $metric $field }}{{ else }}{{ $_ := set $metric $field $value }}{{ end -}}
{{- end -}}
{{- $count := include "gate.count" (dict "mode" .mode "metric" $metric) | int -}}
{{- if and $count $own (include "pd.hasNoCount" $own) -}}
{{- if and (gt $count 1) (not (hasKey $own "interval")) }}{{ $_ := set $metric "interval" "60s" }}{{ end -}}
{{- if not (get $metric "interval") -}}
{{- $count = 1 -}}
{{- if not (hasKey $own "inconclusiveLimit") }}{{ $_ := set $metric "inconclusiveLimit" 0 }}{{ end -}}
{{- end -}}
{{- $_ := set $metric "count" $count -}}
{{- end -}}
{{- toYaml $metric -}}
{{- end -}}

{{- /* Not written, or written as null; 0 is a number of the team's, and refused. */ -}}
{{- define "pd.hasNoCount" -}}
{{- if or (not (hasKey . "count")) (kindIs "invalid" (get . "count")) }}none{{ end -}}
{{- end -}}

{{- /* A metric of the team. Dict: metric. */ -}}
{{- define "pd.ownMetric" -}}
{{- $metric := deepCopy .metric -}}
{{- if and (get $metric "interval") (get $metric "consecutiveSuccessLimit") (include "pd.hasNoCount" $metric) -}}
{{- $_ := set $metric "count" (include "gate.count" (dict "mode" "step" "metric" $metric) | int) -}}
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
  args: {{- include "gate.args" (dict "url" ($v.gate.url | default "http://gate-service.gate-service.svc.cluster.local") "secret" $v.gate.tokenSecret "cluster" $v.cluster) | nindent 2 }}
  metrics:
  - {{ include "pd.metric" $context | nindent 4 | trim }}
  {{- if eq . "step" }}
  {{- range $v.gate.metrics }}
  - {{ include "pd.ownMetric" (dict "metric" .) | nindent 4 | trim }}
  {{- end }}
  {{- end }}
{{- end }}
{{- if include "pd.hasMetricsBeside" $context }}
---
{{ include "pd.metricsTemplate" $v }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* The team's metrics alone. Arguments have their values from the gate's template beside it, which Argo reads as one with this. */ -}}
{{- define "pd.metricsTemplate" -}}
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata:
  name: {{ include "pd.name" . }}-gate-metrics
  labels: {{- include "pd.labels" . | nindent 4 }}
spec:
  {{- with regexFindAll "\\{\\{ *args\\.[a-z-]+" (toYaml .gate.metrics) -1 | uniq }}
  args:
  {{- range . }}
  - name: {{ regexReplaceAll ".*\\." . "" }}
  {{- end }}
  {{- end }}
  metrics:
  {{- range .gate.metrics }}
  - {{ include "pd.ownMetric" (dict "metric" .) | nindent 4 | trim }}
  {{- end }}
{{- end -}}
