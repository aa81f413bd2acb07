{{- /* values.yaml once more, because a library chart cannot read its own: a test holds them equal. */ -}}
{{- define "pd.defaults" -}}
{
"service": "",
"name": "",
"image": "",
"port": 0,
"team": "",
"cluster": "",
"change": {},
"workload": {"type": "http"},
"argoRollouts": "1.8",
"gatewayPlugin": "",
"env": {},
"envFrom": [],
"command": [],
"args": [],
"resources": {"requests": {"cpu": "250m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
"probe": {"path": "", "grpc": false},
"serviceAccountName": "",
"podLabels": {},
"podAnnotations": {},
"podSpec": {},
"containerSpec": {},
"workloadRef": {},
"selector": {},
"stableService": "",
"replicas": 2,
"autoscaling": {"enabled": true, "min": 2, "max": 10, "cpuPerPod": "", "triggers": []},
"podDisruptionBudget": {},
"servicePort": 80,
"gateway": {"name": "shared", "namespace": "gateway-system", "sectionName": "", "domain": "apps.internal"},
"routes": {"main": {"kind": "http"}},
"canary": {"steps": [{"weight": 5, "hold": "10m"}, {"weight": 25, "hold": "10m"}, {"weight": 50, "hold": "10m"}, {"weight": 100, "hold": "10m"}], "backgroundFromStep": 1, "preflight": false, "dynamicStableScale": false, "antiAffinity": false, "scaleDownDelaySeconds": 0, "abortScaleDownDelaySeconds": 30, "maxSurge": "25%", "maxUnavailable": 0, "headerRoute": {}, "experiment": {}},
"session": {"preflight": true, "previewReplicas": 0, "manualPromotion": false, "scaleDownDelaySeconds": 1800},
"worker": {"kafka": {}, "sqs": {}, "authentication": ""},
"migration": {},
"gate": {"url": "", "tokenSecret": {"name": "gate-service", "key": "token"}, "policy": "", "window": "", "args": {}, "step": {}, "background": {}, "preflight": {}, "soak": {}, "metrics": [], "dryRun": false, "relativePolicies": []},
"notifications": {"service": "slack", "channel": "", "triggers": ["on-analysis-run-failed", "on-analysis-run-error", "on-analysis-run-inconclusive"]},
"rbac": {"create": true, "serviceAccount": {"name": "argo-rollouts", "namespace": "argo-rollouts"}},
"rolloutSpec": {}
}
{{- end -}}

{{- /*
Helm takes the default away where a key stands without a value, as when all below it is commented out; it is given back here. Of what is a map by name, a
null of one entry is meant: routes.main, resources.limits. Dict: into, from.
*/ -}}
{{- define "pd.fill" -}}
{{- range $key, $default := .from -}}
{{- $own := get $.into $key -}}
{{- if or (not (hasKey $.into $key)) (kindIs "invalid" $own) -}}
{{- $_ := set $.into $key $default -}}
{{- else if and (kindIs "map" $default) (kindIs "map" $own) (not (has $key (list "routes" "resources"))) -}}
{{- include "pd.fill" (dict "into" $own "from" $default) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* What the platform says once for all teams of a cluster, where a team says nothing. */ -}}
{{- define "pd.fillFromPlatform" -}}
{{- $platform := get .global "gate" | default dict -}}
{{- $gate := get . "gate" | default dict -}}
{{- $secret := get $gate "tokenSecret" | default dict -}}
{{- $shared := dict "name" (get (get $platform "tokenSecret" | default dict) "name" | default "gate-service") "key" (get (get $platform "tokenSecret" | default dict) "key" | default "token") -}}
{{- $_ := set . "sharedSecret" $shared -}}
{{- if and (not (get . "cluster")) (get $platform "cluster") }}{{ $_ := set . "cluster" $platform.cluster }}{{ end -}}
{{- if and (not (get $gate "url")) (get $platform "url") }}{{ $_ := set $gate "url" $platform.url }}{{ end -}}
{{- if get $platform "tokenSecret" -}}
{{- if or (not $secret) (eq (toJson $secret) (toJson (dict "name" "gate-service" "key" "token"))) }}{{ $_ := set $gate "tokenSecret" $shared }}{{ end -}}
{{- end -}}
{{- $_ := set . "gate" $gate -}}
{{- end -}}
