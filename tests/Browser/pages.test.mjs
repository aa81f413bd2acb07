// Every page in a real Chromium: axe-core, no horizontal scroll on a phone, a visible focus, no word of the Content-Security-Policy, size;
// and what people do: filter, open, label, copy, sign in, read on while the page refreshes itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, drawCard, launch, read, startDemo, startGuarded, stopAll } from "./tools.mjs";

const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
const [platform, shop] = [{ token: "token of the platform", team: "platform", services: "*" }, { token: "token of the shop", team: "shop", services: "shop-*" }];
/** The longest names that Kubernetes and the gate take, without a place to break. */
const [longest, longestLabel] = ["n".repeat(253), "p".repeat(63)];
const wordy = { token: "token of the wordy", team: longestLabel, services: "*" };
let browser, gate, guarded, decisions;

before(async () => {
  [browser, { gate }, guarded] = await Promise.all([launch(), startDemo(), startGuarded([platform, shop, wordy])]);
  ({ decisions } = await (await fetch(`${gate}/v1/decisions?limit=200`)).json());
});

after(async () => {
  await browser?.close();
  stopAll();
});

/** A page of its own, with everything the browser complains about. */
async function open(t, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  page.complaints = [];
  page.bodies = [];
  page.on("console", message => { if (message.type() === "error" || message.text().includes("Content Security Policy")) page.complaints.push(message.text()); });
  page.on("pageerror", error => page.complaints.push(String(error)));
  page.on("dialog", dialog => { page.complaints.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("response", response => { page.bodies.push(response.body().catch(() => "")); });
  await page.goto(address);
  return page;
}

async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map(node => node.html).join(" ")}`);
}

/** Words a person sees without unfolding anything; docs/pages.md tells what they were. */
const mostWords = 450;

const slowQuery = () => decisions.find(decision => decision.rollout === "catalog" && decision.verdict === "fail");
const newest = verdict => decisions.find(decision => decision.verdict === verdict);
const rollout = verdict => { const { namespace, rollout } = newest(verdict); return `/rollouts/${namespace}/${rollout}`; };
const places = {
  "what rolls out": () => "/",
  "a filter that finds nothing": () => "/?team=nobody",
  "a rollout that passed": () => rollout("pass"),
  "a rollout that failed": () => rollout("fail"),
  "a decision to pass": () => `/decisions/${newest("pass").id}`,
  "a decision to fail": () => `/decisions/${newest("fail").id}`,
  "a decision to hold": () => `/decisions/${newest("inconclusive").id}`,
  "all policies": () => "/policies",
  "an effective policy": () => "/policies?service=example-shop&weight=30",
  "the scoreboard": () => "/scoreboard",
  "what a count of the scoreboard counts": () => "/?verdict=fail&policy=http-default&label=none",
  "the style guide": () => "/styleguide",
  "the shadow policies": () => "/shadows",
  "the doctor": () => "/doctor?service=checkout&namespace=shop",
};

for (const [name, path] of Object.entries(places)) {
  test(`${name} can be read by everyone`, async t => {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(t, gate + path(), { colorScheme });
      assert.deepEqual(await violations(page), [], colorScheme);
      assert.deepEqual(page.complaints, [], colorScheme);
      await page.waitForLoadState("networkidle");
      const bytes = (await Promise.all(page.bodies)).reduce((sum, body) => sum + body.length, 0);
      assert.ok(bytes > 15_000 && bytes < 100_000, `${bytes} bytes`);
      if (colorScheme === "dark") continue;

      await page.setViewportSize({ width: 360, height: 740 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, "scrolls sideways on a phone");
      assert.deepEqual(await violations(page), [], "on a phone");
    }
  });
}

test("Swagger UI can be read by everyone", async t => {
  const page = await open(t, `${gate}/swagger/index.html`);
  await page.waitForSelector(".opblock-post");
  await page.locator(".opblock-post .opblock-summary-control").first().click();
  await page.waitForSelector(".opblock-body .execute");
  assert.deepEqual(await violations(page), []);
});

/** What a page answers, and where each answer stands. */
const answers = {
  "what and how much": ".answer .numbers",
  "why us": ".answer .fault-of",
  "what changed": ".answer .shipped",
  "what to do": ".answer .commands",
  "in New Relic": ".title .onward",
  "the chart that decides": ".answer .deciding svg",
};

for (const [name, address] of [["the page of a decision", () => `/decisions/${slowQuery().id}`], ["the page of a rollout", () => "/rollouts/shop/catalog"]]) {
  test(`${name} answers on the first screen of a desk and within two of a phone`, async t => {
    for (const [viewport, screens] of [[{ width: 1440, height: 900 }, 1], [{ width: 390, height: 844 }, 2]]) {
      const page = await open(t, gate + address(), { viewport });
      for (const [answer, selector] of Object.entries(answers)) {
        const box = await page.locator(selector).last().boundingBox();
        assert.ok(box, `${answer} is not on ${name}`);
        assert.ok(box.y + box.height <= screens * viewport.height, `${answer} ends at ${Math.round(box.y + box.height)} of ${screens * viewport.height} at ${viewport.width} pixels`);
      }
    }
  });
}

test("the answer has the width of the page where the chart has no room beside it", async t => {
  for (const [width, share] of [[1440, 0.5], [900, 0.9], [768, 0.9], [390, 0.9]]) {
    const page = await open(t, `${gate}/rollouts/shop/catalog`, { viewport: { width, height: 900 } });
    const [card, all] = await page.evaluate(() => [".answer > .card", ".answer"].map(name => document.querySelector(name).getBoundingClientRect().width));
    assert.ok(card >= share * all, `${Math.round(card)} of ${Math.round(all)} pixels at ${width}`);
  }
});

test("letters of a chart are twelve pixels or more", async t => {
  for (const width of [1440, 1280, 768, 390, 360]) {
    for (const path of [`/decisions/${slowQuery().id}`, "/rollouts/shop/catalog", "/rollouts/shop/cart"]) {
      const page = await open(t, gate + path, { viewport: { width, height: 900 } });
      await page.evaluate(() => document.querySelectorAll("details").forEach(fold => { fold.open = true; }));
      const smallest = await page.evaluate(() => Math.min(...[...document.querySelectorAll(".chart svg text")].map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)));
      assert.ok(smallest >= 12, `letters of ${smallest.toFixed(1)} pixels on ${path} at ${width}`);
    }
  }
});

test("nothing of a chart runs out of its card", async t => {
  const paths = ["/rollouts/shop/catalog", "/rollouts/shop/cart", "/rollouts/shop/orders", "/rollouts/shop/payments", "/styleguide", ...["catalog", "cart", "orders", "payments", "checkout"].map(name => `/decisions/${decisions.find(decision => decision.rollout === name).id}`)];
  for (const width of [1440, 768, 390, 360]) {
    for (const path of paths) {
      const page = await open(t, gate + path, { viewport: { width, height: 900 } });
      const out = await page.evaluate(() => {
        document.querySelectorAll("details").forEach(fold => { fold.open = true; });
        return [...document.querySelectorAll(".chart")].flatMap(chart => {
          const { left, right, bottom } = chart.getBoundingClientRect();
          return [...chart.querySelectorAll("svg text, figcaption *, .key li")].filter(one => one.textContent.trim()).filter(one => { const box = one.getBoundingClientRect(); return box.left < left - 1 || box.right > right + 1 || box.bottom > bottom + 1; }).map(one => one.textContent);
        });
      });
      assert.deepEqual(out, [], `${path} at ${width}`);
      await page.context().close();
    }
  }
});

test("who points at a moment of the chart reads its numbers", async t => {
  const page = await open(t, `${gate}/decisions/${slowQuery().id}`);
  const moments = page.locator(".deciding .moments > g");
  assert.ok(await moments.count() > 3);
  assert.equal(await moments.first().locator("text").evaluate(text => getComputedStyle(text).visibility), "hidden");
  await moments.first().locator("rect").hover();
  assert.equal(await moments.first().locator("text").evaluate(text => getComputedStyle(text).visibility), "visible");
  assert.equal(await moments.last().locator("text").evaluate(text => getComputedStyle(text).visibility), "hidden");
  assert.match(await moments.first().locator("text").textContent(), /^\d\d:\d\d canary .*stable/);
});

test("the page of a decision is short", async t => {
  const page = await open(t, `${gate}/decisions/${slowQuery().id}`);
  const words = (await page.locator("main").innerText()).split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length;
  t.diagnostic(`${words} words unfolded`);
  assert.ok(words <= mostWords, `${words} words unfolded, at most ${mostWords}`);
});

test("the keyboard reaches every link and control, and focus is seen", async t => {
  for (const path of ["/", "/policies", rollout("fail"), `/decisions/${newest("fail").id}`]) {
    const page = await open(t, gate + path);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    const reachable = await page.locator("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']").filter({ visible: true }).count();
    assert.ok(reachable > 10, `${reachable} links and controls on ${path}`);
    for (let i = 0; i < Math.min(reachable, 25) - 1; i++) {
      const { text, width, style } = await page.evaluate(() => {
        const { outlineWidth, outlineStyle } = getComputedStyle(document.activeElement);
        return { text: document.activeElement.outerHTML.slice(0, 120), width: parseFloat(outlineWidth), style: outlineStyle };
      });
      assert.ok(width >= 2 && style !== "none", `no focus to be seen on ${path}: ${text}`);
      await page.keyboard.press("Tab");
    }
  }
});

test("a person filters, opens what failed, reads value and limit, and labels it", async t => {
  const page = await open(t, gate);
  await page.getByLabel("Service").fill("catalog");
  await page.getByLabel("Verdict").selectOption("fail");
  await page.getByRole("button", { name: "Filter" }).click();
  assert.match(page.url(), /service=catalog.*verdict=fail/);
  const links = await page.locator("#decided td.name a").allTextContents();
  assert.ok(links.length > 0 && links.every(link => link === "shop/catalog"), links.join());

  await page.locator("#needs").getByRole("link", { name: "shop/catalog" }).click();
  assert.match(await page.locator("main").innerText(), /Failed in the first step[\s\S]*latency-p95/);
  await page.goto(`${gate}/decisions/${decisions.find(decision => decision.rollout === "catalog" && decision.verdict === "fail").id}`);
  assert.match(await page.locator("main").innerText(), /latency-p95[\s\S]*1\.5\s?s/);
  await page.getByLabel("right").check();
  await page.getByLabel("Why, in a sentence").fill(hostile);
  await page.getByRole("button", { name: "Keep" }).click();
  await page.waitForFunction(said => document.querySelector("main").innerText.includes(said), hostile);
  assert.ok((await page.locator("main").innerText()).includes(hostile));
  await page.goto(`${gate}/scoreboard`);
  assert.match(await page.locator("main").innerText(), /100 %\s+1 of 1/);
  assert.deepEqual(page.complaints, []);
});

test("a button copies what stands beside it", async t => {
  const page = await open(t, `${gate}/decisions/${newest("fail").id}`, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate(() => document.querySelectorAll("details").forEach(fold => { fold.open = true; }));
  const button = page.locator("button[data-copy]").first();
  const shown = await page.locator(`#${await button.getAttribute("data-copy")}`).textContent();
  await button.click();
  await page.locator("#said", { hasText: "Copied" }).waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown.trim());
  const query = page.locator('[id^="query-"]').first();
  await query.getByRole("button", { name: "Copy" }).click();
  await query.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await query.locator("pre").textContent()).trim());
});

