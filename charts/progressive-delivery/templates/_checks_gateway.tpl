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
{{- include "pd.checkRule" (dict "to" $to "name" $name "route" $route) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkRule" -}}
{{- $to := .to -}}
{{- $name := .name -}}
{{- $kind := get .route "kind" | default "http" -}}
{{- $fields := get (dict "http" (list "path" "headers" "queryParams" "method") "grpc" (list "method" "headers") "tcp" list) $kind -}}
{{- $types := get (dict "http" (list "RequestHeaderModifier" "ResponseHeaderModifier" "RequestMirror" "RequestRedirect" "URLRewrite" "ExtensionRef" "CORS") "grpc" (list "RequestHeaderModifier" "ResponseHeaderModifier" "RequestMirror" "ExtensionRef") "tcp" list) $kind -}}
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
{{- if not (has (get $filter "type" | toString) $types) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.filters[%d].type '%s' is none of a route of kind %s: write one of %s" $name $index (get $filter "type" | default "" | toString) $kind (join ", " $types))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
