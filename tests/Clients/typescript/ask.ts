// Asks a gate with the types that openapi-typescript generates: what docs/api.md#clients promises, run by tests/Clients/clients.test.mjs.
import createClient from "openapi-fetch";
import type { paths } from "./gate.js";

declare const process: { argv: string[] };

const gate = createClient<paths>({ baseUrl: process.argv[2]! });

/** What was answered; a refusal ends the program. */
function told<T>(answer: { data?: T; error?: { detail?: string | null } }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? "no answer");
  return answer.data;
}

const body = { service: "catalog", namespace: "shop", stableHash: "7d9f8c6b54", canaryHash: "5c6d7e8f", stepWeight: "5", window: "2h" };
const asked = told(await gate.POST("/v1/gates/evaluate", { body }));
console.log(`verdict ${asked.verdict}`);
console.log(`tripped ${asked.tripped.map(objective => objective.objective).join(",")}`);
console.log(`queries ${asked.evidence?.queries.length}`);

const wrong = told(await gate.POST("/v1/gates/evaluate", { body: { service: "catalog", stepWeight: "many" } }));
console.log(`wrong ${wrong.verdict} ${wrong.evidence === null} ${wrong.decision === null}`);

const page = told(await gate.GET("/v1/decisions", { params: { query: { service: "catalog", limit: "2" } } }));
console.log(`listed ${page.decisions.length} ${page.decisions[0]?.id}`);

const id = asked.decision!.id;
const read = told(await gate.GET("/v1/decisions/{id}", { params: { path: { id } } }));
console.log(`decision ${id} ${read.response.verdict} ${read.request.service} ${read.label === null}`);

const refused = await gate.GET("/v1/decisions/{id}", { params: { path: { id: "nope" } } });
console.log(`refused ${refused.response.status} ${refused.error?.detail}`);
