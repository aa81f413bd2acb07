{{- define "pd.checkImage" -}}
{{- $v := .v -}}
{{- if and (eq $v.workload.type "migration") (get $v.migration "image") -}}
{{- else if $v.workloadRef -}}
{{- if $v.image -}}
{{- include "pd.fault" (dict "to" .to "say" "image and workloadRef are both given: with workloadRef the Deployment says which image runs; remove image, or remove workloadRef once the Deployment is gone") -}}
{{- end -}}
{{- else if not $v.image -}}
{{- include "pd.fault" (dict "to" .to "say" "image is missing: write it with its tag or digest, such as image: registry.example.com/checkout:1.2.3") -}}
{{- else -}}
{{- include "pd.checkReference" (dict "to" .to "at" "image" "image" $v.image) -}}
{{- end -}}
{{- with get ($v.migration | default dict) "image" -}}
{{- include "pd.checkReference" (dict "to" $.to "at" "migration.image" "image" .) -}}
{{- end -}}
{{- end -}}

{{- /* A reference with a fixed version. Dict: to, at, image. */ -}}
{{- define "pd.checkReference" -}}
{{- if include "pd.isReference" . -}}
{{- if or (hasSuffix ":latest" .image) (not (regexMatch "(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[a-f0-9]{64})$" .image)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s' has no fixed version: canary and stable could be the same or change by themselves; write a tag other than latest, or a digest" .at .image)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Not empty for what a registry could have; anything else is a fault. Dict: to, at, image. */ -}}
{{- define "pd.isReference" -}}
{{- if and (contains "@" .image) (not (regexMatch "@sha256:[a-f0-9]{64}$" .image)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s' has no whole digest, and no node could pull it: write sha256: with its 64 hex digits in lower case, or a tag alone" .at .image)) -}}
{{- else if not (include "gate.isRepository" .image) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "%s '%s' is no name that a registry knows: write its repository in lower-case letters, digits and dashes, such as registry.example.com/checkout:1.2.3" .at .image)) -}}
{{- else }}reference{{ end -}}
{{- end -}}
