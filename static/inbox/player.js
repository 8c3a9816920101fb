// The player of sounds. One sound is heard at a time, at the speed that was chosen last. Time runs from left to right
// in every language, as on the player of a phone, so the right arrow goes forward in Arabic too.
import { clock } from "./clock.js";
import { refresh } from "./live.js";

const SPEEDS = [1, 1.5, 2];
const KEY = "voice-speed";
const STEPS = 1000; // of the slider
const ARROW = 5; // seconds

const audio = new Audio();
audio.preload = "none";
const places = new Map(); // message → seconds, of sounds that were left in the middle
let current = null; // the message that is heard
let wanted = SPEEDS.includes(Number(localStorage.getItem(KEY))) ? Number(localStorage.getItem(KEY)) : 1;

const playerOf = (id) => document.querySelector(`[data-player="${id}"]`);
const lengthOf = (player) => Number(player.dataset.seconds) || (player.dataset.player === current && Number.isFinite(audio.duration) ? audio.duration : 0);

document.addEventListener("click", (event) => {
  const player = event.target.closest("[data-player]");
  if (!player) return;
  if (event.target.closest("[data-play]")) player.dataset.player === current && !audio.paused ? audio.pause() : play(player);
  if (event.target.closest("[data-speed]")) faster();
});

document.addEventListener("input", (event) => {
  const player = event.target.matches("[data-position]") && event.target.closest("[data-player]");
  if (player) seek(player, (event.target.value / STEPS) * lengthOf(player));
});

document.addEventListener("keydown", (event) => {
  const player = event.target.matches?.("[data-position]") && event.target.closest("[data-player]");
  if (!player) return;
  const step = { ArrowRight: ARROW, ArrowUp: ARROW, ArrowLeft: -ARROW, ArrowDown: -ARROW }[event.key];
  if (step) seek(player, Math.min(Math.max(placeOf(player) + step, 0), lengthOf(player)));
  else if (event.key === " ") player.querySelector("[data-play]").click();
  else return;
  event.preventDefault();
});

// Safari before 18.4 knows no OGG: it hears what was recorded, where something else was recorded.
const knowsOgg = audio.canPlayType("audio/ogg; codecs=opus") !== "";
const sourceOf = ({ dataset }) => (!knowsOgg && dataset.original) || dataset.src;

const placeOf = (player) => (player.dataset.player === current ? audio.currentTime : (places.get(player.dataset.player) ?? 0));

function play(player) {
  const id = player.dataset.player;
  if (id !== current) {
    leave();
    current = id;
    audio.src = sourceOf(player);
    audio.currentTime = places.get(id) ?? 0;
  }
  audio.playbackRate = audio.defaultPlaybackRate = wanted;
  audio.play().catch(() => draw());
  if (player.dataset.played) tellPlayed(player);
}

function leave() {
  if (current === null) return;
  if (!audio.ended && audio.currentTime) places.set(current, audio.currentTime);
  const before = current;
  audio.pause();
  current = null;
  drawOne(playerOf(before));
}

function seek(player, seconds) {
  const id = player.dataset.player;
  places.set(id, seconds);
  if (id === current) audio.currentTime = seconds;
  drawOne(player);
}

function faster() {
  wanted = SPEEDS[(SPEEDS.indexOf(wanted) + 1) % SPEEDS.length];
  localStorage.setItem(KEY, wanted);
  audio.playbackRate = audio.defaultPlaybackRate = wanted;
  draw();
}

async function tellPlayed(player) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.getElementById("composer").elements.csrfmiddlewaretoken.value);
  const address = player.dataset.played;
  delete player.dataset.played;
  try {
    const response = await fetch(address, { method: "POST", body, redirect: "error" });
    if (response.ok) refresh("messages");
  } catch {
    // The next one who listens says so.
  }
}

for (const name of ["play", "pause", "timeupdate", "loadedmetadata"]) audio.addEventListener(name, () => drawOne(playerOf(current)));
audio.addEventListener("ended", () => {
  places.delete(current);
  audio.currentTime = 0;
  drawOne(playerOf(current));
});

function drawOne(player) {
  if (!player) return;
  const length = lengthOf(player);
  const place = Math.min(placeOf(player), length || Infinity);
  const isPlaying = player.dataset.player === current && !audio.paused;
  player.toggleAttribute("data-playing", isPlaying);
  player.querySelector(".voice-done").setAttribute("width", length ? ((place / length) * 256).toFixed(1) : "0");
  player.querySelector("[data-time]").textContent = clock(place > 0 || isPlaying ? place : length);
  player.querySelector("[data-speed]").textContent = `${wanted}×`;
  const slider = player.querySelector("[data-position]");
  slider.value = length ? (place / length) * STEPS : 0;
  slider.setAttribute("aria-valuetext", `${clock(place)} / ${clock(length)}`);
}

function draw() {
  for (const player of document.querySelectorAll("[data-player]")) drawOne(player);
}

draw();
document.addEventListener("voice:quiet", () => audio.pause());
for (const name of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(name, draw);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "thread-pane" && event.detail.shouldSwap) leave();
});
