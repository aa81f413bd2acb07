{{- /* values.schema.json once more, because a library chart cannot read its own files: a test holds them equal, and UPDATE_CHARTS=1 copies it. */ -}}
{{- define "pd.schema" -}}
{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "progressive-delivery",
  "description": "Keys, types and choices; what fits together is checked while rendering.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "global": {
      "type": "object",
      "properties": {
        "gate": {
          "type": "object",
          "description": "What the platform's ClusterAnalysisTemplates say.",
          "additionalProperties": false,
          "properties": {
            "url": {"type": "string"},
            "cluster": {"type": "string", "maxLength": 128},
            "tokenSecret": {"type": "object", "additionalProperties": false, "properties": {"name": {"type": "string"}, "key": {"type": "string"}}}
          }
        }
      }
    },
    "service": {"type": "string", "description": "Name under which the service reports to New Relic."},
    "name": {"type": "string", "description": "Name in Kubernetes, where service is no DNS label."},
    "image": {"type": "string", "description": "Image with tag or digest."},
    "port": {"type": "integer", "minimum": 0, "maximum": 65535},
    "team": {"type": "string", "description": "Owning team."},
    "cluster": {"type": "string", "maxLength": 128, "description": "Name of the Kubernetes cluster in New Relic."},
    "change": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "commit": {"type": "string", "maxLength": 512, "pattern": "^[^\\x00-\\x1f\\x7f]*$"},
        "author": {"type": "string", "maxLength": 512, "pattern": "^[^\\x00-\\x1f\\x7f]*$"},
        "pullRequest": {"type": "string", "maxLength": 2048, "pattern": "^(https?://[^\\s]+)?$"},
        "link": {"type": "string", "maxLength": 2048, "pattern": "^(https?://[^\\s]+)?$"},
        "runbook": {"type": "string", "maxLength": 2048, "pattern": "^(https?://[^\\s]+)?$"}
      }
    },
    "workload": {
      "type": "object",
      "additionalProperties": false,
      "properties": {"type": {"enum": ["http", "session", "worker", "migration", "database"]}}
    },
    "argoRollouts": {"enum": ["1.7", "1.8", "1.9", "1.10"]},
    "gatewayPlugin": {"type": "string"},
    "env": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "object"]}},
    "envFrom": {"type": "array", "items": {"type": "object"}},
    "command": {"type": "array", "items": {"type": "string"}},
    "args": {"type": "array", "items": {"type": "string"}},
    "resources": {"type": "object"},
    "probe": {"type": "object", "additionalProperties": false, "properties": {"path": {"type": "string"}, "grpc": {"type": "boolean"}}},
    "serviceAccountName": {"type": "string"},
    "podLabels": {"type": "object", "additionalProperties": {"type": "string"}},
    "podAnnotations": {"type": "object", "additionalProperties": {"type": "string"}},
    "podSpec": {"type": "object"},
    "containerSpec": {"type": "object"},
    "workloadRef": {
      "type": "object",
      "additionalProperties": false,
      "properties": {"name": {"type": "string"}, "scaleDown": {"enum": ["never", "onsuccess", "progressively"]}, "replicas": {"type": "integer", "minimum": 0}}
    },
    "selector": {"type": "object", "additionalProperties": {"type": "string"}},
    "stableService": {"type": "string"},
    "replicas": {"type": "integer", "minimum": 0},
    "autoscaling": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "enabled": {"type": "boolean"},
        "min": {"type": "integer", "minimum": 0},
        "max": {"type": "integer", "minimum": 1},
        "cpuPerPod": {"type": ["string", "number"]},
        "triggers": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "type": {"type": "string"},
              "name": {"type": "string"},
              "metricType": {"enum": ["AverageValue", "Value", "Utilization"]},
              "metadata": {"type": "object"},
              "authenticationRef": {"type": "object"},
              "useCachedMetrics": {"type": "boolean"}
            },
            "required": ["type", "metadata"]
          }
        }
      }
    },
    "podDisruptionBudget": {
      "type": "object",
      "additionalProperties": false,
      "properties": {"maxUnavailable": {"type": ["string", "integer", "null"]}, "minAvailable": {"type": ["string", "integer", "null"]}}
    },
    "servicePort": {"type": "integer", "minimum": 1, "maximum": 65535},
    "gateway": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "name": {"type": "string"},
        "namespace": {"type": "string"},
        "sectionName": {"type": "string"},
        "domain": {"type": "string"}
      }
    },
    "routes": {
      "type": "object",
      "additionalProperties": {
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
          "kind": {"enum": ["http", "grpc", "tcp"]},
          "hostnames": {"type": "array", "items": {"type": "string"}},
          "paths": {"type": "array", "items": {"type": "string"}},
          "matches": {"type": "array", "items": {"type": "object"}},
          "filters": {"type": "array", "items": {"type": "object"}},
          "parentRefs": {"type": "array", "items": {"type": "object"}},
          "sectionName": {"type": "string"}
        }
      }
    },
    "canary": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "steps": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "properties": {"weight": {"type": "integer"}, "hold": {"type": "string"}},
            "required": ["weight", "hold"]
          }
        },
        "backgroundFromStep": {"type": "integer", "minimum": 0},
        "preflight": {"type": "boolean"},
        "dynamicStableScale": {"type": "boolean"},
        "antiAffinity": {"type": "boolean"},
        "scaleDownDelaySeconds": {"type": "integer", "minimum": 0},
        "abortScaleDownDelaySeconds": {"type": "integer", "minimum": 0},
        "maxSurge": {"type": ["string", "integer"]},
        "maxUnavailable": {"type": ["string", "integer"]},
        "headerRoute": {"type": "object", "additionalProperties": false, "properties": {"name": {"type": "string"}, "value": {"type": "string"}}},
        "experiment": {
          "type": "object",
          "additionalProperties": false,
          "properties": {"duration": {"type": "string"}, "weight": {"type": "integer", "minimum": 1, "maximum": 50}}
        }
      }
    },
    "session": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "preflight": {"type": "boolean"},
        "previewReplicas": {"type": "integer", "minimum": 0},
        "manualPromotion": {"type": "boolean"},
        "scaleDownDelaySeconds": {"type": "integer", "minimum": 0}
      }
    },
    "worker": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "kafka": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "bootstrapServers": {"type": "string"},
            "consumerGroup": {"type": "string"},
            "topic": {"type": "string"},
            "lagThreshold": {"type": ["string", "integer"]}
          }
        },
        "sqs": {
          "type": "object",
          "additionalProperties": false,
          "properties": {"queueURL": {"type": "string"}, "awsRegion": {"type": "string"}, "queueLength": {"type": ["string", "integer"]}}
        },
        "authentication": {"type": "string"}
      }
    },
    "migration": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "name": {"type": "string"},
        "image": {"type": "string"},
        "expand": {
          "type": "object",
          "additionalProperties": false,
          "properties": {"command": {"type": "array", "items": {"type": "string"}}}
        },
        "contract": {
          "type": "object",
          "additionalProperties": false,
          "properties": {"command": {"type": "array", "items": {"type": "string"}}, "approve": {"type": "string"}}
        },
        "env": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "object"]}},
        "envFrom": {"type": "array", "items": {"type": "object"}},
        "podSpec": {"type": "object"},
        "containerSpec": {"type": "object"},
        "deadlineSeconds": {"type": "integer", "minimum": 1}
      }
    },
    "gate": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "url": {"type": "string"},
        "token": {"type": "string", "description": "Refused: use tokenSecret."},
        "tokenSecret": {"type": "object", "additionalProperties": false, "properties": {"name": {"type": "string"}, "key": {"type": "string"}}},
        "policy": {"type": "string"},
        "window": {"type": "string"},
        "args": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
        "step": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "initialDelay": {"type": "string"},
            "interval": {"type": ["string", "null"]},
            "count": {"type": ["integer", "null"]},
            "failureLimit": {"type": "integer"},
            "inconclusiveLimit": {"type": "integer"},
            "consecutiveErrorLimit": {"type": "integer"},
            "consecutiveSuccessLimit": {"type": ["integer", "null"]},
            "successCondition": {"type": ["string", "null"]},
            "failureCondition": {"type": ["string", "null"]}
          }
        },
        "background": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "initialDelay": {"type": "string"},
            "interval": {"type": ["string", "null"]},
            "count": {"type": ["integer", "null"]},
            "failureLimit": {"type": "integer"},
            "inconclusiveLimit": {"type": "integer"},
            "consecutiveErrorLimit": {"type": "integer"},
            "consecutiveSuccessLimit": {"type": ["integer", "null"]},
            "successCondition": {"type": ["string", "null"]},
            "failureCondition": {"type": ["string", "null"]}
          }
        },
        "preflight": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "initialDelay": {"type": "string"},
            "interval": {"type": ["string", "null"]},
            "count": {"type": ["integer", "null"]},
            "failureLimit": {"type": "integer"},
            "inconclusiveLimit": {"type": "integer"},
            "consecutiveErrorLimit": {"type": "integer"},
            "consecutiveSuccessLimit": {"type": ["integer", "null"]},
            "successCondition": {"type": ["string", "null"]},
            "failureCondition": {"type": ["string", "null"]}
          }
        },
        "soak": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "initialDelay": {"type": "string"},
            "interval": {"type": ["string", "null"]},
            "count": {"type": ["integer", "null"]},
            "failureLimit": {"type": "integer"},
            "inconclusiveLimit": {"type": "integer"},
            "consecutiveErrorLimit": {"type": "integer"},
            "consecutiveSuccessLimit": {"type": ["integer", "null"]},
            "successCondition": {"type": ["string", "null"]},
            "failureCondition": {"type": ["string", "null"]}
          }
        },
        "metrics": {"type": "array", "items": {"type": "object"}},
        "dryRun": {"type": "boolean"},
        "relativePolicies": {"type": "array", "items": {"type": "string"}}
      }
    },
    "notifications": {
      "type": "object",
      "additionalProperties": false,
      "properties": {"service": {"type": "string"}, "channel": {"type": "string"}, "triggers": {"type": "array", "items": {"type": "string"}}}
    },
    "rbac": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "create": {"type": "boolean"},
        "serviceAccount": {
          "type": "object",
          "additionalProperties": false,
          "properties": {"name": {"type": "string"}, "namespace": {"type": "string"}}
        }
      }
    },
    "rolloutSpec": {"type": "object"}
  }
}
{{- end -}}
