"""Who and what is found: the same, whether it is in the index already or was written this very moment."""

from datetime import timedelta

import pytest

from whatsapp.conversations.merging import merge
from whatsapp.conversations.notes import delete_note
from whatsapp.models import Contact, Conversation, MessageFile, Note, SearchEntry, SearchMark
from whatsapp.search import finding, index, keeping
from whatsapp.search.finding import Said, conversations_saying, find_in_conversation, find_messages
from whatsapp.search.keeping import MESSAGES, fill, index_waiting, left_to_fill, position_of
from whatsapp.search.tokens import asked
from whatsapp.tests.inbound.updates import calls_them, edits, revokes, says, take
from whatsapp.tests.wire import AMAL, Customer, noon

from .conftest import names, texts

pytestmark = pytest.mark.django_db

RENAMED = Customer(AMAL.phone, AMAL.bsuid, "هيفاء")


def test_the_newest_comes_first_by_when_it_was_written_not_stored(say, settle):
    say("سيارة 1")
    say("السيارة 2")
    say("والسيارة من العام الماضي", at=noon() - timedelta(days=300), origin="history")
    say("شيء آخر")
    settle()
    assert texts("سيارة") == ["السيارة 2", "سيارة 1", "والسيارة من العام الماضي"]
    assert texts("سياره الماضي") == ["والسيارة من العام الماضي"]
    assert texts("دراجة") == []


def test_pages_follow_each_other_without_a_gap_even_across_the_mark(say):
    said = [say(f"طلب {n}").content for n in range(5)]
    index_waiting()
    said += [say(f"طلب {n}").content for n in range(5, 9)]
    found, before = [], finding.LAST
    while before is not None:
        page = find_messages(asked("طلب"), Conversation.objects.all(), before=before, size=2)
        found += [message.content for message in page.rows]
        before = page.next
    assert found == said[::-1]


def test_an_edit_is_found_by_its_new_words_only_and_what_was_deleted_by_none(number, settle):
    take(says("wamid.1", text="الموعد يوم الأحد"), says("wamid.2", at=1, text="سر لا يقال"))
    settle()
    take(edits("wamid.e", "wamid.1", "الموعد يوم الاثنين", at=5), revokes("wamid.r", "wamid.2", at=6))
    assert texts("الأحد") == []
    assert texts("الاثنين") == ["الموعد يوم الاثنين"]
    assert texts("سر") == []
    held = SearchEntry.objects.filter(message__whatsapp_message_id="wamid.2").values_list("words", flat=True)
    assert not "".join(held), "its words have left the index too"


def test_after_a_merge_messages_are_found_in_their_new_chat(number, settle):
    one, other = Customer("966550000001", "SA.1", "سلمى"), Customer("966550000002", "SA.2", "سلوى")
    take(says("wamid.1", by=one, text="عنوان أول"), says("wamid.2", at=1, by=other, text="عنوان ثان"))
    settle()
    kept, gone = Contact.objects.get(bsuid="SA.1"), Contact.objects.get(bsuid="SA.2")
    merge(kept, gone, by=None)
    (chat,) = Conversation.objects.all()
    assert [message.text for message in find_in_conversation(asked("عنوان"), chat)] == [
        "عنوان ثان",
        "عنوان أول",
    ]
    assert names("0550000002") == {"سلمى"}
    assert names("سلوى") == set()


def test_notes_are_found_among_the_messages_until_they_are_deleted_but_the_customer_did_not_say_so(
    say, settle, conversation, number, agent
):
    say("الخصم لي؟", at=noon())
    note = Note.objects.create(conversation=conversation, content="لا خصم له *أبدًا*", by=agent)
    Note.objects.filter(pk=note.pk).update(created_at=noon() + timedelta(seconds=5))
    say("شكرًا", at=noon() + timedelta(seconds=9))
    settle()
    assert texts("خصم") == ["لا خصم له *أبدًا*", "الخصم لي؟"]
    assert texts("أبدًا") == ["لا خصم له *أبدًا*"]
    assert find_in_conversation(asked("له"), conversation) == [Said(Note, note.pk, note.content)]
    assert not conversations_saying(asked("أبدًا")).exists(), "programs ask what was said"
    second = Conversation.objects.create(number=number, contact=Contact.objects.create(phone="966550000009"))
    merge(second.contact, conversation.contact, by=None)
    assert find_in_conversation(asked("له"), second) == [Said(Note, note.pk, note.content)]
    delete_note(Note.objects.get(), by=agent)
    assert texts("أبدًا") == []


