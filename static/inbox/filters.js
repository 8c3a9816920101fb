// The filters of the list: each that is in use goes by one click, and a saved view is put into the form as a whole.

const form = document.getElementById("list-form");

document.addEventListener("click", (event) => {
  const clear = event.target.closest("[data-clear]");
  if (clear) return put({ ...now(), [clear.dataset.clear]: "" });
  const view = event.target.closest("[data-view]");
  if (!view || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  document.getElementById("filter-panel").hidePopover();
  put(Object.fromEntries(new URLSearchParams(view.dataset.view)));
});

const now = () => Object.fromEntries(new FormData(form));

function put(wanted) {
  const names = new Set([...form.elements].map((element) => element.name).filter(Boolean));
  for (const name of names) form.elements[name].value = wanted[name] ?? "";
  form.requestSubmit();
}
