// Checks manifests against published CRDs, closed so that an unknown field is a fault. CHARTS_CRDS is the folder that holds them; kinds without one are passed over.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { documents, readAll, report } from "./documents.mjs";

/** A structural schema as a closed JSON schema. */
function close(schema) {
  if (Array.isArray(schema)) return schema.map(close);
  if (!schema || typeof schema !== "object") return schema;
  if (schema["x-kubernetes-int-or-string"]) return { type: ["integer", "string"] };
  const open = schema["x-kubernetes-preserve-unknown-fields"];
  if (open && !schema.type) return {};
  const closed = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties") closed.properties = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, close(each)]));
    else if (["items", "not", "additionalProperties"].includes(key)) closed[key] = typeof value === "object" ? close(value) : value;
    else if (!key.startsWith("x-kubernetes") && !["format", "description", "default", "nullable"].includes(key)) closed[key] = value;
  }
  if (closed.type === "object" && closed.properties && closed.additionalProperties === undefined && !open) closed.additionalProperties = false;
  if (schema.nullable) closed.type = [].concat(closed.type, "null");
  return closed;
}

const files = folder => readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
  entry.isDirectory() ? files(join(folder, entry.name)) : entry.name.endsWith(".yaml") ? [join(folder, entry.name)] : []);

const schemas = new Map();
for (const file of files(process.env.CHARTS_CRDS)) {
  for (const crd of readAll(readFileSync(file, "utf8")).filter(each => each?.kind === "CustomResourceDefinition")) {
    for (const version of crd.spec.versions) schemas.set(`${crd.spec.group}/${version.name}/${crd.spec.names.kind}`, version.schema.openAPIV3Schema);
  }
}

const ajv = new Ajv({ strict: false, allErrors: true });
const validators = new Map();
const faults = [];
let looked = 0;
for (const { file, document, id } of documents) {
  const kind = `${document.apiVersion}/${document.kind}`;
  if (!schemas.has(kind)) continue;
  looked++;
  if (!validators.has(kind)) {
    const schema = close(schemas.get(kind));
    validators.set(kind, ajv.compile({ ...schema, properties: { ...schema.properties, metadata: { type: "object" } } }));
  }
  const validate = validators.get(kind);
  if (!validate(document)) {
    faults.push({ file, id, fault: validate.errors.slice(0, 3).map(each => `${each.instancePath} ${each.message} ${each.params.additionalProperty ?? ""}`).join("; ") });
  }
}
report(faults, looked);
