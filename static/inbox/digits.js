// Counts and times that the page makes by itself, in the digits that somebody likes.
const wants = document.body.dataset.digits;

export const inDigits = (text) => (wants === "arabic" ? String(text).replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : String(text));
