// The way to one message: it may be on the page, out of sight (faraway.js), or so far up that the server has to bring
// the piece of the thread around it. That piece stands over the newest part, with a gap that fills as one scrolls.
import { bringBack } from "./faraway.js";
import { refuse } from "./field.js";
import { refresh } from "./live.js";

const htmx = window.htmx;
const FLASHES = 1500; // milliseconds
const NEAR = 600; // pixels

const since = () => JSON.parse(document.getElementById("messages").getAttribute("hx-vals")).since;

// `5` names a message, `note-5` a note: the server's addresses do so too.
export const bubbleNamed = (name) => (name.startsWith("note-") ? name : `message-${name}`);

// `id` of the element of a bubble. False, and said in words, when there is no such message any more.
export async function jump(id, words = []) {
  bringBack(id);
  if (!document.getElementById(id)) await fetchAround(id);
  const bubble = document.getElementById(id);
  if (!bubble) {
    refuse(document.getElementById("quoting").dataset.textFurtherUp);
    return false;
  }
  bubble.scrollIntoView({ block: "center" });
  bubble.classList.add("flash");
  setTimeout(() => bubble.classList.remove("flash"), FLASHES);
  mark(bubble, words);
  refresh("messages");
  return true;
}

function fetchAround(id) {
  const { conversation } = document.getElementById("thread").dataset;
  const values = { around: id.replace("message-", ""), until: since() };
  // A message that is not there any more is answered with 404, which is no fault to speak of.
  return htmx.ajax("GET", `/whatsapp/chat/${conversation}`, { target: "#history", swap: "innerHTML", values }).catch(() => {});
}

// The words that were found, as they stand in the bubble: marked without touching its elements, which a refresh compares.
function mark(bubble, words) {
  if (!CSS.highlights || !words.length) return;
  const ranges = [];
  // Letters, digits and vowel signs are all that these words have: nothing in them means anything to a RegExp.
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}\\p{M}])`, "gu");
  const texts = document.createTreeWalker(bubble.querySelector(".said") ?? bubble, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: node } = texts;
    for (const { index, 0: word } of node.data.matchAll(whole)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

export const unmark = () => CSS.highlights?.delete("found");

// A thread that was opened at a message, as the address says.
function opened() {
  const thread = document.getElementById("thread");
  if (!thread?.dataset.goto) return;
  jump(bubbleNamed(thread.dataset.goto), thread.dataset.gotoWords.split(" ").filter(Boolean));
  thread.removeAttribute("data-goto");
}

opened();
document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target?.id === "thread-pane" && opened());
document.addEventListener("htmx:historyRestore", opened);

// The gap fills when it comes near, from whichever side.
document.addEventListener("scroll", (event) => {
  const gap = document.getElementById("newer");
  if (!gap || event.target.id !== "scroller") return;
  const view = event.target.getBoundingClientRect();
  const { top, bottom } = gap.getBoundingClientRect();
  if (top < view.bottom + NEAR && bottom > view.top - NEAR) htmx.trigger(gap, "near");
}, { capture: true, passive: true });
