"""Ready-made replies in a chat, and each member's own."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from whatsapp.access import MANAGERS
from whatsapp.models import AuditEntry, ReplyTemplate
from whatsapp.outbound.reply_files import file_to_send
from whatsapp.replies.keeping import keep_own
from whatsapp.tests.codecs.recorded import picture, sound
from whatsapp.tests.conftest import make_user, signed_in

OWN = "/whatsapp/replies"


def reply(name: str, content: str = "x", **facts: object) -> ReplyTemplate:
    return ReplyTemplate.objects.create(name=name, content=content, **facts)


@pytest.fixture
def offered(agent, outsider, conversation):
    """Names in the order in which they are offered; the outsider is refused."""
    url = f"/whatsapp/chat/{conversation.pk}/replies"
    client = signed_in(agent)

    def ask(typed: str) -> list[str]:
        html = client.get(url, {"typed": typed}).content.decode()
        return re.findall(r'class="reply-name"><bdi dir="auto">/([^<]*)<', html)

    yield ask
    assert signed_in(outsider).get(url).status_code == 403


def test_a_name_that_begins_so_comes_first_then_what_else_has_it_the_most_used_first(offered):
    reply("later", "we open at 10")
    reply("reopen")
    reply("open", used=1)
    reply("opening hours", used=5)
    reply("thanks", "gracias", category="open days")
    assert offered("open") == ["opening hours", "open", "reopen", "later", "thanks"]
    assert offered("nothing like it") == []
    assert len(offered("")) == 5


def test_arabic_is_found_however_it_is_spelled(offered):
    reply("أوقات العمل")
    assert offered("اوقات") == ["أوقات العمل"]
    assert offered("أوْقات") == ["أوقات العمل"]


def test_a_reply_is_offered_to_those_it_is_for(offered, agent, manager):
    reply("for all")
    reply("mine", owner=agent)
    reply("of another", owner=manager)
    reply("of managers", group=Group.objects.get(name=MANAGERS))
    reply("of agents", group=agent.groups.get())
    assert offered("") == ["for all", "mine", "of agents"]


def test_the_text_is_filled_in_and_nothing_in_it_is_html(agent, outsider, conversation):
    conversation.customer_name = '"><script>'
    conversation.save(update_fields=["customer_name"])
    reply("hi", "Dear {{name}}")
    url = f"/whatsapp/chat/{conversation.pk}/replies"
    html = signed_in(agent).get(url).content.decode()
    assert 'data-text="Dear &quot;&gt;&lt;script&gt;"' in html
    assert "<script" not in html
    assert signed_in(outsider).get(url).status_code == 403


def test_each_use_is_counted_for_those_who_may_use_it(agent, manager, outsider):
    hello = reply("hello")
    private = reply("private", owner=manager)
    client = signed_in(agent)
    for _ in range(2):
        assert client.post(f"{OWN}/{hello.pk}/used").status_code == 204
    hello.refresh_from_db()
    assert hello.used == 2
    assert hello.last_used_at is not None
    assert client.post(f"{OWN}/{private.pk}/used").status_code == 404
    assert signed_in(outsider).post(f"{OWN}/{hello.pk}/used").status_code == 403


def test_a_member_adds_changes_and_deletes_their_own(agent, outsider):
    client = signed_in(agent)
    assert client.post(OWN, {"name": "شكر", "content": "شكرًا {{الاسم}}"}).status_code == 302
    own = ReplyTemplate.objects.get()
    assert (own.owner, own.created_by) == (agent, agent)
    change = {"name": "شكر", "content": "شكرًا جزيلًا", "category": "عام"}
    assert client.post(f"{OWN}/{own.pk}", change).status_code == 302
    own.refresh_from_db()
    assert (own.content, own.category) == ("شكرًا جزيلًا", "عام")
    assert "شكرًا جزيلًا" in client.get(OWN).content.decode()
    assert client.post(f"{OWN}/{own.pk}/delete").status_code == 302
    assert not ReplyTemplate.objects.exists()
    verbs = AuditEntry.objects.filter(by=agent).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["added", "changed", "deleted"]
    assert signed_in(outsider).post(OWN, change).status_code == 403
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "hi", "content": "{{surname}}"}, "surname"),
        ({"name": "taken", "content": "x"}, "لديك رد بهذا الاسم"),
        ({"name": "", "content": "x"}, 'role="alert"'),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_words_stay_in_the_form(agent, outsider, form, words):
    reply("taken", owner=agent)
    response = signed_in(agent).post(OWN, form)
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert form["content"] in html
    assert ReplyTemplate.objects.count() == 1
    assert signed_in(outsider).post(OWN, form).status_code == 403


def test_nobody_touches_what_is_not_their_own(agent, manager, outsider):
    team, managers = reply("team"), reply("the manager's", owner=manager)
    for theirs in (team, managers):
        for person, status in ((agent, 404), (outsider, 403)):
            client = signed_in(person)
            assert client.post(f"{OWN}/{theirs.pk}", {"name": "x", "content": "x"}).status_code == status
            assert client.post(f"{OWN}/{theirs.pk}/delete").status_code == status
    assert ReplyTemplate.objects.filter(content="x", name__in=["team", "the manager's"]).count() == 2


def test_two_members_may_use_the_same_name_but_the_team_has_it_once(agent):
    reply("hi")
    keep_own(ReplyTemplate(name="hi", content="x"), by=agent)
    keep_own(ReplyTemplate(name="hi", content="x"), by=make_user("other"))
    with pytest.raises(ValidationError):
        keep_own(ReplyTemplate(name="hi", content="x"), by=agent)
    with pytest.raises(IntegrityError), transaction.atomic():
        reply("hi")
    with pytest.raises(IntegrityError), transaction.atomic():
        reply("both", owner=agent, group=Group.objects.first())


PDF = b"%PDF-1.7\nprices"


def a_file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data", "content", "kind"),
    [
        ("photo.webp", picture("WEBP"), "{{الاسم}}، تفضّل", "image"),
        ("قائمة الأسعار.pdf", PDF, "", "document"),
        ("welcome.webm", sound("chrome"), "", "audio"),
    ],
    ids=["photo", "pdf", "voice"],
)
def test_a_reply_may_be_a_file_with_or_without_words(
    agent, outsider, conversation, name, data, content, kind
):
    client = signed_in(agent)
    form = {"name": "ملف", "content": content, "file": a_file(name, data)}
    assert client.post(OWN, form).status_code == 302
    own = ReplyTemplate.objects.get()
    assert (own.template_type, own.file_name, own.stored.size) == (kind, name, len(data))
    assert file_to_send(own).plan.is_voice is (kind == "audio")
    shown = client.get(OWN).content.decode()
    assert name in shown
    offered = client.get(f"/whatsapp/chat/{conversation.pk}/replies", {"typed": "ملف"}).content.decode()
    assert f'data-reply="{own.pk}"' in offered
    kept = f"/api/whatsapp/templates/{own.pk}/media?v={own.stored.sha256[:8]}"  # kept by browsers for a year
    assert kept in shown
    assert kept in offered
    assert b"".join(client.get(kept).streaming_content) == data
    client.post(f"{OWN}/{own.pk}", {"name": "ملف", "content": "words alone", "without_file": "on"})
    own.refresh_from_db()
    assert (own.template_type, own.file_name, own.stored) == ("text", "", None)
    assert client.get(kept).status_code == 404
    form["file"] = a_file(name, data)
    assert signed_in(outsider).post(OWN, form).status_code == 403


@pytest.mark.parametrize(
    ("name", "data", "content", "words"),
    [
        ("run.exe", b"MZ" + bytes(100), "x", "لا يقبل واتساب هذا النوع من الملفات"),
        ("empty.pdf", b"", "x", "فارغ"),
        ("song.webm", sound("chrome"), "words", "لا يعرض واتساب نصًا مع الصوت"),
        ("a.pdf", PDF, "x" * 1025, "1024"),
        (None, b"", "", "اكتب نصًا، أو اختر ملفًا."),
    ],
    ids=["program", "empty", "words with a sound", "long caption", "nothing"],
)
def test_a_file_that_cannot_be_sent_is_not_kept(agent, outsider, name, data, content, words):
    form = {"name": "ملف", "content": content}
    response = signed_in(agent).post(OWN, form | ({"file": a_file(name, data)} if name else {}))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ReplyTemplate.objects.exists()
    assert signed_in(outsider).post(OWN, form).status_code == 403


def test_the_database_keeps_no_reply_without_words_or_a_file(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        reply("nothing", "")
