// What somebody began to write, kept in this browser for each member and chat until it is sent or they sign out.

const PREFIX = "draft:";
const key = ({ user, conversation }) => `${PREFIX}${user}:${conversation}`;

export const read = (chat) => localStorage.getItem(key(chat)) ?? "";

export function keep(chat, text) {
  if (text) localStorage.setItem(key(chat), text);
  else localStorage.removeItem(key(chat));
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("[data-sign-out]")) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
});
