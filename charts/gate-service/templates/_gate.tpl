{{- /* The question to the gate, as Argo asks it. This file is the same in both charts; a test holds them equal. */ -}}

{{- /* Arguments every template declares. Dict: url, secret {name, key}, cluster (may be absent). An empty text means unknown: the gate then says so, instead of a run that never starts. */ -}}
{{- define "gate.args" -}}
- name: service
- name: namespace
- {name: rollout, value: ""}
- {name: stable-hash, value: ""}
- {name: canary-hash, value: ""}
- {name: revision, value: ""}
- {name: step-weight, value: ""}
- {name: strategy, value: ""}
- {name: policy, value: ""}
- {name: window, value: ""}
{{- range include "gate.changeArgs" . | fromJsonArray }}
- {name: {{ . }}, value: ""}
{{- end }}
- {name: cluster, value: {{ .cluster | default "" | quote }}}
- {name: gate-url, value: {{ .url | quote }}}
- name: gate-token # a Secret in the Rollout's namespace
  valueFrom: {secretKeyRef: {name: {{ .secret.name | toYaml }}, key: {{ .secret.key | toYaml }}}}
{{- end -}}

{{- /* Arguments that say what is shipped, for people: never judged by, and empty where nobody says. */ -}}
{{- define "gate.changeArgs" -}}["image","commit","author","pull-request","link","runbook"]{{- end -}}

{{- /* One metric. Dict: mode (step, background, preflight or soak), argoRollouts, kpi (values of KPI parameters, may be absent). */ -}}
{{- define "gate.metric" -}}
name: gate-{{ .mode }}
{{ include "gate.limits" . }}
successCondition: result[1] == "pass"
failureCondition: result[1] == "fail"
provider:
  web:
    method: POST
    url: "{{ `{{args.gate-url}}` }}/v1/gates/evaluate"
    timeoutSeconds: 20
    headers:
    - {key: Authorization, value: "Bearer {{ `{{args.gate-token}}` }}"}
    jsonBody:
      mode: {{ eq .mode "soak" | ternary "step" .mode }}
      service: "{{ `{{args.service}}` }}"
      namespace: "{{ `{{args.namespace}}` }}"
      cluster: "{{ `{{args.cluster}}` }}"
      rollout: "{{ `{{args.rollout}}` }}"
      strategy: "{{ `{{args.strategy}}` }}"
      stableHash: "{{ `{{args.stable-hash}}` }}"
      {{- if ne .mode "preflight" }}
      canaryHash: "{{ `{{args.canary-hash}}` }}"
      revision: "{{ `{{args.revision}}` }}"
      {{- end }}
      {{- if has .mode (list "step" "soak") }}
      stepWeight: "{{ `{{args.step-weight}}` }}"
      {{- end }}
      policy: "{{ `{{args.policy}}` }}"
      window: "{{ `{{args.window}}` }}"
      change:
        {{- range include "gate.changeArgs" . | fromJsonArray }}
        {{ eq . "pull-request" | ternary "pullRequest" . }}: "{{ printf "{{args.%s}}" . }}"
        {{- end }}
      {{- with .kpi }}
      args:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    jsonPath: "{$.result}"
{{- end -}}

{{- /* What inconclusive, errors and no data do. Before 1.8 there is no consecutiveSuccessLimit: the first answer counts. */ -}}
{{- define "gate.limits" -}}
{{- $old := eq .argoRollouts "1.7" -}}
{{- if eq .mode "background" -}}
initialDelay: 2m
interval: 60s # no count: until the rollout ends
failureLimit: 1
inconclusiveLimit: 10000 # missing data never pauses a rollout from here
consecutiveErrorLimit: 60 # 10 s apart: 10 min without the gate
{{- else if eq .mode "soak" -}}
initialDelay: 2m
interval: 60s
{{- if $old }}
count: 8
inconclusiveLimit: 3
{{- else }}
consecutiveSuccessLimit: 8 # 8 passes in a row, 10 min in all
count: 20
inconclusiveLimit: 9
{{- end }}
failureLimit: 0
consecutiveErrorLimit: 30
{{- else -}}
{{- if $old -}}
count: 1 # the first inconclusive pauses the rollout
inconclusiveLimit: 0
{{- else -}}
interval: 60s # asks again while inconclusive
count: 6 # never reached before another limit is: Argo refuses a step without it
consecutiveSuccessLimit: 1 # the first pass ends it
inconclusiveLimit: 5 # the sixth pauses the rollout for a person
{{- end }}
failureLimit: 0 # the first fail aborts
consecutiveErrorLimit: 30 # 10 s apart: 5 min without the gate
{{- end -}}
{{- end -}}

{{- /*
The count that goes with a metric's other limits: Argo refuses a step's metric that has an interval and none. With a number of passes in a row to
wait for, it is so large that another limit always ends the run first; a soak has room for every inconclusive and the passes after them. Above
inconclusiveLimit in any case: a run of nothing but inconclusive would end Successful. Dict: mode, metric. Empty where there is none to derive.
*/ -}}
{{- define "gate.count" -}}
{{- $room := add (max 0 (int (get .metric "failureLimit" | default 0))) (max 0 (int (get .metric "inconclusiveLimit" | default 0))) -}}
{{- $passes := int (get .metric "consecutiveSuccessLimit" | default 0) -}}
{{- if eq .mode "soak" -}}
{{- max (empty $passes | ternary 8 20) (add $room (empty $passes | ternary 5 $passes)) -}}
{{- else if ne .mode "background" -}}
{{- mul (add $room 1) (max $passes 1) -}}
{{- end -}}
{{- end -}}
