// The inbox's behaviours. Each hangs on ids and data-* attributes and listens on the document, so that it
// survives every swap.
import "./keyed.js";
import "./live.js";
import "./scroll.js";
import "./boxes.js";
import "./composer.js";
import "./sending.js";
import "./undo.js";
import "./later.js";
import "./holding.js";
import "./actions.js";
import "./quote.js";
import "./reactions.js";
import "./extras.js";
import "./again.js";
import "./replies.js";
import "./list.js";
import "./window.js";
import "./seen.js";
import "./typing.js";
import "./blocking.js";
import "./lightbox.js";
import "./attachments.js";
import "./recorder.js";
import "./player.js";
import "./templates.js";
import "./starting.js";
