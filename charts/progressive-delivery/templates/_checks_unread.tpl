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
{{- end -}}
