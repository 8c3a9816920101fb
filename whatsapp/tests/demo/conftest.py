import pytest


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    """Three sign-ins are hashed at every seeding: a second each time with what Django uses in earnest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
