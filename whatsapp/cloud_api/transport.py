"""The wire: one `requests` session a thread, and the place where a simulator is put in Meta's stead."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

USER_AGENT = "whatsapp-team-inbox/1"

_local = threading.local()
_stand_in: BaseAdapter | None = None


def session() -> requests.Session:
    """This thread's session. Never retries by itself: a repeated POST is a repeated message."""
    current: requests.Session | None = getattr(_local, "session", None)
    if current is None or _local.stand_in is not _stand_in:
        current = requests.Session()
        current.trust_env = False
        current.headers["User-Agent"] = USER_AGENT
        for scheme in ("https://", "http://"):
            current.mount(scheme, _stand_in or HTTPAdapter(max_retries=0))
        _local.session, _local.stand_in = current, _stand_in
    return current


@contextmanager
def replaced_by(adapter: BaseAdapter) -> Iterator[None]:
    """Every session of every thread speaks through this adapter meanwhile."""
    global _stand_in  # noqa: PLW0603 (the one wire of the process)
    before, _stand_in = _stand_in, adapter
    try:
        yield
    finally:
        _stand_in = before
