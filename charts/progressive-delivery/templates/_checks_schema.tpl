{{- /* Helm holds only a dependency's own values to the schema: those of a second workload, given by the template, are held to it here. Dict: to, at, value, schema. */ -}}
{{- define "pd.checkSchema" -}}
{{- $kind := include "pd.kindOf" .value -}}
{{- $kinds := get .schema "type" | default list -}}
{{- if kindIs "string" $kinds }}{{ $kinds = list $kinds }}{{ end -}}
{{- $choices := get .schema "enum" -}}
{{- $shown := has $kind (list "object" "array") | ternary "" (printf " '%s'" (include "gate.text" .value)) -}}
{{- $words := dict "object" "a map" "array" "a list" "string" "a text (numbers and truths in quotes)" "boolean" "true or false, without quotes" "integer" "a whole number, without quotes" "number" "a number, without quotes" -}}
{{- if kindIs "invalid" .value -}}
{{- else if and $choices (not (has .value $choices)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s%s is unknown: write one of %s" .at $shown (join ", " $choices))) -}}
{{- else if and $kinds (not (has $kind $kinds)) (not (and (eq $kind "integer") (has "number" $kinds))) -}}
{{- $asked := list -}}
{{- range without $kinds "null" }}{{ $asked = append $asked (get $words .) }}{{ end -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s%s is of another kind (%s): write %s" .at $shown $kind (join ", or " $asked))) -}}
{{- else if eq $kind "object" -}}
{{- include "pd.checkKeys" . -}}
{{- else if eq $kind "array" -}}
{{- range $index, $item := .value }}{{ include "pd.checkSchema" (dict "to" $.to "at" (printf "%s[%d]" $.at $index) "value" $item "schema" (get $.schema "items" | default dict)) }}{{ end -}}
{{- else -}}
{{- include "pd.checkRange" . -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkKeys" -}}
{{- $known := get .schema "properties" | default dict -}}
{{- $others := get .schema "additionalProperties" -}}
{{- range $key := keys .value | sortAlpha -}}
{{- $at := empty $.at | ternary $key (printf "%s.%s" $.at $key) -}}
{{- if hasKey $known $key -}}
{{- include "pd.checkSchema" (dict "to" $.to "at" $at "value" (get $.value $key) "schema" (get $known $key)) -}}
{{- else if kindIs "map" $others -}}
{{- include "pd.checkSchema" (dict "to" $.to "at" $at "value" (get $.value $key) "schema" $others) -}}
{{- else if kindIs "bool" $others -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s is no key of this chart: remove it, or write one of %s" $at (keys $known | sortAlpha | join ", "))) -}}
{{- end -}}
{{- end -}}
{{- range (get .schema "required" | default list) -}}
{{- if not (hasKey $.value .) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s is missing: write it" $.at .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkRange" -}}
{{- $text := include "gate.text" .value -}}
{{- if and (hasKey .schema "minimum") (lt (float64 .value) (float64 .schema.minimum)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s %s is too small: write %v or more" .at $text .schema.minimum)) -}}
{{- else if and (hasKey .schema "maximum") (gt (float64 .value) (float64 .schema.maximum)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s %s is too large: write at most %v" .at $text .schema.maximum)) -}}
{{- else if and (hasKey .schema "maxLength") (gt (len $text) (int .schema.maxLength)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s has %d characters: write at most %v" .at (len $text) .schema.maxLength)) -}}
{{- else if and (hasKey .schema "pattern") (not (regexMatch .schema.pattern $text)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s %q does not match %s: write one that does" .at $text .schema.pattern)) -}}
{{- end -}}
{{- end -}}

{{- define "pd.kindOf" -}}
{{- if kindIs "bool" . }}boolean{{ else if kindIs "map" . }}object{{ else if kindIs "slice" . }}array{{ else if kindIs "string" . }}string{{ else if regexMatch "^-?[0-9]+$" (include "gate.text" .) }}integer{{ else }}number{{ end -}}
{{- end -}}
