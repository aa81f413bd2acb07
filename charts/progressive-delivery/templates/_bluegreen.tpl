{{- /* Two versions never serve at once: the gate looks at the current version before the switch, and at the new one alone after it. */ -}}
{{- define "pd.blueGreen" -}}
activeService: {{ include "pd.stableName" . | toYaml }}
previewService: {{ include "pd.previewName" . | toYaml }}
autoPromotionEnabled: {{ not .session.manualPromotion }}
{{- with .session.previewReplicas }}
previewReplicaCount: {{ int64 . }}
{{- end }}
scaleDownDelaySeconds: {{ int64 .session.scaleDownDelaySeconds }}
{{- if .session.preflight }}
prePromotionAnalysis: {{- include "pd.analysis" (dict "v" . "mode" "preflight") | nindent 2 }}
{{- end }}
postPromotionAnalysis: {{- include "pd.analysis" (dict "v" . "mode" "soak" "weight" 100) | nindent 2 }}
{{- end -}}
