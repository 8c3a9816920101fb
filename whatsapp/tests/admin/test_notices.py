from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from whatsapp.models import AuditEntry, BusinessNumber, Notice
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

LIST = "/admin/whatsapp/notice/"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def told(fingerprint: str = "1", **facts: Any) -> Notice:
    facts = {"field": "account_update", "event": "ACCOUNT_VIOLATION", "stops_work": True, "at": NOW} | facts
    return Notice.objects.create(fingerprint=fingerprint, **facts)


def page_of(notice: Notice) -> str:
    return f"{LIST}{notice.pk}/change/"


def settled(notice: Notice) -> str:
    return f"{LIST}{notice.pk}/settle/"


def test_the_latest_comes_first_in_plain_words(manager: User, agent: User, outsider: User) -> None:
    told()
    told("2", field="security", event="PIN_CHANGED", at=NOW.replace(day=21))
    html = signed_in(manager).get(LIST).content.decode()
    assert html.index("تغيّر رمز التحقق بخطوتين") < html.index("وجدت ميتا مخالفة")
    assert_closed_to(LIST, agent, outsider)


def test_the_list_is_filtered_by_severity_and_by_state(manager: User, agent: User, outsider: User) -> None:
    told()
    told("2", severity="critical", stops_work=False)
    told("3", settled_at=NOW)
    client = signed_in(manager)
    for asked, count in (
        ({"severity__exact": "critical"}, 1),
        ({"state": "stopping"}, 1),
        ({"state": "open"}, 2),
        ({"state": "settled"}, 1),
        ({"state": "nonsense"}, 3),
    ):
        assert client.get(LIST, asked).context["cl"].result_count == count
    assert_closed_to(LIST, agent, outsider)


def test_a_notice_shows_what_meta_sent_and_nothing_of_it_runs(
    manager: User, agent: User, outsider: User, number: BusinessNumber
) -> None:
    notice = told(payload={"event": "<script>alert(1)</script>"}, subject="<b>x", number=number)
    html = signed_in(manager).get(page_of(notice)).content.decode()
    assert "&quot;event&quot;: &quot;&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<b>x" not in html
    assert_closed_to(page_of(notice), agent, outsider)


def test_the_button_settles_it_once_and_writes_down_who(manager: User, agent: User, outsider: User) -> None:
    notice = told()
    assert_closed_to(settled(notice), agent, outsider, data={})
    notice.refresh_from_db()
    assert notice.settled_at is None

    client = signed_in(manager)
    assert f'action="{settled(notice)}"' in client.get(page_of(notice)).content.decode()
    assert client.post(settled(notice), follow=True).redirect_chain == [(page_of(notice), 302)]
    client.post(settled(notice))
    notice.refresh_from_db()
    assert notice.settled_at is not None
    assert notice.settled_by == manager
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.noun, entry.noun_id, entry.by) == ("settled", "notice", notice.pk, manager)
    assert settled(notice) not in client.get(page_of(notice)).content.decode()


def test_a_link_alone_settles_nothing(manager: User, agent: User) -> None:
    notice = told()
    assert signed_in(manager).get(settled(notice)).status_code == 405
    assert not AuditEntry.objects.exists()
    assert_closed_to(settled(notice), agent)


def test_chosen_notices_are_settled_together(manager: User, agent: User, outsider: User) -> None:
    notices = [told("1"), told("2"), told("3", settled_at=NOW)]
    chosen = {"action": "settle_chosen", "_selected_action": [n.pk for n in notices]}
    assert_closed_to(LIST, agent, outsider, data=chosen)
    answer = signed_in(manager).post(LIST, chosen, follow=True)
    assert "عولج تنبيهان." in str(next(iter(answer.context["messages"])))
    assert not Notice.objects.filter(settled_at=None).exists()
    assert AuditEntry.objects.count() == 2


def test_nobody_writes_or_deletes_a_notice(superuser: User, agent: User) -> None:
    notice = told()
    client = signed_in(superuser)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(page_of(notice), {"event": "x"}).status_code == 403
    assert client.post(f"{LIST}{notice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert_closed_to(f"{LIST}{notice.pk}/delete/", agent)


def test_the_list_costs_the_same_however_long(
    manager: User, number: BusinessNumber, django_assert_max_num_queries
):
    for n in range(30):
        told(str(n), number=number)
    client = signed_in(manager)
    client.get(LIST)
    with django_assert_max_num_queries(7):
        client.get(LIST)
