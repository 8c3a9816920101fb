// Files to send, shown with a caption first. What can't be sent is said before anything goes up. Loaded by attaching.js.
import { isClosed } from "./attaching.js";
import { isKeyToSend, isNote, refuse } from "./field.js";
import { send } from "./uploading.js";

const CAN_BE_DOCUMENTS = ["image/jpeg", "image/png", "video/mp4", "video/3gpp"];
const box = () => document.getElementById("attachments");
const list = () => document.getElementById("attachments-list");
const chosen = new Map(); // row → file

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-remove]")?.closest(".attachment");
  if (row) remove(row);
  const button = event.target.closest("[data-attachments]");
  if (button) button.dataset.attachments === "send" ? sendAll() : box().close();
  if (event.target === box()) box().close();
});

document.addEventListener("change", (event) => {
  if (event.target.closest(".attachment-choice")) check(event.target.closest(".attachment"));
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-caption]") || !isKeyToSend(event)) return;
  event.preventDefault();
  if (!event.repeat) sendAll();
});

document.addEventListener("close", (event) => {
  if (event.target === box()) for (const row of [...chosen.keys()]) remove(row);
}, true);

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "thread-pane" && event.detail.shouldSwap) chosen.clear();
});

export function add(files) {
  if (!files.length || isClosed()) return;
  if (isNote()) return refuse(box().dataset.textNote); // it would go to the customer
  const rows = files.map(row);
  list().append(...rows);
  rows.forEach(check);
  if (!box().open) box().showModal();
  rows[0].querySelector("[data-caption]:not([hidden])")?.focus();
}

// The file of a ready reply: the server has it already.
export function attach(kept, caption) {
  add([kept]);
  const made = [...chosen.keys()].find((each) => chosen.get(each) === kept);
  const words = made?.querySelector("[data-caption]:not([hidden])");
  if (!words) return;
  words.value = caption;
  const gap = caption.match(/⟨[^⟩]*⟩/); // what could not be filled in: the next letter replaces it
  if (gap) words.setSelectionRange(gap.index, gap.index + gap[0].length);
}

function row(file) {
  const made = document.getElementById("attachment").content.firstElementChild.cloneNode(true);
  chosen.set(made, file);
  made.querySelector("[data-name]").textContent = file.name;
  made.querySelector("[data-size]").textContent = size(file.size);
  made.querySelector("[data-caption]").hidden = kindOf(file) === "audio";
  made.querySelector("[data-as-document]").hidden = file.reply || !CAN_BE_DOCUMENTS.includes(file.type);
  if (kindOf(file) === "image") look(made, file);
  return made;
}

// A picture that the browser can't draw (HEIC) keeps its sign.
function look(made, file) {
  const image = document.createElement("img");
  image.alt = "";
  image.src = file.url ?? URL.createObjectURL(file);
  image.addEventListener("load", () => made.querySelector(".attachment-look").replaceChildren(image));
}

function remove(made) {
  const image = made.querySelector("img");
  if (image) URL.revokeObjectURL(image.src);
  chosen.delete(made);
  made.remove();
  allowSending();
  if (!chosen.size && box()?.open) box().close();
}

function kindOf(file) {
  const kind = file.type.split("/")[0];
  if (["image", "audio", "video"].includes(kind)) return kind;
  return /\.(heic|heif|avif)$/i.test(file.name) ? "image" : "document";
}

// Says what is wrong with a file, or what will be done to it. The server looks at its bytes once more.
function check(made) {
  const { dataset } = box();
  const file = chosen.get(made);
  const limits = JSON.parse(dataset.limits);
  const kind = kindOf(file);
  const unchanged = made.querySelector("[type=checkbox]").checked;
  const limit = unchanged && kind === "image" ? limits.shrunk : limits[kind];
  let fault = "";
  if (file.reply) fault = ""; // looked at when it was kept
  else if (!file.size) fault = dataset.textEmpty;
  else if (!isTaken(file)) fault = dataset.textType;
  else if (file.size > limit) fault = dataset[`text${kind[0].toUpperCase()}${kind.slice(1)}`];
  const isShrunk = !fault && kind === "image" && file.size > limits.shrunk;
  const note = made.querySelector("[data-note]");
  note.textContent = fault || (isShrunk ? dataset.textShrunk : "");
  note.hidden = !note.textContent;
  made.toggleAttribute("data-refused", Boolean(fault));
  allowSending();
}

function allowSending() {
  const button = box()?.querySelector("[data-attachments=send]");
  if (button) button.disabled = !sendable().length;
}

function isTaken(file) {
  const ending = file.name.split(".").at(-1).toLowerCase();
  return JSON.parse(box().dataset.endings).includes(ending) || (!file.name.includes(".") && file.type !== "");
}

const sendable = () => [...list().children].filter((made) => chosen.has(made) && !made.hasAttribute("data-refused"));

function sendAll() {
  const { dataset } = box();
  for (const made of sendable()) {
    const file = chosen.get(made);
    const caption = made.querySelector("[data-caption]").value.trim();
    const fields = { conversation_id: document.getElementById("thread").dataset.conversation };
    if (file.reply) Object.assign(fields, { reply_id: file.reply, caption });
    else fields.file = [file, file.name];
    if (caption) fields.caption = caption;
    if (made.querySelector("[type=checkbox]").checked) fields.as_document = "true";
    send({ url: dataset.send, label: file.name, caption, fields });
    remove(made);
  }
  document.querySelector("#composer textarea")?.focus();
}

const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
