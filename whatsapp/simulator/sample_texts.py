"""What one shop's templates say, each in Arabic and English, and what stands on them."""

from __future__ import annotations

from typing import Any

SAMPLES: dict[str, dict[str, Any]] = {
    "welcome_back": {
        "category": "MARKETING",
        "body": (
            "أهلاً {{1}}، سعدنا بتواصلك معنا من جديد. كيف نقدر نخدمك اليوم؟",
            "Hello {{1}}, it is good to hear from you again. How can we help today?",
        ),
        "examples": ("سارة",),
        "buttons": [
            {"type": "QUICK_REPLY", "text": ("لدي استفسار", "I have a question")},
            {"type": "QUICK_REPLY", "text": ("متابعة طلب", "Track an order")},
        ],
    },
    "order_confirmation": {
        "header": ("طلب رقم {{1}}", "Order {{1}}"),
        "body": (
            "شكراً {{1}}! استلمنا طلبك وقيمته {{2}}، وسيصلك خلال {{3}}.",
            "Thank you {{1}}! We have your order of {{2}}; it will arrive within {{3}}.",
        ),
        "examples": ("سارة", "٢٤٠ ريالاً", "يومين"),
        "footer": ("متجر نخيل", "Nakheel Store"),
    },
    "order_shipped": {
        "named": True,
        "body": (
            "مرحباً {{first_name}}، طلبك رقم {{order_number}} في الطريق إليك.",
            "Hi {{first_name}}, your order {{order_number}} is on its way.",
        ),
        "examples": (("first_name", "سارة"), ("order_number", "10482")),
        "buttons": [
            {
                "type": "URL",
                "text": ("تتبّع الشحنة", "Track the parcel"),
                "url": "https://nakheel.example/track/{{1}}",
                "example": ["https://nakheel.example/track/10482"],
            }
        ],
    },
    "delivery_today": {
        "body": (
            "المندوب سيصلك اليوم بين {{1}} و{{2}} بإذن الله. نرجو أن يكون هاتفك قريباً.",
            "The courier will reach you today between {{1}} and {{2}}. Please keep your phone at hand.",
        ),
        "examples": ("4:00", "6:00"),
        "buttons": [
            {"type": "QUICK_REPLY", "text": ("مناسب", "That works")},
            {"type": "QUICK_REPLY", "text": ("غيّر الموعد", "Change the time")},
        ],
    },
    "invoice": {
        "media": "DOCUMENT",
        "body": (
            "مرفق فاتورة طلبك رقم {{1}}. شكراً لثقتك بنا.",
            "The invoice of your order {{1}} is attached. Thank you for your trust.",
        ),
        "examples": ("10482",),
    },
    "new_arrivals": {
        "category": "MARKETING",
        "media": "IMAGE",
        "body": (
            "وصلت تمور الموسم الجديد يا {{1}}! اطلبها الآن قبل نفادها من المتجر.",
            "The dates of the new season are here, {{1}}! Order before they are gone from the shop.",
        ),
        "examples": ("سارة",),
        "footer": ("لإيقاف الرسائل أرسل: إيقاف", "Reply STOP to opt out"),
    },
    "discount_code": {
        "category": "MARKETING",
        "body": (
            "هدية لك يا {{1}}: خصم ١٥٪ على طلبك القادم. انسخ الرمز واستعمله عند الدفع.",
            "A gift for you, {{1}}: 15% off your next order. Copy the code and use it at checkout.",
        ),
        "examples": ("سارة",),
        "buttons": [{"type": "COPY_CODE", "text": ("نسخ الرمز", "Copy code"), "example": ["NAKHEEL15"]}],
    },
    "appointment_reminder": {
        "body": (
            "نذكّرك بموعدك يوم {{1}} الساعة {{2}} في فرع العليا.",
            "A reminder of your appointment on {{1}} at {{2}} in our Olaya branch.",
        ),
        "examples": ("الأحد", "10:30"),
    },
    "complaint_received": {
        "body": (
            "استلمنا ملاحظتك برقم {{1}}، وسيتواصل معك أحد زملائنا خلال يوم عمل.",
            "We received your complaint, number {{1}}; a colleague will contact you within one working day.",
        ),
        "examples": ("C-311",),
    },
    "feedback_request": {
        "category": "MARKETING",
        "body": (
            "كيف كانت تجربتك معنا؟ رأيك يهمّنا ويساعدنا على التحسين.",
            "How was your experience with us? Your opinion helps us to improve.",
        ),
        "buttons": [
            {"type": "QUICK_REPLY", "text": ("ممتازة", "Excellent")},
            {"type": "QUICK_REPLY", "text": ("جيدة", "Good")},
            {"type": "QUICK_REPLY", "text": ("تحتاج تحسيناً", "Could be better")},
        ],
    },
    "login_code": {
        "category": "AUTHENTICATION",
        "body": (
            "رمز التحقق الخاص بك هو {{1}}. حفاظاً على أمانك، لا تشاركه مع أحد.",
            "{{1}} is your verification code. For your security, do not share this code.",
        ),
        "examples": ("482913",),
        "buttons": [
            {
                "type": "URL",
                "text": ("نسخ الرمز", "Copy code"),
                "url": "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}",
                "example": ["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp482913"],
            }
        ],
    },
    "ramadan_offer": {
        "category": "MARKETING",
        "status": ("PENDING", "REJECTED"),
        "body": (
            "رمضان كريم! عروض الشهر الفضيل بدأت في متجر نخيل.",
            "Ramadan Kareem! The offers of the holy month have begun at Nakheel Store.",
        ),
    },
    "weekend_sale": {
        "category": "MARKETING",
        "status": ("PAUSED", "APPROVED"),
        "body": (
            "تخفيضات نهاية الأسبوع بدأت يا {{1}}، وتستمر حتى مساء السبت.",
            "The weekend sale has begun, {{1}}, and lasts until Saturday evening.",
        ),
        "examples": ("سارة",),
    },
    "old_price_list": {
        "category": "MARKETING",
        "status": ("DISABLED", "PAUSED"),
        "body": ("قائمة الأسعار المحدّثة متاحة في المتجر الآن.", "The new price list is in the shop now."),
    },
    "ready_for_pickup": {
        "named": True,
        "header": ("طلب رقم {{order_number}}", "Order {{order_number}}"),
        "body": (
            "مرحباً {{first_name}}، طلبك جاهز للاستلام من فرع {{branch}} اليوم.",
            "Hi {{first_name}}, your order is ready at our {{branch}} branch today.",
        ),
        "examples": (("first_name", "سارة"), ("branch", "العليا")),
        "footer": ("متجر نخيل", "Nakheel Store"),
    },
    "branch_location": {
        "place": True,
        "body": (
            "هذا موقع أقرب فرع إليك. ننتظرك يومياً من {{1}} حتى {{2}} مساءً.",
            "This is the branch nearest to you. We are open daily from {{1}} until {{2}}, every evening.",
        ),
        "examples": ("9:00", "11:00"),
    },
    "how_to_store_dates": {
        "category": "MARKETING",
        "media": "VIDEO",
        "body": (
            "طريقة حفظ التمور في الصيف، في دقيقة واحدة.",
            "How to keep dates fresh in summer, in one minute.",
        ),
    },
    "book_a_visit": {
        "body": (
            "احجز زيارتك للفرع في الوقت الذي يناسبك.",
            "Book your visit to the branch at a time that suits you.",
        ),
        "buttons": [
            {
                "type": "FLOW",
                "text": ("احجز الآن", "Book now"),
                "flow_id": 883000000000001,
                "flow_action": "NAVIGATE",
                "navigate_screen": "DAY",
            }
        ],
    },
    "call_us": {
        "body": (
            "حاولنا التواصل معك بخصوص طلبك {{1}} ولم نتمكن. اتصل بنا أو زر الموقع.",
            "We tried to reach you about your order {{1}}. Please call us, or see our site.",
        ),
        "examples": ("10482",),
        "buttons": [
            {"type": "PHONE_NUMBER", "text": ("اتصل بنا", "Call us"), "phone_number": "+966110001948"},
            {"type": "URL", "text": ("الموقع", "Our site"), "url": "https://nakheel.example"},
        ],
    },
    "gift_boxes": {
        "category": "MARKETING",
        "body": (
            "علب الهدايا الجديدة وصلت يا {{1}}، اختر ما يناسبك.",
            "The new gift boxes are here, {{1}}: take your pick.",
        ),
        "examples": ("سارة",),
        "cards": (
            ("علبة سكّري فاخر، {{1}} ريالاً.", "Sukkari, a fine box for {{1}} riyals."),
            ("علبة عجوة المدينة، {{1}} ريالاً.", "Ajwa of Madinah, a box for {{1}} riyals."),
        ),
    },
    "flash_sale": {
        "category": "MARKETING",
        "media": "IMAGE",
        "offer": ("عرض اليوم", "Today only"),
        "body": (
            "خصم خاص لك يا {{1}} على كل التمور، استعمل الرمز قبل انتهاء العرض.",
            "A discount for you, {{1}}, on all our dates. Use the code before the offer ends.",
        ),
        "examples": ("سارة",),
        "buttons": [
            {"type": "COPY_CODE", "text": ("نسخ الرمز", "Copy code"), "example": ["NAKHEEL25"]},
            {
                "type": "URL",
                "text": ("تسوّق الآن", "Shop now"),
                "url": "https://nakheel.example/offers/{{1}}",
                "example": ["https://nakheel.example/offers/dates"],
            },
        ],
    },
    "our_products": {
        "category": "MARKETING",
        "body": ("تصفّح أحدث منتجاتنا من داخل واتساب.", "See our newest products without leaving WhatsApp."),
        "buttons": [{"type": "MPM", "text": ("عرض المنتجات", "View items")}],
    },
    "browse_the_shop": {
        "category": "MARKETING",
        "body": ("كل ما في المتجر بين يديك.", "All of the shop, in your hands."),
        "buttons": [{"type": "CATALOG", "text": ("عرض الكتالوج", "View catalogue")}],
    },
}
