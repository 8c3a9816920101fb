"""What stops the work of everybody is said on every page of the inbox."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from whatsapp.models import Notice
from whatsapp.notices.standing import stopping_work
from whatsapp.notices.wording import OTHER, WORDS, in_words
from whatsapp.tests.conftest import signed_in

BANNER = "/whatsapp/notices"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RESTRICTED = "قيّدت ميتا الحساب"


def told(fingerprint: str = "1", **facts: Any) -> Notice:
    facts = {"field": "account_update", "event": "ACCOUNT_RESTRICTION", "stops_work": True, "at": NOW} | facts
    return Notice.objects.create(fingerprint=fingerprint, **facts)


def test_every_page_says_what_stops_the_work_until_it_is_settled(
    agent: User, manager: User, outsider: User, conversation
) -> None:
    notice = told()
    for url in ("/whatsapp/chat", f"/whatsapp/chat/{conversation.pk}", BANNER):
        assert RESTRICTED in signed_in(agent).get(url).content.decode()
        assert "/admin/" not in signed_in(agent).get(url).content.decode()
        manager_sees = signed_in(manager).get(url).content.decode()
        assert f'href="/admin/whatsapp/notice/{notice.pk}/change/"' in manager_sees
        assert signed_in(outsider).get(url).status_code == 403
    Notice.objects.update(settled_at=NOW)
    assert RESTRICTED not in signed_in(agent).get(BANNER).content.decode()


def test_where_sending_has_stopped_managers_read_what_to_do(
    agent: User, manager: User, outsider: User
) -> None:
    told(field="sending", event="131042")
    assert "أن يضيف وسيلة الدفع" in signed_in(manager).get(BANNER).content.decode()
    assert "أن يضيف وسيلة الدفع" not in signed_in(agent).get(BANNER).content.decode()
    assert signed_in(outsider).get(BANNER).status_code == 403


def test_what_stops_nothing_is_no_banner(agent: User, outsider: User) -> None:
    told(stops_work=False)
    assert RESTRICTED not in signed_in(agent).get(BANNER).content.decode()
    assert signed_in(outsider).get(BANNER).status_code == 403


def test_a_banner_is_escaped(agent: User, outsider: User) -> None:
    told(subject="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(agent).get(BANNER).content.decode()
    assert signed_in(outsider).get(BANNER).status_code == 403


def test_strangers_cost_no_query_and_see_nothing(db: None, django_assert_num_queries: Any) -> None:
    told()
    with django_assert_num_queries(0):
        page = Client().get("/accounts/login/").content.decode()
        fragment = Client().get(BANNER, headers={"HX-Request": "true"})
    assert RESTRICTED not in page
    assert fragment.status_code == 401


def test_it_is_found_by_its_index_and_without_its_payload(db: None) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("an empty table needs no index there")
    found = stopping_work()
    assert "notices_stopping_work" in found.explain()
    assert '"payload"' not in str(found.query)


def test_a_notice_of_a_kind_invented_tomorrow_still_has_words() -> None:
    assert in_words(Notice(field="account_update", event="INVENTED")) == WORDS[("account_update", "")]
    assert in_words(Notice(field="invented", event="x")) == OTHER
    assert in_words(Notice(field="security", event="pin_changed")) == WORDS[("security", "PIN_CHANGED")]
