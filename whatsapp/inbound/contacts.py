"""Facts about people: what the phone app calls them, and whether they want marketing."""

from collections.abc import Sequence
from datetime import datetime

from whatsapp.cloud_api.notifications import AddressBookUpdate, MarketingUpdate
from whatsapp.cloud_api.phones import variants
from whatsapp.models import Contact, Conversation
from whatsapp.search.keeping import renew_conversations

from .people import People


def apply_address_book(entries: Sequence[tuple[int, int, AddressBookUpdate]], now: datetime) -> set[int]:
    """Only of customers who wrote to us: a phone's address book has family in it too."""
    changed = set()
    for _, _, update in sorted(entries, key=lambda told: told[2].at):
        contact = Contact.objects.filter(phone__in=variants(update.phone)).first()
        if contact is not None and contact.address_book_name != update.name[:200]:
            contact.address_book_name = update.name[:200]
            contact.save(update_fields=["address_book_name", "updated_at"])
            changed.add(contact.pk)
    renew_conversations(changed)
    return _conversations_of(changed)


def apply_marketing(wishes: Sequence[tuple[int, int, MarketingUpdate]], now: datetime) -> set[int]:
    """The last word holds; of two in one second, the no."""
    people = People([(update.customer, update.at) for _, _, update in wishes], now)
    people.find_or_make()
    changed = set()
    for _, _, update in wishes:
        contact = Contact.objects.get(pk=people.of(update.customer).id)
        said = contact.marketing_said_at
        if said is None or (update.at, not update.is_wanted) > (said, not contact.wants_marketing):
            contact.wants_marketing, contact.marketing_said_at = update.is_wanted, update.at
            contact.save(update_fields=["wants_marketing", "marketing_said_at", "updated_at"])
            changed.add(contact.pk)
    return _conversations_of(changed)


def _conversations_of(contact_ids: set[int]) -> set[int]:
    return set(Conversation.objects.filter(contact_id__in=contact_ids).values_list("pk", flat=True))
