{{- /* What fits together, beyond what the schema can say: every fault at once, each with what to write instead. */ -}}
{{- define "pd.check" -}}
{{- $to := dict "faults" list -}}
{{- $context := dict "v" . "to" $to -}}
{{- if eq .workload.type "database" -}}
{{- include "pd.fault" (dict "to" $to "say" "workload.type database: you don't canary databases; one schema serves both versions at once. Write workload.type: migration and change it by expand and contract (docs/playbook.md#you-dont-canary-databases)") -}}
{{- else -}}
{{- include "pd.checkRequired" $context -}}
{{- include "pd.checkUnread" $context -}}
{{- include "pd.checkShapes" $context -}}
{{- if ne .workload.type "migration" -}}
{{- include "pd.checkPods" $context -}}
{{- include "pd.checkBudget" $context -}}
{{- if not .workloadRef }}{{ include "pd.checkLists" $context }}{{ include "pd.checkPodTemplate" $context }}{{ end -}}
{{- include "pd.checkKubernetesNames" $context -}}
{{- include "pd.checkLabels" $context -}}
{{- include "pd.checkNames" $context -}}
{{- include "pd.checkGate" $context -}}
{{- end -}}
{{- if has .workload.type (list "http" "session") -}}
{{- include "pd.checkRoutes" $context -}}
{{- include "pd.checkGateway" $context -}}
{{- include "pd.checkWorkloadRef" $context -}}
{{- include "pd.checkRolloutSpec" $context -}}
{{- end -}}
{{- if eq .workload.type "http" -}}
{{- include "pd.checkSteps" $context -}}
{{- include "pd.checkCanary" $context -}}
{{- else if eq .workload.type "session" -}}
{{- include "pd.checkSession" $context -}}
{{- else if eq .workload.type "worker" -}}
{{- include "pd.checkWorker" $context -}}
{{- end -}}
{{- include "pd.checkMigration" $context -}}
{{- end -}}
{{- include "pd.refuse" $to -}}
{{- end -}}

{{- /* Keys and kinds first, and alone: what is a text in place of a truth cannot be looked at further. */ -}}
{{- define "pd.checkShape" -}}
{{- $to := dict "faults" list -}}
{{- include "pd.checkSchema" (dict "to" $to "at" "" "value" . "schema" (include "pd.schema" . | fromJson)) -}}
{{- include "pd.refuse" $to -}}
{{- end -}}

{{- define "pd.refuse" -}}
{{- with .faults -}}
{{- fail (printf "progressive-delivery refuses these values (%d):\n- %s\n" (len .) (join "\n- " .)) -}}
{{- end -}}
{{- end -}}

{{- define "pd.fault" -}}
{{- $_ := set .to "faults" (append .to.faults .say) -}}
{{- end -}}

{{- define "pd.checkRequired" -}}
{{- $v := .v -}}
{{- if not $v.service -}}
{{- include "pd.fault" (dict "to" .to "say" "service is missing: write the name under which it reports to New Relic, such as service: checkout") -}}
{{- end -}}
{{- if or (gt (len $v.service) 255) (regexMatch "[\\x00-\\x1f\\x7f]" $v.service) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "service %q has %d characters or a line break, and the gate would refuse every question: write plain text of at most 255" (trunc 60 $v.service) (len $v.service))) -}}
{{- end -}}
{{- if not $v.team -}}
{{- include "pd.fault" (dict "to" .to "say" "team is missing: write the owning team, such as team: shop") -}}
{{- else if not (regexMatch "^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" $v.team) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "team '%s' cannot be a label: write letters, digits, dashes, such as team: shop" $v.team)) -}}
{{- end -}}
{{- $name := include "pd.name" $v -}}
{{- if and $name (not (regexMatch "^[a-z]([a-z0-9-]*[a-z0-9])?$" $name)) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "name '%s' is no Kubernetes name: keep the service as it is and write name: with lower-case letters, digits and dashes" $name)) -}}
{{- else if gt (len $name) 46 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "name '%s' has %d characters, and Kubernetes would cut the hash out of its pods' names: write name: with at most 46" $name (len $name))) -}}
{{- end -}}
{{- if and (has $v.workload.type (list "http" "session")) (not $v.port) -}}
{{- include "pd.fault" (dict "to" .to "say" "port is missing: write the port the container listens on, such as port: 8080") -}}
{{- end -}}
{{- include "pd.checkImage" . -}}
{{- end -}}
