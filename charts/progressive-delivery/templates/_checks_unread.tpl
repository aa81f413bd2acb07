{{- /* Values of another type of workload: whoever writes them believes that something comes of them. */ -}}
{{- define "pd.checkUnread" -}}
{{- $v := .v -}}
{{- $defaults := include "pd.defaults" . | fromJson -}}
{{- range $section, $type := dict "canary" "http" "session" "session" "worker" "worker" -}}
{{- if ne $type $v.workload.type -}}
{{- range $key, $value := get $v $section | default dict -}}
{{- if ne (toJson $value) (toJson (get (get $defaults $section) $key)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s.%s says nothing to workload.type %s: remove it, or write workload.type: %s" $section $key $v.workload.type $type)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $unread := dict -}}
{{- if eq $v.workload.type "worker" -}}
{{- range list "rolloutSpec" "routes" "stableService" "notifications" "servicePort" }}{{ $_ := set $unread . "remove it: a worker has no Rollout, no Service and no route" }}{{ end -}}
{{- else if eq $v.workload.type "migration" -}}
{{- range list "env" "envFrom" "podSpec" "containerSpec" }}{{ $_ := set $unread . (printf "write migration.%s" .) }}{{ end -}}
{{- $_ := set $unread "serviceAccountName" "write migration.podSpec: {serviceAccountName: ...}" -}}
{{- $_ := set $unread "resources" "write migration.containerSpec: {resources: ...}" -}}
{{- range list "command" "args" }}{{ $_ := set $unread . "write migration.expand.command" }}{{ end -}}
{{- range list "rolloutSpec" "routes" "stableService" "notifications" "probe" "replicas" "autoscaling" "podDisruptionBudget" "podLabels" "podAnnotations" "selector" "workloadRef" "gate" }}{{ $_ := set $unread . "remove it: a migration is Jobs alone" }}{{ end -}}
{{- end -}}
{{- if ne $v.workload.type "migration" -}}
{{- if not $v.port }}{{ range list "path" "grpc" }}{{ $_ := set $unread (printf "probe.%s" .) "write port: with the one the container listens on, or remove it" }}{{ end }}{{ end -}}
{{- if $v.autoscaling.enabled }}{{ $_ := set $unread "replicas" "write autoscaling.min, or autoscaling.enabled: false" -}}
{{- else }}{{ range list "min" "max" "cpuPerPod" "triggers" }}{{ $_ := set $unread (printf "autoscaling.%s" .) "write replicas, or remove autoscaling.enabled: false" }}{{ end }}{{ end -}}
{{- end -}}
{{- range $path, $remedy := $unread -}}
{{- $value := $v -}}
{{- $default := $defaults -}}
{{- range splitList "." $path }}{{ $value = get $value . }}{{ $default = get $default . }}{{ end -}}
{{- if eq $path "gate" }}{{ $value = omit $value "tokenSecret" "url" }}{{ $default = omit $default "tokenSecret" "url" }}{{ end -}}
{{- if and (ne (toJson $value) (toJson $default)) (not (and (kindIs "map" $value) (empty (values $value | compact)))) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "%s is read by nobody here (workload.type %s): %s" $path $v.workload.type $remedy)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
