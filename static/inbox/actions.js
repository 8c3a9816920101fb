// How the actions of a bubble are reached where nothing hovers. By keyboard: of all bubbles one is a stop of the Tab
// key, the newest at first, and the arrows go from bubble to bubble. By touch: a tap on the bubble.

let current = ""; // the bubble whose actions Tab reaches; none: the newest
let picked = ""; // the bubble that was tapped

const withActions = () => [...document.querySelectorAll("#thread .bubble:has(.bubble-action)")];

mark();
for (const name of ["htmx:afterSwap", "htmx:historyRestore"]) document.addEventListener(name, mark);

// A refresh from the server knows neither of stops nor of taps.
function mark() {
  const bubbles = withActions();
  const stop = bubbles.find((bubble) => bubble.id === current) ?? bubbles.at(-1);
  for (const bubble of bubbles) {
    for (const button of bubble.querySelectorAll(".bubble-action")) button.tabIndex = bubble === stop ? 0 : -1;
    bubble.classList.toggle("is-picked", bubble.id === picked);
  }
}

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.(".bubble-action");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!button || !step) return;
  event.preventDefault();
  const bubbles = withActions();
  const bubble = button.closest(".bubble");
  const next = bubbles[bubbles.indexOf(bubble) + step];
  if (!next) return;
  const kind = button.dataset.react ? "[data-react]" : "[data-reply-to]";
  (next.querySelector(kind) ?? next.querySelector(".bubble-action")).focus();
});

document.addEventListener("focusin", (event) => {
  const bubble = event.target.closest?.(".bubble-actions") && event.target.closest(".bubble");
  if (!bubble || bubble.id === current) return;
  current = bubble.id;
  mark();
});

document.addEventListener("click", (event) => {
  if (event.target.closest(".bubble :is(a, button, summary), #reaction-menu")) return;
  const tapped = event.target.closest("#thread .bubble")?.id ?? "";
  picked = tapped === picked ? "" : tapped;
  mark();
});
