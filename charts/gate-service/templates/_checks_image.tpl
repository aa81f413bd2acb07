{{- /* What makes no reference that a node could pull, and where its parts are written. */ -}}
{{- define "gs.checkImage" -}}
{{- $image := .root.Values.image -}}
{{- $to := .to -}}
{{- if contains "@" $image.repository -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "image.repository '%s' has a digest in it, and the tag would stand behind it: write image.digest: %s" $image.repository (splitList "@" $image.repository | last))) -}}
{{- else if regexMatch ":[^/]*$" (regexReplaceAll "^[^/]*:[0-9]+/" $image.repository "") -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "image.repository '%s' has a tag in it, and another would stand behind it: write image.tag: %s" $image.repository (splitList ":" $image.repository | last))) -}}
{{- else if not (include "gate.isRepository" $image.repository) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "image.repository '%s' is no name that a registry knows: write lower-case letters, digits and dashes, such as registry.example.com/gate-service" $image.repository)) -}}
{{- end -}}
{{- if contains "sha256:" $image.tag -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "image.tag '%s' is a digest: write image.digest: %s" $image.tag (regexFind "sha256:.*$" $image.tag))) -}}
{{- else if not (regexMatch "^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$" $image.tag) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "image.tag '%s' is no tag: write letters, digits, dots and dashes, at most 128, such as 1.2.3" $image.tag)) -}}
{{- end -}}
{{- if not (regexMatch "^(sha256:[a-f0-9]{64})?$" $image.digest) -}}
{{- include "gs.fault" (dict "to" $to "say" (printf "image.digest '%s' is no whole digest, and no node could pull it: write sha256: with its 64 hex digits in lower case" $image.digest)) -}}
{{- end -}}
{{- end -}}
