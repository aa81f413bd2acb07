// What the browser tests and the screenshots share: servers to look at, and a real Chromium to look with.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(root + "artifacts/tools/");
const started = [];

/** A file of the repository. */
export const read = path => readFileSync(root + path, "utf8");

export const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

/** A program of ours, already built; resolves with its address once it answers there. */
async function start(name, url, ready, args, env = {}) {
  const child = spawn("dotnet", [`${root}artifacts/bin/${name}/release/${name}.dll`, ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", text => { output += text; });
  for (let i = 0; i < 2400; i++) {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${output}`);
    if (ready(output)) return url;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`${name} is not ready:\n${output}`);
}

/** The demo with all its rollouts played, or the one that its options ask for. */
export async function startDemo(...options) {
  const [gate, simulator] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  await start("GateService.Demo", gate, output => output.includes("Both keep running"), ["--pace", "0", "--gate-url", gate, "--simulator-url", simulator, ...options]);
  return { gate, simulator };
}

/** A gate with authentication on, over New Relic that is not there: it holds every rollout. */
export async function startGuarded(tokens) {
  const gate = `http://127.0.0.1:${await freePort()}`;
  const env = { Logging__LogLevel__Default: "Information", NewRelic__Endpoint: "http://127.0.0.1:9/graphql", NewRelic__AccountId: "1", NewRelic__ApiKey: "NRAK-NONE", NewRelic__RetryDelay: "00:00:00.001",
    Policies__Directory: `${root}policies`, History__ConnectionString: "Data Source=browser;Mode=Memory;Cache=Shared" };
  tokens.forEach(({ token, team, services }, i) => Object.assign(env, {
    [`Auth__Tokens__${i}__Name`]: team, [`Auth__Tokens__${i}__Team`]: team, [`Auth__Tokens__${i}__Services__0`]: services, [`Auth__Tokens__${i}__Namespaces__0`]: "*",
    [`Auth__Tokens__${i}__Sha256`]: createHash("sha256").update(token).digest("hex"),
  }));
  return start("GateService", gate, output => output.includes("Now listening on"), ["--urls", gate], env);
}

/** Draws what Teams is sent with Microsoft's own renderer, in a page of nothing else; gives what the renderer complains about. */
export async function drawCard(page, name) {
  const message = JSON.parse(read(`tests/GateService.Tests/Notifications/Goldens/teams-${name}.json`));
  await page.setContent('<style>body { margin: 16px; font: 14px "Segoe UI", "DejaVu Sans", sans-serif; background: #fff }</style><main></main>');
  for (const script of ["adaptivecards/dist/adaptivecards.min.js", "markdown-it/dist/markdown-it.min.js"]) await page.evaluate(readFileSync(`${root}artifacts/tools/node_modules/${script}`, "utf8"));
  return page.evaluate(content => {
    AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = markdownit().render(text); result.didProcess = true; };
    const card = new AdaptiveCards.AdaptiveCard(), context = new AdaptiveCards.SerializationContext();
    card.hostConfig = new AdaptiveCards.HostConfig({ fontFamily: "inherit", containerStyles: { default: { foregroundColors: { attention: { default: "#c4314b" }, good: { default: "#237b4b" }, warning: { default: "#8f4700" } } } } });
    card.parse(content, context);
    document.querySelector("main").append(card.render());
    return Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  }, message.attachments[0].content);
}

export const launch = () => require("playwright-core").chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: false, args: ["--disable-gpu", "--disable-quic", "--force-color-profile=srgb"] });

export function stopAll() {
  for (const child of started) child.kill("SIGKILL");
}
