"""Meta's markets: a country with a price of its own, or a group of countries with one (Cloud API: pricing).

Which country is in which group is in Meta's documentation, not in its price lists. A country that a list names has
its own price, whatever group it once belonged to; one that is in no group has the price of `OTHER`.
"""

OTHER = "Other"

COUNTRIES = {
    "argentina": "AR",
    "brazil": "BR",
    "chile": "CL",
    "colombia": "CO",
    "egypt": "EG",
    "france": "FR",
    "germany": "DE",
    "hong kong": "HK",
    "hungary": "HU",
    "india": "IN",
    "indonesia": "ID",
    "israel": "IL",
    "italy": "IT",
    "malaysia": "MY",
    "mexico": "MX",
    "netherlands": "NL",
    "nigeria": "NG",
    "pakistan": "PK",
    "peru": "PE",
    "poland": "PL",
    "qatar": "QA",
    "romania": "RO",
    "russia": "RU",
    "saudi arabia": "SA",
    "singapore": "SG",
    "south africa": "ZA",
    "spain": "ES",
    "turkey": "TR",
    "united arab emirates": "AE",
    "united kingdom": "GB",
    "united states": "US",
}
"""As the lists name them, in small letters. Others may stand there with their two letters."""

GROUPS = {
    "North America": "CA US",
    "Rest of Africa": (
        "AO BF BI BJ BW CG CI CM DZ ER ET GA GH GM GW KE LR LS LY MA MG ML MR MW MZ NA NE RW SD SL SN SO SS SZ TD "
        "TG TN TZ UG ZM ZW"
    ),
    "Rest of Asia Pacific": "AF AU BD CN HK JP KH LA LK MN NP NZ PG PH SG TH TJ TM TW UZ VN",
    "Rest of Central & Eastern Europe": "AL AM AZ BG BY CZ GE GR HR HU LT LV MD MK PL RO RS SI SK UA",
    "Rest of Latin America": "BO CR DO EC GT HN HT JM NI PA PR PY SV UY VE",
    "Rest of Middle East": "BH IQ JO KW LB OM QA YE",
    "Rest of Western Europe": "AT BE CH DK FI IE NO PT SE",
}
_GROUP_OF = {country: group for group, countries in GROUPS.items() for country in countries.split()}
_BY_NAME = {name.lower(): name for name in (*GROUPS, OTHER)}


def market_named(name: str) -> str | None:
    """Two letters or the name of a group, as `Price.market` has it; None for a name that we don't know."""
    plain = " ".join(name.replace(" and ", " & ").split())
    if len(plain) == 2 and plain.isascii() and plain.isalpha():
        return plain.upper()
    return COUNTRIES.get(plain.lower()) or _BY_NAME.get(plain.lower())


def markets_of(country: str) -> tuple[str, ...]:
    """Of two letters: where its price may stand, the most particular first."""
    return country, _GROUP_OF.get(country, OTHER), OTHER
