{{- define "gs.pod" -}}
serviceAccountName: {{ include "gs.serviceAccount" . | toYaml }}
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
  topologyKey: {{ . | toYaml }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "gs.selector" $ | nindent 6 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | toYaml }}
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
  image: {{ include "gs.image" . | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy | toYaml }}
  ports:
  - {name: http, containerPort: 5300}
  {{- if .Values.metrics.port }}
  - {name: metrics, containerPort: {{ .Values.metrics.port }}}
  {{- end }}
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
  {{- if .Values.auth.tokensSecret }}
  - {name: tokens, mountPath: /tokens, readOnly: true}
  {{- end }}
  {{- if include "gs.isSqlite" . }}
  - {name: data, mountPath: /data}
  {{- end }}
  {{- with include "gs.trustMounts" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
volumes:
- name: policies
  configMap: {name: {{ include "gs.policies" . | toYaml }}}
- name: tmp
  emptyDir: {}
{{- if .Values.auth.tokensSecret }}
- name: tokens
  secret: {secretName: {{ .Values.auth.tokensSecret | toYaml }}}
{{- end }}
{{- if include "gs.isSqlite" . }}
- name: data
  {{- if .Values.history.sqlite.persistence }}
  persistentVolumeClaim: {claimName: {{ .Values.history.sqlite.existingClaim | default (include "gs.fullname" .) }}}
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- end }}
{{- with include "gs.trustVolumes" . | trim }}
{{- . | nindent 0 }}
{{- end }}
{{- end -}}

{{- define "gs.env" -}}
- {name: NewRelic__AccountId, value: {{ include "gate.text" .Values.newRelic.accountId | quote }}}
- {name: NewRelic__Region, value: {{ .Values.newRelic.region | toYaml }}}
{{- with .Values.newRelic.endpoint }}
- {name: NewRelic__Endpoint, value: {{ . | quote }}}
{{- end }}
- {name: NewRelic__ApiKey, valueFrom: {secretKeyRef: {name: {{ .Values.newRelic.apiKeySecret.name | toYaml }}, key: {{ .Values.newRelic.apiKeySecret.key | toYaml }}}}}
{{- with include "gs.publicUrl" . }}
- {name: Gate__PublicUrl, value: {{ . | quote }}}
{{- end }}
- {name: Policies__Directory, value: /policies}
- {name: Policies__ReloadInterval, value: {{ .Values.policies.reloadInterval | quote }}}
{{- if include "gs.isSqlite" . }}
- {name: History__ConnectionString, value: "Data Source=/data/gate.db"}
{{- else }}
- {name: History__ConnectionString, valueFrom: {secretKeyRef: {name: {{ .Values.history.postgres.connectionStringSecret.name | toYaml }}, key: {{ .Values.history.postgres.connectionStringSecret.key | toYaml }}}}}
{{- end }}
{{- with include "gs.settings" . | trim }}
{{- . | nindent 0 }}
{{- end }}
{{- range $index, $token := .Values.auth.tokens }}
{{- include "gs.token" (dict "index" $index "token" $token) | nindent 0 }}
{{- end }}
{{- if .Values.auth.tokensSecret }}
- {name: Auth__TokensDirectory, value: /tokens}
{{- end }}
{{- range $index, $issuer := .Values.auth.issuers }}
{{- include "gs.issuer" (dict "prefix" (printf "Auth__Issuers__%d" $index) "issuer" $issuer "ca" (printf "/issuers/%d" $index)) | trim | nindent 0 }}
{{- end }}
{{- with .Values.auth.openIdConnect }}
{{- include "gs.issuer" (dict "prefix" "Auth__OpenIdConnect" "issuer" . "ca" "/issuers/people") | trim | nindent 0 }}
{{- end }}
{{- if .Values.metrics.port }}
- {name: Telemetry__PrometheusPort, value: {{ include "gate.text" .Values.metrics.port | quote }}}
{{- end }}
{{- if not .Values.swagger }}
- {name: Gate__Swagger, value: "false"}
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
- {name: {{ toYaml $name }}, value: {{ include "gate.text" $value | quote }}}
{{- end }}
{{- end }}
{{- end -}}

