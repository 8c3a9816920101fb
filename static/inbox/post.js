// A POST beside the page: with its CSRF token, known to the server as a fragment's.

export function post(address, fields = {}) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("#thread [name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error" });
}
