// Checks manifests for unknown fields: each becomes a literal of its TypeScript type, whose excess-property check tells them.
import ts from "typescript";
import { documents, modelOf, report } from "./documents.mjs";

const name = new URL("manifests.ts", import.meta.url).pathname;
const ends = [];
let source = "";
documents.forEach(({ document }, index) => {
  source += `import { I${document.kind} as T${index} } from "${modelOf(document)}";\nexport const m${index}: T${index} = ${JSON.stringify(document, null, 1)};\n`;
  ends.push(source.split("\n").length - 1);
});

const options = {
  strict: true, noEmit: true, skipLibCheck: true, types: [],
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022,
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.getSourceFile = (file, ...rest) => file === name ? ts.createSourceFile(file, source, ...rest) : getSourceFile.call(host, file, ...rest);
host.fileExists = file => file === name || fileExists.call(host, file);
host.readFile = file => file === name ? source : readFile.call(host, file);

const faults = ts.getPreEmitDiagnostics(ts.createProgram([name], options, host)).map(told => {
  const line = told.file?.getLineAndCharacterOfPosition(told.start).line ?? 0;
  const { file, id } = documents[ends.findIndex(end => line < end)] ?? { file: name, id: "?" };
  return { file, id, fault: `${source.split("\n")[line].trim()}: ${ts.flattenDiagnosticMessageText(told.messageText, " ").slice(0, 300)}` };
});
report(faults, documents.length);
