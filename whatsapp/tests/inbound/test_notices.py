"""What Meta says of the account: one dated notice each, however often it is told, and how bad it is."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from whatsapp.cloud_api.notifications import AccountUpdate
from whatsapp.inbound.keep import keep_and_apply, unknown_numbers
from whatsapp.inbound.process import process
from whatsapp.models import AuditEntry, BusinessNumber, Conversation, Notice, WebhookEvent
from whatsapp.notices.standing import settle, stopping_work
from whatsapp.notices.wording import in_words
from whatsapp.tests.conftest import payload
from whatsapp.tests.wire import noon

from .updates import NUMBER, news, take, take_each

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "event", "payload", "severity", "stops_work"),
    [
        ("account_update", "DISABLED_UPDATE", {"ban_info": {"waba_ban_state": "DISABLE"}}, "critical", True),
        ("account_update", "DISABLED_UPDATE", {"ban_info": {"waba_ban_state": "REINSTATE"}}, "info", False),
        ("account_update", "ACCOUNT_RESTRICTION", {}, "critical", True),
        ("account_update", "ACCOUNT_VIOLATION", {}, "critical", False),
        ("account_update", "MM_LITE_TERMS_SIGNED", {}, "info", False),
        ("account_alerts", "", {"alert_info": {"alert_severity": "WARNING"}}, "warning", False),
        ("message_template_status_update", "REJECTED", {}, "warning", False),
        ("message_template_status_update", "PAUSED", {}, "warning", False),
        ("message_template_status_update", "APPROVED", {}, "info", False),
        ("message_template_quality_update", "", {"new_quality_score": "RED"}, "warning", False),
        ("phone_number_quality_update", "FLAGGED", {}, "critical", False),
        ("phone_number_name_update", "", {"decision": "REJECTED"}, "warning", False),
        ("security", "PIN_CHANGED", {}, "critical", False),
        ("messages", "", {"errors": [{"code": 131042}]}, "critical", True),
        ("messages", "", {"errors": [{"code": 130429}]}, "warning", False),
        ("invented_tomorrow", "WHO_KNOWS", {"errors": "none", "ban_info": 7}, "info", False),
    ],
)
def test_how_bad_it_is(
    number: BusinessNumber, field: str, event: str, payload: dict[str, Any], severity: str, stops_work: bool
) -> None:
    take(news(field, event, **payload))
    notice = Notice.objects.get()
    assert (notice.severity, notice.stops_work, notice.at) == (severity, stops_work, noon())
    assert notice.payload == payload


DISABLED = news("account_update", "DISABLED_UPDATE", at=5, ban_info={"waba_ban_state": "DISABLE"})
ENABLED = news("account_update", "DISABLED_UPDATE", at=9, ban_info={"waba_ban_state": "REINSTATE"})
ENABLED_SOON = news("account_update", "DISABLED_UPDATE", at=7, ban_info={"waba_ban_state": "REINSTATE"})
DISABLED_AGAIN = news("account_update", "DISABLED_UPDATE", at=11, ban_info={"waba_ban_state": "DISABLE"})


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 3, 2), (2, 3, 0, 1)])
@pytest.mark.parametrize("together", [True, False])
def test_trouble_is_settled_by_the_first_later_word_that_it_is_over(
    number: BusinessNumber, order: tuple[int, ...], together: bool
) -> None:
    told = [(DISABLED, ENABLED, ENABLED_SOON, DISABLED_AGAIN)[n] for n in order]
    take(*told) if together else take_each(told)
    take(DISABLED)
    assert dict(Notice.objects.filter(stops_work=True).values_list("at", "settled_at")) == {
        noon(5): noon(7), noon(11): None,
    }  # fmt: skip
    assert [notice.at for notice in stopping_work()] == [noon(11)]
    assert AuditEntry.objects.filter(verb="settled", by=None).count() == 1


def about(phone: str, field: str, event: str, at: int) -> AccountUpdate:
    return AccountUpdate("1", "", field, event, phone, noon(at), {"phone_number": phone})


def test_only_what_is_meant_is_settled_and_a_persons_word_stands(
    number: BusinessNumber, manager: User
) -> None:
    take(
        about("966112345678", "account_update", "PARTNER_REMOVED", 1),
        about("966119999999", "account_update", "ACCOUNT_OFFBOARDED", 1),
        about("", "account_update", "ACCOUNT_DELETED", 1),
        about("+966 11 234 5678", "phone_number_quality_update", "BANNED", 1),
        about("", "account_review_update", "REJECTED", 1),
    )
    assert Notice.objects.filter(stops_work=True).count() == 5
    settle(Notice.objects.get(event="REJECTED"), by=manager)
    by_hand = Notice.objects.get(event="REJECTED").settled_at
    take(
        about("+966 11 234 5678", "account_update", "ACCOUNT_RECONNECTED", 2),
        about("966112345678", "phone_number_quality_update", "CONNECTED", 2),
        about("", "account_review_update", "APPROVED", 2),
    )
    stands = Notice.objects.filter(stops_work=True, settled_at=None)
    assert set(stands.values_list("event", flat=True)) == {"ACCOUNT_OFFBOARDED", "ACCOUNT_DELETED"}
    assert Notice.objects.get(event="REJECTED").settled_at == by_hand


TOLD_BY_META = {
    "message_template_status_update": (
        *("APPROVED", "REJECTED", "PENDING", "PAUSED", "DISABLED", "FLAGGED", "REINSTATED", "IN_APPEAL"),
        *("PENDING_DELETION", "DELETED", "LIMIT_EXCEEDED", "LOCKED", "ARCHIVED", "UNARCHIVED"),
    ),
    "message_template_quality_update": ("GREEN", "YELLOW", "RED"),
    "phone_number_quality_update": ("ONBOARDING", "THROUGHPUT_UPGRADE", "FLAGGED", "UNFLAGGED"),
    "phone_number_name_update": ("APPROVED", "DEFERRED", "REJECTED"),
    "account_update": (
        *("ACCOUNT_VIOLATION", "ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "ACCOUNT_DELETED"),
        *("PARTNER_REMOVED", "ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED", "AD_ACCOUNT_LINKED"),
    ),
    "security": ("PIN_CHANGED", "PIN_RESET_REQUEST", "PIN_REQUEST_SUCCESS"),
}


def test_every_event_that_meta_documents_has_words_of_its_own(db: None) -> None:
    for field, events in TOLD_BY_META.items():
        words = [in_words(Notice(field=field, event=event)) for event in ("", *events)]
        assert len(set(words)) == len(words), field


def test_the_same_news_again_is_one_notice_and_other_news_another(number: BusinessNumber) -> None:
    told = news("security", "PIN_CHANGED", requester=1)
    take(told, told)
    take(told)
    assert Notice.objects.count() == 1
    take(news("security", "PIN_CHANGED", at=1, requester=1), news("security", "PIN_CHANGED", requester=2))
    assert Notice.objects.count() == 3


def test_undated_news_is_of_when_it_came_and_told_again_still_one(number: BusinessNumber) -> None:
    take(news("security", "PIN_CHANGED", at=None))
    take(news("security", "PIN_CHANGED", at=None))
    assert Notice.objects.get().at


def test_a_message_to_a_group_is_kept_and_told_of_once_for_each_group(number: BusinessNumber) -> None:
    body = payload("to_a_group")
    keep_and_apply([body, body.replace(b"UM00081A", b"UM00082A")])
    keep_and_apply([body.replace(b"HBgLMTIwMzYzMDQ", b"HBgLANOTHER")])
    assert set(WebhookEvent.objects.values_list("state", "reason")) == {("parked", "a message to a group")}
    assert Notice.objects.count() == 2
    notice = Notice.objects.get(subject="HBgLMTIwMzYzMDQ")
    assert (notice.number, notice.severity, notice.stops_work) == (number, "warning", False)
    with override("en"):
        assert "kept in the event log" in in_words(notice)
    for event in WebhookEvent.objects.all():
        process(event)
    assert Notice.objects.count() == 2
    assert not Conversation.objects.exists()


def test_news_of_an_account_or_a_number_that_is_not_ours_is_kept_all_the_same(number: BusinessNumber) -> None:
    strange = AccountUpdate("999", "888", "account_update", "ACCOUNT_DELETED", "", noon(), {})
    assert take(strange).unknown_numbers == set()
    assert unknown_numbers([strange], {"888"}) == []
    assert (Notice.objects.get().waba_id, Notice.objects.get().number) == ("999", None)


def test_a_number_is_found_by_its_id_or_as_people_write_it(number: BusinessNumber) -> None:
    BusinessNumber.objects.update(display_phone_number="+966 11 234 5678")
    take(AccountUpdate("1", NUMBER, "security", "PIN_CHANGED", "", noon(), {}))
    take(news("phone_number_name_update", "", display_phone_number="966112345678"))
    assert [notice.number for notice in Notice.objects.all()] == [number, number]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_number_has_the_quality_that_was_said_last(number: BusinessNumber, order: tuple[int, int]) -> None:
    BusinessNumber.objects.update(display_phone_number="+966 11 234 5678")
    named = {"display_phone_number": "966112345678"}
    told = [
        news("phone_number_quality_update", "FLAGGED", at=1, **named),
        news("phone_number_quality_update", "YELLOW", at=2, **named),
    ]
    for n in order:
        take(told[n])
    number.refresh_from_db()
    assert number.quality == "YELLOW"
