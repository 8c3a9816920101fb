// A file in the heading of a template, or of a card: chosen, dropped or pasted, or one that was sent before. What Meta
// won't take is said at once; the server looks at the bytes once more. It goes up with the form.
const picker = document.getElementById("template-picker");
const looks = new Map(); // key of the field → its address in this page, and its kind

const fields = () => [...picker.querySelectorAll("[data-file-field]")];
const inputOf = (field) => field.querySelector("[type=file]");
const kindOf = (file) => file.type.split("/")[0];

picker?.addEventListener("change", ({ target }) => {
  const field = target.closest("[data-file-field]");
  if (!field) return;
  if (target.type === "radio") empty(field);
  else if (target.files.length) take(field, target.files[0]);
  else empty(field);
});

picker?.addEventListener("click", ({ target }) => {
  if (target.closest("[data-unchoose]")) empty(target.closest("[data-file-field]"), { announce: true });
});

picker?.addEventListener("close", () => {
  for (const key of [...looks.keys()]) forget(key);
});

// Before the chat behind the dialog takes it (capture).
for (const name of ["paste", "dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const data = event.clipboardData ?? event.dataTransfer;
    if (!picker?.open || !data?.types.includes("Files")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (data.files.length) place(event.target.closest?.("[data-file-field]"), data.files);
  }, true);
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== picker && detail.target?.id !== "template-preview") return;
  if (detail.target === picker) for (const key of [...looks.keys()]) forget(key);
  for (const [key, look] of looks) draw(key, look);
});

// Where it was dropped, else where there is none yet.
function place(field, [file]) {
  const at = field ?? fields().find((each) => !inputOf(each).files.length) ?? fields()[0];
  if (!at) return;
  const carried = new DataTransfer();
  carried.items.add(file);
  inputOf(at).files = carried.files;
  for (const kind of ["input", "change"]) inputOf(at).dispatchEvent(new Event(kind, { bubbles: true }));
}

function take(field, file) {
  const why = faultOf(field, file);
  if (why) {
    empty(field);
    return tell(field, why);
  }
  for (const radio of field.querySelectorAll("[type=radio]")) radio.checked = false;
  tell(field, "");
  const chosen = field.querySelector("[data-chosen]");
  chosen.querySelector("[data-name]").textContent = file.name;
  chosen.querySelector("[data-size]").textContent = size(file.size);
  chosen.hidden = false;
  forget(field.dataset.fileField);
  if (["image", "video"].includes(kindOf(file))) {
    looks.set(field.dataset.fileField, { address: URL.createObjectURL(file), kind: kindOf(file) });
    draw(field.dataset.fileField, looks.get(field.dataset.fileField));
  }
}

function faultOf({ dataset }, file) {
  const limits = JSON.parse(dataset.limits);
  if (!file.size) return dataset.textEmpty;
  if (dataset.format !== "document" && kindOf(file) !== dataset.format) return dataset[dataset.format === "image" ? "textTypeImage" : "textTypeVideo"];
  if (file.size <= limits[dataset.format]) return "";
  return dataset[{ image: "textImage", video: "textVideo" }[dataset.format] ?? "textDocument"];
}

function empty(field, { announce = false } = {}) {
  inputOf(field).value = "";
  field.querySelector("[data-chosen]").hidden = true;
  forget(field.dataset.fileField);
  tell(field, "");
  if (!announce) return;
  inputOf(field).dispatchEvent(new Event("input", { bubbles: true })); // the preview is drawn without it
  inputOf(field).focus();
}

function tell(field, words) {
  const line = field.querySelector("[data-fault]");
  line.textContent = words;
  line.hidden = !words;
}

function draw(key, { address, kind }) {
  const spot = picker.querySelector(`#template-preview [data-look="${CSS.escape(key)}"]`);
  if (!spot) return;
  const look = document.createElement(kind === "video" ? "video" : "img");
  look.src = address;
  if (kind === "image") look.alt = spot.textContent.trim();
  else look.muted = true;
  // A picture that the browser can't draw (HEIC) keeps its sign.
  look.addEventListener(kind === "video" ? "loadeddata" : "load", () => spot.replaceChildren(look), { once: true });
  if (kind === "video") look.load();
}

function forget(key) {
  if (looks.has(key)) URL.revokeObjectURL(looks.get(key).address);
  looks.delete(key);
}

const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const bar = target.closest?.(".template-form")?.querySelector("[data-going-up]");
  if (!bar || !detail.lengthComputable || detail.total < 200_000) return;
  bar.hidden = false;
  bar.value = detail.loaded / detail.total;
});
