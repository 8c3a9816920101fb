"""The fields about the account, its numbers and its templates: one shape for all of them, for managers."""

from typing import Any

from .fields import a_text, a_time, a_word, an_identifier, an_integer, an_object, first_text
from .place import Place
from .updates import AccountUpdate, Json, NotUnderstood, Update

LONGEST_EVENT = 80
LONGEST_SUBJECT = 200

TEMPLATE = ("message_template_name", "message_template_id")
NUMBER = ("display_phone_number", "phone_number")
GROUP = (("type", "event"), ("group_id",))

# By field: where a value says what happened, and to what; the first key that says something.
SAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "message_template_status_update": (("event",), TEMPLATE),
    "message_template_quality_update": (("new_quality_score",), TEMPLATE),
    "message_template_components_update": (("event",), TEMPLATE),
    "template_category_update": (("correct_category", "new_category"), TEMPLATE),
    "phone_number_quality_update": (("event",), NUMBER),
    "phone_number_name_update": (("decision",), NUMBER),
    "account_update": (("event",), NUMBER),
    "account_alerts": (("alert_info.alert_type", "alert_type"), ("entity_id", "entity_type")),
    "account_review_update": (("decision",), ()),
    "business_capability_update": (
        ("max_daily_conversations_per_business", "max_daily_conversation_per_phone"),
        (),
    ),
    "business_username_update": (("status",), ("username", *NUMBER)),
    "security": (("event",), NUMBER),
    "flows": (("event",), ("flow_id",)),
    "payment_configuration_update": (("status", "event"), ("configuration_name",)),
    "partner_solutions": (("event",), ("solution_id",)),
    "messaging_handovers": (
        ("type", "event"),
        ("sender.phone_number", "sender.user_id", "sender.wa_id", "sender.id"),
    ),
    "automatic_events": (("event_name", "event", "type"), ("id",)),
    "tracking_events": (("event_name", "event", "type"), ("id",)),
    "group_lifecycle_update": GROUP,
    "group_participants_update": GROUP,
    "group_settings_update": GROUP,
    "group_status_update": GROUP,
}

LISTS = ("groups", "automatic_events", "tracking_events")
"""Where a value has several: one update for each."""


def read_account(value: Json, place: Place) -> list[Update]:
    if not value:
        return [NotUnderstood(f"field {a_word(place.field)} with nothing in it")]
    items = next(
        (value[name] for name in LISTS if isinstance(value.get(name), list) and value[name]), [value]
    )
    return [_read(item, place) for item in items]


def read_error(item: Any, place: Place) -> Update:
    """`errors[]` beside no message of theirs: trouble of the app, the account or an import."""
    error = an_object(item)
    code = an_integer(error.get("code"))
    if code is None:
        return NotUnderstood("an error notice without a usable code")
    subject = first_text(error, "title", "message")[:LONGEST_SUBJECT]
    return AccountUpdate(
        place.waba_id, place.phone_number_id, place.field, f"error {code}", subject, place.at, error
    )


def _read(item: Any, place: Place) -> Update:
    if not isinstance(item, dict):
        return NotUnderstood(f"field {a_word(place.field)} with an item that is no object")
    events, subjects = SAYS[place.field]
    recipient = an_object(item.get("recipient"))  # where handovers say the number
    return AccountUpdate(
        waba_id=place.waba_id,
        phone_number_id=place.phone_number_id or a_text(recipient.get("phone_number_id")),
        field=place.field,
        event=_first(item, events, LONGEST_EVENT),
        subject=_first(item, subjects, LONGEST_SUBJECT),
        at=a_time(item.get("timestamp")) or place.at,
        payload=item,
    )


def _first(value: Json, paths: tuple[str, ...], longest: int) -> str:
    """As much as fits of what the first of these paths says that says anything."""
    for path in paths:
        found: Any = value
        for key in path.split("."):
            found = an_object(found).get(key)
        if text := a_text(found)[:longest] or an_identifier(found, longest):
            return text
    return ""
