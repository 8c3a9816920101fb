// Ctrl+K: one field for chats, by name or number, and for what can be done. Arrows choose, Enter does it, and Esc gives the
// focus back to where it was; the dialog sees to that itself. Loaded by shortcuts.js.

const PAUSE = 150; // milliseconds

const palette = document.getElementById("palette");
const field = palette.querySelector("input");
const list = document.getElementById("palette-options");
const commands = [...list.querySelectorAll("[data-command]")];
let actions = {};
let hasMoved = false;
let asked = 0;
let timer = 0;

const shown = () => [...list.children].filter((option) => !option.hidden);
const chosen = () => shown().find((option) => option.ariaSelected === "true");

export function openPalette(does) {
  actions = does;
  field.value = "";
  hasMoved = false;
  palette.showModal();
  field.focus();
  narrow();
}

function narrow() {
  const typed = field.value.trim().toLocaleLowerCase();
  const hasChat = Boolean(document.getElementById("thread"));
  for (const option of commands) {
    const fits = option.querySelector(".palette-name").textContent.toLocaleLowerCase().includes(typed);
    option.hidden = !fits || (!hasChat && "needsChat" in option.dataset);
  }
  clearTimeout(timer);
  timer = setTimeout(findChats, typed ? PAUSE : 0);
  settle();
}

async function findChats() {
  const mine = asked += 1;
  const address = `${palette.dataset.chats}?typed=${encodeURIComponent(field.value.trim())}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
  const found = answer?.ok ? await answer.text() : "";
  if (mine !== asked) return;
  for (const option of list.querySelectorAll("[data-href]")) option.remove();
  // What was looked for by its name comes before what can be done; with nothing typed, what can be done is nearer.
  list.insertAdjacentHTML(field.value.trim() ? "afterbegin" : "beforeend", found);
  if (field.value.trim() && !hasMoved) choose(shown()[0]);
  settle();
}

function settle() {
  if (!chosen()) choose(shown()[0]);
  palette.querySelector(".palette-nothing").hidden = shown().length > 0;
}

function choose(option) {
  for (const each of list.children) each.ariaSelected = String(each === option);
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function run(option) {
  if (!option) return;
  palette.close();
  if (option.dataset.command) actions[option.dataset.command]();
  else go(option.dataset.href);
}

// The row opens its chat in its place; a chat that the list does not show is opened as a page.
function go(href) {
  const link = document.querySelector(`#list-scroller .row-link[href="${href}"], #list-scroller .row-link[href^="${href}?"]`);
  if (link) link.click();
  else location.assign(href);
}

field.addEventListener("input", () => {
  hasMoved = false;
  narrow();
});
field.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing || (!step && event.key !== "Enter")) return;
  event.preventDefault();
  const all = shown();
  hasMoved = Boolean(step);
  if (step) choose(all.at((all.indexOf(chosen()) + step) % all.length));
  else run(chosen());
});
palette.addEventListener("click", (event) => {
  if (event.target === palette) palette.close();
  run(event.target.closest("[role=option]"));
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
