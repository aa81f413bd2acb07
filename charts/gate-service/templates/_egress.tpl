{{- /*
Ports of every address that these values name, as a JSON list. A setting whose address lies in a Secret is taken to be at 443. With a proxy, https
goes to the proxy's port alone, unless noProxy names the host.
*/ -}}
{{- define "gs.egressPorts" -}}
{{- $v := .Values -}}
{{- $addresses := list ($v.newRelic.endpoint | default "https://api.newrelic.com/graphql") $v.telemetry.otlpEndpoint -}}
{{- if $v.notifications.channels }}{{ $addresses = append $addresses "https://channels.invalid" }}{{ end -}}
{{- range append $v.auth.issuers $v.auth.openIdConnect -}}
{{- $addresses = concat $addresses (list (get . "issuer") (get . "metadataAddress") (get . "jwksAddress")) -}}
{{- end -}}
{{- range $name, $value := $v.env -}}
{{- if and (kindIs "map" $value) (regexMatch "(?i)(url|endpoint|address|issuer)$" $name) }}{{ $addresses = append $addresses "https://secret.invalid" }}{{ end -}}
{{- if and (kindIs "string" $value) (ne $name "Gate__PublicUrl") }}{{ $addresses = append $addresses $value }}{{ end -}}
{{- end -}}
{{- $ports := list -}}
{{- if include "gs.hasProxy" . }}{{ $ports = append $ports ($v.proxy.url | empty | ternary ($v.proxy.port | int) (include "gs.port" $v.proxy.url | int)) }}{{ end -}}
{{- range $address := $addresses -}}
{{- $port := include "gs.port" $address | int -}}
{{- if and $port (or (not (include "gs.hasProxy" $)) (hasPrefix "http://" $address) (include "gs.isDirect" (dict "address" $address "noProxy" $v.proxy.noProxy))) }}{{ $ports = append $ports $port }}{{ end -}}
{{- end -}}
{{- if not (include "gs.isSqlite" .) }}{{ $ports = append $ports (int $v.history.postgres.port) }}{{ end -}}
{{- $ports | uniq | toJson -}}
{{- end -}}

{{- /* Port of an address with http or https; 0 for anything else. */ -}}
{{- define "gs.port" -}}
{{- if regexMatch "^https?://[^/?#@]*@?[^/?#@:]+(:[0-9]+)?([/?#]|$)" (toString .) -}}
{{- regexFind ":[0-9]+$" (urlParse (toString .)).host | trimPrefix ":" | default (hasPrefix "https" (toString .) | ternary "443" "80") -}}
{{- else -}}0{{- end -}}
{{- end -}}

{{- define "gs.isDirect" -}}
{{- $host := (urlParse .address).hostname -}}
{{- range .noProxy -}}
{{- if or (eq $host .) (and (hasPrefix "." .) (hasSuffix . $host)) }}direct{{ end -}}
{{- end -}}
{{- end -}}
