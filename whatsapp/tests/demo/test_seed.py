import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F

from whatsapp.access import may_use_inbox
from whatsapp.demo.seed import META, NotADemo, seed
from whatsapp.demo.story import STORY
from whatsapp.models import BusinessNumber, Contact, Conversation, Message, ReplyTemplate, WebhookEvent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MODELS = (BusinessNumber, Contact, Conversation, Message, ReplyTemplate, User, WebhookEvent)
BY_KEY = {customer.key: customer for customer in STORY}


def conversation_of(key: str) -> Conversation:
    return Conversation.objects.get(contact__bsuid=BY_KEY[key].bsuid)


def everything() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_seeding_twice_changes_nothing():
    first = seed(NOW)
    before = everything()
    again = seed(NOW + timedelta(days=2))
    assert (first.members, first.customers) == (3, len(STORY))
    assert str(again) == "nothing was missing"
    assert everything() == before


def test_a_dry_run_tells_what_it_would_do_and_keeps_nothing():
    before = everything()
    out = StringIO()
    call_command("seed_demo", "--dry-run", stdout=out)
    assert f"{len(STORY)} customers" in out.getvalue()
    assert "nothing kept" in out.getvalue()
    assert everything() == before


def test_fresh_writes_the_story_anew_and_leaves_other_customers_alone():
    seed(NOW)
    number = BusinessNumber.objects.get()
    stranger = Contact.objects.create(bsuid="SA.1")
    kept = Conversation.objects.create(number=number, contact=stranger)
    count = Message.objects.count()
    conversation_of("sultan").messages.all()[0].delete()
    seed(NOW + timedelta(days=9), fresh=True)
    assert Message.objects.count() == count
    assert WebhookEvent.objects.count() == Message.objects.filter(direction="incoming").count()
    assert conversation_of("sultan").last_inbound_at > NOW + timedelta(days=5)
    assert Conversation.objects.filter(pk=kept.pk).exists()


def test_every_text_survives_the_road_in_and_the_writing():
    seed(NOW)
    stored = dict(Message.objects.values_list("whatsapp_message_id", "content"))
    told = {c.wamid(n): line.text for c in STORY for n, line in enumerate(c.lines)}
    assert stored == told


def test_what_customers_wrote_came_as_webhooks_that_were_understood():
    seed(NOW)
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"applied"}
    incoming = Message.objects.filter(direction="incoming")
    assert WebhookEvent.objects.count() == incoming.count() > 40
    message = incoming.exclude(quoted_wamid="").first()
    body = json.loads(bytes(WebhookEvent.objects.get(pk=message.event_id).body))
    assert body["entry"][0]["changes"][0]["value"]["messages"][0]["id"] == message.whatsapp_message_id


def test_the_three_have_their_roles():
    seed(NOW)
    roles = {u.username: [g.name for g in u.groups.all()] for u in User.objects.all()}
    assert roles == {"admin": ["admin"], "manager": ["manager"], "agent": ["agent"]}
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]
    assert all(may_use_inbox(user) for user in User.objects.all())
    may_open = {u.username for u in User.objects.all() if u.has_perm("whatsapp.open_back_office")}
    assert may_open == {"admin", "manager"}


def test_passwords_are_the_names_until_somebody_changes_them():
    seed(NOW)
    assert all(user.check_password(user.username) for user in User.objects.all())
    agent = User.objects.get(username="agent")
    agent.set_password("something better")
    agent.save()
    seed(NOW)
    assert User.objects.get(username="agent").check_password("something better")
    seed(NOW, fresh=True)
    assert User.objects.get(username="agent").check_password("agent")


def test_where_messages_go_to_meta_itself_nobody_gets_a_well_known_password(settings):
    settings.WHATSAPP_GRAPH_URL, settings.WHATSAPP_ACCESS_TOKEN = META, "EAAG"
    with pytest.raises(NotADemo):
        seed(NOW)
    with pytest.raises(CommandError, match="well-known passwords"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_the_username_customer_has_no_phone():
    seed(NOW)
    lulu = conversation_of("lulu")
    assert (lulu.customer_phone, lulu.contact.phone, lulu.contact.wa_id) == (None, None, None)
    assert lulu.contact.username == "lulu.cooks"
    assert Conversation.objects.filter(customer_phone=None).count() == 1


def test_one_window_is_closed_and_one_closes_within_the_hour_or_so():
    seed(NOW)
    assert not conversation_of("sultan").window_is_open(NOW)
    left = conversation_of("youssef").window_expires_at - NOW
    assert timedelta(minutes=55) < left < timedelta(minutes=75)


def test_unread_is_what_came_since_our_last_word():
    seed(NOW)
    unread = {c.key: conversation_of(c.key).unread_count for c in STORY}
    assert {key: n for key, n in unread.items() if n} == {
        "om-abdullah": 2,
        "badr": 3,
        "lulu": 1,
        "mahmoud": 1,
        "youssef": 2,
    }


def test_the_list_shows_the_last_line_of_each():
    seed(NOW)
    for customer in STORY:
        conversation, last = conversation_of(customer.key), customer.lines[-1]
        assert conversation.last_message == last.text[:200]
        assert conversation.last_message_direction == ("outgoing" if last.is_ours else "incoming")
        latest = conversation.messages.order_by("-created_at", "-id")[0]
        assert (latest.content, conversation.last_message_at) == (last.text, latest.created_at)


def test_all_states_of_conversations_and_of_our_messages_are_there():
    seed(NOW)
    assert set(Conversation.objects.values_list("status", flat=True)) == {"active", "pending", "resolved"}
    ours = Message.objects.filter(direction="outgoing")
    assert set(ours.values_list("status", flat=True)) == {"sent", "delivered", "read", "failed"}
    failed = ours.get(status="failed")
    assert failed.error_code == 131026
    assert failed.error_details
    assert failed.failed_at
    assert not failed.sent_at
    assert not ours.filter(sent_by=None).exists()
    assert not ours.filter(read_at__lte=F("delivered_at")).exists()
