"""The settings of the demo: everything of its own, nothing of `.env`, no account anywhere."""

import secrets
from pathlib import Path

SIMULATOR = "/simulator"


def environment(data: Path, host: str, port: int) -> dict[str, str]:
    """What the process's environment must say before Django reads it. `data` must exist."""
    here = address(host, port)
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 (asked for by the person who started it)
    return {
        "SECRET_KEY": _kept_secret(data / "secret-key"),
        "DEBUG": "false",
        "ALLOWED_HOSTS": "*" if everywhere else f"localhost,127.0.0.1,[::1],{host}",
        "PUBLIC_URL": "",
        "DATABASE_URL": f"sqlite:///{data.resolve() / 'inbox.sqlite3'}",
        "REDIS_URL": "",
        "CELERY_BROKER_URL": "",
        "MEDIA_ROOT": str(data.resolve() / "media"),
        "WHATSAPP_ACCESS_TOKEN": "demo-access-token",
        "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
        "WHATSAPP_BUSINESS_ACCOUNT_ID": "200000000000001",
        "WHATSAPP_APP_ID": "880000000000001",
        "WHATSAPP_WEBHOOK_TOKEN": "demo-webhook-token",
        "WHATSAPP_APP_SECRET": "demo-app-secret",
        "WHATSAPP_GRAPH_URL": f"{here}{SIMULATOR}/graph",
        "WHATSAPP_WORKER": "embedded",
        "WHATSAPP_DEFAULT_REGION": "SA",
        "DEMO_DATA": str(data.resolve()),
        "DEMO_ADDRESS": here,
    }


def address(host: str, port: int) -> str:
    """Where this process reaches itself."""
    reachable = "127.0.0.1" if host in ("0.0.0.0", "::", "localhost") else host  # noqa: S104
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def _kept_secret(path: Path) -> str:
    """Kept over restarts, so that nobody has to sign in again."""
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()
