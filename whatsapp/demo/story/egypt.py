"""Cairo and Alexandria."""

from whatsapp.demo.script import Customer, them, us

MAHMOUD = Customer(
    key="mahmoud",
    name="محمود عبد السميع",
    phone="201000007361",
    bsuid="EG.8203716459930214",
    unread=True,
    chatty=True,
    lines=(
        them("1 day 13:05", "السلام عليكم، حضراتكم بتشحنوا لمصر؟"),
        us("1 day 13:12", "وعليكم السلام أستاذ محمود، نعم نشحن للقاهرة والإسكندرية خلال 4 إلى 6 أيام عمل."),
        them("1 day 13:15", "طب عايز ٢ كيلو مجدول وكيلو عجوة، هيعملوا كام بالشحن؟"),
        us("1 day 13:24", "المجدول 95 ريال للكيلو والعجوة 85، يعني 275 ريال، والشحن 75. المجموع 350 ريال."),
        them("1 day 13:40", "غالي شوية يا باشا 😅 مفيش خصم؟ دي أول مرة أطلب منكم"),
        us(
            "1 day 13:52",
            "ولأنها أول مرة نوّرتنا 🌹 خصم 10٪ على التمر، ويصير المجموع 322.50 ريال مع الشحن.",
            by="manager",
        ),
        them("38m", "خلاص تمام على بركة الله. بس هو الدفع لازم فيزا ولا ينفع عند الاستلام؟", quotes=5),
    ),
)

AHMED = Customer(
    key="ahmed",
    name="أحمد حسني",
    # The simulator takes numbers that end so as having no WhatsApp: what is sent there goes on failing.
    phone="201000000000",
    bsuid="EG.1057739284460193",
    assigned_to="agent",
    lines=(
        them("6h 45m", "مساء الخير، الأوردر بتاعي 10503 اتشحن ولا لسه؟"),
        us("6h 31m", "أهلاً أستاذ أحمد، نعم خرج من المستودع، ورقم التتبع NK77410EG."),
        them("6h 20m", "تسلم يا غالي. على فكرة أنا هقفل الخط ده النهارده وهغيّر رقمي، هبعتلكم الجديد"),
        us("4h 10m", "تمام أستاذ أحمد، بانتظار الرقم الجديد حتى نعطيه لشركة الشحن.", status="failed"),
    ),
)

CUSTOMERS = (MAHMOUD, AHMED)
