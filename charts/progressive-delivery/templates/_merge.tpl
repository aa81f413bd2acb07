{{- /*
A team's fields over the chart's. Lists of things with a name are merged by it, so that who adds a container or a variable takes none away; an empty list
takes all away, and so does null. Other lists (steps, command) are replaced. Dict: under, over.
*/ -}}
{{- define "pd.mergeOver" -}}
{{- $merged := deepCopy .under -}}
{{- range $key, $over := .over -}}
{{- $under := get $merged $key -}}
{{- if kindIs "invalid" $over -}}
{{- $_ := unset $merged $key -}}
{{- else if and (kindIs "map" $over) (kindIs "map" $under) -}}
{{- $_ := set $merged $key (include "pd.mergeOver" (dict "under" $under "over" $over) | fromJson) -}}
{{- else if and (kindIs "slice" $over) (kindIs "slice" $under) $over -}}
{{- $_ := set $merged $key (include "pd.mergeLists" (dict "field" $key "under" $under "over" $over) | fromJsonArray) -}}
{{- else -}}
{{- $_ := set $merged $key $over -}}
{{- end -}}
{{- end -}}
{{- toJson $merged -}}
{{- end -}}

{{- /* Fields of a pod and of a Rollout that are lists of named things, and what names them. Two ways to say a value do not go together, so those entries are replaced. */ -}}
{{- define "pd.mergeLists" -}}
{{- $whole := dict "env" "name" "volumes" "name" "managedRoutes" "name" "httpRoutes" "name" "grpcRoutes" "name" "tcpRoutes" "name" "volumeMounts" "mountPath" "ports" "name" -}}
{{- $field := get (merge (dict "containers" "name" "initContainers" "name" "topologySpreadConstraints" "topologyKey") $whole) .field -}}
{{- if and (eq .field "args") (kindIs "map" (first .over)) }}{{ $field = "name" }}{{ end -}}
{{- if has .field (list "envFrom" "drop") -}}
{{- concat .under .over | uniq | toJson -}}
{{- else if not $field -}}
{{- toJson .over -}}
{{- else -}}
{{- $merged := list -}}
{{- $names := list -}}
{{- range $entry := .under -}}
{{- $names = append $names (get $entry $field) -}}
{{- range $.over -}}
{{- if eq (get . $field | toString) (get $entry $field | toString) }}{{ $entry = or (hasKey $whole $.field) (eq $.field "args") | ternary . (include "pd.mergeOver" (dict "under" $entry "over" .) | fromJson) }}{{ end -}}
{{- end -}}
{{- $merged = append $merged $entry -}}
{{- end -}}
{{- range .over }}{{ if not (has (get . $field) $names) }}{{ $merged = append $merged . }}{{ end }}{{ end -}}
{{- toJson $merged -}}
{{- end -}}
{{- end -}}
