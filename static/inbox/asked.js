// What most visits never use is loaded when it is asked for: mostly as soon as the pointer or the focus is on what asks,
// at the latest by the click, which is held until then and made again. Once loaded, it listens for itself.
// Its style sheet stands in the page, disabled: so a browser does not ask for it, and its place among the others is kept.
import { refuse } from "./field.js";
import { say } from "./said.js";

const parts = [
  ["[data-lightbox]", () => import("./lightbox.js")],
  ["[data-record]", () => import("./recorder.js")],
  ["[hx-target='#extra']", () => import("./extras.js")],
  ["[hx-target='#template-picker']", () => Promise.all([style("templates"), import("./templates.js"), import("./template-files.js")])],
  ["[hx-target='#later-panel'], [data-later]", () => import("./later.js")],
  ["[hx-target='#hold-panel']", () => import("./holding.js")],
  ["[data-react], [data-put-reaction]", () => import("./reactions.js")],
  ["[data-again]", () => import("./again.js")],
  ["[data-emojis]", () => Promise.all([style("keys"), import("./emoji-picker.js")])],
].map(([asks, load]) => ({ asks, load, isHere: false }));

const partFor = (target) => parts.find(({ asks, isHere }) => !isHere && target.closest?.(asks));

async function get(part) {
  await part.load();
  part.isHere = true;
}

for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, ({ target }) => {
    const part = partFor(target);
    if (part) get(part).catch(() => {}); // the click says it
  });
}

document.addEventListener("click", async (event) => {
  const part = partFor(event.target);
  if (!part || event.ctrlKey || event.metaKey || event.shiftKey) return; // the browser's own
  event.preventDefault();
  event.stopImmediatePropagation();
  const asking = event.target.closest(part.asks);
  try {
    await get(part);
  } catch {
    return told(asking);
  }
  // A refresh may have put another in its place meanwhile.
  const all = asking.isConnected ? [asking] : [...document.querySelectorAll(part.asks)];
  all.find((each) => each.isEqualNode(asking))?.click();
}, true);

function told(asking) {
  const { textNoConnection } = document.querySelector("[data-inbox]").dataset;
  if (asking?.closest("#thread-pane")) refuse(textNoConnection);
  else say(textNoConnection, true);
}

const styles = new Map();

export function style(name) {
  if (!styles.has(name)) styles.set(name, enable(document.querySelector(`[data-asked="${name}"]`)));
  return styles.get(name);
}

function enable(sheet) {
  const isHere = sheet.sheet; // a browser that knows no better
  sheet.disabled = false;
  if (isHere) return undefined;
  return new Promise((done) => {
    for (const name of ["load", "error"]) sheet.addEventListener(name, done, { once: true }); // plain is better than not at all
  });
}

// The same for what asks by other means than a click: what was loaded, or nothing.
export async function loaded(load) {
  try {
    return await load();
  } catch {
    return refuse(document.querySelector("[data-inbox]").dataset.textNoConnection);
  }
}
