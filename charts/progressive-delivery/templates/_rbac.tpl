{{- /* What the Gateway API plugin needs inside the Rollouts controller; `list` is what label selectors take. */ -}}
{{- define "pd.rbac" -}}
{{- if .rbac.create -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ include "pd.name" . }}-routes
  labels: {{- include "pd.labels" . | nindent 4 }}
rules:
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes, grpcroutes, tcproutes]
  verbs: [get, list, update, patch]
{{- if .canary.experiment }}
- apiGroups: [""]
  resources: [services]
  verbs: [get]
{{- end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "pd.name" . }}-routes
  labels: {{- include "pd.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "pd.name" . }}-routes
subjects:
- kind: ServiceAccount
  name: {{ .rbac.serviceAccount.name }}
  namespace: {{ .rbac.serviceAccount.namespace }}
{{- end }}
{{- end -}}
