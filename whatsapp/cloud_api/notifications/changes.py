"""Messages that are no bubble of their own: a reaction to an earlier one, its edit, its taking back."""

from collections.abc import Callable

from whatsapp.cloud_api.limits import MAX_WAMID

from .contents import text_of
from .fields import a_text, an_object
from .lines import Line
from .place import Place
from .updates import ChangeUpdate, NotUnderstood, ReactionUpdate, Sender, Update

LONGEST_EMOJI = 64


def read_change(line: Line, place: Place, customer: Sender, *, is_ours: bool) -> Update:
    """Of a line whose kind is in CHANGES; `is_ours` when the phone app did it, not the customer."""
    return CHANGES[line.kind](line, place, customer, is_ours)


def _reaction(line: Line, place: Place, customer: Sender, is_ours: bool) -> Update:
    """Taken back in both of Meta's spellings: no emoji, or an empty one."""
    reaction = an_object(line.message.get("reaction"))
    target, emoji = a_text(reaction.get("message_id"), MAX_WAMID), reaction.get("emoji")
    if not target or not (emoji is None or isinstance(emoji, str)) or len(emoji or "") > LONGEST_EMOJI:
        return NotUnderstood("a reaction without a usable message_id or emoji")
    return ReactionUpdate(
        place.phone_number_id, line.wamid, customer, target, emoji or "", line.at, is_ours=is_ours
    )


def _edit(line: Line, place: Place, customer: Sender, is_ours: bool) -> Update:
    edit = an_object(line.message.get("edit"))
    new = an_object(edit.get("message"))
    target, kind = a_text(edit.get("original_message_id"), MAX_WAMID), a_text(new.get("type"))
    if not target or not isinstance(new.get(kind), dict):
        return NotUnderstood("an edit without a usable original_message_id or message")
    text = text_of(kind, new[kind])
    return ChangeUpdate(place.phone_number_id, line.wamid, customer, target, "edit", line.at, text, is_ours)


def _revoke(line: Line, place: Place, customer: Sender, is_ours: bool) -> Update:
    target = a_text(an_object(line.message.get("revoke")).get("original_message_id"), MAX_WAMID)
    if not target:
        return NotUnderstood("a revoke without a usable original_message_id")
    return ChangeUpdate(
        place.phone_number_id, line.wamid, customer, target, "revoke", line.at, is_ours=is_ours
    )


CHANGES: dict[str, Callable[[Line, Place, Sender, bool], Update]] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
}
