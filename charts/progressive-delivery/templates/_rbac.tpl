{{- /*
What the Gateway API plugin needs inside the Rollouts controller; `list` is what label selectors take. Below 0.13 it remembers its header routes in a
ConfigMap beside the Rollout, and looks into it at the end of every rollout.
*/ -}}
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
{{- if lt (include "pd.gatewayPluginMinor" . | int) 13 }}
- apiGroups: [""]
  resources: [configmaps]
  verbs: [create]
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: [argo-gatewayapi-configmap]
  verbs: [get, update]
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
  name: {{ .rbac.serviceAccount.name | toYaml }}
  namespace: {{ .rbac.serviceAccount.namespace | toYaml }}
{{- end }}
{{- end -}}

{{- /* 13 for 0.13; thousands for later majors, 0 where nobody says. */ -}}
{{- define "pd.gatewayPluginMinor" -}}
{{- if .gatewayPlugin }}{{ $parts := splitList "." .gatewayPlugin }}{{ add (mul 1000 (first $parts | int)) (last $parts | int) }}{{ else }}0{{ end -}}
{{- end -}}
