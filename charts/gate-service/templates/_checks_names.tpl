{{- /* Names that must be there once, or the gate does not start. */ -}}
{{- define "gs.checkNames" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
{{- range $list, $entries := dict "auth.tokens" $v.auth.tokens "notifications.channels" $v.notifications.channels -}}
{{- $seen := list -}}
{{- range $index, $entry := $entries -}}
{{- if has $entry.name $seen -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s[%d].name '%s' is there twice, and the gate would not start: write another" $list $index $entry.name)) -}}
{{- end -}}
{{- $seen = append $seen $entry.name -}}
{{- end -}}
{{- end -}}
{{- $hashes := list -}}
{{- range $index, $token := $v.auth.tokens -}}
{{- with get $token "sha256" | toString | lower -}}
{{- if has . $hashes -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.tokens[%d].sha256 is another token's too, and the first alone would count: write one token with the services and namespaces of both" $index)) -}}
{{- end -}}
{{- $hashes = append $hashes . -}}
{{- end -}}
{{- end -}}
{{- $own := include "gs.env" .root | fromYamlArray -}}
{{- $names := list -}}
{{- range $own }}{{ $names = append $names .name }}{{ end -}}
{{- range $name, $_ := $v.env -}}
{{- $count := 0 -}}
{{- range $names }}{{ if eq . $name }}{{ $count = add $count 1 }}{{ end }}{{ end -}}
{{- if gt (int $count) 1 -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s is set by a value of this chart already: remove it, and write that value" $name)) -}}
{{- end -}}
{{- end -}}
{{- $selector := include "gs.labels" .root | fromYaml -}}
{{- range $key, $_ := $v.podLabels -}}
{{- if hasKey $selector $key -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "podLabels.%s is a label of the chart's own, and the Service finds the pods by it: remove it" $key)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A setting that .NET cannot read as a duration stops the start, and a bare number is read as days. */ -}}
{{- define "gs.checkDurations" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
{{- range $name, $value := $v.env -}}
{{- if and (not (kindIs "map" $value)) (regexMatch "^(Gate__Deadline|Policies__ReloadInterval|Auth__(SessionLifetime|TokensReloadInterval)|History__(Patience|KeepFor|KeepRowsFor|ClosedAfter|TidyInterval)|Notifications__(AttemptTimeout|FirstDelay|LongestDelay|GiveUpAfter|PollInterval)|NewRelic__(TotalTimeout|AttemptTimeout|RetryDelay|BreakDuration))$" $name) -}}
{{- if not (regexMatch "^([0-9]+d)?([0-9]+(\\.[0-9]+)?(ms|s|m|h))*$|^([0-9]+\\.)?([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\\.[0-9]{1,7})?)?$" (toString $value)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "env.%s '%s' is no duration the gate reads: write one such as 8s, 10m or 90d, or hours, minutes and seconds as a text (\"00:00:08\")" $name (toString $value))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $v.serviceMonitor.enabled (not (regexMatch "^([0-9]+(ms|s|m|h|d|w|y))+$" $v.serviceMonitor.interval)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "serviceMonitor.interval '%s' is no duration Prometheus reads: write one such as 30s" $v.serviceMonitor.interval)) -}}
{{- end -}}
{{- if and $v.publicUrl (not (regexMatch "^https?://[^/?#@]+/?$" $v.publicUrl)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "publicUrl '%s' is no address the gate starts with: links begin at its root; write one without a path, such as https://gate.example.com" $v.publicUrl)) -}}
{{- end -}}
{{- range $index, $path := $v.httpRoute.paths -}}
{{- if not (regexMatch "^/[^/?#]" $path) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "httpRoute.paths[%d] '%s' is no path to make public: write one such as /swagger" $index $path)) -}}
{{- else if hasPrefix "/metrics" $path -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "httpRoute.paths[%d] '%s' tells teams, services and verdicts to everybody, without a token: remove it, and scrape inside the cluster (serviceMonitor)" $index $path)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
