{{- define "gs.name" -}}{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}{{- end -}}

{{- define "gs.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "gs.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "gs.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "gs.selector" -}}
app.kubernetes.io/name: {{ include "gs.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- /* Of the pod of helm test, which the Service must not find. */ -}}
{{- define "gs.testSelector" -}}
app.kubernetes.io/name: {{ include "gs.name" . | trunc 58 | trimSuffix "-" }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gs.labels" -}}
{{ include "gs.selector" . }}
app.kubernetes.io/version: {{ include "gs.version" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "gs.image" -}}
{{- $image := .Values.image -}}
{{- $image.repository }}{{ if or $image.tag (not $image.digest) }}:{{ $image.tag | default .Chart.AppVersion }}{{ end }}{{ with $image.digest }}@{{ . }}{{ end }}
{{- end -}}

{{- /* As a label, which is shorter than a tag may be. */ -}}
{{- define "gs.version" -}}
{{- $version := .Values.image.tag -}}
{{- if not $version }}{{ $version = .Values.image.digest | empty | ternary .Chart.AppVersion (printf "sha256-%s" (.Values.image.digest | trimPrefix "sha256:" | trunc 12)) }}{{ end -}}
{{- $version | trunc 63 | trimAll "-_." -}}
{{- end -}}

{{- define "gs.serviceAccount" -}}
{{- .Values.serviceAccount.create | ternary (.Values.serviceAccount.name | default (include "gs.fullname" .)) (.Values.serviceAccount.name | default "default") -}}
{{- end -}}

{{- define "gs.policies" -}}{{ .Values.policies.existingConfigMap | default (printf "%s-policies" (include "gs.fullname" .)) }}{{- end -}}

{{- define "gs.isSqlite" -}}{{ if eq .Values.history.store "sqlite" }}sqlite{{ end }}{{- end -}}

{{- define "gs.publicUrl" -}}
{{- if .Values.publicUrl -}}{{ .Values.publicUrl }}
{{- else if .Values.httpRoute.enabled -}}
{{- $hosts := list -}}
{{- range .Values.httpRoute.hostnames }}{{ if not (hasPrefix "*" .) }}{{ $hosts = append $hosts . }}{{ end }}{{ end -}}
{{- with $hosts }}https://{{ first . }}{{ end -}}
{{- end -}}
{{- end -}}
