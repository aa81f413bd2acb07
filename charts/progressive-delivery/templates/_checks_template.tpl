{{- /* The pods as they would be rendered, podSpec and containerSpec included: what Kubernetes refuses of a pod, Argo refuses of a Rollout. */ -}}
{{- define "pd.checkPodTemplate" -}}
{{- $to := .to -}}
{{- $template := include "pd.podTemplate" .v | fromYaml -}}
{{- if ne .v.workload.type "worker" }}{{ $template = get (include "pd.wholeRolloutSpec" .v | fromYaml) "template" | default dict }}{{ end -}}
{{- $pod := dig "spec" dict $template -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "pod" "at" "podSpec" "fields" $pod) -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "podSecurity" "at" "podSpec.securityContext" "fields" (get $pod "securityContext")) -}}
{{- range $index, $toleration := get $pod "tolerations" | default list -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "toleration" "at" (printf "podSpec.tolerations[%d]" $index) "fields" $toleration) -}}
{{- end -}}
{{- $restart := get $pod "restartPolicy" | default "Always" -}}
{{- if ne $restart "Always" -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podSpec.restartPolicy %s: pods of a Rollout or Deployment are always restarted, and nothing else is taken; remove it" $restart)) -}}
{{- end -}}
{{- if get $pod "activeDeadlineSeconds" -}}
{{- include "pd.fault" (dict "to" $to "say" "podSpec.activeDeadlineSeconds is taken of Jobs only: remove it") -}}
{{- end -}}
{{- $volumes := list -}}
{{- range (get $pod "volumes" | default list) -}}
{{- if has (get . "name") $volumes -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podSpec.volumes has '%s' twice: write another name" (get . "name"))) -}}
{{- end -}}
{{- $volumes = append $volumes (get . "name") -}}
{{- end -}}
{{- $containers := concat (get $pod "initContainers" | default list) (get $pod "containers" | default list) -}}
{{- if not (get $pod "containers") -}}
{{- include "pd.fault" (dict "to" $to "say" "podSpec.containers is empty: remove it; what runs is written as image, and the fields of its container under containerSpec") -}}
{{- end -}}
{{- range (get $pod "containers" | default list) -}}
{{- if eq (get . "name" | toString) (include "pd.name" $.v) }}{{ include "pd.checkOwnVariables" (dict "v" $.v "to" $to "container" .) }}{{ end -}}
{{- end -}}
{{- $names := list -}}
{{- range $containers -}}
{{- $name := get . "name" | default "" | toString -}}
{{- if not $name -}}
{{- if and (include "pd.name" $.v) (not (has . (get $.v.podSpec "containers" | default list))) }}{{ include "pd.fault" (dict "to" $to "say" "podSpec has a container without a name, and Kubernetes takes none without: write name: with one of its own") }}{{ end -}}
{{- else if has $name $names -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podSpec has two containers named '%s': write another name" $name)) -}}
{{- end -}}
{{- $names = append $names $name -}}
{{- if not (get . "image") -}}
{{- if $.v.image }}{{ include "pd.fault" (dict "to" $to "say" (printf "podSpec: container '%s' has no image: write it with its tag or digest" $name)) }}{{ end -}}
{{- end -}}
{{- if and (get . "image") (or (ne $name (include "pd.name" $.v)) (ne .image $.v.image)) -}}
{{- $_ := include "pd.isReference" (dict "to" $to "at" (printf "container '%s': image" $name) "image" .image) -}}
{{- end -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "container" "at" (printf "container '%s'" $name) "fields" .) -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "security" "at" (printf "container '%s': securityContext" $name) "fields" (get . "securityContext")) -}}
{{- $container := . -}}
{{- range list "readinessProbe" "livenessProbe" "startupProbe" }}{{ include "pd.checkKnownFields" (dict "to" $to "kind" "probe" "at" (printf "container '%s': %s" $name .) "fields" (get $container .)) }}{{ end -}}
{{- include "pd.checkEntries" (dict "v" $.v "to" $to "container" . "name" $name) -}}
{{- range (get . "volumeMounts" | default list) -}}
{{- if not (has (get . "name") $volumes) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "container '%s' mounts the volume '%s', which is not there: write it under podSpec.volumes" $name (get . "name" | toString))) -}}
{{- end -}}
{{- end -}}
{{- include "pd.checkProbes" (dict "to" $to "container" . "name" $name) -}}
{{- include "pd.checkResources" (dict "to" $to "name" $name "resources" (get . "resources" | default dict)) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkProbes" -}}
{{- $ports := list -}}
{{- range (get .container "ports" | default list) }}{{ $ports = append $ports (get . "name" | toString) }}{{ end -}}
{{- range $probe := list "readinessProbe" "livenessProbe" "startupProbe" -}}
{{- with get $.container $probe -}}
{{- $ways := 0 -}}
{{- range list "httpGet" "tcpSocket" "grpc" "exec" }}{{ if get (index $.container $probe) . }}{{ $ways = add $ways 1 }}{{ end }}{{ end -}}
{{- if ne (int $ways) 1 -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': %s has %d ways to ask, and Kubernetes takes exactly one; write one of httpGet, tcpSocket, grpc and exec" $.name $probe (int $ways))) -}}
{{- end -}}
{{- if and (ne $probe "readinessProbe") (gt (get . "successThreshold" | default 1 | int) 1) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': %s.successThreshold can only be 1: remove it" $.name $probe)) -}}
{{- end -}}
{{- $port := coalesce (dig "httpGet" "port" "" .) (dig "tcpSocket" "port" "" .) | default "" | toString -}}
{{- if and (regexMatch "[a-z]" $port) (not (has $port $ports)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': %s asks the port '%s', and there is none of that name; write port: with the number, or port: of these values" $.name $probe $port)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
