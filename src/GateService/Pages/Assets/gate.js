// All that needs a script: lists that keep themselves up to date, and buttons that copy. Everything else works without.
"use strict";

// A page with data-refresh="seconds" fetches itself and takes over what changed in its [data-live] sections: node by node, matched by
// id, so that focus, selection and scrolling stay where they are. Not while the tab is hidden, nor after Pause.
(() => {
  const box = document.querySelector("[data-refresh]");
  if (!box) return;
  const status = box.querySelector("[data-refreshed]"), pause = box.querySelector("[data-pause]"), seconds = Number(box.dataset.refresh);
  const fresh = status.textContent;
  let last = Date.now(), busy = false;
  box.hidden = false;

  const say = text => { if (status.textContent !== text) status.textContent = text; };
  const paused = () => pause.getAttribute("aria-pressed") === "true";

  function takeOver(old, now) {
    if (old.isEqualNode(now)) return;
    if (old.nodeName !== now.nodeName || old.nodeType !== Node.ELEMENT_NODE) { old.replaceWith(now); return; }
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    let place = old.firstChild;
    for (const child of [...now.childNodes]) {
      let match = place;
      if (child.id) for (match = place; match && match.id !== child.id;) match = match.nextSibling;
      if (!match || (!child.id && match.id)) { old.insertBefore(child, place); continue; }
      while (place !== match) { const gone = place; place = place.nextSibling; gone.remove(); }
      place = place.nextSibling;
      takeOver(match, child);
    }
    while (place) { const gone = place; place = place.nextSibling; gone.remove(); }
  }

  async function refresh() {
    if (busy || paused() || document.hidden || Date.now() - last < seconds * 1000) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const section of document.querySelectorAll("[data-live]")) {
        const now = page.getElementById(section.id);
        if (now) takeOver(section, document.importNode(now, true));
      }
      document.title = page.title;
      last = Date.now();
      say(fresh);
    } catch {
      say(`Could not refresh since ${new Date(last).toISOString().slice(11, 16)} UTC, still trying.`);
    } finally {
      busy = false;
    }
  }

  const press = on => { pause.setAttribute("aria-pressed", String(on)); try { sessionStorage.setItem("pause", on ? "1" : ""); } catch { /* no storage, no memory */ } };
  try { if (sessionStorage.getItem("pause")) press(true); } catch { /* the same */ }
  pause.addEventListener("click", () => { press(!paused()); if (!paused()) { last = 0; refresh(); } });
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, 1000);
})();

// <button data-copy="id of what to copy"> (without an id: what stands before it; made here for each <div class="copy"> that has none), or <button data-copy-from="address of what to copy">
for (const alone of document.querySelectorAll(".copy > pre:only-child")) alone.insertAdjacentHTML("afterend", "<button data-copy>Copy</button>");
for (const button of document.querySelectorAll("button[data-copy], button[data-copy-from]")) {
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = "copyFrom" in button.dataset ? await fetched(button) : document.getElementById(button.dataset.copy) ?? button.previousElementSibling;
    let done = true;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      // Without TLS there is no clipboard to write to; the old way still works there.
      getSelection().selectAllChildren(source);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    document.getElementById("said").textContent = button.textContent;
    setTimeout(() => { button.textContent = name; }, 2000);
  });
}

// Fetched once, into an element that nobody sees.
async function fetched(button) {
  if (!button.held) {
    const answer = await fetch(button.dataset.copyFrom, { cache: "no-store" });
    button.held = document.body.appendChild(Object.assign(document.createElement("pre"), { className: "said", textContent: await answer.text() }));
    button.held.setAttribute("aria-hidden", "true");
  }
  return button.held;
}

// The part of an address after # never reaches the server: it is handed over when signing in.
for (const field of document.querySelectorAll("[data-to]")) field.value += location.hash;
for (const link of document.querySelectorAll("[data-again]")) location.replace(link.href + location.hash);
if (/[?&]again=1$/.test(location.search)) history.replaceState(null, "", location.pathname + location.search.slice(0, -8) + location.hash);
