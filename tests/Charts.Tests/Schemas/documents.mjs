// What the checks share: the YAML documents of all files given, and the report. Run from a copy in artifacts/tools, where the packages are.
import { readFileSync } from "node:fs";
import * as yaml from "js-yaml";

export const documents = process.argv.slice(2).flatMap(file =>
  yaml.loadAll(readFileSync(file, "utf8")).filter(Boolean).map(document => ({ file, document, id: `${document.apiVersion}/${document.kind} ${document.metadata?.name}` })));

export const readAll = text => yaml.loadAll(text);

const packages = [
  ["argoproj.io/v1alpha1/Application", "@kubernetes-models/argo-cd"],
  ["argoproj.io/", "@kubernetes-models/argo-rollouts"],
  ["gateway.networking.k8s.io/", "@kubernetes-models/gateway-api"],
  ["keda.sh/", "@kubernetes-models/keda"],
  ["monitoring.coreos.com/", "@kubernetes-models/prometheus-operator"],
];

/** The module that describes a kind. */
export const modelOf = ({ apiVersion, kind }) =>
  `${packages.find(([prefix]) => `${apiVersion}/${kind}`.startsWith(prefix))?.[1] ?? "kubernetes-models"}/${apiVersion}/${kind}`;

/** One JSON object a line for each fault, and a last line with how many documents were looked at. */
export function report(faults, looked) {
  for (const { file, id, fault } of faults) console.log(JSON.stringify({ file, id, fault }));
  console.log(JSON.stringify({ looked }));
}
