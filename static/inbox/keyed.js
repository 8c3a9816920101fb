// hx-swap="keyed": brings an element up to date child by child, by id. What did not change is not touched, so a
// refresh never steals focus, selection or scroll, and a screen reader hears only what is new.

const htmx = window.htmx;

htmx.defineExtension("keyed", {
  isInlineSwap: (style) => style === "keyed",
  handleSwap(style, target, fragment) {
    if (style !== "keyed") return false;
    const incoming = fragment.querySelector(`#${CSS.escape(target.id)}`);
    if (!incoming) return [];
    const focused = document.activeElement?.closest("[id]")?.id;
    const added = [];
    copyAttributes(target, incoming);
    updateChildren(target, incoming, added);
    if (focused && document.activeElement === document.body) focusAgain(focused);
    return added;
  },
});

function updateChildren(target, incoming, added) {
  const wanted = [...incoming.children];
  const known = new Map([...target.children].map((child) => [child.id, child]));
  const ids = new Set(wanted.map((child) => child.id));
  for (const child of [...target.children]) if (!ids.has(child.id)) child.remove();
  let place = target.firstElementChild;
  for (const next of wanted) {
    const old = known.get(next.id);
    const isHere = old && old === place;
    const current = old ? updated(old, next, added) : next;
    if (isHere) place = current.nextElementSibling;
    else target.insertBefore(current, place);
    if (!old) added.push(current);
  }
}

// The element that stands for `next` now: `old` where little changed, else `next` in its place.
function updated(old, next, added) {
  if (old.isEqualNode(next)) return old;
  if (old.hasAttribute("data-keyed")) {
    copyAttributes(old, next);
    updateChildren(old, next, added);
    return old;
  }
  if (patched(old, next)) return old;
  old.replaceWith(next);
  added.push(next);
  return next;
}

// New ticks leave the text of a bubble alone: of an element with data-parts only what differs is replaced.
function patched(old, next) {
  const pairs = [...old.children].map((child, n) => [child, next.children[n]]);
  const sameShape = old.children.length === next.children.length && pairs.every(([a, b]) => a.tagName === b.tagName);
  if (!sameShape || !old.hasAttribute("data-parts")) return false;
  copyAttributes(old, next);
  for (const [a, b] of pairs) if (!a.isEqualNode(b) && !isItsOwn(a, b) && !patched(a, b)) a.replaceWith(b);
  return true;
}

// What a script works on (a player that plays) stays as it is while the server says the same of it.
const isItsOwn = (a, b) => a.hasAttribute("data-own") && a.dataset.own === b.dataset.own;

function copyAttributes(target, source) {
  for (const { name } of [...target.attributes]) if (!source.hasAttribute(name)) target.removeAttribute(name);
  for (const { name, value } of source.attributes) if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

function focusAgain(id) {
  const element = document.getElementById(id);
  const takesFocus = [element, ...(element?.querySelectorAll("*") ?? [])].find((each) => each?.matches("a, button, input") && each.checkVisibility());
  takesFocus?.focus({ preventScroll: true });
}
