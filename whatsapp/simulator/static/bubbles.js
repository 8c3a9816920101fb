// The chat, drawn. Only textContent: what anybody wrote is never read as HTML.

import { choice, offer, rows } from "./choices.js";
import { icon, make, words } from "./pieces.js";
import { day, time, word } from "./words.js";

const KINDS = new Set(["image", "video", "audio", "document", "sticker", "location", "contacts"]);

export const preview = (line) => line.text || word(KINDS.has(line.type) ? line.type : "unknown");

/** The whole chat as list items, with a chip where a new day begins. */
export function chat(lines, business) {
  const items = [];
  let lastDay = "";
  for (const line of lines) {
    const today = day(line.at);
    if (today !== lastDay) items.push(make("li", "day", (lastDay = today)));
    items.push(bubble(line, business));
  }
  return items;
}

export function tick(line) {
  const names = { waiting: "clock", sent: "tick", delivered: "ticks", read: "ticks" };
  const mark = icon(names[line.status] ?? "tick", `tick ${line.status}`);
  mark.setAttribute("role", "img");
  mark.removeAttribute("aria-hidden");
  mark.setAttribute("aria-label", word(`tick_${line.status}`));
  return mark;
}

function bubble(line, business) {
  const item = make("li", `line ${line.mine ? "mine" : "theirs"}`);
  const body = make("div", "bubble");
  if (line.quote) body.append(quote(line.quote, business));
  if (line.file) body.append(card(line));
  if (line.header) body.append(words("header", line.header));
  for (const one of line.cards) body.append(about(one));
  if (line.offer) body.append(offer(line.offer));
  const isShownOtherwise = line.file || line.type === "location" || line.type === "contacts";
  const text = line.file ? line.text : isShownOtherwise ? "" : preview(line);
  if (text) body.append(words("text", text));
  if (line.footer) body.append(words("footer", line.footer));
  body.append(stamp(line));
  if (line.reactions.length) body.append(make("span", "reactions", line.reactions.join("")));
  item.append(body, reply(line));
  for (const button of line.buttons) item.append(choice(line, button));
  if (line.list) item.append(rows(line));
  if (line.slides.length) item.append(slides(line));
  return item;
}

// The cards of a carousel stand beside each other, to be swiped.
function slides(line) {
  const strip = make("div", "slides");
  strip.tabIndex = 0;
  for (const [at, slide] of line.slides.entries()) {
    const box = make("div", "slide");
    if (slide.file) box.append(card({ ...line, file: slide.file }));
    if (slide.text) box.append(words("text", slide.text));
    for (const button of slide.buttons) box.append(choice(line, button, at));
    strip.append(box);
  }
  return strip;
}

function stamp(line) {
  const element = make("span", "stamp");
  element.append(make("time", "", time(line.at)));
  if (line.mine) element.append(tick(line));
  return element;
}

function quote(quoted, business) {
  const element = make("div", "quote");
  element.append(make("strong", "", quoted.mine ? word("you") : business), words("", preview(quoted)));
  return element;
}

function reply(line) {
  const button = make("button", "reply");
  button.type = "button";
  button.title = word("reply");
  button.setAttribute("aria-label", word("reply"));
  button.dataset.quote = line.wamid;
  button.append(icon("reply", "icon flips"));
  return button;
}

function about({ kind, title, lines, figures }) {
  const box = make("div", "card");
  const label = make("span", "card-text");
  const name = make("span", "card-name", title ?? word(kind === "place" ? "location" : "contacts"));
  name.dir = "auto";
  label.append(name);
  for (const text of lines) label.append(words("card-size", text));
  for (const text of figures) {
    const figure = make("bdi", "card-size", text);
    figure.dir = "ltr";
    label.append(figure);
  }
  box.append(icon(kind), label);
  return box;
}

function card(line) {
  const { kind, url, name, local, size } = line.file;
  if (local && (kind === "image" || kind === "sticker")) return picture(url, kind);
  if (local && (kind === "audio" || kind === "video")) return player(line, kind, url);
  const box = make(local ? "a" : "div", "card");
  if (local) Object.assign(box, { href: url, download: name ?? "" });
  const label = make("span", "card-text");
  const title = make("span", "card-name", name ?? word(kind));
  title.dir = "auto";
  label.append(title);
  if (size) label.append(make("bdi", "card-size", `\u2066${Math.max(1, Math.round(size / 1024))} KB\u2069`));
  box.append(icon("file"), label);
  return box;
}

function picture(url, kind) {
  const image = make("img", kind);
  image.src = url;
  image.alt = word(kind);
  image.loading = "lazy";
  return image;
}

function player(line, kind, url) {
  const element = make(kind, "player");
  element.controls = true;
  element.preload = "metadata";
  element.src = url;
  if (kind === "audio" && !line.mine) element.dataset.play = line.wamid;
  return element;
}