def test_people_are_found_by_names_usernames_and_any_part_of_their_number(number, settle):
    take(says("wamid.1", by=Customer("966551234567", "SA.1", "نورة القحطاني", username="noura.q")))
    take(says("wamid.2", by=Customer("5511987654321", "BR.1", "João")))
    settle()
    take(calls_them("أم خالد", phone="966551234567"))
    for typed in (
        "نوره",
        "القحط",
        "قحطاني",
        "noura",
        "أم خالد",
        "0551234567",
        "00966 55 123",
        "+966 55-123-4567",
        "٠٥٥١٢",
        "4567",
    ):
        assert names(typed) == {"نورة القحطاني"}, typed
    assert names("joa") == set()
    assert names("joã") == {"João"}
    assert names("551187654321") == {"João"}, "the other spelling of a Brazilian number"
    assert names("99999") == set()


def test_a_new_name_takes_the_place_of_the_old_one(number, settle):
    take(says("wamid.1"))
    settle()
    take(says("wamid.2", at=1, by=RENAMED))
    assert names("هيفاء") == {"هيفاء"}
    assert names(AMAL.name) == set()


def test_captions_file_names_cards_and_all_of_a_template_are_found(say, settle):
    document = {"document": {"filename": "فاتورة_مارس.pdf", "caption": "تفضل"}}
    say("تفضل", message_type="document", payload=document)
    sent = say("", message_type="document", direction="outgoing", status="pending")
    MessageFile.objects.create(message=sent, name="عقد الإيجار.pdf", asked_at=noon())
    shown = {"header": "عرض الجمعة", "body": "خصم", "footer": "الشروط", "buttons": [{"text": "تسوّق"}]}
    shown["cards"] = [{"body": "حقيبة", "buttons": []}, {"body": "حذاء", "buttons": [{"text": "المقاس"}]}]
    say("خصم", message_type="template", direction="outgoing", status="pending", payload={"shown": shown})
    card = [
        {
            "name": {"formatted_name": "Sara"},
            "phones": [{"phone": "+966 50 777 8888"}],
            "org": {"company": "نجد"},
        }
    ]
    say("Sara", message_type="contacts", payload={"contacts": card})
    say("👍", message_type="reaction", direction="outgoing", status="pending")
    settle()
    assert texts("مارس") == ["تفضل"]
    assert texts("فاتورة_مارس") == ["تفضل"]
    assert texts("الإيجار") == [""]
    assert texts("جمعة") == texts("شروط") == texts("تسوق") == texts("حذاء") == texts("مقاس") == ["خصم"]
    assert texts("نجد") == texts("777") == ["Sara"]


def test_only_chats_that_count_are_looked_through(say, settle, number, monkeypatch):
    """Few of them are named to the index; of many, its hits are looked at one by one."""
    contact = Contact.objects.create(phone="966550000009")
    other = Conversation.objects.create(number=number, contact=contact)
    say("كلمة هنا")
    for n in range(3):
        say(f"كلمة هناك {n}", conversation=other)
    settle()
    mine = Conversation.objects.exclude(pk=other.pk)
    assert [m.content for m in find_messages(asked("كلمة"), mine).rows] == ["كلمة هنا"]
    assert find_messages(asked("كلمة"), mine.none()).rows == []
    monkeypatch.setattr(finding, "FEW", 0)
    assert [m.content for m in find_messages(asked("كلمة"), mine).rows] == ["كلمة هنا"]
    monkeypatch.setattr(finding, "ROUNDS", (2,))
    index_waiting()
    cut = find_messages(asked("كلمة"), mine)
    assert [m.content for m in [*cut.rows, *find_messages(asked("كلمة"), mine, before=cut.next).rows]] == [
        "كلمة هنا"
    ]


