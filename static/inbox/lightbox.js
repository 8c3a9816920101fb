// A photo, large. The dialog is the browser's own: it keeps the focus inside and closes with Esc. The arrow keys go
// through the photos of the chat as it is read: in Arabic the later one is on the left.

const dialog = document.getElementById("lightbox");
const photos = () => [...document.querySelectorAll("[data-lightbox]")];
const part = (name) => dialog.querySelector(`[data-${name}]`);
let shown = ""; // the id of the bubble: a refresh may put another element in its place

const photoIn = (bubble) => document.getElementById(bubble)?.querySelector("[data-lightbox]");

document.addEventListener("click", (event) => {
  const photo = event.target.closest("[data-lightbox]");
  if (!photo || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(photo);
  dialog.showModal();
});

function show(photo) {
  const bubble = photo.closest(".bubble");
  shown = bubble.id;
  const image = new Image();
  image.src = photo.href;
  image.alt = photo.querySelector("img").alt;
  part("frame").replaceChildren(image);
  part("who").textContent = photo.dataset.by;
  part("when").textContent = bubble.querySelector("time")?.title ?? "";
  part("caption").textContent = bubble.querySelector(".said > .text")?.textContent ?? "";
  part("save").href = photo.dataset.download;
  part("given").hidden = !photo.dataset.original; // before it was made into what WhatsApp takes
  part("given").href = photo.dataset.original ?? "";
  for (const button of dialog.querySelectorAll("[data-step]")) {
    button.disabled = !beside(Number(button.dataset.step));
    if (button.disabled && button === document.activeElement) part("close").focus(); // else the keys would go nowhere
  }
}

function beside(step) {
  const all = photos();
  const at = all.indexOf(photoIn(shown));
  return at < 0 ? undefined : all[at + step];
}

function go(step) {
  const photo = beside(step);
  if (photo) show(photo);
}

dialog?.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) go(Number(step.dataset.step));
  else if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
});

// On the document, and before everybody else: the focus may have left the page and come back to nothing.
document.addEventListener("keydown", (event) => {
  if (!dialog?.open) return;
  if (event.key === "Escape") event.stopPropagation(); // it closes the photo, and nothing behind it
  const onward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") go(event.key === onward ? 1 : -1);
}, true);

dialog?.addEventListener("close", () => {
  part("frame").replaceChildren();
  photoIn(shown)?.focus();
});
