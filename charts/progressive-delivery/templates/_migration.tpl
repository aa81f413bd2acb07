{{- /* Expand before anything of the new version runs; contract after it runs everywhere, and only once a person approved it by name. Helm waits for no Rollout, so contract has no hook of Helm's. */ -}}
{{- define "pd.migration" -}}
{{- if .migration }}
{{ include "pd.migrationJob" (dict "v" . "phase" "expand" "argo" "PreSync" "helm" "pre-install,pre-upgrade") }}
{{- if and .migration.contract .migration.contract.approve }}
---
{{ include "pd.migrationJob" (dict "v" . "phase" "contract" "argo" "PostSync" "helm" "") }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "pd.migrationJob" -}}
{{- $migration := .v.migration -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "pd.name" .v }}-{{ .phase }}-{{ $migration.name }}
  labels:
    {{- include "pd.labels" .v | nindent 4 }}
    gate-service/migration: {{ .phase }}
  annotations:
    argocd.argoproj.io/hook: {{ .argo }}
    argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
    argocd.argoproj.io/sync-wave: {{ eq .phase "expand" | ternary "-5" "5" | quote }}
    {{- with .helm }}
    helm.sh/hook: {{ . }}
    helm.sh/hook-delete-policy: before-hook-creation
    helm.sh/hook-weight: "-5"
    {{- end }}
spec:
  # A migration that failed half-way is looked at by a person, not tried again.
  backoffLimit: 0
  activeDeadlineSeconds: {{ $migration.deadlineSeconds | default 1800 | int64 }}
  template:
    metadata:
      labels:
        team: {{ .v.team | toYaml }}
        app.kubernetes.io/component: migration
    spec: {{- include "pd.mergeOver" (dict "under" (include "pd.migrationPod" . | fromYaml) "over" (get $migration "podSpec" | default dict)) | fromJson | toYaml | nindent 6 }}
{{- end -}}

{{- /* migration.podSpec is merged over it, and migration.containerSpec over its container. */ -}}
{{- define "pd.migrationPod" -}}
restartPolicy: Never
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  seccompProfile: {type: RuntimeDefault}
containers:
- {{ include "pd.mergeOver" (dict "under" (include "pd.migrationContainer" . | fromYaml) "over" (get .v.migration "containerSpec" | default dict)) | fromJson | toYaml | nindent 2 | trim }}
{{- end -}}

{{- define "pd.migrationContainer" -}}
{{- $migration := .v.migration -}}
name: {{ .phase }}
image: {{ $migration.image | default .v.image | quote }}
command: {{- (get $migration .phase).command | toYaml | nindent 2 }}
{{- with $migration.env }}
env: {{- include "pd.env" . | nindent 2 }}
{{- end }}
{{- with $migration.envFrom }}
envFrom: {{- toYaml . | nindent 2 }}
{{- end }}
resources:
  requests: {cpu: 100m, memory: 128Mi}
  limits: {memory: 512Mi}
securityContext:
  allowPrivilegeEscalation: false
  capabilities: {drop: [ALL]}
{{- end -}}
