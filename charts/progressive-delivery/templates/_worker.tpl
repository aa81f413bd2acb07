{{- /* Consumers of one group share the queue whatever their version: there is no traffic to split. Rolled pod by pod, judged after the sync. */ -}}
{{- define "pd.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "pd.name" . | toYaml }}
  labels: {{- include "pd.labels" . | nindent 4 }}
spec:
  {{- if not .autoscaling.enabled }}
  replicas: {{ int64 .replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {{- include "pd.selector" . | nindent 6 }}
  template: {{- include "pd.podTemplate" . | nindent 4 }}
{{- end -}}

{{- /* Argo CD reads the run's health: anything but Successful fails the sync, inconclusive included. Helm makes the run anew with every upgrade, and does not read it. */ -}}
{{- define "pd.gateAfterSync" -}}
apiVersion: argoproj.io/v1alpha1
kind: AnalysisRun
metadata:
  name: {{ include "pd.name" . }}-gate
  labels: {{- include "pd.labels" . | nindent 4 }}
  annotations:
    argocd.argoproj.io/hook: PostSync
    argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
    helm.sh/hook: post-install,post-upgrade
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  args:
  - {name: service, value: {{ .service | quote }}}
  - {name: namespace, value: {{ .releaseNamespace | quote }}}
  - {name: cluster, value: {{ .cluster | quote }}}
  - {name: rollout, value: {{ include "pd.name" . | toYaml }}}
  - {name: strategy, value: rolling}
  - {name: stable-hash, value: ""}
  - {name: canary-hash, value: ""}
  - {name: revision, value: ""}
  - {name: step-weight, value: ""}
  - {name: policy, value: {{ .gate.policy | quote }}}
  - {name: window, value: {{ .gate.window | quote }}}
  - {name: image, value: {{ .image | quote }}}
  {{- range $name := without (include "gate.changeArgs" . | fromJsonArray) "image" }}
  - {name: {{ $name }}, value: {{ get $.change (eq $name "pull-request" | ternary "pullRequest" $name) | default "" | quote }}}
  {{- end }}
  - {name: gate-url, value: {{ .gate.url | default "http://gate-service.gate-service.svc.cluster.local" | quote }}}
  - {name: gate-token, valueFrom: {secretKeyRef: {name: {{ .gate.tokenSecret.name | toYaml }}, key: {{ .gate.tokenSecret.key | toYaml }}}}}
  metrics:
  - {{ include "pd.metric" (dict "v" . "mode" "soak") | nindent 4 | trim }}
  {{- if .gate.dryRun }}
  dryRun: [{metricName: ".*"}]
  {{- end }}
{{- end -}}
