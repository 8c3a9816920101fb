"""Two contacts turn out to be one person: everything of the one moves to the other, and nothing is lost."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from whatsapp.models import AuditEntry, Contact, Conversation, FormerIdentity, MergeRequest, Message, Reaction
from whatsapp.realtime import publish
from whatsapp.search.keeping import renew_conversations, renew_messages, renew_notes

from .previews import show_newest

KINDS = ("bsuid", "wa_id", "phone")

STILL_IN_USE = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when a merged person is called by a second name of theirs, as far as we know."""

# Of two conversations with one number the joined one is as open as the more open of them.
OPENNESS: tuple[str, ...] = (
    Conversation.Status.RESOLVED,
    Conversation.Status.PENDING,
    Conversation.Status.ACTIVE,
)


class NotTwoPeople(ValueError):
    """Somebody can't be merged with themselves."""


@dataclass(frozen=True)
class Merged:
    conversations: int
    messages: int


def size_of(contact: Contact) -> Merged:
    """What would move."""
    messages = Message.objects.filter(conversation__contact=contact)
    return Merged(contact.conversations.count(), messages.count())


def leave_apart(request: MergeRequest, *, by: AbstractBaseUser) -> bool:
    """They are two people. False when that was settled already."""
    with transaction.atomic():
        unsettled = MergeRequest.objects.filter(pk=request.pk, settled_at=None)
        if not unsettled.update(settled_at=timezone.now(), settled_by=by):
            return False
        AuditEntry.record("left apart", request, by=by, kept=request.kept_id, other=request.other_id)
    return True


def merge(kept: Contact, other: Contact, *, by: AbstractBaseUser | None) -> Merged:
    """`other` is gone afterwards; its identities find `kept`. Raises NotTwoPeople, Contact.DoesNotExist."""
    if kept.pk == other.pk:
        raise NotTwoPeople
    with transaction.atomic():
        kept, other = lock([kept.pk, other.pk])
        # Messages go to the number that is used now: that of the one who wrote last.
        latest, older = (other, kept) if _last_wrote(other) > _last_wrote(kept) else (kept, other)
        current = {kind: getattr(latest, kind) or getattr(older, kind) for kind in KINDS}
        second = [(kind, getattr(older, kind)) for kind in KINDS]
        merged = absorb(kept, other, by=by)
        for kind, value in second:
            if value and value != current[kind]:
                remember_former(kept, kind, value, STILL_IN_USE)
        call(kept, current)
        changed = list(kept.conversations.values_list("pk", flat=True))
        transaction.on_commit(lambda: publish.conversations_changed(changed))
    return merged


def lock(contact_ids: list[int]) -> list[Contact]:
    """Always in the same order, whoever merges whom: nobody waits for each other. Answers in the order given."""
    found = {c.pk: c for c in Contact.objects.select_for_update().filter(pk__in=contact_ids).order_by("pk")}
    missing = [pk for pk in contact_ids if pk not in found]
    if missing:
        raise Contact.DoesNotExist
    return [found[pk] for pk in contact_ids]


def absorb(kept: Contact, other: Contact, *, by: AbstractBaseUser | None) -> Merged:
    """Moves everything but the identities, and deletes `other`. Both are locked, in the caller's transaction."""
    other_id, merged = other.pk, size_of(other)
    theirs = other.conversations.select_for_update().order_by("pk")
    joined = [into for conversation in theirs if (into := _move_conversation(conversation, kept))]
    _move_reactions(kept, other)
    show_newest(joined)
    FormerIdentity.objects.filter(contact=other).update(contact=kept)
    _settle_requests(kept, other, by)
    _take_facts(kept, other)
    other.delete()
    AuditEntry.record(
        "merged",
        kept,
        by=by,
        other=other_id,
        conversations=merged.conversations,
        messages=merged.messages,
    )
    return merged


def call(contact: Contact, identities: dict[str, str | None]) -> None:
    """Gives a contact these identities, and its conversations its name and number."""
    for kind, value in identities.items():
        setattr(contact, kind, value)
    contact.save()
    now = timezone.now()
    contact.conversations.update(customer_phone=contact.phone, updated_at=now)
    name = contact.name or (f"@{contact.username}" if contact.username else "")
    if name:
        contact.conversations.update(customer_name=name)
    renew_conversations([contact.pk])


