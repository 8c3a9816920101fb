// Nobody knows how large a picture is before it is here. One that comes while somebody looks at its placeholder
// takes the placeholder's box, so that what stands below stays where it is; it has its own when the chat is opened
// next. (At the end, and above what is in view, the scroll makes up for it.) In a style sheet, not on the elements:
// a refresh compares these with what the server says.

import { isAtEnd } from "./scroll.js";

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
const kept = new Set();
let boxes = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  boxes = event.detail.target?.id === "messages" && !isAtEnd() ? placeholdersInView() : [];
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") forget();
  for (const [id, { width, height }] of boxes) {
    if (kept.has(id) || !document.getElementById(id)?.querySelector(".photo, .film, .sticker")) continue;
    kept.add(id);
    const box = `inline-size: ${width}px; block-size: ${height}px; object-fit: cover`;
    sheet.insertRule(`#${CSS.escape(id)} :is(.photo img, .film, .sticker) { ${box} }`);
  }
  boxes = [];
});

function placeholdersInView() {
  const view = document.getElementById("scroller").getBoundingClientRect();
  const found = [...document.querySelectorAll("#messages .picture")].map((box) => [
    box.closest(".bubble").id,
    box.getBoundingClientRect(),
  ]);
  return found.filter(([, { top, bottom }]) => top < view.bottom && bottom > view.top);
}

function forget() {
  kept.clear();
  sheet.replaceSync("");
}
