"""What of a message, a note and a customer counts as said: the one place where content is read for the index."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, QuerySet

from whatsapp.cloud_api.notifications.fields import a_list, a_text, an_object
from whatsapp.cloud_api.phones import variants
from whatsapp.models import Conversation, Message, Note

from .tokens import IS_CONVERSATION, conversation_token, digits_of, tokens_of

COLUMNS = ("pk", "conversation_id", "created_at", "revoked_at", "message_type", "content", "payload")
FILE_NAME = "file__name"
BARE = "text"
"""The type of nearly all messages: the text is all there is."""


def said(message: Message | Note) -> str:
    """All words that a hit may be shown by, those of its text first."""
    if isinstance(message, Note):
        return message.content
    name = message.file.name if hasattr(message, "file") else ""
    return "\n".join(_said(message.message_type, message.content, message.payload, name))


def _said(kind: str, content: str, payload: Any, file_name: str | None) -> Iterator[str]:
    """Each once, though a caption may be the file's name."""
    parts = [content] if kind == BARE else [content, file_name or "", *_more(an_object(payload), kind)]
    yield from dict.fromkeys(part for part in parts if part)


def _more(payload: dict[str, Any], kind: str) -> Iterator[str]:
    """What stands beside the text: a file's name, a template's header and buttons, a person's numbers."""
    own, shown = payload.get(kind), an_object(payload.get("shown"))
    yield a_text(an_object(own).get("filename"))
    for part in (shown, *map(an_object, a_list(shown.get("cards")))):
        yield from (a_text(part.get(fact)) for fact in ("header", "body", "footer", "offer"))
        yield from (a_text(an_object(button).get("text")) for button in a_list(part.get("buttons")))
    for card in a_list(own):
        yield from _on_card(an_object(card))
    if kind == "location":
        yield a_text(an_object(own).get("name"))
        yield a_text(an_object(own).get("address"))
    if kind == "interactive":
        yield from _asked_to_tap(an_object(own))


def _on_card(card: dict[str, Any]) -> Iterator[str]:
    yield a_text(an_object(card.get("name")).get("formatted_name"))
    yield a_text(an_object(card.get("org")).get("company"))
    for phone in a_list(card.get("phones")):
        yield a_text(an_object(phone).get("phone"))


def _asked_to_tap(interactive: dict[str, Any]) -> Iterator[str]:
    """Header, footer and answers of a question that we sent; a customer's answer with its description."""
    for part in ("header", "footer"):
        yield a_text(an_object(interactive.get(part)).get("text"))
    yield a_text(an_object(interactive.get("list_reply")).get("description"))
    action = an_object(interactive.get("action"))
    for button in a_list(action.get("buttons")):
        yield a_text(an_object(an_object(button).get("reply")).get("title"))
    for section in a_list(action.get("sections")):
        for row in a_list(an_object(section).get("rows")):
            yield a_text(an_object(row).get("title"))
            yield a_text(an_object(row).get("description"))


def message_texts(messages: QuerySet[Message]) -> Iterator[tuple[int, int, Any, str]]:
    """id, conversation's id, time and words of each. What was deleted, and a reaction, says nothing."""
    for row in messages.values_list(*COLUMNS, FILE_NAME):
        pk, conversation, at, revoked_at, kind, content, payload, name = row
        if revoked_at is not None or kind == Message.REACTION:
            yield pk, conversation, at, ""
        else:
            yield (
                pk,
                conversation,
                at,
                content if kind == BARE else "\n".join(_said(kind, content, payload, name)),
            )


def note_texts(notes: QuerySet[Note]) -> Iterator[tuple[int, int, Any, str]]:
    yield from notes.values_list("pk", "conversation_id", "created_at", "content")


def message_rows(messages: QuerySet[Message]) -> Iterator[tuple[int, int, Any, set[str]]]:
    """id, conversation's id, time and tokens of each."""
    return _with_tokens(message_texts(messages))


def note_rows(notes: QuerySet[Note]) -> Iterator[tuple[int, int, Any, set[str]]]:
    return _with_tokens(note_texts(notes))


def _with_tokens(texts: Iterable[tuple[int, int, Any, str]]) -> Iterator[tuple[int, int, Any, set[str]]]:
    for pk, conversation, at, text in texts:
        tokens = tokens_of(text)
        if tokens:
            tokens.add(conversation_token(conversation))
        yield pk, conversation, at, tokens


def conversation_rows(conversations: QuerySet[Conversation]) -> Iterator[tuple[int, set[str]]]:
    """id and tokens of each: names, username and numbers, in all their spellings."""
    contact = ("name", "username", "address_book_name", "phone", "wa_id")
    found = conversations.annotate(**{f"contact_{fact}": F(f"contact__{fact}") for fact in contact})
    for row in found.values_list(
        "pk", "customer_name", "customer_phone", *(f"contact_{fact}" for fact in contact)
    ):
        pk, shown_name, shown_phone, name, username, book_name, phone, wa_id = row
        names = tokens_of("\n".join(filter(None, (shown_name, name, username, book_name))))
        yield pk, {IS_CONVERSATION, *names, *digits_of(_spellings((shown_phone, phone, wa_id)))}


def _spellings(phones: Iterable[str | None]) -> set[str]:
    return {spelling for phone in set(phones) if phone for spelling in variants(phone)}
