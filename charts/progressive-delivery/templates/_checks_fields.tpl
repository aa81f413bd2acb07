{{- /* Fields that nobody knows: the API server drops them, and whoever wrote one believes that something comes of it. */ -}}
{{- define "pd.checkKnownFields" -}}
{{- $names := splitList " " (include (printf "pd.fields.%s" .kind) .) -}}
{{- range $field := keys (.fields | default dict) | sortAlpha -}}
{{- $kind := include "pd.kindOfField" $field -}}
{{- $value := get $.fields $field -}}
{{- if and $kind (not (kindIs "invalid" $value)) (ne $kind (include "pd.kindOf" $value)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s '%s' is of another kind (%s), and the API server refuses it: write %s" $.at $field (include "gate.text" $value) (include "pd.kindOf" $value) (get (dict "integer" "a whole number, without quotes" "boolean" "true or false, without quotes") $kind))) -}}
{{- end -}}
{{- if not (has $field $names) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s is no field of %s, and the API server would drop it: remove it, or write one of %s" $.at $field (get (dict "podSecurity" "a pod's securityContext" "security" "a container's securityContext" "probe" "a probe" "toleration" "a toleration" "rollout" "a Rollout" "strategy" "a strategy" "canary" "a canary" "blueGreen" "a blueGreen strategy" "pod" "a pod" "container" "a container" "resources" "resources" "parent" "a parent") $.kind) (join ", " $names))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "pd.fields.rollout" -}}analysis minReadySeconds paused progressDeadlineAbort progressDeadlineSeconds replicas restartAt revisionHistoryLimit rollbackWindow selector strategy template workloadRef{{- end -}}

{{- define "pd.fields.strategy" -}}blueGreen canary{{- end -}}

{{- define "pd.fields.canary" -}}abortScaleDownDelaySeconds analysis antiAffinity canaryMetadata canaryService dynamicStableScale maxSurge maxUnavailable minPodsPerReplicaSet pingPong replicaProgressThreshold scaleDownDelayRevisionLimit scaleDownDelaySeconds stableMetadata stableService steps trafficRouting{{- end -}}

{{- define "pd.fields.blueGreen" -}}abortScaleDownDelaySeconds activeMetadata activeService antiAffinity autoPromotionEnabled autoPromotionSeconds maxUnavailable postPromotionAnalysis prePromotionAnalysis previewMetadata previewReplicaCount previewService scaleDownDelayRevisionLimit scaleDownDelaySeconds{{- end -}}

{{- define "pd.fields.pod" -}}activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes{{- end -}}

{{- define "pd.fields.container" -}}args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir{{- end -}}

{{- define "pd.fields.podSecurity" -}}appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser seLinuxChangePolicy seLinuxOptions seccompProfile supplementalGroups supplementalGroupsPolicy sysctls windowsOptions{{- end -}}

{{- define "pd.fields.security" -}}allowPrivilegeEscalation appArmorProfile capabilities privileged procMount readOnlyRootFilesystem runAsGroup runAsNonRoot runAsUser seLinuxOptions seccompProfile windowsOptions{{- end -}}

{{- define "pd.fields.probe" -}}exec failureThreshold grpc httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket terminationGracePeriodSeconds timeoutSeconds{{- end -}}

{{- define "pd.fields.toleration" -}}effect key operator tolerationSeconds value{{- end -}}

{{- /* Numbers and truths among these fields; empty for every other kind. */ -}}
{{- define "pd.kindOfField" -}}
{{- if has . (list "replicas" "minReadySeconds" "revisionHistoryLimit" "progressDeadlineSeconds" "abortScaleDownDelaySeconds" "scaleDownDelaySeconds" "scaleDownDelayRevisionLimit" "minPodsPerReplicaSet" "autoPromotionSeconds" "previewReplicaCount" "terminationGracePeriodSeconds" "priority" "fsGroup" "runAsGroup" "runAsUser" "failureThreshold" "initialDelaySeconds" "periodSeconds" "successThreshold" "timeoutSeconds" "tolerationSeconds") -}}integer
{{- else if has . (list "paused" "progressDeadlineAbort" "dynamicStableScale" "autoPromotionEnabled" "automountServiceAccountToken" "enableServiceLinks" "hostIPC" "hostNetwork" "hostPID" "hostUsers" "setHostnameAsFQDN" "shareProcessNamespace" "stdin" "stdinOnce" "tty" "allowPrivilegeEscalation" "privileged" "readOnlyRootFilesystem" "runAsNonRoot") -}}boolean
{{- end -}}
{{- end -}}

{{- define "pd.fields.resources" -}}claims limits requests{{- end -}}

{{- define "pd.fields.parent" -}}group kind name namespace port sectionName{{- end -}}
