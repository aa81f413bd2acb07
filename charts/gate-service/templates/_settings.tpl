{{- /* Settings with a value of their own here; empty ones are left to the gate's defaults. */ -}}
{{- define "gs.settings" -}}
{{- with .Values.deadline }}
- {name: Gate__Deadline, value: {{ . | quote }}}
{{- end }}
{{- with toString .Values.history.keepFor }}
- {name: History__KeepFor, value: {{ . | quote }}}
{{- end }}
{{- if ne (toString .Values.history.keepAtMost) "" }}
- {name: History__KeepAtMost, value: {{ int64 .Values.history.keepAtMost | toString | quote }}}
{{- end }}
{{- with include "gs.keepAtMostMegabytes" . }}
- {name: History__KeepAtMostMegabytes, value: {{ . | quote }}}
{{- end }}
{{- with .Values.telemetry.otlpEndpoint }}
- {name: Telemetry__OtlpEndpoint, value: {{ . | quote }}}
{{- end }}
{{- if or .Values.trust.configMap .Values.trust.secret }}
- {name: SSL_CERT_FILE, value: /trust/{{ .Values.trust.key }}}
{{- end }}
{{- if include "gs.hasProxy" . }}
{{- if .Values.proxy.url }}
- {name: HTTPS_PROXY, value: {{ .Values.proxy.url | quote }}}
{{- else }}
- {name: HTTPS_PROXY, valueFrom: {secretKeyRef: {name: {{ .Values.proxy.urlSecret.name }}, key: {{ .Values.proxy.urlSecret.key }}}}}
{{- end }}
{{- with .Values.proxy.noProxy }}
- {name: NO_PROXY, value: {{ join "," . | quote }}}
{{- end }}
{{- end }}
{{- end -}}

{{- /* As written; else what fits the volume, unless env says it, as values of an earlier version of this chart had to. Empty: the gate's own. */ -}}
{{- define "gs.keepAtMostMegabytes" -}}
{{- if ne (toString .Values.history.keepAtMostMegabytes) "" -}}
{{- int64 .Values.history.keepAtMostMegabytes -}}
{{- else if and (include "gs.isSqlite" .) (include "gs.volumeMebibytes" .) (not (hasKey .Values.env "History__KeepAtMostMegabytes")) -}}
{{- div (mul (include "gs.volumeMebibytes" . | int64) 3) 4 -}}
{{- end -}}
{{- end -}}

{{- /* Empty where the size is written in a way that no template can count. */ -}}
{{- define "gs.volumeMebibytes" -}}
{{- $size := toString .Values.history.sqlite.size -}}
{{- if regexMatch "^[0-9]+(Mi|Gi|Ti|M|G|T)$" $size -}}
{{- $units := dict "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "M" 1000000 "G" 1000000000 "T" 1000000000000 -}}
{{- div (mul (regexFind "^[0-9]+" $size | int64) (get $units (regexFind "[MGT]i?$" $size) | int64)) 1048576 -}}
{{- end -}}
{{- end -}}

{{- define "gs.hasProxy" -}}{{ if or .Values.proxy.url .Values.proxy.urlSecret }}proxy{{ end }}{{- end -}}

{{- /* Files of authorities: the gate's own, and those of single issuers. */ -}}
{{- define "gs.trustMounts" -}}
{{- if or .Values.trust.configMap .Values.trust.secret }}
- {name: trust, mountPath: /trust, readOnly: true}
{{- end }}
{{- range $index, $issuer := .Values.auth.issuers }}
{{- if get $issuer "caConfigMap" }}
- {name: issuer-{{ $index }}, mountPath: /issuers/{{ $index }}, readOnly: true}
{{- end }}
{{- end }}
{{- if get .Values.auth.openIdConnect "caConfigMap" }}
- {name: issuer-people, mountPath: /issuers/people, readOnly: true}
{{- end }}
{{- end -}}

{{- define "gs.trustVolumes" -}}
{{- with .Values.trust.configMap }}
- name: trust
  configMap: {name: {{ . }}}
{{- end }}
{{- with .Values.trust.secret }}
- name: trust
  secret: {secretName: {{ . }}}
{{- end }}
{{- range $index, $issuer := .Values.auth.issuers }}
{{- with get $issuer "caConfigMap" }}
- name: issuer-{{ $index }}
  configMap: {name: {{ .name }}}
{{- end }}
{{- end }}
{{- with get .Values.auth.openIdConnect "caConfigMap" }}
- name: issuer-people
  configMap: {name: {{ .name }}}
{{- end }}
{{- end -}}
