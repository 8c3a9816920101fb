import pytest
from django.contrib.auth.models import User

from whatsapp.access import ADMINS
from whatsapp.tests.conftest import make_user


@pytest.fixture(autouse=True)
def contexts(told_templates: None) -> None:
    """What a list found is asked of its answer."""


@pytest.fixture
def administrator(db: None) -> User:
    """Of the group admin, and no superuser."""
    return make_user("administrator", ADMINS)


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("superuser", password="superuser")
