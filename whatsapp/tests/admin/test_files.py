"""Managers see which files wait and which will not come, and have them fetched once more."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import AuditEntry, MessageFile
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.media.conftest import PDF, a_picture, sends, storage, wire  # noqa: F401

from .refused import assert_closed_to

LIST = "/admin/whatsapp/messagefile/"


def test_what_will_not_come_is_found_and_fetched_again(
    wire: Any,  # noqa: F811
    sends: Any,  # noqa: F811
    number: Any,
    manager: User,
    agent: User,
    outsider: User,
    django_assert_max_num_queries: Any,
) -> None:
    here = sends(PDF, "document", "application/pdf", filename="<b>عقد</b>.pdf")
    fetch_waiting()
    expired, failed = sends(a_picture()), sends(a_picture((9, 9)))
    for message, state in ((expired, "expired"), (failed, "failed")):
        MessageFile.objects.filter(message=message).update(state=state)
    client = signed_in(manager)
    with django_assert_max_num_queries(9):
        page = client.get(LIST)
    assert [file.state for file in page.context["cl"].result_list] == ["failed", "expired", "fetched"]
    assert f'href="/whatsapp/chat/{here.conversation_id}"' in page.content.decode()
    only = client.get(LIST, {"state__exact": "expired"}).context["cl"].result_list
    assert [file.pk for file in only] == [expired.pk]
    one = client.get(f"{LIST}{here.pk}/change/").content.decode()
    assert "application/pdf" in one
    assert "<b>عقد" not in one

    asked = {"action": "fetch_chosen_again", "_selected_action": [here.pk, expired.pk, failed.pk]}
    client.post(LIST, asked)
    states = dict(MessageFile.objects.values_list("pk", "state"))
    assert states == {here.pk: "fetched", expired.pk: "waiting", failed.pk: "waiting"}
    assert AuditEntry.objects.filter(verb="asked for the file again", by=manager).count() == 2
    assert client.post(f"{LIST}{here.pk}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"{LIST}{here.pk}/delete/", {"post": "yes"}).status_code == 403
    assert_closed_to(LIST, agent, outsider, data=asked)
    assert_closed_to(LIST, agent, outsider)


@pytest.fixture(autouse=True)
def _number(number: Any) -> Any:
    return number