@pytest.mark.parametrize(
    "typed", ['"', "' OR 1=1", "سيارة:*", "a' & 'b", "NEAR(a b)", "~conversation", "~c1", "\0", "(", "\\"]
)
def test_signs_of_the_index_itself_are_no_words(say, settle, typed):
    say("سيارة")
    settle()
    assert texts(typed) in ([], ["سيارة"])
    assert names(typed) in (set(), {"أمل"})


def test_deleted_rows_leave_the_index(say, conversation):
    message = say("يزول")
    index_waiting()
    message.delete()
    assert texts("يزول") == []
    assert index.newest(asked("يزول"), after=-1, before=finding.LAST, most=5) == []


def test_in_a_storm_the_worker_waits_and_nothing_is_missing_meanwhile(say, monkeypatch):
    def indexed() -> int:
        return SearchEntry.objects.filter(message__content__startswith="عاصفة").count()

    say("قبل")
    index_waiting()
    monkeypatch.setattr(keeping, "STORM", 2)
    for n in range(4):
        say(f"عاصفة {n}")
    index_waiting()
    assert (indexed(), len(texts("عاصفة"))) == (0, 4)
    index_waiting()  # no more came since
    assert (indexed(), len(texts("عاصفة"))) == (4, 4)


def test_a_storm_that_lasts_is_not_waited_for(say, monkeypatch):
    say("قبل")
    index_waiting()
    monkeypatch.setattr(keeping, "STORM", 2)
    monkeypatch.setattr(keeping, "LONGEST_WAIT", 2)
    for n in range(4):
        say(f"عاصفة {n}")
    index_waiting()
    assert SearchEntry.objects.filter(message__content__startswith="عاصفة").count() == 4


def test_old_rows_get_their_entries_from_the_newest_down_in_turns(say, monkeypatch):
    """As after an update, or a change of the spelling: the old entries serve until they have new ones."""
    ids = [say(f"كلام {n}").pk for n in range(6)]
    index_waiting()
    SearchMark.objects.filter(noun="message").update(up_to=ids[-1])  # else only when our transaction ends
    monkeypatch.setattr(keeping, "VERSION", 99)
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    assert (left_to_fill(MESSAGES), keeping.is_complete()) == (6, False)
    SearchEntry.objects.filter(message__in=ids[:4]).delete()
    assert fill(MESSAGES, most=2) == 2
    assert left_to_fill(MESSAGES) == 4
    assert texts("كلام") == ["كلام 5", "كلام 4"]
    assert fill(MESSAGES, most=100) == 4
    assert len(texts("كلام")) == 6
    for noun in (keeping.CONVERSATIONS, keeping.NOTES):
        keeping.fill(noun, most=100)
    assert keeping.is_complete()


def test_a_rebuild_after_a_large_import_takes_it_for_history(say, monkeypatch):
    """Else it would be read by every search, though it has its entries."""
    monkeypatch.setattr(keeping, "MOST", 2)
    index_waiting()
    for n in range(5):
        say(f"منقول {n}")
    keeping.begin_again(MESSAGES)
    while fill(MESSAGES, most=2):
        pass
    assert not keeping.unindexed(MESSAGES).exists()
    assert len(texts("منقول")) == 5


def test_positions_are_in_the_order_of_seconds_and_then_of_ids():
    at = noon()
    ordered = [position_of(at, 1), position_of(at, 2**31 - 1), position_of(at + timedelta(seconds=1), 1)]
    assert ordered == sorted(ordered)
    assert max(ordered) < 2**63
    assert position_of(at.replace(year=1960), 5) == 5


def test_the_index_finds_the_newest_of_a_common_word_without_reading_all(say, django_assert_num_queries):
    for n in range(30):
        say(f"شائع {n}")
    index_waiting()
    with django_assert_num_queries(11, exact=False):
        assert len(texts("شائع")) == finding.PAGE
