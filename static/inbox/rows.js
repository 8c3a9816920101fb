// The list by keyboard: of all rows the Tab key stops at one, arrows go from row to row, Enter opens the chat (and its
// composer takes the focus).

let current = ""; // the row at which Tab stops; none: the open chat's, else the first

const links = () => [...document.querySelectorAll("#list-scroller .row-link")];
const STEPS = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: (_, last) => last };

mark();
document.addEventListener("htmx:afterSwap", mark);

// A refresh from the server does not know where somebody stands.
function mark() {
  const all = links();
  const stop = all.find((link) => link.parentElement.id === current) ?? all.find((link) => link.hasAttribute("aria-current")) ?? all[0];
  for (const link of all) {
    const tabIndex = link === stop ? 0 : -1;
    if (link.tabIndex !== tabIndex) link.tabIndex = tabIndex;
  }
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".row-link")?.parentElement;
  if (!row || row.id === current) return;
  current = row.id;
  mark();
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.id === "search" && event.key === "ArrowDown") return go(event, links()[0]);
  const link = event.target.closest?.(".row-link");
  if (!link || !(event.key in STEPS)) return;
  const all = links();
  go(event, all[STEPS[event.key](all.indexOf(link), all.length - 1)]);
});

function go(event, link) {
  if (!link) return;
  event.preventDefault();
  link.focus();
}
