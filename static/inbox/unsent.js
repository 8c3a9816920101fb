// What was sent here and is not known to have arrived at the server. Kept in this browser for each member, one entry a
// message (two tabs can't overwrite each other's), under the name by which the server knows it again.

const PREFIX = "unsent:";
const when = (key) => Number(key.split(":")[2]);
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

export const read = (key) => JSON.parse(localStorage.getItem(key));

// In the order in which they were written.
export function all(user) {
  const mine = keys().filter((key) => key.startsWith(`${PREFIX}${user}:`));
  return mine.sort((a, b) => when(a) - when(b)).map(read).filter(Boolean);
}

export function add(item) {
  // A clock that was set back must not put it before the others.
  const at = Math.max(Date.now(), ...keys().map((key) => when(key) + 1));
  const kept = { ...item, key: `${PREFIX}${item.user}:${at}:${item.id}` };
  localStorage.setItem(kept.key, JSON.stringify(kept));
  return kept;
}

// Nothing, when it was taken away meanwhile: what is gone stays gone.
export function change(key, changes) {
  const item = read(key);
  if (item) localStorage.setItem(key, JSON.stringify({ ...item, ...changes }));
  return item && { ...item, ...changes };
}

export const forget = (key) => localStorage.removeItem(key);

export function onChange(listen) {
  window.addEventListener("storage", (event) => {
    if (!event.key || event.key.startsWith(PREFIX)) listen();
  });
}

// Before the drafts are cleared: who stays keeps them too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]")) return;
  const mine = all(document.querySelector("[data-inbox]").dataset.user);
  if (mine.length && !confirm(form.dataset.textUnsent)) return event.preventDefault();
  for (const { key } of mine) forget(key);
}, { capture: true });
