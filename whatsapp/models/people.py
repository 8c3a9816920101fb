import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .views import SavedView


def name_of(member: AbstractUser) -> str:
    """As the team calls one of its own."""
    return member.get_full_name() or member.get_username()


class Preference(models.Model):
    """How one member of the team likes the inbox."""

    UNDO_SECONDS = ((0, _("Off")), (5, _("5 seconds")), (10, _("10 seconds")))

    DIGITS = (("western", "123"), ("arabic", "١٢٣"))

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preference"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    digits = models.CharField(
        _("digits"),
        max_length=10,
        choices=DIGITS,
        default="western",
        db_default="western",
        help_text=_("Of times and counts, in Arabic."),
    )
    undo_seconds = models.PositiveSmallIntegerField(
        _("time to undo"),
        choices=UNDO_SECONDS,
        default=0,
        db_default=0,
        help_text=_("So long a message waits before it is sent."),
    )
    enter_sends = models.BooleanField(
        _("Enter sends"), default=True, db_default=True, help_text=_("Otherwise Ctrl+Enter does.")
    )
    plays_sound = models.BooleanField(_("sound for new messages"), default=True, db_default=True)
    default_view = models.ForeignKey(
        SavedView,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("view that opens first"),
    )

    class Meta:
        db_table = "whatsapp_preferences"
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.user)


class ApiToken(models.Model):
    """A key for scripts. Only its SHA-256 is kept: a copy of the database opens nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        db_table = "whatsapp_api_tokens"
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.user}, {timezone.localtime(self.created_at):%Y-%m-%d}"

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    @classmethod
    def create_for(cls, user: AbstractBaseUser) -> str:
        """Returns the secret, which can't be had again."""
        secret = secrets.token_urlsafe(32)
        cls.objects.create(user_id=user.pk, digest=cls.digest_of(secret))
        return secret
