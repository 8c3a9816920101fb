// The customer's phone: which customer, what was written, what was tapped. The server is asked every second.

import { copy } from "./choices.js";
import { $, ask, complain, state, tell } from "./desk.js";
import * as microphone from "./microphone.js";
import { drawChat, drawPeople, label, quote, reachField, toEnd } from "./screen.js";
import { switchLanguage, word } from "./words.js";

const desk = document.querySelector(".desk");
const wide = matchMedia("(min-width: 52rem)");

async function act(work) {
  try {
    await work();
    complain("");
    await refresh();
  } catch (problem) {
    complain(problem instanceof TypeError ? word("failed") : problem.message);
  }
}

async function refresh() {
  const listed = await ask("customers");
  state.people = listed.customers;
  state.business = listed.business;
  if (!state.customer && wide.matches && state.people.length) state.customer = state.people[0].id;
  drawPeople();
  if (!state.customer) return;
  const onScreen = document.visibilityState === "visible" && (wide.matches || desk.dataset.screen === "chat");
  const asked = state.customer;
  const shown = await ask(`chat?customer=${encodeURIComponent(asked)}&open=${onScreen ? 1 : 0}`);
  if (asked === state.customer) drawChat(shown);
}

// What a thumb does

function choose(id) {
  Object.assign(state, { customer: id, chat: null, drawn: "" });
  quote(null);
  $("chat").replaceChildren();
  desk.dataset.screen = "chat";
  act(async () => {});
}

function grow() {
  const field = $("text");
  field.rows = Math.min(5, Math.max(1, field.value.split("\n").length));
}

$("people").addEventListener("click", (event) => {
  const button = event.target.closest("[data-customer]");
  if (button) choose(button.dataset.customer);
});

$("back").addEventListener("click", () => {
  desk.dataset.screen = "people";
});

$("language").addEventListener("click", () => {
  switchLanguage();
  label(microphone.isRecording());
  state.drawn = state.drawnPeople = "";
  act(async () => {});
});

$("invent-open").addEventListener("click", () => {
  $("invent").hidden = !$("invent").hidden;
  $("invent-open").setAttribute("aria-expanded", String(!$("invent").hidden));
  if (!$("invent").hidden) $("invent").elements.name.focus();
});

$("invent").addEventListener("change", reachField);

$("invent").addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, by, reach } = event.target.elements;
  act(async () => {
    const made = await ask("customers", JSON.stringify({ name: name.value, [by.value]: reach.value }));
    event.target.reset();
    reachField();
    event.target.hidden = true;
    $("invent-open").setAttribute("aria-expanded", "false");
    choose(made.id);
  });
});

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text || !state.customer) return;
  act(async () => {
    await tell("write", { text, ago: Number($("when").value), quotes: state.quotes });
    $("text").value = "";
    $("when").value = "0";
    grow();
    quote(null);
    state.atEnd = true;
  });
});

$("text").addEventListener("input", grow);

$("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("composer").requestSubmit();
});

$("file").addEventListener("change", () => {
  const file = $("file").files[0];
  if (!file || !state.customer) return;
  const query = new URLSearchParams({ customer: state.customer, name: file.name, caption: $("text").value.trim() });
  act(async () => {
    await ask(`file?${query}`, file, file.type || "application/octet-stream");
    $("file").value = $("text").value = "";
    state.atEnd = true;
    grow();
  });
});

$("record").addEventListener("click", async () => {
  if (microphone.isRecording()) return microphone.end();
  const { customer } = state;
  if (!customer) return;
  try {
    await microphone.begin((sound) => {
      recording(false);
      act(() => ask(`voice?${new URLSearchParams({ customer })}`, sound, sound.type));
    });
    recording(true);
  } catch {
    complain(word("noMicrophone"));
  }
});

function recording(isOn) {
  $("record").setAttribute("aria-pressed", String(isOn));
  $("record").setAttribute("aria-label", word(isOn ? "recordEnd" : "record"));
}

$("unquote").addEventListener("click", () => quote(null));

document.querySelector(".switches").addEventListener("click", (event) => {
  const chip = event.target.closest("[data-switch]");
  if (!chip || !state.customer) return;
  const pressed = chip.getAttribute("aria-pressed") !== "true";
  const which = chip.dataset.switch;
  const isOnWhenPressed = which === "blocks" || which === "has_enough";
  act(() => tell("switch", { [which]: isOnWhenPressed ? pressed : !pressed }));
});

$("chat").addEventListener("click", (event) => {
  const quoted = event.target.closest("[data-quote]");
  const tapped = event.target.closest("[data-tap]");
  const copied = event.target.closest("[data-copy]");
  if (quoted) quote(quoted.dataset.quote);
  if (copied) copy(copied);
  if (!tapped) return;
  const { tap, button, card } = tapped.dataset;
  act(() => tell("tap", { wamid: tap, button, card: card === undefined ? null : Number(card) }));
});

$("chat").addEventListener("scroll", () => {
  const { scrollHeight, scrollTop, clientHeight } = $("chat");
  state.atEnd = scrollHeight - scrollTop - clientHeight < 80;
});

$("chat").addEventListener("load", toEnd, true);

$("chat").addEventListener(
  "play",
  (event) => {
    if (event.target.dataset.play) act(() => tell("play", { wamid: event.target.dataset.play }));
  },
  true,
);

async function live() {
  try {
    await refresh();
  } catch {
    // The demo may be restarting; the next second asks again.
  }
  setTimeout(live, 1000);
}

label(false);
live();
