"""Views of the list that somebody gave a name: one's own, and those that managers share with the team."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from whatsapp.models import AuditEntry, SavedView


def save_view(view: SavedView, *, by: AbstractBaseUser) -> None:
    """A new one, or one with another name. Raises ValidationError where the name is taken.

    Only shared ones are noted: they change what others see.
    """
    verb = "changed" if view.pk else "added"
    view.full_clean()
    with transaction.atomic():
        view.save() if verb == "added" else view.save(update_fields=["name", "query"])
        if view.owner_id is None:
            AuditEntry.record(verb, view, by=by, called=view.name)


def delete_view(view: SavedView, *, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        if view.owner_id is None:
            AuditEntry.record("deleted", view, by=by, called=view.name)
        view.delete()
