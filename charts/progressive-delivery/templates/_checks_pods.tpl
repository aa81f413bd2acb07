{{- define "pd.checkPods" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- if $v.autoscaling.enabled -}}
{{- if lt (int $v.autoscaling.min) 1 -}}
{{- include "pd.fault" (dict "to" $to "say" "autoscaling.min 0: at zero pods a canary's steps go by without any traffic to judge; write autoscaling.min: 2") -}}
{{- else if lt (int $v.autoscaling.min) 2 -}}
{{- include "pd.fault" (dict "to" $to "say" "autoscaling.min 1: one pod is down at every node drain; write autoscaling.min: 2 or more") -}}
{{- end -}}
{{- if lt (int $v.autoscaling.max) (int $v.autoscaling.min) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "autoscaling.max %d is below autoscaling.min %d: write a larger max" (int $v.autoscaling.max) (int $v.autoscaling.min))) -}}
{{- end -}}
{{- range $v.autoscaling.triggers -}}
{{- include "pd.checkTrigger" (dict "v" $v "to" $to "trigger" .) -}}
{{- end -}}
{{- else if lt (int $v.replicas) 2 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "replicas %d: one pod is down at every node drain; write replicas: 2 or more" (int $v.replicas))) -}}
{{- end -}}
{{- $cpu := include "pd.cpuPerPod" $v -}}
{{- $isAsked := and $v.autoscaling.enabled (not $v.autoscaling.triggers) (ne $v.workload.type "worker") -}}
{{- if and (not $cpu) $isAsked (not (include "pd.cpuRequestText" $v)) -}}
{{- include "pd.fault" (dict "to" $to "say" "autoscaling.cpuPerPod is empty, and resources.requests.cpu to take 70 % of is missing: write one of them") -}}
{{- else if and $cpu (not (regexMatch "^([0-9]+(\\.[0-9]+)?|[0-9]+m)$" $cpu)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "autoscaling.cpuPerPod '%s' is no amount of CPU: write 175m or 0.5" $cpu)) -}}
{{- else if and $cpu (not (regexMatch "[1-9]" $cpu)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "autoscaling.cpuPerPod '%s': what no pod may use is refused by Kubernetes; write 175m or 0.5" $cpu)) -}}
{{- else if and $isAsked (include "pd.cpuRequest" $v) (gt (include "gate.amount" $cpu | float64) (mulf 4 (include "pd.cpuRequest" $v | float64))) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "autoscaling.cpuPerPod '%s' is more than four times what a pod requests, and would hardly ever be reached: write an amount with m, such as 175m, or leave it empty" $cpu)) -}}
{{- end -}}
{{- if and $v.workloadRef (eq $v.workload.type "worker") -}}
{{- include "pd.fault" (dict "to" $to "say" "workloadRef on a worker: a worker is a Deployment already; remove workloadRef") -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkTrigger" -}}
{{- $type := get .trigger "type" -}}
{{- $value := include "gate.written" (get (get .trigger "metadata" | default dict) "value") -}}
{{- if and (has $type (list "cpu" "memory")) (or (not (include "gate.amount" $value)) (not (regexMatch "[1-9]" $value))) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "autoscaling.triggers: the value '%s' of type %s is no amount above 0, and Kubernetes refuses it: write one such as 175m or 256Mi" $value $type)) -}}
{{- end -}}
{{- range $key, $value := get .trigger "metadata" | default dict -}}
{{- if or (kindIs "map" $value) (kindIs "slice" $value) (kindIs "invalid" $value) -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "autoscaling.triggers: %s of type %s is no text, and KEDA reads nothing else: write it as one line" $key $type)) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .v.workload.type "http") (has $type (list "cpu" "memory")) (ne (get .trigger "metricType") "AverageValue") (not .v.canary.dynamicStableScale) -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "autoscaling.triggers: a %s percentage counts idle canary pods into stable's size; write metricType: AverageValue with an amount, or canary.dynamicStableScale: true" $type)) -}}
{{- end -}}
{{- if .v.workloadRef -}}
{{- range $key, $_ := get .trigger "metadata" -}}
{{- if hasSuffix "FromEnv" $key -}}
{{- include "pd.fault" (dict "to" $.to "say" (printf "autoscaling.triggers: %s cannot be read with workloadRef, because the Rollout has no containers; write a TriggerAuthentication and authenticationRef" $key)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkSession" -}}
{{- if lt (int .v.session.scaleDownDelaySeconds) 900 -}}
{{- include "pd.fault" (dict "to" .to "say" (printf "session.scaleDownDelaySeconds %d: the old version would be gone before the soak of 10 minutes has failed the new one; write 900 or more" (int .v.session.scaleDownDelaySeconds))) -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkWorker" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- if and $v.worker.kafka $v.worker.sqs -}}
{{- include "pd.fault" (dict "to" $to "say" "worker.kafka and worker.sqs are both given: write the one it consumes, and further triggers under autoscaling.triggers") -}}
{{- else if not (or $v.worker.kafka $v.worker.sqs) -}}
{{- include "pd.fault" (dict "to" $to "say" "worker has no queue: write worker.kafka: {bootstrapServers, consumerGroup, topic} or worker.sqs: {queueURL, awsRegion}; what takes requests is workload.type: http") -}}
{{- end -}}
{{- range list "bootstrapServers" "consumerGroup" "topic" -}}
{{- if and $v.worker.kafka (not (get $v.worker.kafka .)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "worker.kafka.%s is missing: write it as the consumer has it" .)) -}}
{{- end -}}
{{- end -}}
{{- range list "queueURL" "awsRegion" -}}
{{- if and $v.worker.sqs (not (get $v.worker.sqs .)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "worker.sqs.%s is missing: write it as the consumer has it" .)) -}}
{{- end -}}
{{- end -}}
{{- $group := get $v.worker.kafka "consumerGroup" -}}
{{- if and (not $v.gate.policy) (or $v.worker.sqs (and $group (ne $group $v.service))) -}}
{{- include "pd.fault" (dict "to" $to "say" "gate.policy is missing: the default policy watches a Kafka consumer group named like the service; write gate.policy: with one whose queue-lag objective names this queue (docs/policies.md)") -}}
{{- end -}}
{{- end -}}

{{- define "pd.checkMigration" -}}
{{- $v := .v -}}
{{- $to := .to -}}
{{- $migration := $v.migration -}}
{{- if and (eq $v.workload.type "migration") (not $migration) -}}
{{- include "pd.fault" (dict "to" $to "say" "migration is missing: write migration: {name: 2026-11-add-email, expand: {command: [...]}, contract: {command: [...]}}") -}}
{{- else if $migration -}}
{{- if not (regexMatch "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$" (get $migration "name" | toString)) -}}
{{- include "pd.fault" (dict "to" $to "say" "migration.name is missing or no Kubernetes name: write a new one for every change, such as name: 2026-11-add-email") -}}
{{- end -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "pod" "at" "migration.podSpec" "fields" (get $migration "podSpec")) -}}
{{- include "pd.checkKnownFields" (dict "to" $to "kind" "container" "at" "migration.containerSpec" "fields" (get $migration "containerSpec")) -}}
{{- $job := printf "%s-contract-%s" (include "pd.name" $v) (get $migration "name" | toString) -}}
{{- if gt (len $job) 63 -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "migration.name '%s' makes a Job name of %d characters, and Kubernetes takes 63: write a shorter one" (get $migration "name" | toString) (len $job))) -}}
{{- end -}}
{{- if not (dig "expand" "command" "" $migration) -}}
{{- include "pd.fault" (dict "to" $to "say" "migration.expand.command is missing: write the command that only adds (columns, tables, indexes), so that the running version goes on working") -}}
{{- end -}}
{{- $approve := dig "contract" "approve" "" $migration -}}
{{- if and $approve (not (dig "contract" "command" "" $migration)) -}}
{{- include "pd.fault" (dict "to" $to "say" "migration.contract.approve without a command: write migration.contract.command, or remove approve") -}}
{{- end -}}
{{- if and $approve $v.isHelmUpgrade -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "migration.contract.approve '%s' in a helm upgrade: Helm does not wait for a Rollout, and the version that still serves would lose its schema; remove approve, and make the Job by hand once all is promoted (docs/playbook.md#you-dont-canary-databases)" (toString $approve))) -}}
{{- end -}}
{{- if and $approve (ne (toString $approve) (toString $migration.name)) -}}
{{- include "pd.fault" (dict "to" $to "say" (printf "migration.contract.approve '%s' is not this migration: once every reader of the old schema is promoted, write approve: %s" (toString $approve) (toString $migration.name))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
