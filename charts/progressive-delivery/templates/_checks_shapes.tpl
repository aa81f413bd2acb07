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
{{- if and (not (kindIs "invalid" $value)) (ne (toString $value) "") (not (regexMatch "^[1-9][0-9]*$" (include "pd.text" $value))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "worker.%s.%s '%s' is no number of messages: write one of 1 or more, such as 100" $queue $key (include "pd.text" $value))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A map is one of the two that Kubernetes knows, with one way to find the value. */ -}}
{{- define "pd.checkVariable" -}}
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
{{- if not (include "pd.amount" $amount) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': resources.%s.%s '%s' is no amount that Kubernetes reads: write one such as 250m or 512Mi" $.name $side $what (include "pd.text" $amount))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $what, $limit := get .resources "limits" | default dict -}}
{{- $request := get (get $.resources "requests" | default dict) $what -}}
{{- if and (not (kindIs "invalid" $request)) (include "pd.amount" $request) (include "pd.amount" $limit) (gt (include "pd.amount" $request | float64) (include "pd.amount" $limit | float64)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': resources.requests.%s %s is above the limit of %s, and Kubernetes refuses it: write a higher limit, or a smaller request" $.name $what (include "pd.text" $request) (include "pd.text" $limit))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A quantity of Kubernetes' as a number; empty where it is none. */ -}}
{{- define "pd.amount" -}}
{{- $text := include "pd.text" . -}}
{{- if regexMatch "^[0-9]+(\\.[0-9]+)?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)?$" $text -}}
{{- $unit := regexFind "(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)$" $text -}}
{{- $times := dict "" 1.0 "n" 0.000000001 "u" 0.000001 "m" 0.001 "k" 1000.0 "M" 1000000.0 "G" 1000000000.0 "T" 1000000000000.0 "P" 1000000000000000.0 "E" 1000000000000000000.0 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 "Pi" 1125899906842624.0 "Ei" 1152921504606846976.0 -}}
{{- mulf (trimSuffix $unit $text | float64) (get $times $unit) -}}
{{- end -}}
{{- end -}}

{{- /* A value as text: numbers without the exponent that YAML gives large ones. */ -}}
{{- define "pd.text" -}}
{{- if kindIs "float64" . }}{{ toJson . }}{{ else }}{{ toString . }}{{ end -}}
{{- end -}}
