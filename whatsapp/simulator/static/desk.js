// What the page knows, and how it asks the server.

export const $ = (id) => document.getElementById(id);

export const state = { people: [], business: { name: "" }, customer: null, chat: null, quotes: null, drawn: "", drawnPeople: "", atEnd: true };

export async function ask(path, body, type = "application/json") {
  const sent = body === undefined ? {} : { method: "POST", headers: { "Content-Type": type }, body };
  const answer = await fetch(`phone/${path}`, sent);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told;
}

export const tell = (path, asked) => ask(path, JSON.stringify({ customer: state.customer, ...asked }));

export function complain(text) {
  $("problem").textContent = text;
  $("problem").hidden = !text;
}
