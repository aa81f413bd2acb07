{{- /* Settings with a value of their own here: what the gate would not start with, or would do harm with. */ -}}
{{- define "gs.checkSettings" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
{{- $deadline := toString $v.deadline -}}
{{- if and (ne $deadline "") (not (regexMatch "^[0-9]+s$" $deadline)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "deadline '%s' has no unit, or another than seconds: write one such as 8s" $deadline)) -}}
{{- else if and (ne $deadline "") (or (lt (trimSuffix "s" $deadline | int) 1) (gt (trimSuffix "s" $deadline | int) 19)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "deadline '%s': the templates wait 20 s for an answer; write 1s to 19s" $deadline)) -}}
{{- end -}}
{{- if and $v.newRelic.endpoint (not (regexMatch "^https?://[^/?#@]+(/[^?#]*)?$" $v.newRelic.endpoint)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "newRelic.endpoint '%s' is no address, and the gate would not start: write the full one, such as https://api.newrelic.com/graphql, or newRelic.region alone" $v.newRelic.endpoint)) -}}
{{- end -}}
{{- include "gs.checkLength" (dict "to" $to "at" "policies.reloadInterval" "name" "Policies__ReloadInterval" "value" $v.policies.reloadInterval) -}}
{{- include "gs.checkLength" (dict "to" $to "at" "history.keepFor" "name" "History__KeepFor" "value" (include "gate.text" $v.history.keepFor)) -}}
{{- include "gs.checkRetention" . -}}
{{- with $v.telemetry.otlpEndpoint -}}
{{- if eq (include "gs.port" .) "0" -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "telemetry.otlpEndpoint '%s' is no address: write one such as http://otel-collector.observability:4317" .)) -}}
{{- end -}}
{{- end -}}
{{- if and $v.trust.configMap $v.trust.secret -}}
{{- include "gs.fault" (dict "to" $to "say" "trust has both configMap and secret: write one of them") -}}
{{- end -}}
{{- if and $v.proxy.url $v.proxy.urlSecret -}}
{{- include "gs.fault" (dict "to" $to "say" "proxy has both url and urlSecret: write one of them") -}}
{{- else if and $v.proxy.urlSecret (not (and (get $v.proxy.urlSecret "name") (get $v.proxy.urlSecret "key"))) -}}
{{- include "gs.fault" (dict "to" $to "say" "proxy.urlSecret names no key of a Secret: write {name, key}") -}}
{{- else if regexMatch "^[a-z]+://[^/]*@" $v.proxy.url -}}
{{- include "gs.fault" (dict "to" $to "say" "proxy.url holds a password in plain sight: put it into a Secret and write proxy.urlSecret: {name, key}") -}}
{{- else if and $v.proxy.url (eq (include "gs.port" $v.proxy.url) "0") -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "proxy.url '%s' is no address: write one such as http://proxy.example.com:3128" $v.proxy.url)) -}}
{{- end -}}
{{- if and $v.helmTest.tokenSecret (not (and (get $v.helmTest.tokenSecret "name") (get $v.helmTest.tokenSecret "key"))) -}}
{{- include "gs.fault" (dict "to" $to "say" "helmTest.tokenSecret names no key of a Secret: write {name, key}") -}}
{{- end -}}
{{- if and $v.prometheusRule.runbook (not (regexMatch "^https?://[^#]+$" $v.prometheusRule.runbook)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "prometheusRule.runbook '%s' is no address that a heading can be put behind: write one without #, such as https://git.example.com/gate-service/docs/operations.md" $v.prometheusRule.runbook)) -}}
{{- end -}}
{{- end -}}

{{- /* Decisions that outgrow their volume fill it, and then nothing is kept at all. */ -}}
{{- define "gs.checkRetention" -}}
{{- $v := .root.Values -}}
{{- if include "gs.isSqlite" .root -}}
{{- $most := toString $v.history.keepAtMostMegabytes -}}
{{- $room := include "gs.volumeMebibytes" .root -}}
{{- if and (not $room) (eq $most "") (not (hasKey $v.env "History__KeepAtMostMegabytes")) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "history.sqlite.size '%s' is no whole number of Mi, Gi or Ti, so what fits is not known: write one such as 20Gi, or write history.keepAtMostMegabytes too" (toString $v.history.sqlite.size))) -}}
{{- else if and $room (ne $most "") -}}
{{- $fits := div (mul (int64 $room) 3) 4 -}}
{{- if or (eq (int64 $most) 0) (gt (int64 $most) $fits) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "history.keepAtMostMegabytes %d fills history.sqlite.size %s, and then nothing is kept at all: write %d at most, or a larger size" (int64 $most) (toString $v.history.sqlite.size) $fits)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
