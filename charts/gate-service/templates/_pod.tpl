{{- define "gs.pod" -}}
serviceAccountName: {{ include "gs.serviceAccount" . }}
automountServiceAccountToken: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 0 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654 # APP_UID of the .NET images
  runAsGroup: 1654
  fsGroup: 1654
  seccompProfile: {type: RuntimeDefault}
terminationGracePeriodSeconds: 30
topologySpreadConstraints:
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "gs.selector" $ | nindent 6 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 0 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
containers:
- name: gate
  image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  ports:
  - {name: http, containerPort: 5300}
  env:
  {{- include "gs.env" . | nindent 2 }}
  startupProbe:
    httpGet: {path: /healthz/startup, port: http}
    periodSeconds: 2
    failureThreshold: 30
  livenessProbe:
    httpGet: {path: /healthz/live, port: http}
    periodSeconds: 10
    timeoutSeconds: 5
  readinessProbe:
    httpGet: {path: /healthz/ready, port: http}
    periodSeconds: 10
    timeoutSeconds: 5
  resources: {{- toYaml .Values.resources | nindent 4 }}
  securityContext:
    allowPrivilegeEscalation: false
    readOnlyRootFilesystem: true
    capabilities: {drop: [ALL]}
  volumeMounts:
  - {name: policies, mountPath: /policies, readOnly: true}
  - {name: tmp, mountPath: /tmp}
  {{- if include "gs.isSqlite" . }}
  - {name: data, mountPath: /data}
  {{- end }}
volumes:
- name: policies
  configMap: {name: {{ include "gs.policies" . }}}
- name: tmp
  emptyDir: {}
{{- if include "gs.isSqlite" . }}
- name: data
  {{- if .Values.history.sqlite.persistence }}
  persistentVolumeClaim: {claimName: {{ .Values.history.sqlite.existingClaim | default (include "gs.fullname" .) }}}
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "gs.env" -}}
- {name: NewRelic__AccountId, value: {{ .Values.newRelic.accountId | toString | quote }}}
- {name: NewRelic__Region, value: {{ .Values.newRelic.region }}}
{{- with .Values.newRelic.endpoint }}
- {name: NewRelic__Endpoint, value: {{ . | quote }}}
{{- end }}
- {name: NewRelic__ApiKey, valueFrom: {secretKeyRef: {name: {{ .Values.newRelic.apiKeySecret.name }}, key: {{ .Values.newRelic.apiKeySecret.key }}}}}
{{- with include "gs.publicUrl" . }}
- {name: Gate__PublicUrl, value: {{ . | quote }}}
{{- end }}
- {name: Policies__Directory, value: /policies}
- {name: Policies__ReloadInterval, value: {{ .Values.policies.reloadInterval | quote }}}
{{- if include "gs.isSqlite" . }}
- {name: History__ConnectionString, value: "Data Source=/data/gate.db"}
{{- else }}
- {name: History__ConnectionString, valueFrom: {secretKeyRef: {name: {{ .Values.history.postgres.connectionStringSecret.name }}, key: {{ .Values.history.postgres.connectionStringSecret.key }}}}}
{{- end }}
{{- range $index, $token := .Values.auth.tokens }}
{{- include "gs.token" (dict "index" $index "token" $token) | nindent 0 }}
{{- end }}
{{- range $index, $channel := .Values.notifications.channels }}
{{- include "gs.channel" (dict "index" $index "channel" $channel) | nindent 0 }}
{{- end }}
# Nothing but /tmp, /data and the network is written to.
- {name: DOTNET_EnableDiagnostics, value: "0"}
{{- range $name, $value := .Values.env }}
{{- if kindIs "map" $value }}
- {{ merge (dict "name" $name) $value | toYaml | nindent 2 | trim }}
{{- else }}
- {name: {{ $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- end }}
{{- end -}}

{{- define "gs.token" -}}
{{- $prefix := printf "Auth__Tokens__%d" .index -}}
- {name: {{ $prefix }}__Name, value: {{ .token.name | quote }}}
- {name: {{ $prefix }}__Team, value: {{ .token.team | quote }}}
{{- if .token.sha256Secret }}
- {name: {{ $prefix }}__Sha256, valueFrom: {secretKeyRef: {name: {{ .token.sha256Secret.name }}, key: {{ .token.sha256Secret.key }}}}}
{{- else }}
- {name: {{ $prefix }}__Sha256, value: {{ .token.sha256 | quote }}}
{{- end }}
{{- range $index, $service := .token.services }}
- {name: {{ $prefix }}__Services__{{ $index }}, value: {{ $service | quote }}}
{{- end }}
{{- range $index, $namespace := .token.namespaces }}
- {name: {{ $prefix }}__Namespaces__{{ $index }}, value: {{ $namespace | quote }}}
{{- end }}
{{- end -}}

{{- define "gs.channel" -}}
{{- $prefix := printf "Notifications__Channels__%d" .index -}}
- {name: {{ $prefix }}__Name, value: {{ .channel.name | quote }}}
- {name: {{ $prefix }}__Kind, value: {{ .channel.kind }}}
{{- range $value, $setting := dict "to" "To" "account" "Account" }}
{{- with get $.channel $value }}
- {name: {{ $prefix }}__{{ $setting }}, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- range $value, $setting := dict "urlSecret" "Url" "tokenSecret" "Token" "signingSecret" "Secret" }}
{{- with get $.channel $value }}
- {name: {{ $prefix }}__{{ $setting }}, valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}}
{{- end }}
{{- end }}
{{- range $value, $setting := dict "teams" "Teams" "services" "Services" "events" "Events" }}
{{- range $at, $one := get $.channel $value | default list }}
- {name: {{ $prefix }}__{{ $setting }}__{{ $at }}, value: {{ $one | quote }}}
{{- end }}
{{- end }}
{{- end -}}
