from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from whatsapp.access import may_use_inbox
from whatsapp.models import ApiToken


class Command(BaseCommand):
    help = "Makes an API token for a user and prints it, alone. It is shown only this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the name the user signs in with")

    def handle(self, *args: Any, user: str, **options: Any) -> None:
        owner = get_user_model().objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no user {user!r}.")
        if not may_use_inbox(owner):
            raise CommandError(f"{user!r} may not use the inbox: put the user into the group 'agent' first.")
        self.stdout.write(ApiToken.create_for(owner))
