// The bubbles of what this browser has not brought to the server yet, until the server's own stand in the thread.
import * as unsent from "./unsent.js";

const { user } = document.querySelector("[data-inbox]").dataset;
const bubbleOf = ({ id }) => document.querySelector(`[data-sending="${id}"]`);
export const removeBubble = (item) => bubbleOf(item)?.remove();

export function draw(item) {
  const place = document.getElementById("sending");
  if (!place || bubbleOf(item) || document.getElementById("thread").dataset.conversation !== item.conversation) return;
  const bubble = document.getElementById("sending-bubble").content.firstElementChild.cloneNode(true);
  bubble.dataset.sending = item.id;
  bubble.dataset.key = item.key;
  if (item.mode === "note") bubble.classList.replace("bubble-outgoing", "bubble-note");
  bubble.querySelector(".text").textContent = item.fields.text;
  place.append(bubble);
  if (item.why) explain(item, item.why);
}

export function explain(item, why) {
  unsent.change(item.key, { why });
  const line = bubbleOf(item)?.querySelector("[data-waits]");
  if (!line) return;
  line.querySelector("[data-why]").textContent = why;
  line.hidden = false;
}

// As it is kept: after a reload, and when another tab has sent something or was done with it.
export function drawAll() {
  const items = unsent.all(user);
  const ids = new Set(items.map((item) => item.id));
  for (const bubble of document.querySelectorAll("[data-sending]:not([data-accepted])")) {
    if (!ids.has(bubble.dataset.sending)) bubble.dataset.accepted = "";
  }
  items.forEach(draw);
  removeArrived();
}

function removeArrived() {
  for (const bubble of document.querySelectorAll("[data-sending]")) {
    if (!document.querySelector(`#messages [data-client-id="${bubble.dataset.sending}"]`)) continue;
    if (!unsent.read(bubble.dataset.key)?.isTakenBack) unsent.forget(bubble.dataset.key);
    bubble.remove();
  }
}

export function markAccepted(item) {
  const bubble = bubbleOf(item);
  if (!bubble) return;
  bubble.dataset.accepted = "";
  bubble.querySelector("[data-waits]").hidden = true;
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread-pane") drawAll();
  if (event.detail.target?.id === "messages") removeArrived();
});
document.addEventListener("htmx:historyRestore", drawAll);
drawAll();
