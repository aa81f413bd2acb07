{{- /* Fields that nobody knows: the API server drops them, and whoever wrote one believes that something comes of it. */ -}}
{{- define "pd.checkKnownFields" -}}
{{- $names := splitList " " (include (printf "pd.fields.%s" .kind) .) -}}
{{- range $field := keys (.fields | default dict) | sortAlpha -}}
{{- if not (has $field $names) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s is no field of %s, and the API server would drop it: remove it, or write one of %s" $.at $field (get (dict "rollout" "a Rollout" "strategy" "a strategy" "canary" "a canary" "blueGreen" "a blueGreen strategy" "pod" "a pod" "container" "a container" "resources" "resources" "parent" "a parent") $.kind) (join ", " $names))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "pd.fields.rollout" -}}analysis minReadySeconds paused progressDeadlineAbort progressDeadlineSeconds replicas restartAt revisionHistoryLimit rollbackWindow selector strategy template workloadRef{{- end -}}

{{- define "pd.fields.strategy" -}}blueGreen canary{{- end -}}

{{- define "pd.fields.canary" -}}abortScaleDownDelaySeconds analysis antiAffinity canaryMetadata canaryService dynamicStableScale maxSurge maxUnavailable minPodsPerReplicaSet pingPong replicaProgressThreshold scaleDownDelayRevisionLimit scaleDownDelaySeconds stableMetadata stableService steps trafficRouting{{- end -}}

{{- define "pd.fields.blueGreen" -}}abortScaleDownDelaySeconds activeMetadata activeService antiAffinity autoPromotionEnabled autoPromotionSeconds maxUnavailable postPromotionAnalysis prePromotionAnalysis previewMetadata previewReplicaCount previewService scaleDownDelayRevisionLimit scaleDownDelaySeconds{{- end -}}

{{- define "pd.fields.pod" -}}activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes{{- end -}}

{{- define "pd.fields.container" -}}args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir{{- end -}}

{{- define "pd.fields.resources" -}}claims limits requests{{- end -}}

{{- define "pd.fields.parent" -}}group kind name namespace port sectionName{{- end -}}
