// The list in pieces. The first is asked for again every few seconds; what was loaded below it, only where somebody
// looks at it, each piece by itself: between the row after which it begins and the row with which it ends. So a list
// that was scrolled a thousand chats down costs no more than a short one, and nothing moves under the hand.

const htmx = window.htmx;
const NEAR_END = 600; // pixels

const scroller = document.getElementById("list-scroller");
const pieces = () => [...scroller.querySelectorAll(".conversations")];
const isPiece = (element) => element?.classList?.contains("conversations");

scroller.addEventListener("scroll", loadMore, { passive: true });

function loadMore() {
  const more = pieces().at(-1)?.querySelector("[data-more]");
  if (!more || !scroller.clientHeight) return;
  if (more.getBoundingClientRect().top < scroller.getBoundingClientRect().bottom + NEAR_END) htmx.trigger(more, "near");
}

// A piece that others follow ends where they begin, however many chats have moved into it since. The last one that
// is shown begins anew as one page.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const piece = detail.elt;
  if (!isPiece(piece) || !piece.dataset.until) return;
  if (isPiece(piece.nextElementSibling) || piece.id !== "conversations") detail.parameters.until = piece.dataset.until;
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!isPiece(detail.target)) return;
  const isAnother = detail.requestConfig?.elt.id === "list-form";
  if (isAnother) scroller.scrollTop = 0;
  cut(isAnother);
  removeTwins();
});

// What does not begin where the piece above it ends is no piece of this list any more.
function cut(isAnother) {
  let above = null;
  for (const piece of pieces()) {
    if (above && (isAnother || !above.isConnected || piece.id !== `after-${above.dataset.until}`)) piece.remove();
    above = piece;
  }
}

// A chat with news has moved up, and its place further down does not know it yet.
function removeTwins() {
  const seen = new Set();
  for (const row of scroller.querySelectorAll(".row")) {
    if (seen.has(row.id)) row.remove();
    seen.add(row.id);
  }
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.id !== "conversations" || !detail.successful) return;
  const view = scroller.getBoundingClientRect();
  for (const piece of pieces().slice(1)) {
    const { top, bottom } = piece.getBoundingClientRect();
    if (top < view.bottom && bottom > view.top) htmx.trigger(piece, "refresh");
  }
});
