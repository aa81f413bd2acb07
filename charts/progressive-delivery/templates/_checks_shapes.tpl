{{- /* Values that must have a shape of Kubernetes' or of the gate's, or nothing is made of them. */ -}}
{{- define "pd.checkShapes" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- range $name, $value := $v.env -}}
{{- include "pd.checkVariable" (dict "to" $to "at" (printf "env.%s" $name) "value" $value) -}}
{{- end -}}
{{- range $name, $value := get ($v.migration | default dict) "env" | default dict -}}
{{- include "pd.checkVariable" (dict "to" $to "at" (printf "migration.env.%s" $name) "value" $value) -}}
{{- end -}}
{{- range $queue, $key := dict "kafka" "lagThreshold" "sqs" "queueLength" -}}
{{- $value := get (get $v.worker $queue | default dict) $key -}}
{{- if and (not (kindIs "invalid" $value)) (ne (toString $value) "") (not (regexMatch "^[1-9][0-9]*$" (include "gate.text" $value))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "worker.%s.%s '%s' is no number of messages: write one of 1 or more, such as 100" $queue $key (include "gate.text" $value))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A map is one of the two that Kubernetes knows, with one way to find the value. */ -}}
{{- define "pd.checkVariable" -}}
{{- if regexMatch "\\.(true|false)$" .at -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: YAML takes ON, YES and Y for true, and OFF, NO and N for false: write the name of the variable in quotes, such as \"ON\"" .at)) -}}
{{- end -}}
{{- if kindIs "map" .value -}}
{{- $from := get .value "valueFrom" -}}
{{- $ways := list "secretKeyRef" "configMapKeyRef" "fieldRef" "resourceFieldRef" -}}
{{- $known := kindIs "map" $from | ternary (keys ($from | default dict) | sortAlpha) list -}}
{{- if or (ne (keys .value | join " ") "valueFrom") (ne (len $known) 1) (not (has (first $known | default "") $ways)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s is a map of %s: write a text, or {valueFrom: {secretKeyRef: {name, key}}} (or configMapKeyRef, fieldRef, resourceFieldRef)" .at (empty $known | ternary (keys .value | sortAlpha | join ", ") (printf "%s of %s" (keys .value | sortAlpha | join ", ") (join ", " $known))))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Requests and limits of one container, as they would be rendered. Dict: to, name, resources. */ -}}
{{- define "pd.checkResources" -}}
{{- include "pd.checkKnownFields" (dict "to" .to "kind" "resources" "at" (printf "container '%s': resources" .name) "fields" .resources) -}}
{{- range $side := list "requests" "limits" -}}
{{- range $what, $amount := get $.resources $side | default dict -}}
{{- if not (include "gate.amount" $amount) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': resources.%s.%s '%s' is no amount that Kubernetes reads: write one such as 250m or 512Mi" $.name $side $what (include "gate.text" $amount))) -}}
{{- else if and (eq $what "memory") (lt (include "gate.amount" $amount | float64) 1048576.0) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': resources.%s.memory '%s' is less than a mebibyte (m is a thousandth): write one such as 512Mi" $.name $side (include "gate.text" $amount))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $what, $limit := get .resources "limits" | default dict -}}
{{- $request := get (get $.resources "requests" | default dict) $what -}}
{{- if and (not (kindIs "invalid" $request)) (include "gate.amount" $request) (include "gate.amount" $limit) (gt (include "gate.amount" $request | float64) (include "gate.amount" $limit | float64)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': resources.requests.%s %s is above the limit of %s, and Kubernetes refuses it: write a higher limit, or a smaller request" $.name $what (include "gate.text" $request) (include "gate.text" $limit))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
