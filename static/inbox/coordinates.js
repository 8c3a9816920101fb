// The same as whatsapp/cloud_api/coordinates.py, so that a wrong place is seen while it is typed.

const INVISIBLE = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const NUMBER = "([+-]?\\d{1,3}(?:\\.\\d+)?)°?";
const PAIR = new RegExp(`^\\(?\\s*${NUMBER}\\s*[,\\s;]\\s*${NUMBER}\\s*\\)?$`);
const IN_A_LINK = [
  new RegExp(`!3d${NUMBER}!4d${NUMBER}`),
  new RegExp(`[?&#](?:q|query|ll|sll|daddr|destination|center|mlat)=(?:loc:)?${NUMBER}(?:,\\s*\\+?|&mlon=)${NUMBER}`),
  new RegExp(`(?:/|geo:)${NUMBER},\\s*\\+?${NUMBER}`),
  new RegExp(`@${NUMBER},${NUMBER}`),
];

// [latitude, longitude] in degrees, or null.
export function readCoordinates(text) {
  const plain = decoded(text.replace(INVISIBLE, "").replace(/[٠-٩۰-۹٫،؛−]/g, ascii)).trim();
  const isLink = plain.includes("://") || plain.startsWith("geo:");
  const found = isLink ? IN_A_LINK.map((pattern) => pattern.exec(plain)).find(Boolean) : PAIR.exec(plain);
  if (!found) return null;
  const place = [Number(found[1]), Number(found[2])];
  return Math.abs(place[0]) <= 90 && Math.abs(place[1]) <= 180 ? place : null;
}

function ascii(sign) {
  const others = { "٫": ".", "،": ",", "؛": ",", "−": "-" };
  return others[sign] ?? String(sign.codePointAt(0) & 15);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
