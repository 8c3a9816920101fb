"""London."""

from whatsapp.demo.script import Customer, them, us

from .labels import NEW

EMILY = Customer(
    key="emily",
    name="Emily Carter",
    phone="447700900418",
    bsuid="GB.2295017364480932",
    labels=(NEW,),
    lines=(
        them(
            "1 day 11:30",
            "Hello, I bought a box of Ajwa dates from your Olaya branch on holiday and we've finished it already 😋",
        ),
        them("1 day 11:31", "Do you ship to the UK?"),
        us(
            "1 day 11:44",
            "Hello Emily, how lovely to hear! Yes, we ship to the UK in 5 to 7 working days. Ajwa is 85 SAR per kilo.",
        ),
        them(
            "1 day 11:58",
            "Could I get 3 kg, and something to go with Arabic coffee? What would the total be in pounds?",
        ),
        us(
            "1 day 12:15",
            "3 kg Ajwa = 255 SAR\nMaamoul box = 45 SAR\nShipping = 110 SAR\n*Total: 410 SAR*, about £83 at today's rate.",
        ),
        them("2h 20m", "Wonderful, paid just now: https://nakheel.example/pay/10529"),
        us(
            "2h 04m",
            "Thank you, Emily! Your order number is 10529 and it leaves tomorrow morning. We'll send the tracking link here.",
        ),
    ),
)

CUSTOMERS = (EMILY,)
