{{- define "pd.checkSteps" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- if not $v.canary.steps -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.steps is empty: all traffic would switch at once; write at least [{weight: 5, hold: 10m}]") -}}
{{- end -}}
{{- $before := 0 -}}
{{- range $index, $step := $v.canary.steps -}}
{{- $weight := int (get $step "weight") -}}
{{- if or (lt $weight 1) (gt $weight 100) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.steps[%d].weight %d: write a percentage from 1 to 100" $index $weight)) -}}
{{- else if le $weight $before -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.steps[%d].weight %d does not rise above %d: limits tighten with the weight; write rising weights" $index $weight $before)) -}}
{{- end -}}
{{- $before = $weight -}}
{{- $hold := get $step "hold" | default "" | toString -}}
{{- $seconds := int (include "pd.seconds" $hold) -}}
{{- if or (not $hold) (and (ne $hold "manual") (lt $seconds 0)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.steps[%d].hold '%s': write a duration such as 10m, or manual" $index $hold)) -}}
{{- else if and (ne $hold "manual") (lt $seconds 180) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.steps[%d].hold %s: telemetry arrives a minute late and pods warm up for another, so there is nothing to judge yet; write 3m or more" $index $hold)) -}}
{{- end -}}
{{- end -}}
{{- if and (eq $before 100) $v.gate.policy (has $v.gate.policy $v.gate.relativePolicies) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.steps end at 100 %% with the relative policy %s: at 100 %% there is no stable traffic to compare with; end at 50, or write a gate.policy with limits of its own" $v.gate.policy)) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkCanary" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- $kinds := list -}}
{{- range $name, $route := $v.routes }}{{ if $route }}{{ $kinds = append $kinds ($route.kind | default "") }}{{ end }}{{ end -}}
{{- if not $kinds -}}
{{- include "pd.fault" (dict "to" $to "say" "routes is empty: weights could not be set anywhere; write routes.main.kind: http, grpc or tcp") -}}
{{- end -}}
{{- if and $v.canary.steps (ge (int $v.canary.backgroundFromStep) (mul 3 (len $v.canary.steps) | int)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.backgroundFromStep %d: there are %d steps (weight, hold and question for each weight), so the background analysis would never begin; write backgroundFromStep: 1" (int $v.canary.backgroundFromStep) (mul 3 (len $v.canary.steps)))) -}}
{{- end -}}
{{- if and $v.canary.dynamicStableScale $v.canary.scaleDownDelaySeconds -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.dynamicStableScale with scaleDownDelaySeconds: stable is scaled by weight, so there is nothing to delay; remove scaleDownDelaySeconds") -}}
{{- end -}}
{{- with $v.canary.headerRoute -}}
{{- if not (and (get . "name") (get . "value")) -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.headerRoute needs both: write {name: x-canary, value: \"true\"}") -}}
{{- end -}}
{{- if and (get . "name") (not (regexMatch "^[A-Za-z0-9!#$%&'*+.^_|~-]{1,256}$" (get . "name"))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.headerRoute.name '%s' is no name of a header: write letters, digits and dashes, such as x-canary" (get . "name"))) -}}
{{- end -}}
{{- if has "tcp" $kinds -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.headerRoute with a tcp route: TCP has no headers; remove headerRoute, or write kind: http or grpc") -}}
{{- end -}}
{{- end -}}
{{- with $v.canary.experiment -}}
{{- if not (and (get . "duration") (get . "weight")) -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.experiment needs both: write {duration: 10m, weight: 5}") -}}
{{- end -}}
{{- if and (get . "duration") (not (include "pd.isDuration" (get . "duration"))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.experiment.duration '%s' is no duration that Argo reads: write one such as 10m" (get . "duration"))) -}}
{{- end -}}
{{- if or (has "grpc" $kinds) (has "tcp" $kinds) -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.experiment with a grpc or tcp route: the Gateway API plugin weighs experiments on HTTPRoutes only; remove experiment") -}}
{{- end -}}
{{- if not $v.gate.policy -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.experiment without gate.policy: both kinds of pods carry the canary's hash in their names; write gate.policy: with one that slices by label (docs/policies.md)") -}}
{{- end -}}
{{- end -}}
{{- end -}}