def remember_former(contact: Contact, kind: str, value: str, until: datetime) -> None:
    """Whoever was called so last, is meant by it."""
    row, is_new = FormerIdentity.objects.get_or_create(
        kind=kind, value=value, defaults={"contact": contact, "until": until}
    )
    if not is_new and row.until < until:
        row.contact, row.until = contact, until
        row.save(update_fields=["contact", "until"])


def _last_wrote(contact: Contact) -> datetime:
    last = contact.conversations.aggregate(last=Max("last_inbound_at"))["last"]
    return last or datetime.min.replace(tzinfo=UTC)


def _move_conversation(moved: Conversation, kept: Contact) -> int | None:
    """The id of the conversation that it was joined into; none when it goes on as it is."""
    into = (
        Conversation.objects.select_for_update().filter(number_id=moved.number_id, contact_id=kept.pk).first()
    )
    if into is None:
        moved.contact = kept
        moved.save(update_fields=["contact", "updated_at"])
        return None
    # The browser's names are unique in one conversation only.
    taken = into.messages.exclude(client_id=None).values("client_id")
    moved.messages.filter(client_id__in=taken).update(client_id=None)
    messages = list(moved.messages.values_list("pk", flat=True))
    moved.messages.update(conversation=into)
    renew_messages(messages)
    moved.scheduled.update(conversation=into, client_id=None)
    moved.reactions.update(conversation=into)
    notes = list(moved.notes.values_list("pk", flat=True))
    moved.notes.update(conversation=into, client_id=None)
    renew_notes(notes)
    _move_drafts(moved, into)
    into.labels.add(*moved.labels.all())
    _join(into, moved)
    moved.delete()
    return into.pk


def _move_drafts(moved: Conversation, into: Conversation) -> None:
    """Whoever wrote in both finds both, one after the other."""
    for draft in moved.drafts.order_by("pk"):
        same = into.drafts.filter(user=draft.user_id, is_note=draft.is_note).first()
        if same is None:
            draft.conversation = into
            draft.save(update_fields=["conversation"])
            continue
        same.content = "\n".join(filter(None, (same.content, draft.content)))
        same.written_at = max(same.written_at, draft.written_at)
        same.save(update_fields=["content", "written_at"])


def _join(into: Conversation, moved: Conversation) -> None:
    into.unread_count += moved.unread_count - (into.is_marked_unread and moved.is_marked_unread)
    into.is_marked_unread = into.is_marked_unread or moved.is_marked_unread
    into.last_inbound_at = _latest(into.last_inbound_at, moved.last_inbound_at)
    into.blocked_at = into.blocked_at or moved.blocked_at
    into.assigned_to_id = into.assigned_to_id or moved.assigned_to_id
    into.status = max(into.status, moved.status, key=OPENNESS.index)
    into.created_at = min(into.created_at, moved.created_at)
    into.save()


def _latest(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time), default=None)


def _move_reactions(kept: Contact, other: Contact) -> None:
    for theirs in Reaction.objects.filter(contact=other).order_by("pk"):
        same = Reaction.objects.filter(
            contact=kept, number_id=theirs.number_id, target_wamid=theirs.target_wamid
        ).first()
        if same is not None and (same.at, same.wamid) >= (theirs.at, theirs.wamid):
            theirs.delete()
            continue
        if same is not None:
            same.delete()
        theirs.contact = kept
        theirs.save(update_fields=["contact"])


def _settle_requests(kept: Contact, other: Contact, by: AbstractBaseUser | None) -> None:
    """The question about these two goes with `other`: the audit log keeps the answer. Others ask of `kept` now."""
    asked = MergeRequest.objects.filter(Q(kept=other) | Q(other=other)).order_by("pk")
    for request in asked:
        first = kept.pk if request.kept_id == other.pk else request.kept_id
        second = kept.pk if request.other_id == other.pk else request.other_id
        both = [first, second]
        if first == second or MergeRequest.objects.filter(kept__in=both, other__in=both).exists():
            request.delete()
        else:
            request.kept_id, request.other_id = both
            request.save(update_fields=["kept", "other"])


def _take_facts(kept: Contact, other: Contact) -> None:
    for fact in ("name", "username", "parent_bsuid", "address_book_name"):
        setattr(kept, fact, getattr(kept, fact) or getattr(other, fact))
    said, also = kept.marketing_said_at, other.marketing_said_at
    if also is not None and (said is None or also > said):
        kept.wants_marketing, kept.marketing_said_at = other.wants_marketing, also
