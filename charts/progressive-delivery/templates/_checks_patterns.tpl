{{- /* Rules of dryRun and measurementRetention: each must match a metric, those of a step one of every analysis, the background's included. */ -}}
{{- define "pd.checkPatterns" -}}
{{- $background := get .canary "analysis" | default dict -}}
{{- $analyses := list -}}
{{- if $background }}{{ $analyses = append $analyses (include "pd.metricNames" (dict "v" .v "analysis" $background)) }}{{ end -}}
{{- range (get .canary "steps" | default list) -}}
{{- with get (. | default dict) "analysis" }}{{ $analyses = append $analyses (include "pd.metricNames" (dict "v" $.v "analysis" .)) }}{{ end -}}
{{- end -}}
{{- include "pd.checkRules" (dict "to" .to "where" "rolloutSpec.strategy.canary.analysis" "analysis" $background "all" (list (include "pd.metricNames" (dict "v" .v "analysis" $background)))) -}}
{{- range $index, $step := (get .canary "steps" | default list) -}}
{{- with get ($step | default dict) "analysis" -}}
{{- include "pd.checkRules" (dict "to" $.to "where" (printf "rolloutSpec.strategy.canary.steps[%d].analysis" $index) "analysis" . "all" $analyses) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Names of an analysis' metrics, one a line; empty where it names a template that the chart does not know. */ -}}
{{- define "pd.metricNames" -}}
{{- $names := list -}}
{{- $isKnown := true -}}
{{- range (get .analysis "templates" | default list) -}}
{{- $mode := regexFind "(step|background|preflight|soak)$" (get . "templateName") -}}
{{- if and $mode (has (get . "templateName") (list (printf "metric-gate-%s" $mode) (printf "%s-gate-%s" (include "pd.name" $.v) $mode))) -}}
{{- $names = append $names (printf "gate-%s" $mode) -}}
{{- if eq $mode "step" }}{{ range $.v.gate.metrics }}{{ $names = append $names (get . "name" | toString) }}{{ end }}{{ end -}}
{{- else }}{{ $isKnown = false }}{{ end -}}
{{- end -}}
{{- if $isKnown }}{{ join "\n" $names }}{{ end -}}
{{- end -}}

{{- define "pd.checkRules" -}}
{{- range $field := list "dryRun" "measurementRetention" -}}
{{- $seen := list -}}
{{- range $rule := (get $.analysis $field | default list) -}}
{{- $pattern := get $rule "metricName" | toString -}}
{{- if has $pattern $seen -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s has '%s' twice, and Argo refuses the second: remove one" $.where $field $pattern)) -}}
{{- end -}}
{{- $seen = append $seen $pattern -}}
{{- $missed := "" -}}
{{- range $names := $.all -}}
{{- $isMatched := empty $names -}}
{{- range splitList "\n" $names }}{{ if regexMatch $pattern . }}{{ $isMatched = true }}{{ end }}{{ end -}}
{{- if not $isMatched }}{{ $missed = $names | replace "\n" ", " }}{{ end -}}
{{- end -}}
{{- if $missed -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s '%s' matches none of %s, and Argo refuses a rule that matches nothing (a step's rules count for every analysis of the Rollout): write gate-.*" $.where $field $pattern $missed)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
