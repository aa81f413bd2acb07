// The commands of docs/api.md#clients, as they stand there: each generates a client from the contract that a running gate serves, compiles it, and asks that
// gate, which has judged a rollout of the demo. Nothing generated is kept.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startDemo, stopAll } from "../Browser/tools.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
const sources = "/usr/share/gocode";
let gate;

before(async () => { ({ gate } = await startDemo("--world", "slowQueryPlan", "--service", "catalog", "--seed", "12")); });
after(stopAll);

const read = async address => (await fetch(gate + address)).json();

/** The lines of shell under one heading of the document. */
function commands(language) {
  const section = readFileSync(`${root}docs/api.md`, "utf8").split("\n## Clients\n")[1].split("\n## ")[0];
  const block = section.split("```sh\n").find(each => each.startsWith(`# ${language}\n`));
  return block.split("\n```")[0];
}

/** Runs the document's commands beside the program of tests/Clients, and tells what it printed by its first word. */
async function ask(t, language, folder, env = {}, below = "") {
  const place = mkdtempSync(join(tmpdir(), "gate-client-"));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  const work = join(place, below);
  cpSync(`${root}tests/Clients/${folder}`, work, { recursive: true });
  symlinkSync(`${root}artifacts/tools/node_modules`, join(work, "node_modules"));
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", commands(language)], {
    cwd: work, maxBuffer: 1 << 26, env: { ...process.env, PATH: `${process.env.PATH}:${root}artifacts/tools`, GATE_URL: gate, GOPATH: `${place}:${sources}`, ...env },
  }).catch(error => assert.fail(`${error.message}\n${error.stdout}\n${error.stderr}`));
  return Object.fromEntries(stdout.toLowerCase().split("\n").map(line => [line.split(" ")[0], line.split(" ").slice(1).join(" ")]));
}

/** What a client read is what the gate says, values that are null among them. */
async function holds(told) {
  const id = told.decision.split(" ")[0].toUpperCase();
  const { request, response } = await read(`/v1/decisions/${id}`);
  assert.equal(response.verdict, "fail", response.objectives.map(each => `${each.objective} ${each.outcome}: ${each.reason}`).join("\n"));
  assert.ok(response.tripped.length > 0);
  assert.deepEqual(
    { verdict: told.verdict, tripped: told.tripped, queries: told.queries, wrong: told.wrong, listed: told.listed, decision: told.decision, refused: told.refused },
    {
      verdict: response.verdict,
      tripped: response.tripped.map(({ objective }) => objective).join(","),
      queries: `${response.evidence.queries.length}`,
      wrong: "inconclusive true true",
      listed: `2 ${id.toLowerCase()}`,
      decision: `${id.toLowerCase()} ${response.verdict} ${request.service} true`,
      refused: `404 ${(await read("/v1/decisions/nope")).detail.toLowerCase()}`,
    });
}

const has = command => run("bash", ["-c", `command -v ${command}`]).then(() => true, () => false);
const canGo = await has("go") && await has("java") && existsSync(`${sources}/src/golang.org/x/oauth2`);

test("a client in C#", async t => holds(await ask(t, "C#", "csharp")));
test("a client in TypeScript", async t => holds(await ask(t, "TypeScript", "typescript")));
// Debian's library of Go has no proxy beside it, so the test builds as before there were modules.
test("a client in Go", { skip: !canGo && "Go is not to be had here" },
  async t => holds(await ask(t, "Go", "go", { GO111MODULE: "off", GOFLAGS: "" }, "src")));
