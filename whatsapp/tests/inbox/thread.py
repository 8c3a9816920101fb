"""What the tests of an open chat share: where it is, and what its page would ask next."""

import re

from whatsapp.models import Conversation


def address(conversation: Conversation) -> str:
    return f"/whatsapp/chat/{conversation.pk}"


def asked_again(html: str) -> dict[str, str]:
    """What the page would send with its next refresh."""
    found = re.search(r'id="messages".*?hx-vals=\'({.*?})\'', html, re.DOTALL)
    assert found
    return dict(re.findall(r'"(\w+)": "?([^",}]*)"?', found[1]))
