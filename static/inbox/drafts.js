// What somebody began to write, kept in this browser for each member and chat until it is sent or they sign out.

const PREFIX = "draft:";
const key = (form) => `${PREFIX}${form.dataset.user}:${form.dataset.conversation}`;

export const read = (form) => localStorage.getItem(key(form)) ?? "";

export function keep(form, text) {
  if (text) localStorage.setItem(key(form), text);
  else localStorage.removeItem(key(form));
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
});
