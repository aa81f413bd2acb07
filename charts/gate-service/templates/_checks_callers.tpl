{{- /* Who may ask: what the gate would refuse at its start. */ -}}
{{- define "gs.checkCallers" -}}
{{- $auth := .root.Values.auth -}}
{{- $to := .to -}}
{{- range $index, $token := $auth.tokens -}}
{{- include "gs.checkTeam" (dict "to" $to "at" (printf "auth.tokens[%d].team" $index) "team" $token.team) -}}
{{- end -}}
{{- $seen := list -}}
{{- range $index, $issuer := $auth.issuers -}}
{{- $at := printf "auth.issuers[%d]" $index -}}
{{- if has $issuer.name $seen -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s.name '%s' is there twice, and the gate would not start: write another" $at $issuer.name)) -}}
{{- end -}}
{{- $seen = append $seen $issuer.name -}}
{{- if and (get $issuer "jwksAddress") (get $issuer "metadataAddress") -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s has both metadataAddress and jwksAddress, and the gate would not start: remove one of them" $at)) -}}
{{- end -}}
{{- include "gs.checkIssuer" (dict "to" $to "at" $at "issuer" $issuer) -}}
{{- end -}}
{{- with $auth.openIdConnect -}}
{{- range list "name" "issuer" "clientId" -}}
{{- if not (get $auth.openIdConnect .) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.openIdConnect.%s is missing, and the gate would not start: write it as the identity provider has it" .)) -}}
{{- end -}}
{{- end -}}
{{- if not (or (get . "clientSecretSecret") (get . "clientSecret")) -}}
{{- include "gs.fault" (dict "to" $to "say" "auth.openIdConnect.clientSecretSecret is missing, and the gate would not start: write {name, key}") -}}
{{- end -}}
{{- if not (get . "grants") -}}
{{- include "gs.fault" (dict "to" $to "say" "auth.openIdConnect.grants is missing, and the gate would not start: write at least one {team, services, namespaces}") -}}
{{- end -}}
{{- if and (get . "name") (has (get . "name") $seen) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "auth.openIdConnect.name '%s' is an issuer's too, and the gate would not start: write another" .name)) -}}
{{- end -}}
{{- include "gs.checkIssuer" (dict "to" $to "at" "auth.openIdConnect" "issuer" .) -}}
{{- end -}}
{{- end -}}

{{- /* Whatever it vouches for is believed, so nobody on the way may put other keys in. Dict: to, at, issuer. */ -}}
{{- define "gs.checkIssuer" -}}
{{- $issuer := .issuer -}}
{{- $asked := get $issuer "metadataAddress" | empty | ternary "issuer" "metadataAddress" -}}
{{- range list $asked "jwksAddress" -}}
{{- $address := get $issuer . -}}
{{- $isAsked := or (eq . "jwksAddress") (not (get $issuer "jwksAddress")) -}}
{{- if and $address $isAsked (not (regexMatch "^(https://[^/?#@\\s]+|http://(localhost|127\\.[0-9.]+|\\[::1\\])(:[0-9]+)?)([/?#]\\S*)?$" $address)) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s.%s '%s' is asked for keys without https, and the gate would not start: write an https address%s" $.at . $address (eq . "issuer" | ternary ", or metadataAddress: where the issuer is none" ""))) -}}
{{- end -}}
{{- end -}}
{{- range $index, $grant := get $issuer "grants" | default list -}}
{{- $at := printf "%s.grants[%d]" $.at $index -}}
{{- range list "team" "services" "namespaces" -}}
{{- $claim := printf "%sClaim" . -}}
{{- if eq (empty (get $grant .)) (empty (get $grant $claim)) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s has %s %s %s %s, and the gate would not start: write one of them" $at (empty (get $grant .) | ternary "neither" "both") . (empty (get $grant .) | ternary "nor" "and") $claim)) -}}
{{- end -}}
{{- end -}}
{{- if and (get $grant "roles") (get $grant "rolesClaim") -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s has both roles and rolesClaim, and the gate would not start: remove one of them" $at)) -}}
{{- end -}}
{{- with get $grant "team" }}{{ include "gs.checkTeam" (dict "to" $.to "at" (printf "%s.team" $at) "team" .) }}{{ end -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkTeam" -}}
{{- if or (not (regexMatch "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._/:@-]{0,99}$" .team)) (not (regexMatch "\\p{L}" .team)) (regexMatch "(?i)^(true|false|null)$" .team) (regexMatch "[\\x{2100}-\\x{214F}\\x{FF01}-\\x{FFEE}\\x{FB00}-\\x{FB4F}\\x{1D400}-\\x{1D7FF}]" .team) -}}
{{- include "gs.fault" (dict "to" .to "say" (printf "%s '%s' is no team's name, and the gate would not start: write letters, digits and ._-/:@ and spaces, beginning with a letter or digit, with a letter, at most 100; none of the words true, false and null, and no letters of another width or style" .at .team)) -}}
{{- end -}}
{{- end -}}
