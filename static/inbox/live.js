// News at once over the websocket; the 5-second refresh of the panes is the fall-back. When that is needed, or when
// neither gets through, it is said in words.

const htmx = window.htmx;
const root = document.querySelector("[data-inbox]");
const PANES = ["messages", "conversations"];
const SOONEST = 100; // milliseconds between refreshes of one pane, while the server answers quickly,
const LATEST = 2000; // and while it is slow:
const SHARE = 4; // a page keeps the server busy for no more than one part in so many
const SAID_AFTER = 6000; // milliseconds without a websocket before it is said
const ANSWERED_WITHIN = 10000;
const GIVE_UP_AFTER = 2; // failed refreshes in a row before it is said

let latest = null;
let socket = null; // the latest, while it is open
let pause = 1000;
let failures = 0;
let trouble = null;
let isSlow = false;
let sayingSo = 0;
let unanswered = 0;

missed();
connect();

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const opening = new WebSocket(`${scheme}//${location.host}${root.dataset.socket}`);
  latest = opening;
  opening.addEventListener("open", () => {
    socket = opening;
    pause = 1000;
    found();
    document.dispatchEvent(new Event("inbox:connected"));
    PANES.forEach(refresh);
  });
  opening.addEventListener("message", (event) => opening === latest && hear(JSON.parse(event.data)));
  opening.addEventListener("close", () => lost(opening));
}

function lost(which) {
  if (which !== latest) return; // given up before
  socket = latest = null;
  stopWaiting();
  missed();
  document.dispatchEvent(new Event("inbox:lost"));
  setTimeout(connect, pause);
  pause = Math.min(pause * 2, 30000);
}

function hear({ changed, here }) {
  stopWaiting(); // whatever it says, it is there
  if (here) document.dispatchEvent(new CustomEvent("inbox:here", { detail: here }));
  if (!changed) return;
  const open = Number(document.getElementById("thread")?.dataset.conversation);
  isListNext = changed.includes(open) && !document.hidden;
  refresh(isListNext ? "messages" : "conversations");
}

// Says something to the server, which answers each word. A machine that slept, or has another network now, does not know
// that its connection is dead: it would wait for news for minutes.
export function say(words) {
  if (!socket) return;
  socket.send(JSON.stringify(words));
  const asked = socket;
  unanswered ||= setTimeout(() => {
    asked.close();
    lost(asked); // its own word that it is closed may take a minute
  }, ANSWERED_WITHIN);
}

function stopWaiting() {
  clearTimeout(unanswered);
  unanswered = 0;
}

let isListNext = false; // what is read comes before what stands beside it: the server does one thing after the other
const waiting = new Map();
const began = {};
const took = {};

export function refresh(id) {
  if (waiting.has(id)) return;
  const gap = Math.min(Math.max((took[id] ?? 0) * SHARE, SOONEST), LATEST);
  const wait = (began[id] ?? -Infinity) + gap - performance.now();
  waiting.set(id, setTimeout(() => {
    waiting.delete(id);
    const pane = document.getElementById(id);
    if (pane) htmx.trigger(pane, "refresh");
  }, Math.max(wait, 0)));
}

// A thread in a hidden tab is not being read: it waits until somebody looks. And while the websocket brings the news, the
// refresh by the clock is only a second look now and then.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { id } = event.target;
  if (!PANES.includes(id)) return;
  const isByClock = !event.detail.requestConfig.triggeringEvent;
  const isEarly = socket && performance.now() - (began[id] ?? -Infinity) < root.dataset.refreshWhileLive * 1000;
  if ((id === "messages" && document.hidden) || (isByClock && isEarly)) event.preventDefault();
  else began[id] = performance.now();
});
document.addEventListener("htmx:afterRequest", ({ target }) => {
  if (PANES.includes(target.id)) took[target.id] = performance.now() - began[target.id];
  if (target.id !== "messages" || !isListNext) return;
  isListNext = false;
  refresh("conversations");
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh("messages");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) show("signed-out");
  else if (event.detail.xhr.status >= 500) failed();
});
let askedSince = new WeakSet(); // what was asked before the network went may still be answered, and says nothing of it
document.addEventListener("htmx:beforeSend", (event) => askedSince.add(event.detail.xhr));
document.addEventListener("htmx:afterOnLoad", ({ detail: { xhr } }) => {
  if (xhr.status >= 400 || !askedSince.has(xhr)) return;
  failures = 0;
  show(null);
});

// The browser knows at once when the machine has no network.
window.addEventListener("offline", () => {
  askedSince = new WeakSet();
  show("offline");
});
window.addEventListener("online", () => {
  show(null);
  PANES.forEach(refresh);
});

function failed() {
  failures += 1;
  if (failures >= GIVE_UP_AFTER && !socket) show("offline");
}

function missed() {
  sayingSo ||= setTimeout(() => {
    isSlow = true;
    draw();
  }, SAID_AFTER);
}

function found() {
  clearTimeout(sayingSo);
  sayingSo = 0;
  isSlow = false;
  draw();
}

export function show(state) {
  trouble = state;
  draw();
}

function draw() {
  const state = trouble ?? (isSlow ? "slow" : null);
  for (const line of document.querySelectorAll(".connection [data-state]")) line.hidden = line.dataset.state !== state;
  const again = document.querySelector("[data-sign-in-again]");
  if (again) again.search = `?next=${encodeURIComponent(location.pathname)}`;
}
