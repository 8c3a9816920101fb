"""What can be filled in without asking: the customer's name where a template surely means it, never a guess."""

import re
from dataclasses import dataclass

from whatsapp.models.names import first_name, full_name

from .definition import VARIABLE, Definition, Words

GREETINGS = (
    *(
        "أهلاً",
        "أهلا",
        "اهلا",
        "أهلًا",
        "مرحباً",
        "مرحبا",
        "مرحبًا",
        "عزيزي",
        "عزيزتي",
        "حياك الله",
        "السلام عليكم",
        "يا",
    ),
    *("hello", "hi", "dear", "hey", "thank you", "thanks"),
)
GREETED = re.compile(rf"(?<!\w)(?:{'|'.join(GREETINGS)})[\s،,]*(?:يا\s+)?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    customer: str = ""
    phone: str = ""  # digits
    agent: str = ""


def suggestions(definition: Definition, known: Known) -> dict[str, str]:
    """Values by key; what nobody can know is left out."""
    texts = [("", definition.body)]
    if definition.header:
        texts.append(("header.", definition.header.words))
    found = {
        prefix + variable.name: _value(words, variable.name, known)
        for prefix, words in texts
        for variable in words.variables
    }
    return {key: value for key, value in found.items() if value}


def _value(words: Words, name: str, known: Known) -> str:
    parts = set(name.lower().split("_"))
    if parts & {"agent", "employee", "staff"}:
        return known.agent
    if parts & {"phone", "mobile"}:
        return f"+{known.phone}" if known.phone else ""
    if "name" in parts and parts <= {"name", "first", "full", "customer", "client", "user"}:
        return first_name(known.customer) if "first" in parts else full_name(known.customer)
    return first_name(known.customer) if name.isdecimal() and _is_greeted(words, name) else ""


def _is_greeted(words: Words, name: str) -> bool:
    place = next(found for found in VARIABLE.finditer(words.text) if found[1] == name)
    return bool(GREETED.search(words.text[: place.start()]))
