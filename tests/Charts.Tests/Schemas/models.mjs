// Checks manifests against the compiled schemas of @kubernetes-models: types, enums, required fields. Unknown fields are types.mjs' business.
import { documents, modelOf, report } from "./documents.mjs";

const faults = [];
for (const { file, document, id } of documents) {
  try {
    const model = await import(modelOf(document));
    new model[document.kind](document).validate();
  } catch (error) {
    const told = error.errors?.map(each => `${each.instancePath ?? ""} ${each.message ?? each.keyword}`).join("; ");
    faults.push({ file, id, fault: told ?? `no schema: ${error.message}` });
  }
}
report(faults, documents.length);
