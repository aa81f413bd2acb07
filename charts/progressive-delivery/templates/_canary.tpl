{{- define "pd.canary" -}}
stableService: {{ include "pd.stableName" . | toYaml }}
canaryService: {{ include "pd.canaryName" . | toYaml }}
maxSurge: {{ include "gate.text" .canary.maxSurge }}
maxUnavailable: {{ include "gate.text" .canary.maxUnavailable }}
abortScaleDownDelaySeconds: {{ int64 .canary.abortScaleDownDelaySeconds }}
{{- if .canary.dynamicStableScale }}
dynamicStableScale: true
{{- else if .canary.scaleDownDelaySeconds }}
scaleDownDelaySeconds: {{ int64 .canary.scaleDownDelaySeconds }}
{{- end }}
{{- if .canary.antiAffinity }}
antiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution: {weight: 100}
{{- end }}
trafficRouting:
  {{- with .canary.headerRoute }}
  managedRoutes: [{name: {{ include "pd.headerRouteName" . }}}]
  {{- end }}
  plugins:
    argoproj-labs/gatewayAPI: {{- include "pd.gatewayPlugin" . | nindent 6 }}
analysis:
  startingStep: {{ include "pd.backgroundStep" . }}
  {{- include "pd.analysis" (dict "v" . "mode" "background") | nindent 2 }}
  measurementRetention: [{metricName: gate-background, limit: 60}]
steps:
{{- if .canary.preflight }}
- analysis: {{- include "pd.analysis" (dict "v" . "mode" "preflight") | nindent 4 }}
{{- end }}
{{- with .canary.experiment }}
- experiment: {{- include "pd.experiment" $ | nindent 4 }}
{{- end }}
{{- with .canary.headerRoute }}
- setHeaderRoute:
    name: {{ include "pd.headerRouteName" . }}
    match: [{headerName: {{ .name | quote }}, headerValue: {exact: {{ .value | quote }}}}]
{{- end }}
{{- range .canary.steps }}
- setWeight: {{ .weight }}
- pause: {{ eq .hold "manual" | ternary "{}" (printf "{duration: %s}" .hold) }}
- analysis: {{- include "pd.analysis" (dict "v" $ "mode" "step" "weight" .weight) | nindent 4 }}
{{- end }}
{{- end -}}

{{- /* The Gateway API takes it as the name of a rule: lower case, whatever the header is called. */ -}}
{{- define "pd.headerRouteName" -}}canary-by-header{{- end -}}

{{- /* Steps in front of the first weight move the background analysis on. */ -}}
{{- define "pd.backgroundStep" -}}
{{- $before := add (empty .canary.preflight | ternary 0 1) (empty .canary.experiment | ternary 0 1) (empty .canary.headerRoute | ternary 0 1) -}}
{{- add .canary.backgroundFromStep $before -}}
{{- end -}}

{{- /* Routes found by selector never carry header routes, so with one this chart's own routes are named instead. */ -}}
{{- define "pd.gatewayPlugin" -}}
{{- $kinds := dict -}}
{{- range $name, $route := .routes -}}
{{- $kind := get ($route | default dict) "kind" -}}
{{- if $kind }}{{ $_ := set $kinds $kind (append (get $kinds $kind | default list) $name) }}{{ end -}}
{{- end -}}
{{- range $kind, $names := $kinds }}
{{- if $.canary.headerRoute }}
{{ $kind }}Routes:
{{- range $names }}
- {name: {{ include "pd.routeName" (dict "v" $ "route" .) | toYaml }}, useHeaderRoutes: true}
{{- end }}
{{- else }}
{{ $kind }}RouteSelector:
  matchLabels: {{- include "pd.routeSelector" $ | nindent 4 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "pd.experiment" -}}
duration: {{ .canary.experiment.duration }}
templates:
- {name: canary, specRef: canary, weight: {{ .canary.experiment.weight }}}
- {name: baseline, specRef: stable, weight: {{ .canary.experiment.weight }}}
analyses:
- name: gate
  {{- $reference := include "pd.templateReference" (dict "v" . "mode" "soak") | fromYaml }}
  templateName: {{ $reference.templateName }}
  {{- if $reference.clusterScope }}
  clusterScope: true
  {{- end }}
  requiredForCompletion: true
  args:
  {{- include "pd.commonArgs" (dict "v" . "mode" "soak") | nindent 2 }}
  - {name: stable-hash, value: "{{ `{{templates.baseline.podTemplateHash}}` }}"}
  - {name: canary-hash, value: "{{ `{{templates.canary.podTemplateHash}}` }}"}
  - {name: step-weight, value: {{ include "gate.text" .canary.experiment.weight | quote }}}
{{- if .gate.dryRun }}
dryRun: [{metricName: ".*"}]
{{- end }}
{{- end -}}
