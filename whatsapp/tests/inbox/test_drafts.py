"""What somebody began to write, for that person alone."""

from datetime import timedelta

from whatsapp.access import AGENTS
from whatsapp.models import Draft
from whatsapp.tests.conftest import make_user, signed_in

from .conftest import HTMX

LIST = "/whatsapp/chat"


def test_a_draft_is_there_for_its_author_wherever_they_sit_and_for_nobody_else(
    agent, outsider, conversation, write
):
    chat = f"{LIST}/{conversation.pk}"
    asked = write("كم السعر؟", ago=timedelta(minutes=3))
    said = {"text": 'السعر "300"\nشامل', "reply_to": asked.pk}
    kept = signed_in(agent).post(f"{chat}/draft", said, headers=HTMX)
    assert (kept.status_code, kept["Content-Type"].split(";")[0]) == (200, "text/plain")
    draft = Draft.objects.get()
    assert (draft.user, draft.reply_to, str(draft.version)) == (agent, asked, kept.content.decode())
    page = signed_in(agent).get(chat).content.decode()
    assert f'data-reply-text="السعر &quot;300&quot;\nشامل" data-reply-quote="{asked.pk}"' in page
    assert "مسودة:" not in page, "the chat is open: its draft stands in the field"
    assert "مسودة:" in signed_in(agent).get(LIST).content.decode()
    colleague = signed_in(make_user("sara", AGENTS))
    assert "شامل" not in colleague.get(LIST).content.decode() + colleague.get(chat).content.decode()
    assert signed_in(outsider).post(f"{chat}/draft", said).status_code == 403
    assert Draft.objects.count() == 1


def test_what_was_typed_last_wins_whenever_it_arrives(agent, outsider, conversation):
    client, chat = signed_in(agent), f"{LIST}/{conversation.pk}"

    def hand_in(text: str, minutes_old: int, **more: str) -> tuple[int, str]:
        said = {"text": text, "age": str(minutes_old * 60_000), **more}
        answer = client.post(f"{chat}/draft", said, headers=HTMX)
        return answer.status_code, answer.content.decode()

    assert hand_in("in the morning", 90)[0] == 200
    status, version = hand_in("at noon", 30)
    assert status == 200
    assert hand_in("from an offline browser", 60) == (409, version)
    assert Draft.objects.get().content == "at noon"
    status, version = hand_in("", 10)  # sent
    assert hand_in("at noon, once more", 20) == (409, version)
    assert "مسودة:" not in client.get(LIST).content.decode()
    assert hand_in("ملاحظة", 5, is_note="1")[0] == 200, "a note has a draft of its own"
    assert 'data-note-text="ملاحظة"' in client.get(chat).content.decode()
    assert "مسودة:" in client.get(LIST).content.decode()
    for odd in ({"text": "x" * 10_001}, {"text": "x", "age": "-1"}, {"text": "x", "reply_to": "me"}):
        assert client.post(f"{chat}/draft", odd, headers=HTMX).status_code == 422
    assert signed_in(outsider).post(f"{chat}/draft", {"text": "x"}).status_code == 403
