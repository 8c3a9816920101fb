"""`user_preferences[]`: a customer wants marketing messages, or none any more."""

from typing import Any

from .fields import a_text, a_time, a_word, an_object
from .place import Place
from .updates import MarketingUpdate, NotUnderstood, Update

IS_WANTED = {"stop": False, "resume": True, "signup": True}


def read_preference(item: Any, place: Place) -> Update:
    preference = an_object(item)
    category, value = a_text(preference.get("category")), a_text(preference.get("value"))
    if category != "marketing_messages" or value not in IS_WANTED:
        return NotUnderstood(f"preference {a_word(category)}: {a_word(value)}")
    at = a_time(preference.get("timestamp")) or place.at
    customer = place.senders.named(
        preference.get("user_id"), preference.get("wa_id"), preference.get("parent_user_id")
    )
    if customer is None or at is None:
        return NotUnderstood("a preference without a customer or a time")
    return MarketingUpdate(place.phone_number_id, customer, IS_WANTED[value], at)
