"""One of everything that can arrive, and of what our own side can send, as Meta would have written it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from whatsapp.models import Message

Json = dict[str, Any]
Status, Origin = Message.Status, Message.Origin


@dataclass(frozen=True)
class Sample:
    type: str
    payload: Json = field(default_factory=dict)
    text: str = ""
    is_ours: bool = False
    quotes: int | None = None  # which earlier sample of its section; -1: one that nobody has
    reactions: Mapping[str, Sequence[int | None]] = field(
        default_factory=dict
    )  # emoji → contacts; None is us
    facts: Json = field(default_factory=dict)  # columns of the message


def them(type: str, payload: Json | None = None, text: str = "", **more: Any) -> Sample:
    return Sample(type, payload or {}, text, **more)


def us(type: str, payload: Json | None = None, text: str = "", **more: Any) -> Sample:
    return Sample(type, payload or {}, text, is_ours=True, **more)


def file(kind: str, mime: str, text: str = "", **body: Any) -> Sample:
    return them(kind, {kind: {"id": "1", "mime_type": mime, **body}}, text, facts={"media_mime_type": mime})


def choice(kind: str, reply: Json, **more: Any) -> Sample:
    return them("interactive", {"interactive": {"type": kind, kind: reply}}, **more)


def system(kind: str, **more: Any) -> Sample:
    return them("system", {"system": {"type": kind, **more}})


def refused(code: int | None, kind: str = "") -> Sample:
    payload: Json = {"errors": [{"code": code}]} if code else {}
    return them("unsupported", payload | ({"unsupported": {"type": kind}} if kind else {}))


PERSON = {
    "name": {"formatted_name": "أبو فهد المطيري"},
    "org": {"title": "مدير المبيعات", "company": "مؤسسة الواحة"},
    "phones": [{"phone": "+966 55 123 4567", "type": "CELL"}, {"phone": "+966 11 200 1948"}],
    "emails": [{"email": "fahad@oasis.example"}],
    "urls": [{"url": "https://oasis.example/about"}, {"url": "javascript:alert(1)"}],
    "addresses": [{"street": "شارع العليا", "city": "الرياض", "country": "السعودية"}],
    "birthday": "1984-05-17",
}
COLLEAGUE = {"name": {"formatted_name": "Daniel Okafor"}, "phones": [{"phone": "+44 7700 900123"}]}
ASKED_FOR = {"origin": "contact_request", "phones": [{"phone": "+20 100 123 4567"}]}
BASKET = {
    "catalog_id": "194836987003835",
    "text": "للهدية، مع التغليف لو سمحتم",
    "product_items": [
        {"product_retailer_id": "تمر-سكري-1kg", "quantity": 2, "item_price": 45, "currency": "SAR"},
        {"product_retailer_id": "coffee-hail-500g", "quantity": 1, "item_price": 38.5, "currency": "SAR"},
    ],
}
FORM = (
    '{"flow_token":"t","day":"الأحد","time_slot":"09:00 – 11:00","gift_wrapping":true,"items":["تمر","قهوة"]}'
)
SHIPPED = {
    "header": "طلب رقم \u2068#A-10482 (2)\u2069",
    "body": "مرحباً \u2068Sara\u2069، طلبك \u2068#A-10482 (2)\u2069 من *iPhone 17* خرج مع المندوب، "
    "ويصلك اليوم \u20684:00 – 6:00\u2069 بإذن الله.",
    "footer": "متجر نخيل",
    "buttons": [
        {"type": "URL", "text": "تتبّع الشحنة", "detail": "https://nakheel.example/track/10482"},
        {"type": "QUICK_REPLY", "text": "أؤكد الطلب"},
    ],
}
CARD = {"header_kind": "IMAGE", "buttons": [{"type": "QUICK_REPLY", "text": "لدي سؤال"}]}
BOXES = {
    "body": "علب الهدايا الجديدة وصلت يا \u2068Sara\u2069، اختر ما يناسبك.",
    "offer": "عرض اليوم",
    "offer_ends_at": "2030-03-01T20:00:00+03:00",
    "cards": [
        CARD | {"body": "علبة سكّري فاخر، \u2068120\u2069 ريالاً."},
        CARD | {"body": "علبة عجوة المدينة، \u206895.50\u2069 ريالاً."},
    ],
}
AD = {
    "source_url": "https://fb.me/3cr4Wqqkv",
    "source_type": "ad",
    "headline": "عرض العيد: خصم ٢٠٪",
    "body": "تمور سكرية فاخرة، توصيل مجاني داخل الرياض.",
}

SECTIONS: Sequence[tuple[Any, Sequence[Sample]]] = (
    (
        _("Text"),
        (
            them(
                "text", text="السلام عليكم، كم سعر *السكري الفاخر*؟ رأيته على https://nakheel.example/sukkari"
            ),
            them("text", text="Hello, do you deliver to _Jeddah_? Order 5 رقم الطلب"),
            us("text", text="وعليكم السلام ورحمة الله، أهلًا بك 🌴", quotes=0, facts={"status": Status.READ}),
            us("text", text="Yes, within two days.", facts={"status": Status.DELIVERED}),
            us("text", text="Is it still there?", quotes=-1, facts={"status": Status.SENT}),
            us("text", text="لحظة من فضلك", facts={"status": Status.PENDING}),
        ),
    ),
    (
        _("Files"),
        (
            file("image", "image/jpeg", "هذا اللي أبغاه"),
            file("image", "image/png"),
            file("video", "video/mp4", "The box as it arrived"),
            file("audio", "audio/ogg; codecs=opus", voice=True),
            file("audio", "audio/mpeg", voice=False),
            file("document", "application/pdf", filename="عرض الأسعار (نهائي).pdf", file_size=482_113),
            file("document", "application/vnd.ms-excel", "Two sheets", filename="price list 2026.xls"),
            file("sticker", "image/webp", animated=True),
            file("sticker", "image/webp", animated=False),
            them("image", {"image": {}, "errors": [{"code": 131052}]}),
            us("image", {}, "صورة المنتج", facts={"status": Status.READ, "media_mime_type": "image/jpeg"}),
            us("audio", {"audio": {"voice": True}}, facts={"status": Status.PLAYED}),
            us(
                "document", {"document": {"filename": "invoice-1042.pdf"}}, facts={"status": Status.DELIVERED}
            ),
        ),
    ),
    (
        _("Places and people"),
        (
            them(
                "location",
                {
                    "location": {
                        "latitude": 24.711667,
                        "longitude": 46.674167,
                        "name": "برج المملكة",
                        "address": "طريق الملك فهد، الرياض",
                        "url": "https://kingdomcentre.example",
                    }
                },
            ),
            them("location", {"location": {"latitude": 51.5007, "longitude": -0.1246}}),
            them("contacts", {"contacts": [PERSON, COLLEAGUE]}),
            them("contacts", {"contacts": [ASKED_FOR]}),
            us("location", {"location": {"latitude": 24.69, "longitude": 46.68, "name": "Nakheel Store"}}),
            us("contacts", {"contacts": [COLLEAGUE]}),
        ),
    ),
    (
        _("Answers by tapping"),
        (
            us(
                "interactive",
                {
                    "interactive": {
                        "type": "button",
                        "body": {"text": "متى نوصّل طلبك؟"},
                        "action": {"buttons": [{"reply": {"title": "صباحًا"}}, {"reply": {"title": "مساءً"}}]},
                    }
                },
            ),
            choice("button_reply", {"id": "1", "title": "صباحًا"}, quotes=0),
            choice("list_reply", {"id": "2", "title": "Sukkari dates", "description": "1 kg, gift box"}),
            us("template", {"shown": SHIPPED}, facts={"status": Status.READ}),
            us("template", {"shown": BOXES}),
            them("button", {"button": {"payload": "CONFIRM", "text": "أؤكد الطلب"}}),
            choice("nfm_reply", {"name": "flow", "body": "Sent", "response_json": FORM}),
            choice("call_permission_reply", {"response": "accept", "expiration_timestamp": "1796300000"}),
            choice("call_permission_reply", {"response": "reject"}),
            them("order", {"order": BASKET}),
        ),
    ),
    (
        _("Where it comes from"),
        (
            them("text", {"referral": AD}, "أريد العرض"),
            them(
                "text", {"referral": AD | {"source_type": "post", "headline": "New in"}}, "Is this available?"
            ),
            them("text", {"context": {"forwarded": True}}, "وصلتني هذي الرسالة"),
            them("image", {"context": {"frequently_forwarded": True}}, "Good morning 🌹"),
            them(
                "text",
                {"context": {"referred_product": {"product_retailer_id": "تمر-سكري-1kg"}}},
                "متوفر؟",
            ),
            us(
                "text",
                text="أرسلتها من جوال المحل",
                facts={"origin": Origin.PHONE_APP, "status": Status.READ},
            ),
            us("text", text="From last spring", facts={"origin": Origin.HISTORY, "status": Status.READ}),
        ),
    ),
    (
        _("Changed afterwards"),
        (
            them("text", text="الساعة 6 مساءً", facts={"edited_at": 1, "original_content": "الساعة 5 مساءً"}),
            them("text", text="six, please", facts={"edited_at": 1}),
            them("text", text="لا يُعرض", facts={"revoked_at": 1}),
            us("text", text="never shown", facts={"revoked_at": 1, "status": Status.READ}),
            them("text", text="شكرًا جزيلًا!", reactions={"❤️": [None]}),
            us(
                "text",
                text="On its way.",
                reactions={"👍": [1, None], "🙏🏽": [2]},
                facts={"status": Status.READ},
            ),
            us("text", text="أهلًا بك دائمًا", reactions={"😂": [1]}, facts={"status": Status.READ}),
        ),
    ),
    (
        _("Notes and calls"),
        (
            system("user_changed_number", wa_id="966559999999"),
            system("user_changed_user_id", user_id="SA.2002"),
            system("customer_identity_changed"),
            system("invented_tomorrow", body="Disappearing messages were turned on"),
            them("request_welcome"),
            them("call", {"event": "terminate", "status": "FAILED"}),
            them("call", {"event": "terminate", "duration": 125}),
            them("media_placeholder"),
        ),
    ),
    (
        _("What does not arrive"),
        (
            refused(131051, "poll"),
            refused(131051),
            refused(131060),
            them("hologram", {"hologram": {"depth": 3}}),
            us(
                "text",
                text="لم تصل",
                facts={
                    "status": Status.FAILED,
                    "error_code": 131026,
                    "error_title": "Message undeliverable",
                },
            ),
            us("text", text="Perhaps", facts={"status": Status.UNKNOWN}),
        ),
    ),
)
