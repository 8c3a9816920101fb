// The moment at which a window closes, the page asks again: the composer locks then, not with the next news.
import { refresh } from "./live.js";

const LONGEST = 2 ** 31 - 1; // milliseconds that a timer can wait

let timer;

watch();
document.addEventListener("htmx:afterSettle", watch);
document.addEventListener("htmx:oobAfterSwap", watch);

function watch() {
  clearTimeout(timer);
  const expires = document.getElementById("window")?.dataset.expires;
  if (!expires) return;
  const left = Date.parse(expires) - Date.now();
  if (left > 0) timer = setTimeout(refresh, Math.min(left + 50, LONGEST), "messages");
}
