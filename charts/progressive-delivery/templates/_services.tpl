{{- define "pd.services" -}}
{{- $second := eq .workload.type "session" | ternary (include "pd.previewName" .) (include "pd.canaryName" .) -}}
{{- range list (include "pd.stableName" .) $second }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ . | toYaml }}
  labels: {{- include "pd.labels" $ | nindent 4 }}
spec:
  # Argo Rollouts adds the pod template hash.
  selector: {{- include "pd.selector" $ | nindent 4 }}
  ports:
  - name: main
    port: {{ $.servicePort }}
    targetPort: {{ $.workloadRef | empty | ternary "main" $.port }}
    {{- if include "pd.speaksGrpc" $ }}
    appProtocol: kubernetes.io/h2c
    {{- end }}
{{- end }}
{{- end -}}

{{- define "pd.speaksGrpc" -}}
{{- range .routes }}{{ if and . (eq .kind "grpc") }}grpc{{ end }}{{ end -}}
{{- end -}}
