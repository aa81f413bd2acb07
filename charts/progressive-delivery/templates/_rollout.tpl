{{- define "pd.rollout" -}}
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: {{ include "pd.name" . | toYaml }}
  labels:
    {{- include "pd.labels" . | nindent 4 }}
    {{- if .autoscaling.enabled }}
    autoscaled: "true"
    {{- end }}
  {{- $change := include "pd.changeAnnotations" . | trim }}
  {{- if or .notifications.triggers $change }}
  annotations:
    {{- with $change }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- range .notifications.triggers }}
    notifications.argoproj.io/subscribe.{{ . }}.{{ $.notifications.service }}: {{ $.notifications.channel | default (printf "%s-deploys" $.team) | quote }}
    {{- end }}
  {{- end }}
spec:
  {{- include "pd.wholeRolloutSpec" . | nindent 2 }}
{{- end -}}

{{- define "pd.wholeRolloutSpec" -}}
{{- include "pd.mergeOver" (dict "under" (include "pd.rolloutSpec" . | fromYaml) "over" .rolloutSpec) | fromJson | toYaml -}}
{{- end -}}

{{- define "pd.rolloutSpec" -}}
{{- if .workloadRef }}
replicas: {{ get .workloadRef "replicas" | int64 }}
{{- else if not .autoscaling.enabled }}
replicas: {{ int64 .replicas }}
{{- end }}
revisionHistoryLimit: 3
progressDeadlineSeconds: 600
selector:
  matchLabels: {{- include "pd.selector" . | nindent 4 }}
{{- if .workloadRef }}
workloadRef:
  apiVersion: apps/v1
  kind: Deployment
  {{- omit .workloadRef "replicas" | toYaml | nindent 2 }}
{{- else }}
template: {{- include "pd.podTemplate" . | nindent 2 }}
{{- end }}
strategy:
  {{- if eq .workload.type "session" }}
  blueGreen: {{- include "pd.blueGreen" . | nindent 4 }}
  {{- else }}
  canary: {{- include "pd.canary" . | nindent 4 }}
  {{- end }}
{{- end -}}
