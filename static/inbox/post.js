// A small POST of the open chat, with its token. Answers why not, in words; nothing when all is well.

export async function post(address, body) {
  const form = document.getElementById("composer");
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const response = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error" });
    if (response.ok) return "";
    if (response.status === 401) return form.dataset.textSignedOut;
    const isOurs = response.headers.get("Content-Type")?.startsWith("text/plain");
    return isOurs ? await response.text() : form.dataset.textFailed;
  } catch {
    return form.dataset.textOffline;
  }
}

export function refuse(why) {
  const line = document.getElementById("refusal");
  line.textContent = why;
  line.hidden = !why;
}
