// Puts a popover beside the button that opens it, wholly inside the window.

const MARGIN = 8; // pixels

export function placeBy(popover, button, { above = false } = {}) {
  popover.style.inset = "0 auto auto 0"; // as wide as it likes, before it is measured
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const isRtl = getComputedStyle(popover).direction === "rtl";
  const start = isRtl ? at.right - width : at.left;
  const over = at.top - height - MARGIN;
  const under = at.bottom + MARGIN;
  const fitsOver = over >= MARGIN;
  const fitsUnder = under + height <= innerHeight - MARGIN;
  const top = (above ? fitsOver || !fitsUnder : !fitsUnder) ? over : under;
  popover.style.left = `${clamp(start, innerWidth - width)}px`;
  popover.style.top = `${clamp(top, innerHeight - height)}px`;
}

const clamp = (value, most) => Math.max(MARGIN, Math.min(value, most - MARGIN));
