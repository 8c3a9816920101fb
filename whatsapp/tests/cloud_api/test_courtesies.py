"""Read receipts and blocking at the edge of the network: only Meta's own yes is one; nobody waits long for it."""

import pytest
import responses
from responses import matchers

from whatsapp.cloud_api import blocking, receipts
from whatsapp.cloud_api.client import CONNECT_SECONDS, Client
from whatsapp.cloud_api.errors import NoAnswer, Refused

NUMBER = "https://graph.facebook.com/v26.0/106540352242922"
CLIENT = Client("https://graph.facebook.com", "v26.0", "106540352242922", "secret-token")


@responses.activate
def test_a_read_receipt_is_done_when_meta_says_so():
    soon = matchers.request_kwargs_matcher({"timeout": (CONNECT_SECONDS, 5)})
    responses.post(f"{NUMBER}/messages", json={"success": True}, match=[soon])
    CLIENT.acknowledge(receipts.read("wamid.1", typing=True), patience=5)
    for odd in ({"success": False}, {}, {"messages": [{"id": "wamid.2"}]}):
        responses.replace(responses.POST, f"{NUMBER}/messages", json=odd, match=[soon])
        with pytest.raises(NoAnswer):
            CLIENT.acknowledge(receipts.read("wamid.1"), patience=5)


@responses.activate
def test_a_refused_block_brings_along_what_became_of_each_user():
    failed = {"failed_users": [{"input": "+966501234567", "errors": [{"code": 131047}]}]}
    body = {"error": {"code": 139100, "message": "(#139100)"}, "block_users": failed}
    responses.post(f"{NUMBER}/block_users", json=body, status=400)
    responses.delete(f"{NUMBER}/block_users", json={"block_users": {"removed_users": [{"input": "SA.1"}]}})
    with pytest.raises(Refused) as refused:
        CLIENT.change_blocked(blocking.user(phone="966501234567", bsuid="SA.1"), block=True)
    assert blocking.why_not(refused.value.answer) == 131047
    assert (
        blocking.why_not(CLIENT.change_blocked(blocking.user(phone=None, bsuid="SA.1"), block=False)) is None
    )
    assert [call.request.body for call in responses.calls] == [
        b'{"messaging_product": "whatsapp", "block_users": [{"user": "+966501234567"}]}',
        b'{"messaging_product": "whatsapp", "block_users": [{"user_id": "SA.1"}]}',
    ]
