// The cards of a carousel while they are written: one more, one less, another order. Each keeps its key and its file.
const list = document.querySelector("[data-cards]");
const blank = document.querySelector("[data-blank-card]");
const add = document.querySelector("[data-add-card]");
let added = 0;

document.documentElement.dataset.scripts = "";

const cards = () => [...list.children];

add.addEventListener("click", (event) => {
  event.preventDefault();
  if (cards().length >= Number(list.dataset.most)) return;
  const holder = document.createElement("template");
  holder.innerHTML = blank.innerHTML.replaceAll("blank", `new${(added += 1)}`);
  const [card] = holder.content.children;
  list.append(card);
  changed();
  card.querySelector("[type=file]").focus();
});

list.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const card = target.closest("[data-card]");
  if (!button) return;
  if (button.dataset.move) move(card, Number(button.dataset.move), button);
  else if ("removeCard" in button.dataset) remove(card);
});

function move(card, by, button) {
  const all = cards();
  const other = all[all.indexOf(card) + by];
  if (by < 0) other.before(card);
  else other.after(card);
  changed();
  (button.disabled ? card.querySelector("[data-move]:not(:disabled)") : button).focus();
}

function remove(card) {
  const next = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  changed();
  next.querySelector("[type=file]").focus();
}

function changed() {
  tidy();
  list.dispatchEvent(new Event("input", { bubbles: true })); // the phone beside it follows
}

// What can't be done is not offered.
function tidy() {
  const all = cards();
  for (const [at, card] of all.entries()) {
    card.querySelector("[data-move='-1']").disabled = at === 0;
    card.querySelector("[data-move='1']").disabled = at === all.length - 1;
    card.querySelector("[data-remove-card]").disabled = all.length <= Number(list.dataset.least);
  }
}

tidy();
