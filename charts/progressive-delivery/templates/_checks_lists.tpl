{{- /* Lists of a team's: what they would take from the chart's own without saying so, and entries nobody could tell apart. */ -}}
{{- define "pd.checkLists" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- $own := include "pd.ownContainer" $v | fromJson -}}
{{- range list "command" "args" -}}
{{- if and (get $v .) (hasKey $own .) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "%s and containerSpec.%s are both given, and one would be lost: remove one of them" . .)) -}}
{{- end -}}
{{- end -}}
{{- $ours := 0 -}}
{{- range $index, $container := (get $v.podSpec "containers" | default list) -}}
{{- if not (get $container "name") -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podSpec.containers[%d] has no name, and Kubernetes takes none without: write name: with another than '%s', whose container is the app's own" $index (include "pd.name" $v))) -}}
{{- else if eq (get $container "name" | toString) (include "pd.name" $v) -}}
{{- $ours = add $ours 1 -}}
{{- end -}}
{{- end -}}
{{- if gt (int $ours) 1 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "podSpec has two containers named '%s': write another name, or the fields of both in one" (include "pd.name" $v))) -}}
{{- end -}}
{{- end -}}

{{- /* By these the gate tells canary from stable. Dict: v, to, container (of the app, as rendered). */ -}}
{{- define "pd.checkOwnVariables" -}}
{{- $written := dict -}}
{{- range (get .container "env" | default list) }}{{ $_ := set $written (get . "name" | toString) (toJson .) }}{{ end -}}
{{- range include "pd.newRelicEnv" .v | fromYamlArray -}}
{{- if and (not (hasKey $.v.env .name)) (ne (get $written .name) (toJson .)) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': the variable %s is set by the chart, and by it the gate tells canary from stable: remove it; the name in New Relic is what you write as service" (include "pd.name" $.v) .name)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Entries of a container's lists, each once; of a variable of env that is the chart's own, pd.checkNames speaks. Dict: v, to, container, name. */ -}}
{{- define "pd.checkEntries" -}}
{{- range $field, $key := dict "env" "name" "volumeMounts" "mountPath" -}}
{{- $seen := list -}}
{{- range $index, $entry := (get $.container $field | default list) -}}
{{- $name := get $entry $key | default "" | toString -}}
{{- if not $name -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': %s[%d] has no %s, and Kubernetes takes none without: write it" $.name $field $index $key)) -}}
{{- else if and (has $name $seen) (not (and (eq $field "env") (hasKey $.v.env $name))) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "container '%s': %s has '%s' twice, and the last alone would count: remove one" $.name $field $name)) -}}
{{- end -}}
{{- $seen = append $seen $name -}}
{{- end -}}
{{- end -}}
{{- end -}}
