"""The settings of the tests: the real ones, in an environment that knows nothing of this machine's `.env`."""

import gc
import os
import sys

os.environ.update(
    SECRET_KEY="only-for-tests-" * 4,
    DEBUG="false",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    PUBLIC_URL="",
    REDIS_URL="",
    CELERY_BROKER_URL="",
    TIME_ZONE="Asia/Riyadh",
    LANGUAGE_CODE="ar",
    WHATSAPP_ACCESS_TOKEN="test-token",
    WHATSAPP_PHONE_NUMBER_ID="106540352242922",
    WHATSAPP_BUSINESS_ACCOUNT_ID="102290129340398",
    WHATSAPP_APP_ID="880000000000001",
    WHATSAPP_APP_SECRET="test_app_secret",
    WHATSAPP_WEBHOOK_TOKEN="test-webhook-token",
    WHATSAPP_GRAPH_URL="https://graph.simulator",
    WHATSAPP_WORKER="external",
    WHATSAPP_DEFAULT_REGION="",
)
os.environ.setdefault("DATABASE_URL", "sqlite:///var/test-db.sqlite3")

from config.settings import *  # noqa: F403

# pytest rewrites the asserts of every module, which is half of the collection. It keeps what it made, also where
# the environment (PYTHONDONTWRITEBYTECODE, as many containers set it) says that nothing shall be kept.
sys.dont_write_bytecode = False

# Until all tests are collected (conftest.py) hardly anything dies: looking for it took a sixth of that time.
gc.disable()

PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Looked for when asked for: scanning all static files for each test client took longer than most tests.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# A refusal is no news here, and its traceback costs as much as the request.
LOGGING["loggers"] = {"django.request": {"level": "ERROR"}}  # noqa: F405

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A test database need not survive a power cut.
    options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
