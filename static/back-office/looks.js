// The files that were chosen, seen on the phone beside the form before they go anywhere.
const looks = new WeakMap(); // the field → the file's address in this page, and its kind
const form = document.querySelector(".draft-form");

const kindOf = (file) => (file.type === "application/pdf" ? "document" : file.type.split("/")[0]);

form.addEventListener("change", ({ target }) => {
  if (target.type !== "file") return;
  if (looks.has(target)) URL.revokeObjectURL(looks.get(target).address);
  looks.delete(target);
  const [file] = target.files;
  const most = file && Number(target.dataset[`most${kindOf(file).replace(/^./, (letter) => letter.toUpperCase())}`]);
  const isTooLarge = Boolean(most) && file.size > most;
  complain(target, isTooLarge ? target.dataset.tooLarge : "");
  if (isTooLarge) target.value = "";
  else if (file && kindOf(file) !== "document") looks.set(target, { address: URL.createObjectURL(file), kind: kindOf(file) });
}, true); // before the preview is asked for

document.addEventListener("htmx:afterSwap", drawAll);

function complain(field, words) {
  const row = field.closest(".form-row");
  row.querySelector(".errorlist")?.remove();
  row.classList.toggle("errors", Boolean(words));
  if (!words) return;
  const list = document.createElement("ul");
  list.className = "errorlist";
  list.setAttribute("role", "alert");
  list.append(Object.assign(document.createElement("li"), { textContent: words }));
  row.prepend(list);
}

function drawAll() {
  draw("header.media", form.querySelector("[name=header_file]"));
  for (const [at, card] of [...form.querySelectorAll("[data-card]")].entries()) {
    draw(`card.${at}.header.media`, card.querySelector("[type=file]"));
  }
}

function draw(key, field) {
  const spot = document.querySelector(`#draft-preview [data-look="${key}"]`);
  const look = looks.get(field);
  if (!spot || !look) return;
  const seen = document.createElement(look.kind === "video" ? "video" : "img");
  seen.src = look.address;
  if (look.kind === "image") seen.alt = spot.textContent.trim();
  else seen.muted = true;
  seen.addEventListener(look.kind === "video" ? "loadeddata" : "load", () => spot.replaceChildren(seen), { once: true });
  if (look.kind === "video") seen.load();
}
