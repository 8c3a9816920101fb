"""What was said, and when: words as often as people use them, times in visits as people come."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

SECONDS_OF_A_DAY = 24 * 3600

ARABIC_WORDS = """
السلام عليكم ورحمة الله مرحبا شكرا لكم تمام طيب ممكن أريد هل متى كيف كم السعر الطلب طلبي رقم اليوم غدا بكرة
الآن التوصيل المندوب العنوان الشحنة الدفع التحويل البطاقة الفاتورة متوفر المقاس اللون الأسود الأبيض الأزرق
الكبير الصغير الجديد المنتج العرض الخصم الهدية الموعد الصباح المساء الساعة المدرسة المستشفى الشركة الفرع
الرياض جدة الدمام القاهرة دبي الكويت عمّان أستاذ أختي أخي الكريم العزيز الصورة الملف الرسالة الجواب السؤال
المشكلة الاسترجاع الاستبدال الضمان الصيانة التركيب القطعة الجهاز الشاشة البطارية الهاتف الحساب الاسم البريد
الرمز الباقة الاشتراك التجديد الإلغاء التأكيد الانتظار وصل تأخر أرسلت استلمت دفعت حولت أحتاج أفضل أحسن جدا
كثيرا قليلا بعد قبل مع عند إلى من في على عن هذا هذه ذلك التي الذي لو سمحت إن شاء
"""
ENGLISH_WORDS = """
hello please thanks the order price delivery today tomorrow available size blue black invoice payment card
branch address when how much can you send photo number account refund exchange warranty driver arrived late
confirm cancel renew appointment morning evening good great sorry for with from and is my your it not yet
still again
"""


def _as_often(words: list[str]) -> tuple[list[str], list[float]]:
    """The first are said all the time, the last hardly ever (Zipf)."""
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


BEGINNINGS = ("", "ال", "و", "ب", "ل", "وال")
"""What Arabic writes together with a word: the, and, with, for."""
ARABIC = _as_often([begin + word for begin in BEGINNINGS for word in ARABIC_WORDS.split()])
ENGLISH = _as_often(ENGLISH_WORDS.split())
IN_ENGLISH, WITH_A_NUMBER = 0.2, 0.12

FIRST_NAMES = """
نورة سارة محمد أحمد خالد فاطمة عبدالله ريم يوسف مريم علي هند عمر ليلى سلطان منى Omar Sara Adam Lina
"""
LAST_NAMES = """
القحطاني العتيبي الشمري الحربي المصري الخطيب حداد الزهراني العمري السيد الأحمد الفاسي Khan Smith Haddad
"""


@dataclass(frozen=True)
class Media:
    kind: str
    mime_type: str
    sample: str  # of demo.files; a sound has none
    share: float


MEDIA = (
    Media("image", "image/jpeg", "dates", 0.07),
    Media("audio", "audio/ogg", "", 0.06),
    Media("document", "application/pdf", "receipt", 0.02),
    Media("sticker", "image/webp", "palm", 0.005),
)
_MEDIA_UP_TO = list(accumulate(media.share for media in MEDIA))


def sentence(dice: Random) -> str:
    words, often = ENGLISH if dice.random() < IN_ENGLISH else ARABIC
    said = " ".join(dice.choices(words, cum_weights=often, k=1 + int(dice.expovariate(1 / 6))))
    return f"{said} {dice.randrange(10_000, 999_999)}" if dice.random() < WITH_A_NUMBER else said


def name(dice: Random) -> str:
    return f"{dice.choice(FIRST_NAMES.split())} {dice.choice(LAST_NAMES.split())}"


def medium(dice: Random) -> Media | None:
    """None for what is written, as nearly everything is."""
    drawn = dice.random()
    if drawn >= _MEDIA_UP_TO[-1]:
        return None
    return next(media for media, limit in zip(MEDIA, _MEDIA_UP_TO, strict=True) if drawn < limit)


def payload(media: Media, number: int, dice: Random) -> str:
    """As Meta's webhook has it."""
    said: dict[str, object] = {"id": str(10**15 + number), "mime_type": media.mime_type}
    said["sha256"] = f"{dice.getrandbits(256):064x}"
    if media.kind == "audio":
        said["voice"] = True
    if media.kind == "document":
        said["filename"] = f"فاتورة {number}.pdf"
    return json.dumps({media.kind: said})


def shares(count: int, total: int, dice: Random) -> list[int]:
    """How many messages each chat has: at least one, most of them few, some very many; `total` together."""
    weights = [dice.expovariate(1) for _ in range(count)]
    scale = (total - count) / sum(weights)
    found = [1 + int(weight * scale) for weight in weights]
    for index in range(total - sum(found)):
        found[index % count] += 1
    return found


def times(last: int, count: int, dice: Random) -> Iterator[int]:
    """Seconds, from the last message back: some close together, then days of nothing, as people come and go."""
    at, left = last, 0
    for _ in range(count):
        yield at
        if left:
            left, at = left - 1, at - dice.randrange(5, 400)
        else:
            left, at = dice.randrange(2, 9), at - int(dice.expovariate(1 / (6 * SECONDS_OF_A_DAY))) - 3600
