{{- /* The Rollout as it would be rendered, rolloutSpec and podSpec included, held to what Argo validates before it makes a single ReplicaSet. */ -}}
{{- define "pd.checkRolloutSpec" -}}
{{- $to := .to -}}
{{- $spec := include "pd.wholeRolloutSpec" .v | fromYaml -}}
{{- $strategy := get $spec "strategy" | default dict -}}
{{- $canary := get $strategy "canary" -}}
{{- range $kind, $fields := dict "rollout" $spec "strategy" $strategy "canary" $canary "blueGreen" (get $strategy "blueGreen") -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" $kind "at" (get (dict "rollout" "rolloutSpec" "strategy" "rolloutSpec.strategy" "canary" "rolloutSpec.strategy.canary" "blueGreen" "rolloutSpec.strategy.blueGreen") $kind) "fields" $fields) -}}
{{- end -}}
{{- if eq (empty $canary) (empty (get $strategy "blueGreen")) -}}
{{- include "pd.fault" (dict "to" $to "say" "rolloutSpec.strategy leaves canary and blueGreen both or neither, and Argo takes exactly one: remove it, or write workload.type: session for blueGreen") -}}
{{- end -}}
{{- range list "replicas" "minReadySeconds" "revisionHistoryLimit" "progressDeadlineSeconds" -}}
{{- if and (hasKey $spec .) (lt (get $spec . | int) 0) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "rolloutSpec.%s %d is refused by Argo: write 0 or more" . (get $spec . | int))) -}}
{{- end -}}
{{- end -}}
{{- $ready := get $spec "minReadySeconds" | default 0 | int -}}
{{- $deadline := get $spec "progressDeadlineSeconds" | default 600 | int -}}
{{- if ge $ready $deadline -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "rolloutSpec.minReadySeconds %d is not below progressDeadlineSeconds %d, and Argo refuses that: write rolloutSpec.progressDeadlineSeconds: %d or more" $ready $deadline (add $ready 600))) -}}
{{- end -}}
{{- if and (get $spec "workloadRef") (get $spec "template") -}}
{{- include "pd.fault" (dict "to" $to "say" "rolloutSpec.template beside workloadRef: Argo takes the pods from one of them; remove rolloutSpec.template") -}}
{{- end -}}
{{- $selector := get (get $spec "selector" | default dict) "matchLabels" | default dict -}}
{{- if and (not $selector) (not (get (get $spec "selector" | default dict) "matchExpressions")) -}}
{{- include "pd.fault" (dict "to" $to "say" "rolloutSpec.selector is empty, and Argo refuses it: remove it; what selects the pods is written as selector:") -}}
{{- end -}}
{{- with get $spec "template" -}}
{{- $labels := get (get . "metadata" | default dict) "labels" | default dict -}}
{{- range $key, $value := merge (dict) $selector (include "pd.selector" $.v | fromYaml) -}}
{{- if and (not (hasKey $.v.podLabels $key)) (ne (get $labels $key | toString) (toString $value)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "rolloutSpec: the pods' label %s is '%s', and Services and Rollout select by '%s': remove it from rolloutSpec; what selects the pods is written as selector:" $key (get $labels $key | toString) $value)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if $canary -}}
{{- include "pd.checkCanarySpec" (dict "v" .v "to" $to "canary" $canary) -}}
{{- include "pd.checkGateStays" (dict "v" .v "to" $to "canary" $canary) -}}
{{- else -}}
{{- if and (eq .v.workload.type "session") (not (get (get $strategy "blueGreen" | default dict) "postPromotionAnalysis")) -}}
{{- include "pd.fault" (dict "to" $to "say" "rolloutSpec.strategy.blueGreen.postPromotionAnalysis is taken away, and nothing would look at the new version: remove it; what is measured is written as gate.soak") -}}
{{- end -}}
{{- range list "prePromotionAnalysis" "postPromotionAnalysis" -}}
{{- include "pd.checkOwnAnalysis" (dict "to" $to "at" (printf "rolloutSpec.strategy.blueGreen.%s" .) "analysis" (get (get $strategy "blueGreen" | default dict) . | default dict)) -}}
{{- end -}}
{{- with get (get $strategy "blueGreen" | default dict) "scaleDownDelayRevisionLimit" -}}
{{- if gt (int .) (get $spec "revisionHistoryLimit" | default 10 | int) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "rolloutSpec.strategy.blueGreen.scaleDownDelayRevisionLimit %d is above revisionHistoryLimit %d, and Argo refuses that: write a smaller one" (int .) (get $spec "revisionHistoryLimit" | default 10 | int))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* The last word may say how the gate is asked, not that nobody asks. Dict: v, to, canary. */ -}}
{{- define "pd.checkGateStays" -}}
{{- $own := get (get .v.rolloutSpec "strategy" | default dict) "canary" | default dict -}}
{{- $asks := false -}}
{{- range (get .canary "steps" | default list) }}{{ if or (get (. | default dict) "analysis") (get (. | default dict) "experiment") }}{{ $asks = true }}{{ end }}{{ end -}}
{{- if and (hasKey $own "steps") (not $own.steps) -}}
{{- include "pd.fault" (dict "to" .to "say" "rolloutSpec.strategy.canary.steps is empty: all traffic would switch at once, and nobody would ask; remove it, or write canary.steps") -}}
{{- else if hasKey $own "steps" -}}
{{- $before := len .to.faults -}}
{{- include "pd.checkStepKinds" . -}}
{{- if and (not $asks) (eq $before (len .to.faults)) -}}
{{- include "pd.fault" (dict "to" .to "say" "rolloutSpec.strategy.canary.steps has no analysis, and every weight would go by unasked: write canary.steps, or a step with analysis: {templates: [{templateName: metric-gate-step, clusterScope: true}], args: [...]}") -}}
{{- end -}}
{{- end -}}
{{- if and (hasKey $own "analysis") (not $own.analysis) -}}
{{- include "pd.fault" (dict "to" .to "say" "rolloutSpec.strategy.canary.analysis is taken away, and between two steps nobody would look: remove it; how often it asks is written as gate.background") -}}
{{- end -}}
{{- include "pd.checkOwnAnalysis" (dict "to" .to "at" "rolloutSpec.strategy.canary.analysis" "analysis" (get .canary "analysis" | default dict)) -}}
{{- $routing := omit (get .canary "trafficRouting" | default dict) "managedRoutes" -}}
{{- if not (values $routing | compact) -}}
{{- include "pd.fault" (dict "to" .to "say" "rolloutSpec.strategy.canary.trafficRouting is taken away, and the routes would stay at 100 / 0 while pods are replaced: remove it") -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkCanarySpec" -}}
{{- $to := .to -}}
{{- $canary := .canary -}}
{{- range list "maxSurge" "maxUnavailable" -}}
{{- $value := include "gate.text" (get $canary .) -}}
{{- if not (regexMatch "^([0-9]+|[0-9]+%)$" $value) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "canary.%s '%s' is neither a number nor a percentage: write 1 or 25%%" . $value)) -}}
{{- end -}}
{{- end -}}
{{- if and (regexMatch "^0+%?$" (get $canary "maxSurge" | toString)) (regexMatch "^0+%?$" (get $canary "maxUnavailable" | toString)) -}}
{{- include "pd.fault" (dict "to" $to "say" "canary.maxSurge and canary.maxUnavailable are both 0: no pod could be replaced, and Argo refuses it; write maxSurge: 25%, or maxUnavailable: 1") -}}
{{- end -}}
{{- if and (get $canary "dynamicStableScale") (hasKey $canary "scaleDownDelaySeconds") -}}
{{- include "pd.fault" (dict "to" $to "say" "rolloutSpec: dynamicStableScale excludes scaleDownDelaySeconds, and Argo refuses both: remove one") -}}
{{- end -}}
{{- if and (eq (get $canary "stableService" | toString) (get $canary "canaryService" | toString)) (ne .v.stableService (include "pd.canaryName" .v)) -}}
{{- include "pd.fault" (dict "to" $to "say" "rolloutSpec: stableService and canaryService are the same, and Argo needs two: remove them from rolloutSpec") -}}
{{- end -}}
{{- include "pd.checkPatterns" . -}}
{{- end -}}

