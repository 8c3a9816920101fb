// Two soft tones, once for what a customer wrote: in one tab, however many are open, never again for the same message,
// and not for the chat that somebody is looking at. The list tells how many new messages a chat has.

const TONES = [[660, 0], [880, 0.13]]; // hertz, and seconds after the first
const LASTS = 0.55; // seconds
const LOUDNESS = 0.12;
const KEPT = "sounded"; // which messages the tabs of this browser have sounded for
const IN_FRONT = "in-front"; // the chat that somebody looks at, in whatever tab

const root = document.querySelector("[data-inbox]");
const opened = Number(root.dataset.opened);
const known = new Map();
let speaker = null;

learn();
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!detail.target?.classList.contains("conversations")) return;
  // What another filter shows is no news.
  const isChosen = detail.requestConfig?.elt.id === "list-form";
  for (const message of learn()) if (!isChosen) sound(message);
});

// The chats with more new messages than before, of those that came since the page was opened.
function learn() {
  const news = [];
  for (const { dataset } of document.querySelectorAll("#list-scroller .row")) {
    const count = Number(dataset.new);
    if (count > (known.get(dataset.chat) ?? 0) && Number(dataset.wrote) >= opened) news.push({ chat: dataset.chat, mark: `${dataset.wrote}:${count}` });
    known.set(dataset.chat, count);
  }
  return news;
}

function sound({ chat, mark }) {
  if (!("sound" in root.dataset)) return;
  alone(() => {
    const sounded = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    if (sounded[chat] === mark) return;
    const recent = Object.entries({ ...sounded, [chat]: mark }).slice(-200);
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(recent)));
    if (localStorage.getItem(IN_FRONT) !== chat) play();
  });
}

// One tab after the other. On plain http there are no locks: then two tabs could sound in the same moment.
const alone = (work) => (navigator.locks ? navigator.locks.request(KEPT, work) : work());

function play() {
  speaker ??= new AudioContext();
  speaker.resume(); // browsers are silent until somebody has clicked once
  const tone = new OscillatorNode(speaker, { type: "sine" });
  const volume = new GainNode(speaker, { gain: 0 });
  const start = speaker.currentTime + 0.02;
  for (const [hertz, after] of TONES) {
    tone.frequency.setValueAtTime(hertz, start + after);
    volume.gain.setValueAtTime(LOUDNESS, start + after);
    volume.gain.exponentialRampToValueAtTime(0.001, start + after + (hertz === TONES[0][0] ? 0.13 : LASTS - 0.13));
  }
  tone.connect(volume).connect(speaker.destination);
  tone.start(start);
  tone.stop(start + LASTS);
}

// Whoever looks at a chat sees what comes.
function tellInFront() {
  const isLookedAt = document.visibilityState === "visible" && document.hasFocus();
  const chat = isLookedAt && document.getElementById("thread")?.dataset.conversation;
  if (chat) localStorage.setItem(IN_FRONT, chat);
  else if (mine) localStorage.removeItem(IN_FRONT);
  mine = Boolean(chat);
}

let mine = false;
tellInFront();
for (const name of ["focus", "blur", "pagehide"]) addEventListener(name, name === "pagehide" ? () => mine && localStorage.removeItem(IN_FRONT) : tellInFront);
for (const name of ["visibilitychange", "htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(name, tellInFront);
