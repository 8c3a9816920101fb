// The inbox's behaviours. Each hangs on ids and data-* attributes and listens on the document, so that it
// survives every swap.
import "./keyed.js";
import "./live.js";
import "./scroll.js";
import "./composer.js";
import "./again.js";
import "./list.js";
import "./templates.js";
