"""The index written anew."""

from io import StringIO

import pytest
from django.core.management import call_command

from whatsapp.models import Conversation, Message, Note, SearchEntry
from whatsapp.search import keeping
from whatsapp.search.finding import find_messages
from whatsapp.search.tokens import asked
from whatsapp.tests.wire import noon

pytestmark = pytest.mark.django_db


def rebuild(*options: str) -> tuple[str, str]:
    """What it said, and its progress."""
    out, err = StringIO(), StringIO()
    call_command("rebuild_search", *options, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


@pytest.fixture
def spoiled(conversation: Conversation) -> None:
    """An index with entries that are missing or wrong."""
    for n in range(4):
        Message.objects.create(
            conversation=conversation,
            number_id=conversation.number_id,
            content=f"رسالة {n}",
            direction="incoming",
            status="received",
            created_at=noon(),
        )
    note = Note.objects.create(conversation=conversation, content="ملاحظة")
    while keeping.index_waiting():
        pass
    SearchEntry.objects.filter(note=note).delete()
    SearchEntry.objects.filter(message__content__endswith="1").delete()
    Message.objects.filter(content__endswith="2").update(content="كلام غيره")  # behind the index's back


def hits(words: str) -> int:
    return len(find_messages(asked(words), Conversation.objects.all()).rows)


def test_a_rebuild_mends_whatever_was_wrong_and_tells_how_much_it_wrote(spoiled):
    assert hits("غيره") == 0
    said, progress = rebuild("--dry-run")
    assert said == "عدد المدخلات التي ستُكتب: 6."
    assert hits("غيره") == 0, "a dry run changes nothing"
    said, progress = rebuild()
    assert said == "عدد المدخلات التي كُتبت: 6."
    assert progress.endswith("6 / 6")
    assert (hits("غيره"), hits("رسالة"), hits("ملاحظة")) == (1, 3, 1)
    assert SearchEntry.objects.count() == 6


def test_a_rebuild_that_was_interrupted_goes_on_where_it_stopped(spoiled, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    for noun in keeping.NOUNS:
        keeping.begin_again(noun)
    keeping.fill(keeping.MESSAGES, most=2)
    assert rebuild("--dry-run")[0] == "عدد المدخلات التي ستُكتب: 4."
    assert rebuild("--from-start", "--dry-run")[0] == "عدد المدخلات التي ستُكتب: 6."
    rebuild()
    assert keeping.is_complete()
    assert (hits("غيره"), hits("رسالة")) == (1, 3)
