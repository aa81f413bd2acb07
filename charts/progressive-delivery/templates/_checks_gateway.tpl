{{- /* Where routes hang, and what stands in their rules: a Gateway that is not there takes no traffic, and says nothing. */ -}}
{{- define "pd.checkGateway" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- range $name, $route := $v.routes -}}
{{- if $route -}}
{{- if and (not (get $route "parentRefs")) (not (regexMatch "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$" $v.gateway.name)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gateway.name '%s' is no name of a Gateway, and routes.%s would hang nowhere: write the Gateway's, or routes.%s.parentRefs" $v.gateway.name $name $name)) -}}
{{- end -}}
{{- if and (not (get $route "parentRefs")) $v.gateway.namespace (not (regexMatch "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" $v.gateway.namespace)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gateway.namespace '%s' is no name of a namespace: write the Gateway's" $v.gateway.namespace)) -}}
{{- end -}}
{{- if and (ne (get $route "kind" | default "") "tcp") (not (get $route "hostnames")) (not (regexMatch "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$" $v.gateway.domain)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "gateway.domain '%s' is no domain, and routes.%s would have no host name: write one such as apps.example.com, without scheme, port and path, or routes.%s.hostnames" $v.gateway.domain $name $name)) -}}
{{- end -}}
{{- include "pd.checkParents" (dict "to" $to "name" $name "route" $route) -}}
{{- include "pd.checkRule" (dict "to" $to "name" $name "route" $route) -}}
{{- end -}}
{{- end -}}
{{- include "pd.checkTwins" . -}}
{{- end -}}

{{- /* Two routes for the same requests: the Gateway API lets the older one have them, and refuses HTTP and gRPC under one host name. */ -}}
{{- define "pd.checkTwins" -}}
{{- $v := .v -}}
{{- $seen := list -}}
{{- range $name, $route := $v.routes -}}
{{- if $route -}}
{{- $kind := get $route "kind" | default "" -}}
{{- $hosts := get $route "hostnames" | default (list (printf "%s.%s" (include "pd.name" $v) $v.gateway.domain)) -}}
{{- if eq $kind "tcp" }}{{ $hosts = list "" }}{{ end -}}
{{- $asks := list -}}
{{- range (get $route "matches" | default (get $route "paths") | default list) }}{{ $asks = append $asks (kindIs "string" . | ternary (dict "path" (dict "type" "PathPrefix" "value" .)) . | toJson) }}{{ end -}}
{{- if not $asks }}{{ $asks = list (dict "path" (dict "type" "PathPrefix" "value" "/") | toJson) }}{{ end -}}
{{- $parents := include "pd.parents" (dict "v" $v "route" (merge (dict) $route (dict "parentRefs" list "sectionName" ""))) | fromYamlArray | toJson -}}
{{- range $other := $seen -}}
{{- $both := "" -}}
{{- range $host := $hosts }}{{ if has $host $other.hosts }}{{ $both = $host }}{{ end }}{{ end -}}
{{- $isCommon := and (eq $parents $other.parents) (or $both (eq $kind "tcp")) -}}
{{- if and $isCommon (eq $kind "tcp") (eq $other.kind "tcp") -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "routes.%s and routes.%s are tcp routes on one listener, and only one would get the connections: write sectionName: with a listener each, or remove one" $other.name $name)) -}}
{{- else if and $isCommon (ne $kind $other.kind) (not (has "tcp" (list $kind $other.kind))) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "routes.%s (%s) and routes.%s (%s) have the host name '%s' both, and the Gateway API takes one kind a host name: write hostnames: of their own" $other.name $other.kind $name $kind $both)) -}}
{{- else if and $isCommon (eq $kind $other.kind) -}}
{{- range $ask := $asks -}}
{{- if has $ask $other.asks -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "routes.%s and routes.%s both have %s of '%s', and only one would get the requests: write other hostnames or paths, or remove one" $other.name $name $ask $both)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $seen = append $seen (dict "name" $name "kind" $kind "hosts" $hosts "asks" $asks "parents" $parents) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Where a route hangs, and what would be read by nobody beside something else. */ -}}
{{- define "pd.checkParents" -}}
{{- $name := .name -}}
{{- range $index, $parent := (get .route "parentRefs" | default list) -}}
{{- if not (get $parent "name") -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "routes.%s.parentRefs[%d] has no name, and the route would hang nowhere: write name: with the Gateway's" $name $index)) -}}
{{- end -}}
{{- include "pd.checkKnownFields" (dict "to" $.to "kind" "parent" "at" (printf "routes.%s.parentRefs[%d]" $name $index) "fields" $parent) -}}
{{- end -}}
{{- if and (get .route "parentRefs") (get .route "sectionName") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "routes.%s.sectionName '%s' beside parentRefs would be read by nobody: write sectionName: within parentRefs" $name .route.sectionName)) -}}
{{- end -}}
{{- if and (get .route "paths") (get .route "matches") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "routes.%s has paths [%s] and matches, and paths would be read by nobody: write them as matches with path: {type: PathPrefix, value: ...}" $name (join ", " .route.paths))) -}}
{{- else if and (get .route "paths") (eq (get .route "kind" | default "") "grpc") -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "routes.%s has paths [%s], and a grpc route has none: remove them, or write matches with method: {service: ...}" $name (join ", " .route.paths))) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkRule" -}}
{{- $to := .to -}}
{{- $name := .name -}}
{{- $kind := get .route "kind" | default "http" -}}
{{- $fields := get (dict "http" (list "path" "headers" "queryParams" "method") "grpc" (list "method" "headers") "tcp" list) $kind -}}
{{- $types := get (dict "http" (list "RequestHeaderModifier" "ResponseHeaderModifier" "RequestMirror" "URLRewrite" "ExtensionRef" "CORS") "grpc" (list "RequestHeaderModifier" "ResponseHeaderModifier" "RequestMirror" "ExtensionRef") "tcp" list) $kind -}}
{{- if and (eq $kind "tcp") (or (get .route "matches") (get .route "filters") (get .route "paths") (get .route "hostnames")) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s: a tcp route has no hostnames, paths, matches and filters; remove them" $name)) -}}
{{- else -}}
{{- range $index, $match := (get .route "matches" | default list) -}}
{{- range $field := keys $match | sortAlpha -}}
{{- if not (has $field $fields) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.matches[%d].%s is no field of a match: write one of %s" $name $index $field (join ", " $fields))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $index, $filter := (get .route "filters" | default list) -}}
{{- if and (eq $kind "http") (eq (get $filter "type" | toString) "RequestRedirect") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.filters[%d].type 'RequestRedirect' stands beside backendRefs here, and the Gateway API takes one of them: remove it, and write a route of your own for what is sent elsewhere" $name $index)) -}}
{{- else if not (has (get $filter "type" | toString) $types) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.filters[%d].type '%s' is none of a route of kind %s: write one of %s" $name $index (get $filter "type" | default "" | toString) $kind (join ", " $types))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
