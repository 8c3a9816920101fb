// Where a thread stands when it is opened: at its first unread message, or at its end. A page with a chat is not drawn
// before this has run: so it needs no other script.

stand();

export function stand() {
  const box = document.getElementById("scroller");
  if (!box) return;
  const divider = document.getElementById("unread-divider");
  box.scrollTop = divider ? divider.offsetTop - box.clientHeight / 4 : box.scrollHeight;
}
