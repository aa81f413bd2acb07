{{- /* Texts, amounts and names as Kubernetes and registries read them. This file is the same in both charts; a test holds them equal. */ -}}

{{- /* A quantity of Kubernetes' as a number; empty where it is none. */ -}}
{{- define "gate.amount" -}}
{{- $text := include "gate.text" . -}}
{{- if regexMatch "^[0-9]+(\\.[0-9]+)?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)?$" $text -}}
{{- $unit := regexFind "(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)$" $text -}}
{{- $times := dict "" 1.0 "n" 0.000000001 "u" 0.000001 "m" 0.001 "k" 1000.0 "M" 1000000.0 "G" 1000000000.0 "T" 1000000000000.0 "P" 1000000000000000.0 "E" 1000000000000000000.0 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 "Pi" 1125899906842624.0 "Ei" 1152921504606846976.0 -}}
{{- mulf (trimSuffix $unit $text | float64) (get $times $unit) -}}
{{- end -}}
{{- end -}}

{{- /* A value as text: numbers without the exponent that YAML gives large ones. */ -}}
{{- define "gate.text" -}}
{{- if kindIs "float64" . }}{{ toJson . }}{{ else }}{{ toString . }}{{ end -}}
{{- end -}}

{{- /* A value as text; empty where it is null or nothing. */ -}}
{{- define "gate.written" -}}
{{- if not (kindIs "invalid" .) }}{{ include "gate.text" . }}{{ end -}}
{{- end -}}

{{- /* Not empty for a repository as registries name them; a host before the first slash may have capitals. */ -}}
{{- define "gate.isRepository" -}}
{{- $name := regexReplaceAll "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$" . "" -}}
{{- $parts := splitList "/" $name -}}
{{- if and (gt (len $parts) 1) (or (contains "." (first $parts)) (contains ":" (first $parts)) (eq (first $parts) "localhost")) }}{{ $name = rest $parts | join "/" }}{{ end -}}
{{- if regexMatch "^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$" $name }}repository{{ end -}}
{{- end -}}

{{- /* Not empty for a key of a label or an annotation. */ -}}
{{- define "gate.isKey" -}}
{{- if regexMatch "^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" . }}key{{ end -}}
{{- end -}}

{{- /* Not empty for the value of a label. */ -}}
{{- define "gate.isLabel" -}}
{{- if regexMatch "^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$" . }}label{{ end -}}
{{- end -}}

{{- /* Not empty for a name of an object. */ -}}
{{- define "gate.isName" -}}
{{- if regexMatch "^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$" . }}name{{ end -}}
{{- end -}}

{{- /* KEDA reads metadata as texts, and a ScaledObject with a number in it is refused. */ -}}
{{- define "gate.trigger" -}}
{{- $metadata := dict -}}
{{- range $key, $value := get . "metadata" | default dict }}{{ $_ := set $metadata $key (include "gate.text" $value) }}{{ end -}}
{{- toYaml (set (deepCopy .) "metadata" $metadata) -}}
{{- end -}}
