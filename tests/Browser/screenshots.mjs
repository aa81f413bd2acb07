// node screenshots.mjs FOLDER: pictures of every page, from the demo's data, and of a message. Run by eng/screenshots.
import { mkdirSync, statSync } from "node:fs";
import { drawCard, launch, startDemo, stopAll } from "./tools.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const [browser, { gate }] = await Promise.all([launch(), startDemo()]);
const { decisions } = await (await fetch(`${gate}/v1/decisions?limit=200`)).json();
const failed = decisions.find(decision => decision.rollout === "catalog" && decision.verdict === "fail");

// So that the scoreboard has something to show.
for (const [id, label, reason] of [[failed.id, "right", "the index was missing"], [decisions.find(decision => decision.rollout === "cart" && decision.verdict === "fail").id, "right", "one call per item"],
  [decisions.find(decision => decision.rollout === "checkout" && decision.mode === "step").id, "right", ""], [decisions.find(decision => decision.rollout === "payments").id, "wrong", "the pods had another label"]]) {
  await fetch(`${gate}/v1/decisions/${id}/label`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ label, reason, who: "shop on call" }) });
}

const wide = { width: 1180, height: 900 }, desk = { width: 1440, height: 900 }, phone = { width: 390, height: 844 };
const pictures = {
  "rollouts": ["/", wide],
  "rollout-after": ["/rollouts/shop/catalog", desk],
  "rollout-after-dark": ["/rollouts/shop/cart", desk, "dark"],
  "rollout-after-phone": ["/rollouts/shop/catalog", phone],
  "decision-after": [`/decisions/${failed.id}`, desk],
  "decision-after-dark": [`/decisions/${failed.id}`, desk, "dark"],
  "decision-after-phone": [`/decisions/${failed.id}`, phone],
  "policies": ["/policies?service=example-shop&weight=30", wide],
  "scoreboard": ["/scoreboard", { width: 1180, height: 420 }],
  "rollouts-phone": ["/", phone],
};
for (const [name, [path, viewport, colorScheme = "light"]] of Object.entries(pictures)) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(gate + path);
  await page.screenshot({ path: `${folder}/${name}.png` });
  console.log(`${name}.png ${Math.round(statSync(`${folder}/${name}.png`).size / 1024)} KB`);
  await page.close();
}

// Teams draws Adaptive Cards with this renderer; Slack has none outside Slack.
const page = await browser.newPage({ viewport: { width: 720, height: 300 } });
await drawCard(page, "failed");
await page.locator("main").screenshot({ path: `${folder}/teams-failed.png` });
await browser.close();
stopAll();
