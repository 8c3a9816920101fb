// A POST to our own server, and what its answer is worth.
import { show } from "./live.js";

const PATIENCE = 20000; // milliseconds: a connection that hangs is none
const PERHAPS_WRITTEN = [408, 425, 429]; // beside 5xx: the server, or a proxy before it, may have done it all the same

// keepalive: it goes out though the page is left. ok: done. sure: the server decided, whatever it was. words: its own, for people, or its answer.
export async function post(url, fields = {}, { keepalive = false } = {}) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error", signal, keepalive });
    const { ok, status } = response;
    if (status === 401) show("signed-out");
    const isOurs = response.headers.get("Content-Type")?.startsWith("text/plain");
    const words = isOurs ? await response.text() : "";
    return { ok, status, sure: status < 500 && !PERHAPS_WRITTEN.includes(status), words };
  } catch {
    return { ok: false, status: 0, sure: false, words: "" };
  }
}

// In words why it was not done; nothing when it was. A form may have words of its own for it.
export function whyNot({ ok, status, words }, ownWords = {}) {
  const { textNoConnection } = document.querySelector("[data-inbox]").dataset;
  const ours = { textNoConnection, ...document.getElementById("composer")?.dataset, ...ownWords };
  const { textFailed, textSignedOut } = ours;
  return ok ? "" : { 0: ours.textNoConnection, 401: textSignedOut }[status] ?? (words || textFailed);
}

// The browser's own name for what it sends. crypto.randomUUID is not there on plain http.
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
