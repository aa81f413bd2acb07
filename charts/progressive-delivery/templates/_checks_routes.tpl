{{- define "pd.checkRoutes" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- range $name, $route := $v.routes -}}
{{- if $route -}}
{{- if not (get $route "kind") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.kind is missing: write http, grpc or tcp" $name)) -}}
{{- end -}}
{{- if not (regexMatch "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" $name) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s is no Kubernetes name: write it with lower-case letters, digits and dashes" $name)) -}}
{{- end -}}
{{- if gt (len (include "pd.routeName" (dict "v" $v "route" $name))) 253 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s makes a name of %d characters, and Kubernetes takes 253: write a shorter one" $name (len (include "pd.routeName" (dict "v" $v "route" $name))))) -}}
{{- end -}}
{{- range (get $route "paths" | default list) -}}
{{- if not (hasPrefix "/" .) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.paths '%s' does not begin with a slash, and the Gateway API refuses it: write /%s" $name . .)) -}}
{{- end -}}
{{- end -}}
{{- range (get $route "hostnames" | default list) -}}
{{- if not (regexMatch "^(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$" .) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "routes.%s.hostnames '%s' is no host name: write lower case, without scheme, port and path, such as checkout.example.com" $name .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $v.probe.path $v.probe.grpc -}}
{{- include "pd.fault" (dict "to" $to "say" "probe.path and probe.grpc are both given, and a probe has one way to ask: remove one") -}}
{{- else if and $v.probe.path (not (hasPrefix "/" $v.probe.path)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "probe.path '%s' does not begin with a slash: write /%s" $v.probe.path $v.probe.path)) -}}
{{- end -}}
{{- end -}}

{{- /* A Rollout beside a live Deployment: as many pods as it runs from the first moment, or Argo shrinks the Deployment to what is left. */ -}}
{{- define "pd.checkWorkloadRef" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- if $v.workloadRef -}}
{{- if not (get $v.workloadRef "name") -}}
{{- include "pd.fault" (dict "to" $to "say" "workloadRef has no name: write workloadRef: {name: <the Deployment>, scaleDown: progressively, replicas: <as many as it runs>}") -}}
{{- end -}}
{{- if not $v.selector -}}
{{- include "pd.fault" (dict "to" $to "say" "selector is missing: with workloadRef the pods carry the Deployment's labels; write selector: with its spec.selector.matchLabels, such as selector: {app: checkout}") -}}
{{- end -}}
{{- if not (get $v.workloadRef "replicas") -}}
{{- include "pd.fault" (dict "to" $to "say" "workloadRef.replicas is missing: the Rollout would start with one pod and take over from the whole Deployment; write replicas: with as many as the Deployment runs") -}}
{{- else if and $v.autoscaling.enabled (gt (int $v.workloadRef.replicas) (int $v.autoscaling.max)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "workloadRef.replicas %d is above autoscaling.max %d, so KEDA would take pods away in the middle of the migration: write a larger max" (int $v.workloadRef.replicas) (int $v.autoscaling.max))) -}}
{{- end -}}
{{- end -}}
{{- $second := eq $v.workload.type "session" | ternary (include "pd.previewName" $v) (include "pd.canaryName" $v) -}}
{{- if eq $v.stableService $second -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "stableService '%s' is the Service of the new version too, and Argo needs two: write another name" $v.stableService)) -}}
{{- else if and $v.stableService (not (regexMatch "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$" $v.stableService)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "stableService '%s' is no name of a Service: write lower-case letters, digits and dashes" $v.stableService)) -}}
{{- end -}}
{{- include "pd.checkGatewayPlugin" . -}}
{{- end -}}

{{- define "pd.checkGatewayPlugin" -}}
{{- $v := .v -}}
{{- $minor := include "pd.gatewayPluginMinor" $v | int -}}
{{- if and $v.gatewayPlugin (not (regexMatch "^[0-9]+\\.[0-9]+$" $v.gatewayPlugin)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "gatewayPlugin '%s' is no version: write its first two numbers as a text, such as \"0.13\"" $v.gatewayPlugin)) -}}
{{- else if and $v.gatewayPlugin (eq $v.workload.type "http") -}}
{{- if lt $minor 7 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "gatewayPlugin %s finds no routes by label, which came with 0.7: install a newer plugin, and write gatewayPlugin: \"0.13\"" $v.gatewayPlugin)) -}}
{{- else if and $v.canary.headerRoute (lt $minor 13) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "canary.headerRoute with gatewayPlugin %s: header routes need 0.13; remove headerRoute, or install a newer plugin and write gatewayPlugin: \"0.13\"" $v.gatewayPlugin)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
