{{- define "pd.podTemplate" -}}
metadata:
  labels:
    {{- merge (dict) .podLabels (include "pd.labels" . | fromYaml) | toYaml | nindent 4 }}
  {{- with .podAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- mustMergeOverwrite (include "pd.podSpec" . | fromYaml) .podSpec | toYaml | nindent 2 }}
{{- end -}}

{{- define "pd.podSpec" -}}
automountServiceAccountToken: false
{{- with .serviceAccountName }}
serviceAccountName: {{ . }}
automountServiceAccountToken: true
{{- end }}
securityContext:
  runAsNonRoot: true
  seccompProfile: {type: RuntimeDefault}
topologySpreadConstraints:
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "pd.selector" . | nindent 6 }}
containers:
- {{ mustMergeOverwrite (include "pd.containerUnder" . | fromYaml) .containerSpec | toYaml | nindent 2 | trim }}
{{- end -}}

{{- /* The chart's container, without the handler of its probe where the team brings one: Kubernetes takes one a probe. */ -}}
{{- define "pd.containerUnder" -}}
{{- $container := include "pd.container" . | fromYaml -}}
{{- $own := get .containerSpec "readinessProbe" -}}
{{- if and $own (hasKey $container "readinessProbe") -}}
{{- if or (get $own "httpGet") (get $own "tcpSocket") (get $own "grpc") (get $own "exec") -}}
{{- $_ := set $container "readinessProbe" (pick $container.readinessProbe "periodSeconds") -}}
{{- end -}}
{{- end -}}
{{- toYaml $container -}}
{{- end -}}

{{- define "pd.container" -}}
name: {{ include "pd.name" . }}
image: {{ .image | quote }}
{{- with .command }}
command: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .args }}
args: {{- toYaml . | nindent 2 }}
{{- end }}
env:
{{- include "pd.newRelicEnv" . | nindent 0 }}
{{- include "pd.env" .env }}
{{- with .envFrom }}
envFrom: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .port }}
ports:
- {name: main, containerPort: {{ .port }}}
readinessProbe:
  {{- if .probe.grpc }}
  grpc: {port: {{ .port }}}
  {{- else if .probe.path }}
  httpGet: {path: {{ .probe.path | quote }}, port: main}
  {{- else }}
  tcpSocket: {port: main}
  {{- end }}
  periodSeconds: 5
{{- end }}
resources: {{- toYaml .resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  capabilities: {drop: [ALL]}
{{- end -}}

{{- /* The gate tells canary from stable by the pod name that the agent reports. */ -}}
{{- define "pd.newRelicEnv" -}}
- {name: NEW_RELIC_APP_NAME, value: {{ .service | quote }}}
- {name: NEW_RELIC_METADATA_KUBERNETES_POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
- {name: NEW_RELIC_METADATA_KUBERNETES_NAMESPACE_NAME, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
- {name: NEW_RELIC_METADATA_KUBERNETES_CONTAINER_NAME, value: {{ include "pd.name" . | quote }}}
{{- with .cluster }}
- {name: NEW_RELIC_METADATA_KUBERNETES_CLUSTER_NAME, value: {{ . | quote }}}
{{- end }}
{{- end -}}

{{- define "pd.env" -}}
{{- range $name, $value := . }}
{{- if kindIs "map" $value }}
- {{ merge (dict "name" $name) $value | toYaml | nindent 2 | trim }}
{{- else }}
- {name: {{ $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- end }}
{{- end -}}
