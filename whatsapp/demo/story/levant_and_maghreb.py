"""Amman and Casablanca."""

from whatsapp.demo.script import Customer, them, us

from .labels import PAID

RAMI = Customer(
    key="rami",
    name="رامي حداد",
    phone="962790006253",
    bsuid="JO.9046618273350117",
    status="resolved",
    assigned_to="agent",
    lines=(
        them("4 days 12:10", "مرحبا، كيفكم؟ بدي أسأل عن طلبي رقم 10388، كان المفروض يوصل مبارح"),
        us("4 days 12:19", "أهلاً أستاذ رامي. الشحنة وصلت عمّان وهي في التخليص، وتطلع للتوصيل بكرة."),
        them("4 days 12:24", "ماشي بس ضروري توصل قبل العزومة، هلأ شو بحكي لأم العيال 😂"),
        us("4 days 12:30", "ولا يهمك 😄 تقدر تتابعها من هنا: https://nakheel.example/track/10388"),
        them("3 days 15:42", "وصلت الحمدلله، والتمر إشي بشهّي عن جد 👌 يسلمو كتير"),
        us("3 days 15:50", "بالهناء والعافية أستاذ رامي، سعدنا بخدمتك 🌴"),
    ),
)

YOUSSEF = Customer(
    key="youssef",
    name="Youssef Alaoui",
    phone="212600004518",
    bsuid="MA.6150294738820416",
    unread=True,
    labels=(PAID,),
    lines=(
        them("23h 26m", "سلام عليكم"),
        them("23h 24m", "بغيت نعرف واش كتصيفطو للمغرب؟ أنا ف كازا"),
        us("23h 12m", "وعليكم السلام أخي يوسف، نعم نرسل إلى الدار البيضاء، والمدة من 5 إلى 7 أيام عمل."),
        them("23h 01m", "Parfait. شحال الثمن ديال 5 kg ديال المجهول avec la livraison?"),
        them("22h 57m", "وواش كاين شي تخفيض إلا خديت 10 كيلو؟ 🙏"),
    ),
)

CUSTOMERS = (RAMI, YOUSSEF)
