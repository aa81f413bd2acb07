{{- /* Rules of dryRun and measurementRetention: each must match a metric of its own analysis, or its run ends before it measures. */ -}}
{{- define "pd.checkPatterns" -}}
{{- include "pd.checkRules" (dict "v" .v "to" .to "where" "rolloutSpec.strategy.canary.analysis" "analysis" (get .canary "analysis" | default dict)) -}}
{{- range $index, $step := (get .canary "steps" | default list) -}}
{{- with get ($step | default dict) "analysis" -}}
{{- include "pd.checkRules" (dict "v" $.v "to" $.to "where" (printf "rolloutSpec.strategy.canary.steps[%d].analysis" $index) "analysis" .) -}}
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
{{- else if ne (get . "templateName") (printf "%s-gate-metrics" (include "pd.name" $.v)) }}{{ $isKnown = false }}{{ end -}}
{{- end -}}
{{- if $isKnown }}{{ join "\n" $names }}{{ end -}}
{{- end -}}

{{- define "pd.checkRules" -}}
{{- $names := include "pd.metricNames" (dict "v" .v "analysis" .analysis) -}}
{{- range $field := list "dryRun" "measurementRetention" -}}
{{- $seen := list -}}
{{- range $rule := (get $.analysis $field | default list) -}}
{{- $pattern := get $rule "metricName" | toString -}}
{{- if has $pattern $seen -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s has '%s' twice, and Argo refuses the second: remove one" $.where $field $pattern)) -}}
{{- end -}}
{{- $seen = append $seen $pattern -}}
{{- $isMatched := empty $names -}}
{{- range splitList "\n" $names }}{{ if regexMatch $pattern . }}{{ $isMatched = true }}{{ end }}{{ end -}}
{{- if not $isMatched -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s '%s' matches none of %s, and Argo ends a run with a rule that matches nothing: write gate-.*" $.where $field $pattern ($names | replace "\n" ", "))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
