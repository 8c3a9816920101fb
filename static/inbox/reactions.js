// The emojis that can be put on a message: six at once, more on demand. One menu serves all bubbles.
import { refuse } from "./field.js";
import { refresh } from "./live.js";
import { placeBy } from "./place.js";
import { post, whyNot } from "./posting.js";

let opener = null;

const menu = () => document.getElementById("reaction-menu");

document.addEventListener("click", (event) => {
  const react = event.target.closest("[data-react]");
  if (react) return open(react);
  const seen = event.target.closest("[data-put-reaction]");
  if (seen) return put(seen.dataset.putReaction, seen.dataset.emoji);
  if (event.target.closest(".emoji-more")) return showMore(true);
  const chosen = event.target.closest("#reaction-menu [data-emoji]");
  if (chosen) choose(chosen.dataset.emoji);
  return undefined;
});

function open(button) {
  opener = button;
  const ours = button.dataset.ours;
  for (const one of menu().querySelectorAll(".emoji-button[data-emoji]")) {
    one.setAttribute("aria-pressed", String(one.dataset.emoji === ours && ours !== ""));
  }
  menu().querySelector(".take-back").hidden = !ours;
  showMore(false);
  menu().showPopover();
  placeBy(menu(), button, { above: true });
  menu().querySelector("button").focus();
}

function showMore(shown) {
  document.getElementById("more-emojis").hidden = !shown;
  menu().querySelector(".emoji-more").setAttribute("aria-expanded", String(shown));
  menu().querySelector(".emoji-more").hidden = shown;
  if (!shown || !opener) return;
  placeBy(menu(), opener, { above: true });
  menu().querySelector("#more-emojis button").focus();
}

// The emoji that is there already comes off.
function choose(emoji) {
  const { react: id, ours } = opener.dataset;
  menu().hidePopover();
  document.querySelector(`[data-react="${id}"]`)?.focus({ preventScroll: true });
  put(id, emoji === ours ? "" : emoji);
}

async function put(id, emoji) {
  refuse(whyNot(await post(menu().dataset.address.replace(/0$/, id), { emoji })));
  refresh("messages");
}

// Arrows walk along the emojis, as they lie on the screen.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("#reaction-menu .emoji-button")) return;
  const forward = getComputedStyle(menu()).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const steps = { ArrowLeft: -1, ArrowRight: -1, [forward]: 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const all = [...menu().querySelectorAll(".emoji-button")].filter((one) => one.offsetParent);
  all[(all.indexOf(event.target) + steps[event.key] + all.length) % all.length].focus();
});
