// The inbox's behaviours. Each hangs on ids and data-* attributes and listens on the document, so that it
// survives every swap.
import "./keyed.js";
import "./live.js";
import "./scroll.js";
import "./composer.js";
import "./again.js";
import "./lightbox.js";
import "./list.js";
import "./attachments.js";
import "./recorder.js";
import "./player.js";
