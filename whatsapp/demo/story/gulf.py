"""The Emirates and Kuwait."""

from whatsapp.demo.script import Customer, them, us

from .labels import DELIVERY, GIFT, NEW, PAID

MARIAM = Customer(
    key="mariam",
    name="مريم الكندري",
    phone="96550008124",
    bsuid="KW.3391820746650183",
    labels=(NEW, DELIVERY),
    lines=(
        them("2h 15m", "هلا، توصلون الكويت؟"),
        us("2h 06m", "هلا وغلا مريم، إيه نوصّل للكويت خلال 3 إلى 4 أيام، والشحن 45 ريال."),
        them("1h 58m", "شلون أدفع؟ عندي كي نت بس"),
        us("1h 50m", "تقدرين تدفعين بفيزا أو ماستركارد من الرابط، وكي نت للأسف مو متوفر الحين."),
        them("40m", "أوكي عادي، بدفع بفيزا. أبي صندوق الأصيل مع نص كيلو قهوة شقرا ☕️"),
        us(
            "31m",
            "من عيوني. الصندوق 280 والقهوة 60 والشحن 45، المجموع 385 ريال:\nhttps://nakheel.example/pay/10531",
            status="sent",
        ),
    ),
)

PRIYA = Customer(
    key="priya",
    name="Priya Nair",
    phone="971550006391",
    bsuid="AE.7718203945561028",
    labels=(GIFT, PAID),
    lines=(
        them(
            "3h 50m",
            "Hi! Do you deliver to Sharjah? Looking for date boxes for my son's school, around 30 small ones",
        ),
        us(
            "3h 41m",
            "Hello Priya, yes we do. The small box (6 stuffed dates) is 18 SAR, and 15 SAR each from 25 boxes up.",
        ),
        them("3h 30m", "Great price. Any with nuts? Some kids are allergic so I need them without 🥜❌"),
        us(
            "3h 22m",
            "We can fill all of them with orange peel and coconut, no nuts. They are packed on a separate line.",
            by="manager",
        ),
        them("3h 04m", "Perfect. So 30 × 15 = 450, plus delivery?"),
        us(
            "2h 55m",
            "Exactly: 450 + 40 delivery = 490 SAR (about 480 AED). Shall I send the payment link?",
            status="delivered",
        ),
    ),
)

FATIMA = Customer(
    key="fatima",
    name="فاطمة المنصوري",
    phone="971500002947",
    bsuid="AE.1940275538162290",
    status="pending",
    assigned_to="manager",
    lines=(
        them("2 days 10:15", "السلام عليكم، معاكم فاطمة المنصوري من دبي، قسم الفعاليات"),
        them(
            "2 days 10:18",
            "نبا نطلب هدايا لموظفينا وعملائنا، وهاي التفاصيل:\n"
            "• ١٢٠ صندوق صغير (تمر محشي، بدون شوكولاتة)\n"
            "• 40 صندوق كبير، فيه تمر وقهوة عربية ودلة صغيرة\n"
            "• شعار الشركة مطبوع على الغطا بالذهبي، وبطاقة تهنئة عربي وإنجليزي داخل كل صندوق\n"
            "• التوصيل على عنوانين: 100 في دبي والباجي في أبوظبي\n\n"
            "نبا عرض سعر رسمي باسم الشركة مع الضريبة، وصور للصناديق إذا ممكن، وكم يوم ياخذ التجهيز؟ "
            "الميزانية حدها 20,000 درهم، والمناسبة بعد ثلاث أسابيع.",
        ),
        us(
            "2 days 10:41",
            "وعليكم السلام أستاذة فاطمة، تشرفنا بتواصلك. معك خالد، وسأتابع الطلب بنفسي. "
            "الكميات متوفرة، والتجهيز مع الطباعة 8 أيام عمل. عرض السعر يصلك غداً.",
            by="manager",
        ),
        them("2 days 11:05", "ممتاز، ناطرينكم. الإيميل: events@company.example"),
        us(
            "1 day 09:30",
            "أستاذة فاطمة، أرسلنا العرض رقم Q-2214 على البريد: 120 × 45 + 40 × 290 = 17,000 ريال قبل الضريبة، "
            "شامل الطباعة والتوصيل للعنوانين.",
            by="manager",
        ),
        them("6h 30m", "وصل العرض مشكورين 🌷 بعرضه على المدير وبرد عليكم"),
        us("6h 18m", "بانتظارك، وأي تعديل نحن حاضرون.", by="manager"),
    ),
)

CUSTOMERS = (MARIAM, PRIYA, FATIMA)
