// Both languages of the page, and which of them is on. Arabic first.

const KEY = "simulator-language";

const WORDS = {
  ar: {
    title: "هاتف العميل",
    hint: "محاكاة لواتساب العميل: اكتب هنا ما يكتبه، وسترى الرسالة في صندوق الفريق.",
    other: "English",
    otherCode: "en",
    invent: "عميل جديد",
    name: "الاسم",
    reachedBy: "كيف يصل إليه المتجر؟",
    byPhone: "رقم الجوال",
    byUsername: "اسم المستخدم فقط",
    add: "أضف العميل",
    phoneOf: "هاتف",
    offline: "بلا إنترنت",
    noReceipts: "بلا مؤشرات قراءة",
    blocks: "حظر المتجر",
    noOffers: "أوقف العروض",
    enoughOffers: "وصلته عروض كثيرة",
    copied: "نُسخ",
    offerEnds: "ينتهي",
    offerOver: "انتهى العرض",
    empty: "لا رسائل بعد. اكتب أول رسالة إلى المتجر.",
    when: "وقت الرسالة",
    now: "الآن",
    hour: "قبل ساعة",
    almostDay: "قبل ٢٣ ساعة و٥٨ دقيقة",
    overDay: "قبل ٢٥ ساعة",
    write: "اكتب رسالة",
    send: "أرسل",
    attach: "أرفق ملفاً",
    record: "سجّل رسالة صوتية",
    recordEnd: "أرسل التسجيل",
    noMicrophone: "لا يمكن استخدام الميكروفون. اسمح به للصفحة، ثم أعد المحاولة.",
    back: "رجوع إلى العملاء",
    reply: "رد على هذه الرسالة",
    unquote: "إلغاء الاقتباس",
    businessAccount: "حساب أعمال",
    typing: "يكتب الآن…",
    waiting: "بلا إنترنت: ستنتظر رسالتك",
    blocked: "ألغِ حظر المتجر لتكتب إليه",
    shutOut: "حظر المتجر هذا العميل: لا يصله ما يكتبه، وواتساب لا يخبر العميل بذلك.",
    you: "أنت",
    today: "اليوم",
    yesterday: "أمس",
    image: "صورة",
    video: "مقطع فيديو",
    audio: "رسالة صوتية",
    document: "ملف",
    sticker: "ملصق",
    location: "موقع",
    contacts: "جهة اتصال",
    unknown: "رسالة من نوع آخر",
    failed: "تعذّر ذلك. تأكد أن العرض التجريبي ما زال يعمل، ثم أعد المحاولة.",
    tick_waiting: "تنتظر الاتصال",
    tick_sent: "أُرسلت",
    tick_delivered: "وصلت إلى المتجر",
    tick_read: "قرأها المتجر",
  },
  en: {
    title: "Customer’s phone",
    hint: "The customer’s WhatsApp, simulated: write what a customer would, and see it arrive in the team inbox.",
    other: "العربية",
    otherCode: "ar",
    invent: "New customer",
    name: "Name",
    reachedBy: "How does the shop reach them?",
    byPhone: "Phone number",
    byUsername: "Username only",
    add: "Add customer",
    phoneOf: "Phone of",
    offline: "Offline",
    noReceipts: "Read receipts off",
    blocks: "Block the shop",
    noOffers: "Stopped offers",
    enoughOffers: "Had too many offers",
    copied: "Copied",
    offerEnds: "Ends",
    offerOver: "The offer is over",
    empty: "No messages yet. Write the first one to the shop.",
    when: "Sent",
    now: "now",
    hour: "1 h ago",
    almostDay: "23 h 58 min ago",
    overDay: "25 h ago",
    write: "Write a message",
    send: "Send",
    attach: "Attach a file",
    record: "Record a voice message",
    recordEnd: "Send the recording",
    noMicrophone: "The microphone can’t be used. Allow it for this page, then try again.",
    back: "Back to the customers",
    reply: "Reply to this message",
    unquote: "Cancel the quote",
    businessAccount: "Business account",
    typing: "typing…",
    waiting: "Offline: your message will wait",
    blocked: "Unblock the shop to write",
    shutOut: "The shop has blocked this customer: what they write does not reach it. WhatsApp does not tell them.",
    you: "You",
    today: "Today",
    yesterday: "Yesterday",
    image: "Photo",
    video: "Video",
    audio: "Voice message",
    document: "File",
    sticker: "Sticker",
    location: "Location",
    contacts: "Contact",
    unknown: "Another kind of message",
    failed: "That did not work. Check that the demo is still running, then try again.",
    tick_waiting: "Waiting for a connection",
    tick_sent: "Sent",
    tick_delivered: "Delivered to the shop",
    tick_read: "Read by the shop",
  },
};

let language = localStorage.getItem(KEY) === "en" ? "en" : "ar";

export const word = (key) => WORDS[language][key] ?? WORDS[language].unknown;

export function switchLanguage() {
  language = word("otherCode");
  localStorage.setItem(KEY, language);
}

/** Puts the words into everything that has `data-word`, and turns the page the right way round. */
export function dress() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word);
  }
}

const locale = () => (language === "ar" ? "ar-u-ca-gregory-nu-arab" : "en-GB");

export const time = (at) =>
  new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit", hour12: language === "ar" }).format(at * 1000);

export const number = (count) => new Intl.NumberFormat(locale()).format(count);

export function day(at) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = Math.round((midnight - new Date(at * 1000).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return word("today");
  if (days === 1) return word("yesterday");
  return new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long" }).format(at * 1000);
}
