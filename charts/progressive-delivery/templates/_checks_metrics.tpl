{{- /* What Argo refuses of a metric, or takes and ends in an Error: names, fields, numbers, durations, references. Dict: v, to, metric, where, mode. */ -}}
{{- define "pd.checkFields" -}}
{{- $metric := .metric -}}
{{- range list "count" "failureLimit" "inconclusiveLimit" "consecutiveErrorLimit" "consecutiveSuccessLimit" -}}
{{- $value := include "gate.text" (get $metric .) -}}
{{- if and (hasKey $metric .) (not (kindIs "invalid" (get $metric .))) (not (regexMatch "^-?[0-9]+$" $value)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s '%s' is no number: write a whole number, such as %s: 5" $.where . $value .)) -}}
{{- else if and (ne . "failureLimit") (hasPrefix "-" $value) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s %s is refused by Argo: write 0 or more" $.where . $value)) -}}
{{- end -}}
{{- end -}}
{{- range list "interval" "initialDelay" -}}
{{- $value := get $metric . -}}
{{- $isNone := and (eq . "initialDelay") (regexMatch "^0(ms|s|m|h)?$" (toString $value)) -}}
{{- if and $value (not $isNone) (not (include "pd.isDuration" $value)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s '%s' is no duration that Argo reads: write one such as 60s or 1m30s" $.where . (include "gate.text" $value))) -}}
{{- end -}}
{{- end -}}
{{- range list "successCondition" "failureCondition" -}}
{{- include "pd.checkCondition" (dict "to" $.to "field" (printf "%s.%s" $.where .) "text" (get $metric . | default "" | toString)) -}}
{{- end -}}
{{- include "pd.checkReferences" . -}}
{{- end -}}

{{- /* Argo knows a condition's faults only when the first answer is there, and then the run is an Error. */ -}}
{{- define "pd.checkCondition" -}}
{{- $bare := regexReplaceAll "\"(\\\\.|[^\"])*\"|'(\\\\.|[^'])*'" .text "_" -}}
{{- if and (regexMatch "(^|[^=!<>])=([^=]|$)" $bare) (not (regexMatch "\\blet\\b" $bare)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s': = compares nothing, and Argo ends in an Error; write ==" .field .text)) -}}
{{- else if regexMatch "[\"']" $bare -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s' has a quote without its other half: write result[1] == \"pass\"" .field .text)) -}}
{{- else if or (ne (len (splitList "(" $bare)) (len (splitList ")" $bare))) (ne (len (splitList "[" $bare)) (len (splitList "]" $bare))) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s' has a bracket without its other half: write result[1] == \"pass\"" .field .text)) -}}
{{- else if regexMatch "===|&&&|(^|[^&])&([^&]|$)|\\|\\|\\||<>|=>|=<" $bare -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s' has an operator that Argo does not know: write ==, !=, <, <=, >, >=, && or ||" .field .text)) -}}
{{- end -}}
{{- end -}}

{{- /* The arguments of a template are the chart's; another one would never get a value. */ -}}
{{- define "pd.checkReferences" -}}
{{- $known := list -}}
{{- range include "gate.args" (dict "url" "" "secret" (dict "name" "" "key" "")) | fromYamlArray }}{{ $known = append $known .name }}{{ end -}}
{{- range regexFindAll "\\{\\{.*?\\}\\}" (toYaml (eq .where (printf "gate.%s" .mode) | ternary (omit .metric "provider") .metric)) -1 | uniq -}}
{{- $name := trimPrefix "{{" . | trimSuffix "}}" | trim -}}
{{- if not (and (hasPrefix "args." $name) (has (trimPrefix "args." $name) $known)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s has {{%s}}, which nobody gives a value: write the text itself, or one of args.%s" $.where $name (join ", args." $known))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A metric of the team. Dict: v, to, metric, where, index. */ -}}
{{- define "pd.checkOwnMetric" -}}
{{- $metric := .metric -}}
{{- $name := get $metric "name" | default "" | toString -}}
{{- if or (not $name) (contains "{{" $name) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.name '%s': write a name without arguments, such as name: queue-depth" .where $name)) -}}
{{- end -}}
{{- range $index, $other := .v.gate.metrics -}}
{{- if and (lt $index $.index) $name (eq (get $other "name" | toString) $name) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.name '%s' is the name of gate.metrics[%d] too, and Argo refuses the second: write another" $.where $name $index)) -}}
{{- end -}}
{{- end -}}
{{- if eq $name "gate-step" -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.name 'gate-step' is the gate's own metric, and Argo refuses the second: write another name, or gate.step for its limits" .where)) -}}
{{- end -}}
{{- range $field, $_ := omit $metric "name" "interval" "initialDelay" "count" "successCondition" "failureCondition" "failureLimit" "inconclusiveLimit" "consecutiveErrorLimit" "consecutiveSuccessLimit" "provider" -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s is no field of a metric, and the API server would drop it: remove it, or write the one that is meant" $.where $field)) -}}
{{- end -}}
{{- $providers := get $metric "provider" | default dict -}}
{{- $known := list "cloudWatch" "datadog" "graphite" "influxdb" "job" "kayenta" "newRelic" "plugin" "prometheus" "skywalking" "wavefront" "web" -}}
{{- if not (and (kindIs "map" $providers) (eq (len $providers) 1) (has (keys $providers | first | default "") $known)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.provider: Argo takes exactly one of those it knows; write one of %s" .where (join ", " $known))) -}}
{{- end -}}
{{- end -}}
