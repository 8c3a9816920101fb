// A file on its way up: its bubble is there at once, with progress, cancel, and another try when it did not get through.
// The same client_id makes the other try harmless.
import { refresh, show } from "./live.js";
import { newId } from "./posting.js";
import { toEnd } from "./scroll.js";

const waiting = new Map(); // client_id → what is being sent
let queue = Promise.resolve();

// `fields` for the form, without the client_id; `label` and `caption` for the bubble.
export function send({ url, fields, label, caption = "" }) {
  const item = { id: newId(), url, fields, label, caption, request: null, isCancelled: false };
  waiting.set(item.id, item);
  showAtOnce(item);
  enqueue(item);
}

function enqueue(item) {
  // One after the other: they arrive in the order in which they were chosen.
  queue = queue.then(() => (item.isCancelled ? undefined : post(item)));
}

function showAtOnce({ id, label, caption }) {
  const bubble = document.getElementById("sending-file").content.firstElementChild.cloneNode(true);
  bubble.dataset.sending = id;
  bubble.querySelector("[data-name]").textContent = label;
  bubble.querySelector("[data-caption]").textContent = caption;
  document.getElementById("sending").append(bubble);
  toEnd();
}

function post(item) {
  return new Promise((done) => {
    const form = document.getElementById("composer");
    const body = new FormData();
    for (const [key, value] of Object.entries(item.fields)) body.append(key, ...[value].flat());
    body.set("client_id", item.id);
    const request = (item.request = new XMLHttpRequest());
    request.open("POST", item.url);
    if (form) item.token = form.elements.csrfmiddlewaretoken.value;
    request.setRequestHeader("X-CSRFToken", item.token);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => progress(item, event));
    request.addEventListener("loadend", () => {
      item.request = null;
      if (request.status === 200 || request.status === 202) arrived(item);
      else if (!item.isCancelled) failed(item, request);
      done();
    });
    request.send(body);
  });
}

const bubbleOf = (id) => document.querySelector(`[data-sending="${id}"]`);

function progress({ id }, { loaded, total }) {
  const bar = bubbleOf(id)?.querySelector("progress");
  if (bar && total) bar.value = loaded / total;
}

// The bubble itself goes when the real one is on the screen (unsent-bubbles.js), else it would blink.
function arrived({ id }) {
  waiting.delete(id);
  bubbleOf(id)?.querySelector("[data-sending-file=cancel]")?.remove();
  bubbleOf(id)?.querySelector("progress")?.remove();
  refresh("messages");
  refresh("conversations");
}

function failed(item, request) {
  const bubble = bubbleOf(item.id);
  const form = document.getElementById("composer");
  if (!bubble || !form) return;
  if (request.status === 401) show("signed-out");
  const why = request.status === 401 ? form.dataset.textSignedOut : request.status === 0 ? form.dataset.textOffline : request.response?.error?.message;
  tell(bubble, why ?? form.dataset.textFailed);
  // What the server refuses for good is not better the next time.
  bubble.querySelector("[data-sending-file=retry]").hidden = [409, 413, 422].includes(request.status);
}

function tell(bubble, why) {
  const line = bubble.querySelector("[data-why]");
  line.textContent = why;
  line.hidden = !why;
  bubble.querySelector("progress").hidden = Boolean(why);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sending-file]");
  if (!button) return;
  const bubble = button.closest("[data-sending]");
  const item = waiting.get(bubble.dataset.sending);
  if (!item) return;
  if (button.dataset.sendingFile === "retry") {
    tell(bubble, "");
    button.hidden = true;
    enqueue(item);
  } else {
    item.isCancelled = true;
    item.request?.abort();
    waiting.delete(item.id);
    bubble.remove();
  }
});
