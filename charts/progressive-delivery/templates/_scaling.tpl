{{- define "pd.scaling" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "pd.name" . }}
  labels: {{- include "pd.labels" . | nindent 4 }}
spec:
  {{- toYaml .podDisruptionBudget | nindent 2 }}
  selector:
    matchLabels: {{- include "pd.selector" . | nindent 6 }}
{{- if .autoscaling.enabled }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ include "pd.name" . }}
  labels: {{- include "pd.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: {{ eq .workload.type "worker" | ternary "apps/v1" "argoproj.io/v1alpha1" }}
    kind: {{ eq .workload.type "worker" | ternary "Deployment" "Rollout" }}
    name: {{ include "pd.name" . }}
  minReplicaCount: {{ .autoscaling.min }}
  maxReplicaCount: {{ .autoscaling.max }}
  triggers:
  {{- if .autoscaling.triggers }}
  {{- toYaml .autoscaling.triggers | nindent 2 }}
  {{- else if eq .workload.type "worker" }}
  {{- include "pd.lagTrigger" . | nindent 2 }}
  {{- else }}
  - type: cpu
    metricType: AverageValue
    metadata: {value: {{ .autoscaling.cpuPerPod | quote }}}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "pd.lagTrigger" -}}
{{- if .worker.kafka -}}
- type: kafka
  metadata:
    bootstrapServers: {{ .worker.kafka.bootstrapServers | quote }}
    consumerGroup: {{ .worker.kafka.consumerGroup | quote }}
    topic: {{ .worker.kafka.topic | quote }}
    lagThreshold: {{ .worker.kafka.lagThreshold | default 100 | toString | quote }}
{{- else -}}
- type: aws-sqs-queue
  metadata:
    queueURL: {{ .worker.sqs.queueURL | quote }}
    awsRegion: {{ .worker.sqs.awsRegion | quote }}
    queueLength: {{ .worker.sqs.queueLength | default 5 | toString | quote }}
{{- end }}
{{- with .worker.authentication }}
  authenticationRef: {name: {{ . }}}
{{- end }}
{{- end -}}
