{{- define "pd.podTemplate" -}}
metadata:
  labels:
    {{- merge (dict) .podLabels (include "pd.labels" . | fromYaml) | toYaml | nindent 4 }}
  {{- with .podAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "pd.mergeOver" (dict "under" (include "pd.podSpec" . | fromYaml) "over" (include "pd.besidePodSpec" . | fromJson)) | fromJson | toYaml | nindent 2 }}
{{- end -}}

{{- /* What podSpec says of the pod; what it says of the app's own container is part of that one already. */ -}}
{{- define "pd.besidePodSpec" -}}
{{- $own := deepCopy .podSpec -}}
{{- if get $own "containers" -}}
{{- $beside := list -}}
{{- range $own.containers }}{{ if ne (get . "name" | toString) (include "pd.name" $) }}{{ $beside = append $beside . }}{{ end }}{{ end -}}
{{- if $beside }}{{ $_ := set $own "containers" $beside }}{{ else }}{{ $_ := unset $own "containers" }}{{ end -}}
{{- end -}}
{{- toJson $own -}}
{{- end -}}

{{- /* Fields of the app's container that a team writes: containerSpec, and the one of its name in podSpec.containers. */ -}}
{{- define "pd.ownContainer" -}}
{{- $own := .containerSpec -}}
{{- range (get .podSpec "containers" | default list) -}}
{{- if eq (get . "name" | toString) (include "pd.name" $) }}{{ $own = include "pd.mergeOver" (dict "under" $own "over" .) | fromJson }}{{ end -}}
{{- end -}}
{{- toJson $own -}}
{{- end -}}

{{- define "pd.podSpec" -}}
automountServiceAccountToken: false
{{- with .serviceAccountName }}
serviceAccountName: {{ . | toYaml }}
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
- {{ include "pd.mergeOver" (dict "under" (include "pd.containerUnder" . | fromYaml) "over" (include "pd.ownContainer" . | fromJson)) | fromJson | toYaml | nindent 2 | trim }}
{{- end -}}

{{- /* The chart's container, without the handler of its probe where the team brings one: Kubernetes takes one a probe. */ -}}
{{- define "pd.containerUnder" -}}
{{- $container := include "pd.container" . | fromYaml -}}
{{- $own := get (include "pd.ownContainer" . | fromJson) "readinessProbe" -}}
{{- if and $own (hasKey $container "readinessProbe") -}}
{{- if or (get $own "httpGet") (get $own "tcpSocket") (get $own "grpc") (get $own "exec") -}}
{{- $_ := set $container "readinessProbe" (pick $container.readinessProbe "periodSeconds") -}}
{{- end -}}
{{- end -}}
{{- toYaml $container -}}
{{- end -}}

{{- define "pd.container" -}}
name: {{ include "pd.name" . | toYaml }}
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
- {name: {{ toYaml $name }}, value: {{ include "gate.text" $value | quote }}}
{{- end }}
{{- end }}
{{- end -}}
