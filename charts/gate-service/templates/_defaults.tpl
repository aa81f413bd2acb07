{{- /* values.yaml once more, because a chart cannot read its own: a test holds them equal. */ -}}
{{- define "gs.defaults" -}}
{
"image": {"repository": "gate-service", "tag": "", "digest": "", "pullPolicy": "IfNotPresent"},
"imagePullSecrets": [],
"nameOverride": "",
"fullnameOverride": "",
"replicas": 1,
"resources": {"requests": {"cpu": "250m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
"podLabels": {},
"podAnnotations": {},
"nodeSelector": {},
"tolerations": [],
"affinity": {},
"priorityClassName": "",
"env": {},
"deadline": "",
"newRelic": {"accountId": "", "region": "US", "endpoint": "", "apiKeySecret": {"name": "gate-service-new-relic", "key": "apiKey"}},
"publicUrl": "",
"auth": {"tokens": [], "tokensSecret": "", "issuers": [], "openIdConnect": {}},
"metrics": {"port": 9464},
"telemetry": {"otlpEndpoint": ""},
"trust": {"configMap": "", "secret": "", "key": "ca.crt"},
"proxy": {"url": "", "urlSecret": {}, "port": 3128, "noProxy": [".svc", ".cluster.local", "localhost", "127.0.0.1"]},
"swagger": true,
"history": {"store": "sqlite", "keepFor": "", "keepAtMost": "", "keepAtMostMegabytes": "", "sqlite": {"persistence": true, "size": "1Gi", "storageClassName": "", "existingClaim": ""}, "postgres": {"connectionStringSecret": {"name": "gate-service-postgres", "key": "connectionString"}, "port": 5432}},
"policies": {"shipped": true, "files": {}, "existingConfigMap": "", "reloadInterval": "10s"},
"service": {"port": 80, "annotations": {}},
"serviceAccount": {"create": true, "name": "", "annotations": {}},
"podDisruptionBudget": {"enabled": true},
"autoscaling": {"kind": "none", "min": 2, "max": 6, "cpuUtilization": 70, "triggers": []},
"networkPolicy": {"enabled": true, "from": [{"kubernetes.io/metadata.name": "argo-rollouts"}], "monitoring": [{"kubernetes.io/metadata.name": "monitoring"}], "egress": []},
"httpRoute": {"enabled": false, "hostnames": [], "parentRefs": [], "paths": []},
"serviceMonitor": {"enabled": false, "interval": "30s", "labels": {}},
"prometheusRule": {"enabled": false, "runbook": "", "labels": {}},
"analysisTemplates": {"enabled": true, "argoRollouts": "1.8", "url": "", "cluster": "", "tokenSecret": {"name": "gate-service", "key": "token"}},
"notifications": {"channels": [], "enabled": false, "namespace": "argo-rollouts", "slackTokenKey": "slack-token"},
"helmTest": {"enabled": true, "service": "checkout", "namespace": "shop", "tokenSecret": {}},
"dashboard": {"enabled": true, "labels": {"grafana_dashboard": "1"}}
}
{{- end -}}

{{- /*
Helm takes the default away where a key stands without a value, as when all below it is commented out; it is given back here, by every template, because
nobody knows which one comes first. Of resources and labels a null of one entry is meant. Dict: into, from.
*/ -}}
{{- define "gs.fill" -}}
{{- range $key, $default := .from -}}
{{- $own := get $.into $key -}}
{{- if or (not (hasKey $.into $key)) (kindIs "invalid" $own) -}}
{{- $_ := set $.into $key $default -}}
{{- else if and (kindIs "map" $default) (kindIs "map" $own) (not (has $key (list "resources" "labels"))) -}}
{{- include "gs.fill" (dict "into" $own "from" $default) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gs.withDefaults" -}}
{{- include "gs.fill" (dict "into" .Values "from" (include "gs.defaults" . | fromJson)) -}}
{{- end -}}
