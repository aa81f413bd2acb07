{{- define "pd.scaling" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "pd.name" . | toYaml }}
  labels: {{- include "pd.labels" . | nindent 4 }}
spec:
  {{- $budget := dict }}
  {{- range $key, $value := .podDisruptionBudget }}{{ if include "gate.written" $value }}{{ $_ := set $budget $key $value }}{{ end }}{{ end }}
  {{- $budget | default (dict "maxUnavailable" 1) | toYaml | nindent 2 }}
  selector:
    matchLabels: {{- include "pd.selector" . | nindent 6 }}
{{- if .autoscaling.enabled }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ include "pd.name" . | toYaml }}
  labels: {{- include "pd.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: {{ eq .workload.type "worker" | ternary "apps/v1" "argoproj.io/v1alpha1" }}
    kind: {{ eq .workload.type "worker" | ternary "Deployment" "Rollout" }}
    name: {{ include "pd.name" . | toYaml }}
  minReplicaCount: {{ int64 .autoscaling.min }}
  maxReplicaCount: {{ int64 .autoscaling.max }}
  triggers:
  {{- if .autoscaling.triggers }}
  {{- range .autoscaling.triggers }}
  - {{ include "gate.trigger" . | nindent 4 | trim }}
  {{- end }}
  {{- else if eq .workload.type "worker" }}
  {{- include "pd.lagTrigger" . | nindent 2 }}
  {{- else }}
  - type: cpu
    metricType: AverageValue
    metadata: {value: {{ include "pd.cpuPerPod" . | quote }}}
  {{- end }}
{{- end }}
{{- end -}}

{{- /* 70 % of the request, in thousandths; empty where nothing is requested. */ -}}
{{- define "pd.cpuPerPod" -}}
{{- $written := include "gate.written" .autoscaling.cpuPerPod -}}
{{- $request := include "pd.cpuRequest" . -}}
{{- if $written }}{{ $written }}{{ else if $request }}{{ printf "%dm" (max 1 (round (mulf 700 ($request | float64)) 0 | int64)) }}{{ end -}}
{{- end -}}

{{- define "pd.cpuRequest" -}}{{ include "gate.amount" (include "pd.cpuRequestText" .) }}{{- end -}}

{{- /* What the app's container asks for, containerSpec included; empty where it asks for nothing. */ -}}
{{- define "pd.cpuRequestText" -}}
{{- $own := get (include "pd.ownContainer" . | fromJson) "resources" | default dict -}}
{{- $cpu := get (get $own "requests" | default dict) "cpu" | default (get (get (.resources | default dict) "requests" | default dict) "cpu") -}}
{{- include "gate.written" $cpu -}}
{{- end -}}

{{- define "pd.lagTrigger" -}}
{{- if .worker.kafka -}}
- type: kafka
  metadata:
    bootstrapServers: {{ .worker.kafka.bootstrapServers | quote }}
    consumerGroup: {{ .worker.kafka.consumerGroup | quote }}
    topic: {{ .worker.kafka.topic | quote }}
    lagThreshold: {{ include "gate.text" (.worker.kafka.lagThreshold | default 100) | quote }}
{{- else -}}
- type: aws-sqs-queue
  metadata:
    queueURL: {{ .worker.sqs.queueURL | quote }}
    awsRegion: {{ .worker.sqs.awsRegion | quote }}
    queueLength: {{ include "gate.text" (.worker.sqs.queueLength | default 5) | quote }}
{{- end }}
{{- with .worker.authentication }}
  authenticationRef: {name: {{ . | toYaml }}}
{{- end }}
{{- end -}}
