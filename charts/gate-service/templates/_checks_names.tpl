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
{{- range $names }}{{ if eq (lower .) (lower $name) }}{{ $count = add $count 1 }}{{ end }}{{ end -}}
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

{{- /* Addresses and paths that lead somewhere, and how often Prometheus looks. */ -}}
{{- define "gs.checkAddresses" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
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

{{- /* Names and ports of what is rendered: Kubernetes takes a Service by neither a capital nor a 64th character, and a port listens once. */ -}}
{{- define "gs.checkObjects" -}}
{{- $v := .root.Values -}}
{{- $to := .to -}}
{{- $name := include "gs.fullname" .root -}}
{{- $longest := empty (int $v.metrics.port) | ternary 63 55 -}}
{{- $from := printf "fullnameOverride '%s'" $v.fullnameOverride -}}
{{- if not $v.fullnameOverride }}{{ $from = printf "the release '%s' with nameOverride '%s'" .root.Release.Name $v.nameOverride }}{{ end -}}
{{- if not (regexMatch "^[a-z]([a-z0-9-]*[a-z0-9])?$" $name) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s makes the name '%s', which is none of a Service: write fullnameOverride: with lower-case letters, digits and dashes, beginning with a letter, such as gate-service" $from $name)) -}}
{{- else if gt (max (len $name) (len $v.fullnameOverride) | int) $longest -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s makes a name of %d characters, and Kubernetes takes 63 of a Service, -metrics included: write fullnameOverride: with at most %d" $from (max (len $name) (len $v.fullnameOverride) | int) $longest)) -}}
{{- end -}}
{{- if not (regexMatch "^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$" (include "gs.name" .root)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "nameOverride '%s' cannot be a label: write letters, digits and dashes, such as gate-service" $v.nameOverride)) -}}
{{- end -}}
{{- if eq (int $v.metrics.port) 5300 -}}
{{- include "gs.fault" (dict "to" $to "say" "metrics.port 5300 is the port that the gate itself listens on, and the gate would not start: write another, such as metrics.port: 9464") -}}
{{- else if and $v.metrics.port (eq (int $v.metrics.port) (int $v.service.port)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "metrics.port %d is service.port too, and one of two doors would be taken for the other: write another, such as metrics.port: 9464" (int $v.metrics.port))) -}}
{{- end -}}
{{- range $index, $token := $v.auth.tokens -}}
{{- with get $token "expiresAt" -}}
{{- if not (regexMatch "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,7})?)?(Z|[+-][01][0-9]:[0-5][0-9])?)?$" .) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.tokens[%d].expiresAt '%s' is no moment, and the gate would not start: write one such as \"2027-06-30T00:00:00Z\"" $index .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
