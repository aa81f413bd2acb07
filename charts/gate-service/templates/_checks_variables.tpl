{{- /*
Settings written as variables, held to files/settings.json, which a test holds to the gate's own code: with one that it does not know, or cannot read, it
does not start. What stands outside of its sections is somebody else's.
*/ -}}
{{- define "gs.checkVariables" -}}
{{- $to := .to -}}
{{- $known := .root.Files.Get "files/settings.json" | fromJson -}}
{{- $sections := list -}}
{{- $firsts := list -}}
{{- range $setting, $_ := $known -}}
{{- $sections = append $sections (splitList "__" $setting | first) | uniq -}}
{{- $firsts = append $firsts (splitList "__" $setting | rest | first | lower) | uniq -}}
{{- end -}}
{{- range $name, $value := .root.Values.env -}}
{{- $parts := splitList "__" $name -}}
{{- $section := "" -}}
{{- range $sections }}{{ if eq (lower .) (first $parts | lower) }}{{ $section = . }}{{ end }}{{ end -}}
{{- $kind := "" -}}
{{- range $setting, $what := $known -}}
{{- if regexMatch (printf "(?i)^%s$" ($setting | replace "*" "[^_]+(_[^_]+)*")) $name }}{{ $kind = $what }}{{ end -}}
{{- end -}}
{{- if and $section (not $kind) -}}
{{- $near := list -}}
{{- range $setting, $_ := $known }}{{ if hasPrefix (printf "%s__" $section) $setting }}{{ $near = append $near $setting }}{{ end }}{{ end -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s is no setting of the gate's, and it would not start: write one of %s" $name (join ", " $near))) -}}
{{- else if and (not $section) (gt (len $parts) 1) (has (index $parts 1 | lower) $firsts) -}}
{{- range $other := $sections -}}
{{- if and (hasPrefix (substr 0 3 $other | lower) ($name | lower)) (hasKey $known (printf "%s__%s" $other (rest $parts | join "__"))) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s is no setting of the gate's, and it would not start: write %s__%s" $name $other (rest $parts | join "__"))) -}}
{{- end -}}
{{- end -}}
{{- else if and $kind (not (kindIs "map" $value)) -}}
{{- include "gs.checkVariable" (dict "to" $to "name" $name "value" (include "gate.text" $value) "kind" $kind) -}}
{{- end -}}
{{- if and (regexMatch "(?i)^Logging__(.+__)?LogLevel__" $name) (not (kindIs "map" $value)) (not (regexMatch "(?i)^(|Trace|Debug|Information|Warning|Error|Critical|None|[0-6])$" (include "gate.text" $value))) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s '%s' is no level, and the gate would not start: write one of Trace, Debug, Information, Warning, Error, Critical, None" $name (include "gate.text" $value))) -}}
{{- else if and (eq $name "OTEL_EXPORTER_OTLP_ENDPOINT") (kindIs "string" $value) (not (regexMatch "^(https?://[^/?#\\s]+.*)?$" $value)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s '%s' is no address, and the gate would not start: write one with http or https, such as http://collector:4317" $name $value)) -}}
{{- else if has $name (list "true" "false") -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s: YAML takes ON, YES and Y for true, and OFF, NO and N for false: write the name of the variable in quotes, such as \"ON\"" $name)) -}}
{{- else if not (regexMatch "^[-._a-zA-Z][-._a-zA-Z0-9]*$" $name) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env '%s' is no name of a variable: write letters, digits and underscores" $name)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* .NET reads a bare number as days, so a duration needs its unit. Dict: to, name, value (as text), kind. */ -}}
{{- define "gs.checkVariable" -}}
{{- $at := printf "env.%s '%s'" .name .value -}}
{{- if eq .kind "duration" -}}
{{- if not (regexMatch "^([0-9]+d)?([0-9]+(\\.[0-9]+)?(ms|s|m|h))*$|^([0-9]+\\.)?([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\\.[0-9]{1,7})?)?$" .value) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is no duration the gate reads: write one such as 8s, 10m or 90d, or hours, minutes and seconds as a text (\"00:00:08\")" $at)) -}}
{{- else -}}
{{- include "gs.checkLength" . -}}
{{- end -}}
{{- else if eq .kind "whole number" -}}
{{- if not (regexMatch "^[0-9]*$" .value) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is no whole number of 0 or more, and the gate would not start: write one such as \"40\"" $at)) -}}
{{- end -}}
{{- else if eq .kind "number" -}}
{{- if not (regexMatch "^([0-9]+(\\.[0-9]+)?)?$" .value) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is no number of 0 or more, and the gate would not start: write one such as \"0.5\"" $at)) -}}
{{- end -}}
{{- else if eq .kind "truth" -}}
{{- if not (regexMatch "(?i)^(true|false)?$" .value) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is neither true nor false, and the gate would not start: write \"true\" or \"false\"" $at)) -}}
{{- end -}}
{{- else if eq .kind "moment" -}}
{{- if not (regexMatch "^([0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?)?$" .value) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is no moment, and the gate would not start: write one such as \"2027-06-30T00:00:00Z\"" $at)) -}}
{{- end -}}
{{- else if eq .kind "address" -}}
{{- if not (regexMatch "^(https?://[^/?#@\\s]+.*)?$" .value) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is no address, and the gate would not start: write one with http or https, such as https://gate.example.com" $at)) -}}
{{- end -}}
{{- else if hasPrefix "one of " .kind -}}
{{- $choices := trimPrefix "one of " .kind | splitList ", " -}}
{{- $isOne := empty .value -}}
{{- range $choices }}{{ if eq (lower .) (lower $.value) }}{{ $isOne = true }}{{ end }}{{ end -}}
{{- if not $isOne -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s is none of its choices, and the gate would not start: write one of %s" $at (join ", " $choices))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Longer ones the gate refuses at its start: a timer takes some weeks and a calendar some thousand years. Dict: to, name (of the setting), value; at (where it is written, may be absent). */ -}}
{{- define "gs.checkLength" -}}
{{- $days := get (dict "history__keepfor" 3650 "history__keeprowsfor" 30 "history__tidyinterval" 30 "notifications__giveupafter" 365 "auth__sessionlifetime" 365) (lower .name) | default 1 | int -}}
{{- $milliseconds := 0 -}}
{{- range regexFindAll "[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)" .value -1 -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- $milliseconds = addf $milliseconds (mulf (trimSuffix $unit . | float64) (get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000) $unit)) -}}
{{- end -}}
{{- if gt ($milliseconds | float64) (mul $days 86400000 | float64) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s '%s' is longer than %d days, and the gate would not start: write %dd or less" (.at | default (printf "env.%s" .name)) .value $days $days)) -}}
{{- end -}}
{{- end -}}
