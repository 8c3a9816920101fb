// News at once over the websocket; the 5-second refresh of the panes is the fall-back. When neither gets through,
// that is said in words.

const htmx = window.htmx;
const root = document.querySelector("[data-inbox]");
const AT_MOST_EVERY = 400; // milliseconds between refreshes of one pane
const GIVE_UP_AFTER = 2; // failed refreshes in a row before it is said

let socketIsOpen = false;
let pause = 1000;
let failures = 0;

connect();

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}${root.dataset.socket}`);
  socket.addEventListener("open", () => {
    socketIsOpen = true;
    pause = 1000;
    document.dispatchEvent(new Event("inbox:connected"));
    refresh("conversations");
    refresh("messages");
  });
  socket.addEventListener("message", (event) => tell(JSON.parse(event.data).changed ?? []));
  socket.addEventListener("close", () => {
    socketIsOpen = false;
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, 30000);
  });
}

function tell(changed) {
  refresh("conversations");
  const open = Number(document.getElementById("thread")?.dataset.conversation);
  if (changed.includes(open)) refresh("messages");
}

const waiting = new Map();

export function refresh(id) {
  if (waiting.has(id)) return;
  const wait = (refresh.last?.[id] ?? 0) + AT_MOST_EVERY - performance.now();
  waiting.set(id, setTimeout(() => {
    waiting.delete(id);
    refresh.last = { ...refresh.last, [id]: performance.now() };
    const pane = document.getElementById(id);
    if (pane) htmx.trigger(pane, "refresh");
  }, Math.max(wait, 0)));
}

// A thread in a hidden tab is not being read: it waits until somebody looks.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "messages" && document.hidden) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh("messages");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) show("signed-out");
  else if (event.detail.xhr.status >= 500) failed();
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.xhr.status >= 400) return;
  failures = 0;
  show(null);
});

// The browser knows at once when the machine has no network.
window.addEventListener("offline", () => show("offline"));
window.addEventListener("online", () => {
  show(null);
  refresh("conversations");
  refresh("messages");
});

function failed() {
  failures += 1;
  if (failures >= GIVE_UP_AFTER && !socketIsOpen) show("offline");
}

export function show(state) {
  for (const line of document.querySelectorAll(".connection [data-state]")) line.hidden = line.dataset.state !== state;
  const again = document.querySelector("[data-sign-in-again]");
  if (again) again.search = `?next=${encodeURIComponent(location.pathname)}`;
}
