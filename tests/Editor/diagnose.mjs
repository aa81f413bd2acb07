// What an editor marks: every file given is opened in yaml-language-server with the schema given, as VS Code's YAML extension does.
// node diagnose.mjs SCHEMA FILE... writes {"file": [{"line": 6, "message": "..."}]}; lines are counted from 1.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { basename, join } from 'node:path';

const tools = process.env.GATE_TEST_NODE_MODULES ?? join(import.meta.dirname, '../../artifacts/tools/node_modules');
const server = createRequire(join(tools, 'x.js')).resolve('yaml-language-server/bin/yaml-language-server');
const [schema, ...files] = process.argv.slice(2);
const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const found = {};
let id = 0;

const send = (message) => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const settings = { yaml: { validate: true, schemas: { [pathToFileURL(schema).href]: '*' }, schemaStore: { enable: false } }, http: {} };

const take = (message) => {
  if (message.id === 1 && message.result) {
    send({ method: 'initialized', params: {} });
    send({ method: 'workspace/didChangeConfiguration', params: { settings } });
    for (const file of files) {
      send({ method: 'textDocument/didOpen', params: { textDocument: { uri: pathToFileURL(file).href, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') } } });
    }
  } else if (message.method === 'workspace/configuration') {
    send({ id: message.id, result: message.params.items.map((item) => settings[item.section] ?? null) });
  } else if (message.method === 'textDocument/publishDiagnostics') {
    found[basename(new URL(message.params.uri).pathname)] = message.params.diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message }));
    if (Object.keys(found).length === files.length) {
      process.stdout.write(JSON.stringify(found));
      child.kill();
      process.exit(0);
    }
  } else if (message.id !== undefined && message.method) {
    send({ id: message.id, result: null });
  }
};

let pending = Buffer.alloc(0);
child.stdout.on('data', (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  for (;;) {
    const head = pending.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(pending.subarray(0, head).toString())[1]);
    if (pending.length < head + 4 + length) return;
    take(JSON.parse(pending.subarray(head + 4, head + 4 + length).toString()));
    pending = pending.subarray(head + 4 + length);
  }
});
child.on('exit', (code) => process.exit(code || 1));
send({ id: ++id, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: { workspace: { configuration: true } } } });
