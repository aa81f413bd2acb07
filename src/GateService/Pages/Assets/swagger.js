// Names and levels that Swagger UI leaves out, for who hears the page.
"use strict";

const names = { "textarea.body-param__text": "Request body", "select.examples-select-element": "Example", "select#servers": "Server", ".response-control-media-type select": "Media type", ".content-type-wrapper select": "Content type" };

function complete() {
  for (const [place, name] of [[".information-container", "About"], [".scheme-container", "Who asks"]]) {
    for (const element of document.querySelectorAll(`${place}:not([role])`)) { element.setAttribute("role", "region"); element.setAttribute("aria-label", name); }
  }
  for (const [place, name] of Object.entries(names)) for (const element of document.querySelectorAll(`${place}:not([aria-label])`)) element.setAttribute("aria-label", name);
  for (const [place, level] of [["h3.opblock-tag", "2"], ["#swagger-ui h4:not([aria-level])", "3"], ["#swagger-ui h5:not([aria-level])", "4"]]) {
    for (const element of document.querySelectorAll(place)) if (element.getAttribute("aria-level") !== level) element.setAttribute("aria-level", level);
  }
}

new MutationObserver(complete).observe(document.documentElement, { childList: true, subtree: true });
complete();
