"""A customer writes, an agent answers, the ticks follow."""

import pytest

from whatsapp.models import ApiToken
from whatsapp.outbound import outbox

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "phone_shown"),
    [({"phone": "+20 100 123 4567"}, "201001234567"), ({"username": "lina.designs"}, None)],
    ids=["by phone", "by username"],
)
def test_a_customer_writes_and_is_answered_until_the_ticks_are_blue(
    meta, agent, client, time_machine, who, phone_shown
):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {ApiToken.create_for(agent)}"

    lina = meta.add_customer("لينا", **who)
    question = meta.customer_writes(lina, "هل عندكم تمر سكري؟")
    meta.due()
    (row,) = client.get("/api/whatsapp/conversations?unread=1").json()["results"]
    assert (row["customer_name"], row["customer_phone"]) == ("لينا", phone_shown)
    assert (row["last_message"], row["unread_count"]) == ("هل عندكم تمر سكري؟", 1)
    assert row["window_expires_at"] == "2026-11-24T12:00:00Z"
    assert client.post(f"/api/whatsapp/conversations/{row['id']}/read").json()["unread_count"] == 0

    reply = {"conversation_id": row["id"], "text": "نعم، وصلنا اليوم", "reply_to": question, "client_id": "1"}
    assert client.post("/api/whatsapp/send-message", reply, "application/json").status_code == 202

    def tick() -> str:
        newest = client.get(f"/api/whatsapp/messages/{row['id']}").json()["results"][0]
        assert (newest["content"], newest["reply_to"]) == ("نعم، وصلنا اليوم", question)
        return newest["status"]

    assert tick() == "pending"
    assert outbox.send_waiting() == 1
    assert tick() == "accepted"
    time_machine.shift(1.1)
    meta.due()
    assert tick() in {"sent", "delivered"}
    time_machine.shift(1)
    meta.due()
    assert tick() == "delivered"
    meta.customer_reads(lina)
    meta.due()
    assert tick() == "read"
    assert meta.lines[meta.accepted[0].wamid].quotes == question
