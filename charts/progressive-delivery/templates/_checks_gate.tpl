{{- define "pd.checkGate" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- if get $v.gate "token" -}}
{{- include "pd.fault" (dict "to" $to "say" "gate.token is a secret in plain sight: put it into a Secret of this namespace and write gate.tokenSecret: {name: gate-service, key: token}") -}}
{{- end -}}
{{- if and $v.gate.url (not (regexMatch "^https?://[^/?#]+$" $v.gate.url)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.url '%s': a path or a slash at the end leads to a redirect, which turns POST into GET; write scheme, host and port only, such as http://gate-service.gate-service.svc.cluster.local" $v.gate.url)) -}}
{{- end -}}
{{- if and $v.gate.window (not (include "pd.isWindow" $v.gate.window)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.window '%s' is no duration from 1m to 24h: telemetry comes by the minute, and the gate refuses what it cannot read; write one such as 10m" $v.gate.window)) -}}
{{- end -}}
{{- if regexMatch "[\\x00-\\x1f\\x7f]" $v.cluster -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "cluster %q has a line break or another control character, and the gate would refuse every question: write the name in one line" $v.cluster)) -}}
{{- end -}}
{{- if contains "{{" $v.cluster -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "cluster '%s' asks Argo for an argument that nobody gives: write the cluster's name as New Relic has it" $v.cluster)) -}}
{{- end -}}
{{- range prepend $v.gate.relativePolicies $v.gate.policy -}}
{{- if and . (not (regexMatch "^[a-z][a-z0-9-]{0,62}$" .)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.policy '%s' is no name of a policy, and the gate would refuse every question: write lower-case letters, digits and dashes, such as http-default" .)) -}}
{{- end -}}
{{- end -}}
{{- if gt (len $v.gate.args) 32 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.args has %d entries, and the gate would refuse every question: write at most 32" (len $v.gate.args))) -}}
{{- end -}}
{{- range $name, $value := $v.gate.args -}}
{{- if gt (len (include "gate.text" $value)) 1024 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.args.%s '%s…' has %d characters, and the gate would refuse every question: write at most 1024" $name (include "gate.text" $value | trunc 40) (len (include "gate.text" $value)))) -}}
{{- else if regexMatch "[\\x00-\\x1f\\x7f]" (include "gate.text" $value) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.args.%s %q has a line break or another control character, and the gate would refuse every question: write one line, such as with >- in YAML" $name (include "gate.text" $value))) -}}
{{- end -}}
{{- if not (regexMatch "^[A-Za-z][A-Za-z0-9_]{0,63}$" $name) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.args.%s is no name of an argument, and the gate would refuse every question: write letters, digits and underscores, beginning with a letter" $name)) -}}
{{- end -}}
{{- if contains "{{" (include "gate.text" $value) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.args.%s '%s' asks Argo for an argument that nobody gives: write the value itself" $name (include "gate.text" $value))) -}}
{{- end -}}
{{- end -}}
{{- if not (and (get $v.gate.tokenSecret "name") (get $v.gate.tokenSecret "key")) -}}
{{- include "pd.fault" (dict "to" $to "say" "gate.tokenSecret needs both: write {name: gate-service, key: token}") -}}
{{- end -}}
{{- $modes := eq $v.workload.type "worker" | ternary "soak" (include "pd.modes" $v) -}}
{{- range splitList " " $modes -}}
{{- $metric := include "pd.metric" (dict "v" $v "mode" .) | fromYaml -}}
{{- include "pd.checkMetric" (dict "v" $v "to" $to "metric" $metric "mode" . "where" (printf "gate.%s" .)) -}}
{{- end -}}
{{- range list "step" "background" "preflight" "soak" -}}
{{- if and (get $v.gate .) (not (has . (splitList " " $modes))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.%s says nothing to workload.type %s, whose analyses are %s; remove it, or write it under one of them" . $v.workload.type (splitList " " $modes | join " and "))) -}}
{{- end -}}
{{- end -}}
{{- if and $v.gate.metrics (ne $v.workload.type "http") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gate.metrics are measured at the steps of a canary, and workload.type %s has none; remove them" $v.workload.type)) -}}
{{- end -}}
{{- range $index, $metric := $v.gate.metrics -}}
{{- include "pd.checkOwnMetric" (dict "v" $v "to" $to "metric" $metric "index" $index "where" (printf "gate.metrics[%d]" $index)) -}}
{{- $metric = include "pd.ownMetric" (dict "metric" $metric) | fromYaml -}}
{{- include "pd.checkMetric" (dict "v" $v "to" $to "metric" $metric "mode" "step" "where" (printf "gate.metrics[%d]" $index)) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkMetric" -}}
{{- $metric := .metric -}}
{{- if not (get $metric "successCondition") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s has no successCondition: Argo would take every other answer for a pass, no data included; write both conditions, such as successCondition: result[1] == \"pass\"" .where)) -}}
{{- end -}}
{{- if not (get $metric "failureCondition") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s has no failureCondition: Argo would take inconclusive for a failure; write both conditions, such as failureCondition: result[1] == \"fail\"" .where)) -}}
{{- end -}}
{{- $before := len .to.faults -}}
{{- include "pd.checkFields" . -}}
{{- if and (eq .where (printf "gate.%s" .mode)) (eq $before (len .to.faults)) }}{{ include "pd.checkStillDecides" . }}{{ end -}}
{{- include "pd.checkLimits" . -}}
{{- include "pd.checkWeb" . -}}
{{- end -}}

{{- /* A gate's own metric passes on "pass" alone and fails on every "fail"; what a team adds may only be stricter. Dict: to, metric, where, mode. */ -}}
{{- define "pd.checkStillDecides" -}}
{{- range $field, $rule := dict "successCondition" (dict "word" "pass" "by" "&&" "never" "||") "failureCondition" (dict "word" "fail" "by" "||" "never" "&&") -}}
{{- $text := get $.metric $field | default "" | toString -}}
{{- $decides := not (or (contains $rule.never $text) (regexMatch "\\b(or|and)\\b" $text)) -}}
{{- $has := false -}}
{{- range splitList $rule.by $text }}{{ if regexMatch (printf "^\\(?result\\[1\\] *== *[\"']%s[\"']\\)?$" $rule.word) (trim .) }}{{ $has = true }}{{ end }}{{ end -}}
{{- if and $text (not (and $decides $has)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s '%s' does not go by the gate's answer: write result[1] == \"%s\", and what is to be asked besides behind %s" $.where $field $text $rule.word $rule.by)) -}}
{{- end -}}
{{- end -}}
{{- if gt (include "pd.seconds" (get .metric "initialDelay" | default "0s") | int) 3600 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.initialDelay %s: most rollouts are over before anything is asked; write at most 1h" .where .metric.initialDelay)) -}}
{{- end -}}
{{- if and (eq .mode "background") (gt (int (get .metric "failureLimit" | default 0)) 10) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.failureLimit %d: so many fails go by before it stops anything; write at most 10, or gate.dryRun: true to watch" .where (int .metric.failureLimit))) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkLimits" -}}
{{- $metric := .metric -}}
{{- $count := int (get $metric "count" | default 0) -}}
{{- $successes := int (get $metric "consecutiveSuccessLimit" | default 0) -}}
{{- if and (eq .mode "background") (or $count $successes) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s has a count or a consecutiveSuccessLimit: the run would end early and never come back; remove it, the end of the rollout ends it" .where)) -}}
{{- end -}}
{{- if and $count (ge (int (get $metric "inconclusiveLimit" | default 0)) $count) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.inconclusiveLimit %d with count %d: no data all the time would end Successful; write an inconclusiveLimit below %d" .where (int $metric.inconclusiveLimit) $count $count)) -}}
{{- end -}}
{{- if and $count (not $successes) (ne .mode "background") (lt (int (get $metric "inconclusiveLimit" | default 0)) $count) (lt (int (get $metric "failureLimit" | default 0)) $count) (le $count (int (add (int (get $metric "inconclusiveLimit" | default 0)) (int (get $metric "failureLimit" | default 0))))) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: count %d with failureLimit %d and inconclusiveLimit %d could end Successful without a single pass: write a count above their sum" .where $count (int $metric.failureLimit) (int $metric.inconclusiveLimit))) -}}
{{- end -}}
{{- if and $count (ge (int (get $metric "failureLimit" | default 0)) $count) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.failureLimit %d with count %d: failing all the time would end Successful; write a failureLimit below %d" .where (int $metric.failureLimit) $count $count)) -}}
{{- else if and $count (gt (int (add (int (get $metric "failureLimit" | default 0)) $successes)) $count) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: count %d leaves no room for consecutiveSuccessLimit %d and failureLimit %d, and Argo refuses it; write a count of their sum or more" .where $count $successes (int (get $metric "failureLimit")))) -}}
{{- end -}}
{{- if lt (int (get $metric "failureLimit" | default 0)) 0 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.failureLimit %d turns failing off; to watch without stopping a rollout write gate.dryRun: true" .where (int $metric.failureLimit))) -}}
{{- end -}}
{{- if and $successes (eq .v.argoRollouts "1.7") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.consecutiveSuccessLimit needs Argo Rollouts 1.8: write count: instead, or argoRollouts: \"1.8\"" .where)) -}}
{{- end -}}
{{- if and (ne .mode "background") (get $metric "interval") (not $count) (regexMatch "^(|<nil>|-?[0-9]+)$" (include "gate.text" (get $metric "count"))) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s has an interval and no count: Argo refuses a step that could run for ever; write count: %s, so that inconclusiveLimit %d is reached before it" .where (include "gate.count" (dict "mode" .mode "metric" $metric)) (int (get $metric "inconclusiveLimit" | default 0)))) -}}
{{- end -}}
{{- if and (gt $count 1) (not (get $metric "interval")) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.count %d without an interval is refused by Argo; write interval: 60s" .where $count)) -}}
{{- end -}}
{{- if lt (int (get $metric "consecutiveErrorLimit" | default 4)) 12 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s.consecutiveErrorLimit %d: errors are 10 s apart, so an outage of under two minutes would abort rollouts; write 12 or more (Argo's default is 4)" .where (int (get $metric "consecutiveErrorLimit" | default 4)))) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkWeb" -}}
{{- $web := dig "provider" "web" dict .metric -}}
{{- if $web -}}
{{- $method := get $web "method" | default "GET" -}}
{{- if not (has $method (list "GET" "POST" "PUT")) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: method '%s' is sent as it is and answered by nobody; write POST" .where $method)) -}}
{{- else if and (eq $method "GET") (or (get $web "jsonBody") (get $web "body")) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: a body needs a method that carries one, and GET ends in an Error; write method: POST" .where)) -}}
{{- end -}}
{{- if and (get $web "jsonBody") (get $web "body") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: body and jsonBody are both given, and Argo takes neither; write jsonBody" .where)) -}}
{{- end -}}
{{- if lt (int (get $web "timeoutSeconds" | default 10)) 10 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s: timeoutSeconds %d is shorter than the gate takes to answer for a slow New Relic (8 s); write 20" .where (int $web.timeoutSeconds))) -}}
{{- end -}}
{{- with get $web "jsonPath" -}}
{{- if not (regexMatch "^\\{.+\\}$" .) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s: jsonPath '%s' without braces is a literal text; write {$.result}" $.where .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* As the gate reads it: 10m, PT10M or 600 (seconds), from a minute to a day (the gate takes 10 seconds, and finds nothing in them). Not empty where it is one. */ -}}
{{- define "pd.isWindow" -}}
{{- $text := include "gate.text" . -}}
{{- $seconds := -1 -}}
{{- if regexMatch "^[0-9]+$" $text -}}
{{- $seconds = int $text -}}
{{- else if regexMatch "^PT([0-9]+H)?([0-9]+M)?([0-9]+S)?$" $text -}}
{{- $seconds = include "pd.seconds" (trimPrefix "PT" $text | lower) | int -}}
{{- else -}}
{{- $seconds = include "pd.seconds" $text | int -}}
{{- end -}}
{{- if and (ge $seconds 60) (le $seconds 86400) }}window{{ end -}}
{{- end -}}
