"""What people call themselves in WhatsApp, made fit to greet them by."""

BEGINS_A_NAME = frozenset(
    {"أبو", "ابو", "أم", "ام", "عبد", "آل", "بن", "بنت", "abu", "abd", "al", "el", "um"}
)
"""Words that are no name without the next one."""


def full_name(customer: str) -> str:
    """Empty for those who call themselves "." and "🌸"."""
    return customer.strip() if any(letter.isalpha() for letter in customer) else ""


def first_name(customer: str) -> str:
    """«أم عبدالله» is not «أم»."""
    names = full_name(customer).split()
    count = 2 if names and names[0].lower() in BEGINS_A_NAME else 1
    return " ".join(names[:count])
