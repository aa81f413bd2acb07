{{- /*
Policy files as far as a template can know them: YAML, kind, fields, names and what they refer to. The gate would keep the last good ones and say
so; here it is said before anything reaches the cluster.
*/ -}}
{{- define "gs.checkPolicies" -}}
{{- $to := .to -}}
{{- $policies := .root.Values.policies -}}
{{- if and $policies.files $policies.existingConfigMap -}}
{{- include "gs.fault" (dict "to" $to "say" "policies.files beside policies.existingConfigMap would be read by nobody: write them into that ConfigMap, or remove existingConfigMap") -}}
{{- end -}}
{{- $known := include "gs.knownPolicies" .root | fromYaml -}}
{{- range $name, $content := $policies.files -}}
{{- $where := printf "policies.files '%s'" $name -}}
{{- if not (regexMatch "^[a-zA-Z0-9][a-zA-Z0-9._-]*\\.ya?ml$" $name) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s is no file name the gate reads: write one without folders that ends in .yaml, such as team-shop.yaml; the kind stands in the file" $where)) -}}
{{- else if gt (len $content) 262144 -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s has %d characters, and the gate reads 262144 at most: write several files" $where (len $content))) -}}
{{- else if regexMatch "(?m)^---\\s*$" (trimPrefix "---" ($content | trim)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s holds several YAML documents, and the gate takes one a file: write a file for each" $where)) -}}
{{- else -}}
{{- $file := fromYaml $content -}}
{{- if and (hasKey $file "Error") (not (hasKey $file "kind")) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s is no map in YAML (%s): write one such as {kind: team, name: shop, policy: http-default} (docs/policies.md)" $where (get $file "Error" | toString | replace "\n" " "))) -}}
{{- else -}}
{{- include "gs.checkPolicy" (dict "root" $.root "to" $to "where" $where "file" $file "known" $known) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkPolicy" -}}
{{- $to := .to -}}
{{- $file := .file -}}
{{- $kind := get $file "kind" | default "" | toString -}}
{{- $name := get $file "name" | default "" | toString -}}
{{- $fields := dict -}}
{{- $schema := .root.Files.Get "policies/policy.schema.json" | fromJson -}}
{{- range $each := $schema.properties.kind.enum -}}
{{- $names := list -}}
{{- range $field, $what := (get $schema.definitions (printf "%sFile" $each)).properties }}{{ if not (get $what "doNotSuggest") }}{{ $names = append $names $field }}{{ end }}{{ end -}}
{{- $_ := set $fields $each ($names | sortAlpha) -}}
{{- end -}}
{{- if not (hasKey $fields $kind) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s: kind '%s': write kind: with one of %s" .where $kind (keys $fields | sortAlpha | join ", "))) -}}
{{- else -}}
{{- range $field, $_ := omit $file "kind" -}}
{{- if not (has $field (get $fields $kind)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s: a file of kind %s has no field '%s': write one of %s" $.where $kind $field (get $fields $kind | join ", "))) -}}
{{- end -}}
{{- end -}}
{{- if and (ne $kind "organisation") (not $name) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s has no name: write name: with the %s's" .where $kind)) -}}
{{- else if and (eq $kind "policy") (not (regexMatch "^[a-z][a-z0-9-]{0,62}$" $name)) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s: name '%s': write lower-case letters, digits and dashes" .where $name)) -}}
{{- end -}}
{{- $id := eq $kind "organisation" | ternary "organisation" (printf "%s %s" $kind (eq $kind "team" | ternary (lower $name) $name)) -}}
{{- if and (ne $kind "signatures") (gt (get .known.ids $id | int) 1) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "%s: %s stands in %d files: write it once, or give this file the name of the one it replaces" .where $id (get .known.ids $id | int))) -}}
{{- end -}}
{{- include "gs.checkPolicyReferences" (dict "to" $to "where" .where "file" $file "known" .known) -}}
{{- include "gs.checkPolicyDurations" (dict "to" $to "where" .where "fields" $file "at" "") -}}
{{- include "gs.checkPolicyDurations" (dict "to" $to "where" .where "fields" (get $file "overrides") "at" "overrides.") -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkPolicyReferences" -}}
{{- $named := dict "extends" (get .file "extends") "policy" (get .file "policy") -}}
{{- $defaults := get .file "defaults" -}}
{{- if kindIs "map" $defaults }}{{ range $strategy, $policy := $defaults }}{{ $_ := set $named (printf "defaults.%s" $strategy) $policy }}{{ end }}{{ end -}}
{{- range $field, $policy := $named -}}
{{- if and $policy (not (hasKey $.known.ids (printf "policy %s" (toString $policy)))) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s: %s '%s' is no policy of these files: write one of %s" $.where $field (toString $policy) (join ", " $.known.policies))) -}}
{{- end -}}
{{- end -}}
{{- with get .file "team" -}}
{{- if and (eq (get $.file "kind") "service") (not (hasKey $.known.ids (printf "team %s" (toString . | lower)))) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s: team '%s' has no file of kind team: write one, or remove team" $.where (toString .))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gs.checkPolicyDurations" -}}
{{- if kindIs "map" .fields -}}
{{- range list "window" "bucket" "ingestDelay" -}}
{{- $value := get $.fields . | toString -}}
{{- if and (hasKey $.fields .) (not (regexMatch "^([0-9]+(\\.[0-9]+)?(h|ms|m|s))+$" $value)) -}}
{{- include "gs.fault" (dict "to" $.to "say" (printf "%s: %s%s '%s' is no duration: write one such as 10m" $.where $.at . $value)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* How often each kind and name stands in all files, shipped ones included, and the names of all policies. */ -}}
{{- define "gs.knownPolicies" -}}
{{- $ids := dict -}}
{{- $names := list -}}
{{- range $_, $content := include "gs.policyFiles" . | fromYaml -}}
{{- $file := fromYaml $content -}}
{{- $kind := get $file "kind" | default "" | toString -}}
{{- $name := get $file "name" | default "" | toString -}}
{{- $id := eq $kind "organisation" | ternary "organisation" (printf "%s %s" $kind (eq $kind "team" | ternary (lower $name) $name)) -}}
{{- $_ := set $ids $id (add (get $ids $id | int) 1) -}}
{{- if eq $kind "policy" }}{{ $names = append $names $name }}{{ end -}}
{{- end -}}
{{- dict "ids" $ids "policies" ($names | sortAlpha) | toYaml -}}
{{- end -}}

{{- /* Every file by name, as the ConfigMap holds them: teams/shop.yaml becomes teams-shop.yaml, because it has no folders; the kind stands in the file. */ -}}
{{- define "gs.policyFiles" -}}
{{- $files := dict -}}
{{- if .Values.policies.shipped -}}
{{- range $path, $content := .Files.Glob "policies/**.yaml" }}{{ $_ := set $files (trimPrefix "policies/" $path | replace "/" "-") (toString $content) }}{{ end -}}
{{- end -}}
{{- mustMergeOverwrite $files .Values.policies.files | toYaml -}}
{{- end -}}
