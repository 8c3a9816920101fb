from __future__ import annotations

from whatsapp.simulator.meta import Meta
from whatsapp.tests.simulator.conftest import PNID, SECRET, TOKEN, WABA


def world(tmp_path, clock, business) -> Meta:
    return Meta(
        phone_number_id=PNID,
        waba_id=WABA,
        access_token=TOKEN,
        app_secret=SECRET,
        deliver=business,
        clock=clock,
        memory=tmp_path / "meta.json",
    )


def test_a_restart_forgets_nothing(tmp_path, clock, business) -> None:
    first = world(tmp_path, clock, business)
    assert not first.remembers
    sara = first.add_customer("سارة", phone="966501234567")
    first.customer_sends_file(sara, "image", b"\xff\xd8\xff", "image/jpeg", caption="🌷")
    business.answers = [503]
    first.due()
    second = world(tmp_path, clock, business)
    assert second.remembers
    again = second.customers[sara.id]
    assert (again, second.chats[sara.id]) == (sara, first.chats[sara.id])
    assert [file.data for file in second.media.values()] == [b"\xff\xd8\xff"]
    clock.pass_by(10)
    assert second.due() == 1  # what the business had not taken yet is told after the restart
    assert second.chats[sara.id][0].status == "delivered"


def test_a_broken_file_is_no_reason_to_stay_away(tmp_path, clock, business) -> None:
    (tmp_path / "meta.json").write_text("{half")
    assert world(tmp_path, clock, business).customers == {}


def test_a_past_conversation_is_on_the_phone_and_told_to_nobody(meta, business, clock, graph) -> None:
    omar = meta.add_customer("عمر", phone="201001234567")
    past = [
        ("incoming", "مساء الخير", clock.now - 7200, "wamid.one"),
        ("outgoing", "مساء النور، تفضل", clock.now - 7000, "wamid.two"),
    ]
    meta.remember(omar, past, unread=7)
    meta.remember(omar, past)
    assert meta.lines["wamid.one"].status == "delivered"
    meta.due()
    assert business.bodies == []
    assert [line.wamid for line in meta.chats[omar.id]] == ["wamid.one", "wamid.two"]
    graph.text(omar, context={"message_id": "wamid.one"})
    clock.pass_by(5)
    meta.due()
    assert [status["status"] for status in business.statuses] == ["sent", "delivered"]  # the window is open
