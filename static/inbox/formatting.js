// Ctrl+B and Ctrl+I: the marks that WhatsApp draws bold and italic, around what is selected; once more takes them away.
import { composer, insert } from "./field.js";

export function mark(sign) {
  const field = composer()?.elements.text;
  if (document.activeElement !== field) return false;
  const { selectionStart: from, selectionEnd: to, value } = field;
  const said = value.slice(from, to);
  const isMarked = value[from - 1] === sign && value[to] === sign;
  if (isMarked) insert(said, from - 1, to + 1);
  else insert(`${sign}${said}${sign}`, from, to);
  const start = isMarked ? from - 1 : from + 1;
  field.setSelectionRange(start, start + said.length);
  return true;
}
