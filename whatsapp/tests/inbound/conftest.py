import uuid

import pytest

from whatsapp.models import Conversation, Message
from whatsapp.tests.wire import Json, noon, status


@pytest.fixture
def poison(conversation: Conversation) -> Json:
    """A status that names one message by our uuid and another by its wamid: no row can take both."""
    uuids = [uuid.uuid4(), uuid.uuid4()]
    for sent_as, wamid in zip(uuids, ("wamid.taken", None), strict=True):
        Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            direction="outgoing",
            status="accepted" if wamid else "unknown",
            whatsapp_message_id=wamid,
            uuid=sent_as,
            created_at=noon(),
        )
    return status("wamid.taken", "read", biz_opaque_callback_data=str(uuids[1]))
