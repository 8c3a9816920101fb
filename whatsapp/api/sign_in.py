"""Who calls: a browser's session (with CSRF), or a script with `Authorization: Bearer <api token>`."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer, SessionAuth

from whatsapp.access import may_use_inbox
from whatsapp.models import ApiToken

LAST_USED_PRECISION = timedelta(minutes=1)
"""`last_used_at` is not written more often: a busy script shouldn't cost a write a call."""


class TokenAuth(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        known = ApiToken.objects.select_related("user").filter(digest=ApiToken.digest_of(token)).first()
        if known is None or not known.user.is_active:
            return None
        now = timezone.now()
        if known.last_used_at is None or now - known.last_used_at > LAST_USED_PRECISION:
            known.last_used_at = now
            known.save(update_fields=["last_used_at"])
        request.user = known.user
        return known.user


class BrowserAuth(SessionAuth):
    """CSRF is asked of whoever is signed in: all others hear that they aren't, which is the cure."""

    def __call__(self, request: HttpRequest) -> User | None:
        return super().__call__(request) if request.user.is_authenticated else None


WAYS_IN = [TokenAuth(), BrowserAuth(csrf=True)]


def require_inbox(request: HttpRequest) -> Any:
    """The caller. Raises AuthorizationError."""
    if not may_use_inbox(request.user):
        raise AuthorizationError
    return request.user