test("a page that refreshes itself leaves focus and selection where they are", async t => {
  const page = await open(t, `${guarded}/sign-in`);
  await page.clock.install();
  await page.getByLabel("Token of your team").fill(platform.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await ask({ service: "cart" });
  await page.reload();
  const link = page.locator("#needs").getByRole("link", { name: "shop/cart" });
  await link.focus();
  await ask({ service: "catalog" });
  await page.clock.runFor(25_000);
  await page.locator("#needs").getByRole("link", { name: "shop/catalog" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "shop/cart");
  assert.match(await page.title(), /^\(2\)/);

  await page.getByRole("button", { name: "Pause" }).click();
  await ask({ service: "checkout" });
  await page.clock.runFor(60_000);
  assert.equal(await page.getByRole("link", { name: "shop/checkout" }).count(), 0);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("link", { name: "shop/checkout" }).first().waitFor();
  assert.deepEqual(page.complaints, []);
});

test("one signs in with a token, sees what it may ask about, and is led to where one wanted to go", async t => {
  const own = await ask({ service: "shop-api" }, shop), foreign = await ask({ service: "payments", team: "platform" });
  const page = await open(t, `${guarded}/decisions/${own}#label`);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("Token of your team").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  assert.match(await page.getByRole("alert").innerText(), /no such token/);
  await page.getByLabel("Token of your team").fill(shop.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  assert.match(page.url(), new RegExp(`/decisions/${own}#label$`));
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Strict", "/"]);

  assert.equal((await page.goto(`${guarded}/decisions/${foreign}`)).status(), 404);
  assert.match(await page.locator("main").innerText(), /There is no such decision/);
  await page.goto(guarded);
  assert.equal(await page.getByText("payments").count(), 0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Token of your team").waitFor();
});

test("a link followed from another site finds one signed in", async t => {
  const page = await open(t, `${guarded}/sign-in`);
  await page.getByLabel("Token of your team").fill(platform.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${guarded}/`);
  await page.goto(gate.replace("127.0.0.1", "localhost"));
  await page.evaluate(address => { const link = document.createElement("a"); link.href = address; document.body.append(link); link.click(); }, `${guarded}/scoreboard?days=7#main`);
  await page.getByRole("heading", { name: "Scoreboard" }).waitFor();
  assert.equal(page.url(), `${guarded}/scoreboard?days=7#main`);
});

test("names that try to run are shown as names", async t => {
  await ask({ service: hostile, rollout: "hostile", team: "platform" });
  const page = await open(t, `${guarded}/sign-in`);
  await page.getByLabel("Token of your team").fill(platform.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${guarded}/`);
  const complaints = page.complaints.length;
  for (const path of ["/", `/?service=${encodeURIComponent(hostile)}`, "/rollouts/shop/hostile", `/policies?service=${encodeURIComponent(hostile)}`]) {
    await page.goto(guarded + path);
    await page.getByText("hostile").or(page.getByText("onerror")).first().waitFor({ state: "attached" });
  }
  assert.deepEqual(page.complaints.slice(complaints), []);
});

test("the longest names fit into every page", async t => {
  const id = await ask({ service: longest, rollout: longest, namespace: longestLabel, cluster: longestLabel, canaryHash: longest, stableHash: longest }, wordy);
  const page = await open(t, `${guarded}/sign-in`);
  await page.getByLabel("Token of your team").fill(wordy.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${guarded}/`);
  const asked = `service=${longest}&team=${longestLabel}&cluster=${longestLabel}`;
  for (const path of ["/", `/?service=${longest}&policy=${longest}`, `/rollouts/${longestLabel}/${longest}`, `/rollouts/${longestLabel}/${longest}?cluster=${longestLabel}&hash=${longest}`, `/rollouts/none/${longest}`,
    `/decisions/${id}`, `/decisions/${longest}`, `/policies?${asked}`, `/policies?${asked}&policy=${longest}`, "/scoreboard", `/shadows?policy=${longest}`, `/doctor?${asked}&rollout=${longest}`, `/${longest}`]) {
    for (const width of [1440, 768, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(guarded + path);
      const [wide, widest] = await page.evaluate(() => [document.documentElement.scrollWidth, [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest(".scroll")).slice(0, 3).map(one => one.outerHTML.slice(0, 80))]);
      assert.ok(wide <= width, `${path.replaceAll(/n{9,}|p{9,}/g, "…")} is ${wide} pixels wide at ${width}: ${widest.join(" ")}`);
    }
  }
});

test("the README shows what the demo's gate says", () => {
  const shown = [...read("README.md").matchAll(/ the gate says +(.*) decision \w+$/gm)].map(line => line[1]);
  assert.equal(shown.length, 2);
  for (const said of shown) assert.ok(decisions.some(decision => decision.summary === said), said);
});

test("what Teams is sent is a card to Microsoft's own renderer", async () => {
  const page = await browser.newPage();
  for (const name of ["failed", "held", "recovered", "completed"]) {
    assert.deepEqual(await drawCard(page, name), [], name);
    assert.match(await page.locator("main").innerText(), /checkout[\s\S]*weight/i);
  }
  await page.close();
});

/** Asks the guarded gate, and gives the decision's id. */
async function ask(changes, { token } = platform) {
  const body = { mode: "step", namespace: "shop", stableHash: "7d9f8c6b54", canaryHash: "5c6d7e8f", stepWeight: "5", ...changes };
  const answer = await fetch(`${guarded}/v1/gates/evaluate`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return (await answer.json()).decision.id;
}