{{- /* Argo drops an argument that no template declares, and finds no template of a name that is almost the gate's. Dict: to, at, analysis. */ -}}
{{- define "pd.checkOwnAnalysis" -}}
{{- $known := list -}}
{{- range include "gate.args" (dict "url" "" "secret" (dict "name" "" "key" "")) | fromYamlArray }}{{ $known = append $known .name }}{{ end -}}
{{- $areOurs := false -}}
{{- range $index, $template := get .analysis "templates" | default list -}}
{{- $name := get $template "templateName" | toString -}}
{{- $isShared := has $name (list "metric-gate-step" "metric-gate-background" "metric-gate-preflight" "metric-gate-soak") -}}
{{- if $isShared }}{{ $areOurs = true }}{{ end -}}
{{- if and $isShared (not (get $template "clusterScope")) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.templates[%d].templateName '%s' is a ClusterAnalysisTemplate, and Argo looks for it in this namespace: write clusterScope: true" $.at $index $name)) -}}
{{- else if and (regexMatch "^metric-?gate" $name) (not $isShared) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.templates[%d].templateName '%s' is none of the gate's: write metric-gate-step, metric-gate-background, metric-gate-preflight or metric-gate-soak" $.at $index $name)) -}}
{{- end -}}
{{- end -}}
{{- if and $areOurs (eq (len .analysis.templates) 1) -}}
{{- range $index, $argument := get .analysis "args" | default list -}}
{{- if not (has (get $argument "name") $known) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.args[%d].name '%s' is no argument of the gate's, and Argo would drop it: write one of %s" $.at $index (get $argument "name" | toString) (join ", " $known))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkStepKinds" -}}
{{- $to := .to -}}
{{- $managed := list -}}
{{- range (get (get .canary "trafficRouting" | default dict) "managedRoutes" | default list) }}{{ $managed = append $managed (get . "name") }}{{ end -}}
{{- range $index, $step := (get .canary "steps" | default list) -}}
{{- $at := printf "rolloutSpec.strategy.canary.steps[%d]" $index -}}
{{- $step = $step | default dict -}}
{{- $kinds := keys $step | sortAlpha -}}
{{- if not $kinds -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s is empty: remove it, or write what it does, such as setWeight: 5" $at)) -}}
{{- else if ne (len $kinds) 1 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s has %s, and Argo takes exactly one thing a step: write a step of its own for each" $at (join " and " $kinds))) -}}
{{- end -}}
{{- include "pd.checkOwnAnalysis" (dict "to" $to "at" (printf "%s.analysis" $at) "analysis" (get $step "analysis" | default dict)) -}}
{{- $weight := get $step "setWeight" -}}
{{- if and (hasKey $step "setWeight") (or (lt (int $weight) 0) (gt (int $weight) 100)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s.setWeight %d: write a percentage from 0 to 100" $at (int $weight))) -}}
{{- end -}}
{{- $hold := get (get $step "pause" | default dict) "duration" -}}
{{- if and $hold (not (include "pd.isDuration" $hold)) (not (regexMatch "^[1-9][0-9]*$" (include "gate.text" $hold))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s.pause.duration '%s' is no duration that Argo reads: write one such as 10m" $at (include "gate.text" $hold))) -}}
{{- end -}}
{{- range list "setHeaderRoute" "setMirrorRoute" -}}
{{- $name := get (get $step . | default dict) "name" | toString -}}
{{- if and (hasKey $step .) (not (has $name $managed)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s.%s '%s' is not among trafficRouting.managedRoutes, and Argo refuses it: write canary.headerRoute, or list the name there" $at . $name)) -}}
{{- end -}}
{{- end -}}
{{- range (get (get $step "setHeaderRoute" | default dict) "match" | default list) -}}
{{- $value := get . "headerValue" | default dict -}}
{{- if ne (len (pick $value "exact" "prefix" "regex")) 1 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s.setHeaderRoute.match: a header has exactly one of exact, prefix and regex; write headerValue: {exact: \"true\"}" $at)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