{{- define "gs.token" -}}
{{- $prefix := printf "Auth__Tokens__%d" .index -}}
- {name: {{ $prefix }}__Name, value: {{ .token.name | quote }}}
- {name: {{ $prefix }}__Team, value: {{ .token.team | quote }}}
{{- if .token.sha256Secret }}
- {name: {{ $prefix }}__Sha256, valueFrom: {secretKeyRef: {name: {{ .token.sha256Secret.name | toYaml }}, key: {{ .token.sha256Secret.key | toYaml }}}}}
{{- else }}
- {name: {{ $prefix }}__Sha256, value: {{ .token.sha256 | quote }}}
{{- end }}
{{- range $index, $service := .token.services }}
- {name: {{ $prefix }}__Services__{{ $index }}, value: {{ $service | quote }}}
{{- end }}
{{- range $index, $namespace := .token.namespaces }}
- {name: {{ $prefix }}__Namespaces__{{ $index }}, value: {{ $namespace | quote }}}
{{- end }}
{{- range $index, $role := .token.roles }}
- {name: {{ $prefix }}__Roles__{{ $index }}, value: {{ $role | toYaml }}}
{{- end }}
{{- with .token.expiresAt }}
- {name: {{ $prefix }}__ExpiresAt, value: {{ . | quote }}}
{{- end }}
{{- end -}}

{{- /* One whose word is taken: an issuer of tokens, or the identity provider. Dict: prefix, issuer, ca (folder of its authorities). */ -}}
{{- define "gs.issuer" -}}
{{- $prefix := .prefix -}}
{{- range $value := list "name" "issuer" "audience" "metadataAddress" "jwksAddress" "clientId" "nameClaim" }}
{{- with get $.issuer $value }}
- {name: {{ $prefix }}__{{ title $value }}, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- with get $.issuer "caConfigMap" }}
- {name: {{ $prefix }}__CaFile, value: {{ $.ca }}/{{ .key }}}
{{- end }}
{{- with get $.issuer "clientSecretSecret" }}
- {name: {{ $prefix }}__ClientSecret, valueFrom: {secretKeyRef: {name: {{ .name | toYaml }}, key: {{ .key | toYaml }}}}}
{{- end }}
{{- range $index, $scope := get $.issuer "scopes" | default list }}
- {name: {{ $prefix }}__Scopes__{{ $index }}, value: {{ $scope | quote }}}
{{- end }}
{{- range $at, $grant := .issuer.grants }}
{{- range $value := list "team" "teamClaim" "servicesClaim" "namespacesClaim" "rolesClaim" }}
{{- with get $grant $value }}
- {name: {{ $prefix }}__Grants__{{ $at }}__{{ title $value }}, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- range $value := list "when" "services" "namespaces" "roles" }}
{{- range $index, $one := get $grant $value | default list }}
- {name: {{ $prefix }}__Grants__{{ $at }}__{{ title $value }}__{{ $index }}, value: {{ $one | quote }}}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "gs.channel" -}}
{{- $prefix := printf "Notifications__Channels__%d" .index -}}
- {name: {{ $prefix }}__Name, value: {{ .channel.name | quote }}}
- {name: {{ $prefix }}__Kind, value: {{ .channel.kind | toYaml }}}
{{- range $value, $setting := dict "to" "To" "account" "Account" }}
{{- with get $.channel $value }}
- {name: {{ $prefix }}__{{ $setting }}, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- range $value, $setting := dict "urlSecret" "Url" "tokenSecret" "Token" "signingSecret" "Secret" }}
{{- with get $.channel $value }}
- {name: {{ $prefix }}__{{ $setting }}, valueFrom: {secretKeyRef: {name: {{ .name | toYaml }}, key: {{ .key | toYaml }}}}}
{{- end }}
{{- end }}
{{- range $value, $setting := dict "teams" "Teams" "services" "Services" "events" "Events" }}
{{- range $at, $one := get $.channel $value | default list }}
- {name: {{ $prefix }}__{{ $setting }}__{{ $at }}, value: {{ $one | quote }}}
{{- end }}
{{- end }}
{{- end -}}
