// Records a voice message: click, speak, pause, listen, send. Nothing leaves the browser before "send".
import { clock } from "./clock.js";
import { send } from "./uploading.js";

const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const LONGEST = 30 * 60 * 1000; // milliseconds
const BARS = 36;
const TICK = 100; // milliseconds between two bars of the level

let take = null; // the recording that is under way
const listener = new Audio();

const panel = () => document.getElementById("recorder");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-record]")) begin();
  const button = event.target.closest("[data-recorder]");
  if (button && take) ({ cancel, pause: pauseOrGoOn, listen, send: finish })[button.dataset.recorder]();
});

// The chat is left: the microphone is not kept open behind anybody's back.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "thread-pane" && event.detail.shouldSwap) cancel();
});
addEventListener("pagehide", () => cancel());

async function begin() {
  if (take) return;
  const { dataset } = panel();
  if (!globalThis.isSecureContext || !navigator.mediaDevices) return complain(dataset.textInsecure);
  if (!globalThis.MediaRecorder) return complain(dataset.textUnable);
  complain("");
  document.dispatchEvent(new Event("voice:quiet")); // or the microphone would hear the player
  take = { chunks: [], before: 0, levels: [] };
  try {
    take.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    take = null;
    const why = { NotAllowedError: dataset.textRefused, SecurityError: dataset.textRefused, NotFoundError: dataset.textMissing };
    return complain(why[error.name] ?? dataset.textBusy);
  }
  const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  take.recorder = new MediaRecorder(take.stream, mimeType ? { mimeType, audioBitsPerSecond: 32000 } : {});
  take.recorder.addEventListener("dataavailable", ({ data }) => data.size && take?.chunks.push(data));
  take.recorder.start();
  measure();
  take.since = performance.now();
  take.timer = setInterval(tick, TICK);
  state("recording");
  panel().querySelector("[data-recorder=send]").focus();
}

function measure() {
  take.context = new AudioContext();
  take.analyser = take.context.createAnalyser();
  take.analyser.fftSize = 1024;
  take.samples = new Uint8Array(take.analyser.fftSize);
  take.context.createMediaStreamSource(take.stream).connect(take.analyser);
  document.getElementById("recorder-level").replaceChildren(...Array.from({ length: BARS }, () => document.createElement("i")));
}

const spoken = () => take.before + (take.since === null ? 0 : performance.now() - take.since);

function tick() {
  if (take.since === null) return;
  document.getElementById("recorder-time").textContent = clock(spoken() / 1000);
  take.analyser.getByteTimeDomainData(take.samples);
  const swing = Math.max(...take.samples.map((sample) => Math.abs(sample - 128)));
  take.levels = [...take.levels, Math.min(1, swing / 64)].slice(-BARS);
  const bars = document.getElementById("recorder-level").children;
  take.levels.forEach((level, n) => bars[BARS - take.levels.length + n].style.setProperty("--level", level.toFixed(2)));
  if (spoken() >= LONGEST) {
    pauseOrGoOn();
    complain(panel().dataset.textLongest);
  }
}

function pauseOrGoOn() {
  listener.pause();
  if (take.recorder.state === "recording") {
    take.recorder.pause();
    take.before = spoken();
    take.since = null;
    state("paused");
  } else if (take.before < LONGEST) {
    take.recorder.resume();
    take.since = performance.now();
    state("recording");
  }
}

// What is there so far, while the recorder rests.
function listen() {
  if (!listener.paused) return listener.pause();
  if (take.recorder.state === "recording") pauseOrGoOn();
  take.recorder.addEventListener("dataavailable", () => {
    URL.revokeObjectURL(listener.src);
    listener.src = URL.createObjectURL(recorded());
    listener.play();
  }, { once: true });
  take.recorder.requestData();
}
for (const name of ["play", "pause", "ended"]) listener.addEventListener(name, () => panel()?.toggleAttribute("data-listening", !listener.paused));

const recorded = () => new Blob(take.chunks, { type: take.recorder.mimeType });

function finish() {
  const { dataset } = panel();
  take.recorder.addEventListener("stop", () => {
    const fields = { conversation_id: document.getElementById("thread").dataset.conversation, audio: [recorded(), "voice"] };
    cancel();
    send({ url: dataset.send, label: dataset.label, fields });
  }, { once: true });
  take.recorder.stop();
}

function cancel() {
  if (!take) return;
  listener.pause();
  clearInterval(take.timer);
  for (const track of take.stream?.getTracks() ?? []) track.stop();
  take.context?.close();
  take = null;
  if (!panel()) return;
  state("idle");
  document.getElementById("recorder-time").textContent = clock(0);
  document.querySelector("[data-record]")?.focus();
}

function state(name) {
  panel().dataset.state = name;
  panel().hidden = name === "idle";
  document.getElementById("composer").hidden = name !== "idle";
  const { textRecording, textPaused } = panel().dataset;
  document.getElementById("recorder-told").textContent = { recording: textRecording, paused: textPaused }[name] ?? "";
}

function complain(why) {
  const line = document.getElementById("refusal");
  line.textContent = why;
  line.hidden = !why;
}
