// The customer's phone: which customer, what was written, what was tapped. The server is asked every second.

import { chat, make, preview, tick } from "./bubbles.js";
import * as microphone from "./microphone.js";
import { dress, number, switchLanguage, time, word } from "./words.js";

const $ = (id) => document.getElementById(id);
const desk = document.querySelector(".desk");
const wide = matchMedia("(min-width: 52rem)");
const state = { people: [], business: { name: "" }, customer: null, chat: null, quotes: null, drawn: "", drawnPeople: "", atEnd: true };

async function ask(path, body, type = "application/json") {
  const sent = body === undefined ? {} : { method: "POST", headers: { "Content-Type": type }, body };
  const answer = await fetch(`phone/${path}`, sent);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told;
}

const tell = (path, asked) => ask(path, JSON.stringify({ customer: state.customer, ...asked }));

async function act(work) {
  try {
    await work();
    complain("");
    await refresh();
  } catch (problem) {
    complain(problem instanceof TypeError ? word("failed") : problem.message);
  }
}

function complain(text) {
  $("problem").textContent = text;
  $("problem").hidden = !text;
}

// What is on the screen

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

function drawPeople() {
  const drawing = JSON.stringify([state.people, state.customer, document.documentElement.lang]);
  if (drawing === state.drawnPeople) return;
  state.drawnPeople = drawing;
  $("people").replaceChildren(...state.people.map(person));
}

function person(customer) {
  const item = make("li");
  const button = make("button", "person");
  button.type = "button";
  button.dataset.customer = customer.id;
  button.setAttribute("aria-current", String(customer.id === state.customer));
  const who = make("span", "person-text");
  const name = make("span", "person-name");
  const under = make("span", "person-last");
  name.append(make("bdi", "", customer.name));
  under.textContent = customer.last ? preview(customer.last) : reached(customer);
  under.dir = "auto";
  who.append(name, under);
  button.append(avatar(customer), who, aside(customer));
  item.append(button);
  return item;
}

function avatar(customer) {
  const circle = make("span", "avatar", [...customer.name.replace("+", "")][0]?.toUpperCase() ?? "؟");
  circle.dataset.tint = String([...customer.id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 6);
  circle.setAttribute("aria-hidden", "true");
  return circle;
}

function aside(customer) {
  const box = make("span", "person-aside");
  if (customer.last) {
    const stamp = make("span", "person-time", time(customer.last.at));
    if (customer.last.mine) stamp.prepend(tick(customer.last));
    box.append(stamp);
  }
  if (customer.unread) box.append(make("span", "unread", number(customer.unread)));
  return box;
}

const reached = (customer) => (customer.phone ? `\u2066+${customer.phone}\u2069` : `\u2066@${customer.username}\u2069`);

function drawChat(shown) {
  const drawing = JSON.stringify([shown, document.documentElement.lang]);
  if (drawing === state.drawn) return;
  const list = $("chat");
  if (state.chat?.customer.id !== shown.customer.id) state.atEnd = true;
  const playing = list.querySelector("audio, video") && [...list.querySelectorAll("audio, video")].some((one) => !one.paused);
  drawState(shown);
  if (playing) return; // a redraw would cut the voice off; the next second draws it
  state.drawn = drawing;
  state.chat = shown;
  list.replaceChildren(...chat(shown.lines, state.business.name));
  $("empty").hidden = shown.lines.length > 0;
  toEnd();
}

// A picture that loads late makes the chat longer: who was at the end stays there.
function toEnd() {
  if (state.atEnd) $("chat").scrollTop = $("chat").scrollHeight;
}

function drawState({ customer, typing }) {
  $("business").textContent = state.business.name;
  $("presence").textContent = typing ? word("typing") : word("businessAccount");
  $("owner").textContent = customer.name;
  $("reach").textContent = reached(customer);
  const pressed = { online: !customer.online, receipts: !customer.receipts, blocks: customer.blocks };
  for (const chip of document.querySelectorAll("[data-switch]")) {
    chip.setAttribute("aria-pressed", String(pressed[chip.dataset.switch]));
  }
  for (const field of [$("text"), $("file"), $("record"), $("send")]) field.disabled = customer.blocks;
  $("shut-out").hidden = !customer.blocked;
  $("clip-label").classList.toggle("off", customer.blocks);
  const placeholder = customer.blocks ? "blocked" : customer.online ? "write" : "waiting";
  $("text").placeholder = word(placeholder);
}

function quote(wamid) {
  state.quotes = wamid;
  const line = state.chat?.lines.find((one) => one.wamid === wamid);
  $("quoting").hidden = !line;
  if (!line) return;
  $("quoting-who").textContent = line.mine ? word("you") : state.business.name;
  $("quoting-text").textContent = preview(line);
  $("text").focus();
}

function label() {
  dress();
  $("language").textContent = word("other");
  $("language").lang = word("otherCode");
  const labels = { back: "back", send: "send", text: "write", unquote: "unquote", file: "attach", record: microphone.isRecording() ? "recordEnd" : "record" };
  for (const [id, key] of Object.entries(labels)) $(id).setAttribute("aria-label", word(key));
  reachField();
}

function reachField() {
  const by = $("invent").elements.by.value;
  const field = $("invent").elements.reach;
  $("reach-label").dataset.word = by === "phone" ? "byPhone" : "byUsername";
  $("reach-label").textContent = word($("reach-label").dataset.word);
  field.placeholder = by === "phone" ? "+966 50 123 4567" : "@noura.k";
  field.inputMode = by === "phone" ? "tel" : "text";
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
  label();
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
  act(() => tell("switch", { [which]: which === "blocks" ? pressed : !pressed }));
});

$("chat").addEventListener("click", (event) => {
  const quoted = event.target.closest("[data-quote]");
  const tapped = event.target.closest("[data-tap]");
  if (quoted) quote(quoted.dataset.quote);
  if (tapped) act(() => tell("tap", { wamid: tapped.dataset.tap, button: tapped.dataset.button }));
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

label();
live();
