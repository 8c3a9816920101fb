from datetime import UTC, datetime, timedelta

import pytest

from whatsapp.cloud_api import transport
from whatsapp.cloud_api.errors import CloudAPIError, Refused
from whatsapp.message_templates import account
from whatsapp.message_templates.sync import keep_fresh, sync_all
from whatsapp.models import MessageTemplate
from whatsapp.simulator.transport import Fault, Faults, SimulatorTransport

BODY = {"type": "BODY", "text": "طلبك {{1}} جاهز.", "example": {"body_text": [["7"]]}}


def template(number: int, language: str, **more: object) -> dict:
    return {
        "id": str(5000 + number * 2 + (language == "en")),
        "name": f"order_{number:02}",
        "language": language,
        "status": "APPROVED",
        "category": "UTILITY",
        "parameter_format": "POSITIONAL",
        "components": [BODY],
        "quality_score": {"score": "GREEN", "date": 1},
        "rejected_reason": "NONE",
    } | more


@pytest.fixture
def sixty(meta, monkeypatch):
    """60 templates, over 3 pages of 25, in 2 languages."""
    meta.templates[:] = [template(n, language) for n in range(30) for language in ("ar", "en")]
    monkeypatch.setattr(account, "AT_ONCE", 25)
    return meta


def pages_asked_for(meta) -> int:
    return sum(seen.path.endswith("/message_templates") for seen in meta.requests_seen)


def test_all_pages_and_languages_come_and_come_again_unchanged(sixty, django_assert_max_num_queries) -> None:
    sixty.templates[7]["components"] = [{"type": "HOLOGRAM", "depth": 3}, BODY]
    with django_assert_max_num_queries(30):
        first = sync_all()
    assert (first.new, first.changed, first.same, first.gone) == (60, 0, 0, 0)
    assert pages_asked_for(sixty) == 3
    assert MessageTemplate.objects.filter(language="ar").count() == 30
    kept = MessageTemplate.objects.get(name="order_03", language="en")
    assert kept.components == sixty.templates[7]["components"]
    assert (kept.body, kept.quality, kept.rejected_reason) == (BODY["text"], "GREEN", "")
    again = sync_all()
    assert (again.new, again.changed, again.same, again.gone) == (0, 0, 60, 0)


def test_what_changed_or_went_is_told_apart_and_a_dry_run_writes_nothing(sixty) -> None:
    sync_all()
    sixty.templates[0]["status"] = "PAUSED"
    del sixty.templates[1]
    sixty.templates.append(template(77, "ar"))
    before = list(MessageTemplate.objects.order_by("pk").values())
    told = [sync_all(keep=False), sync_all()]
    assert [(s.new, s.changed, s.gone) for s in told] == [(1, 1, 1)] * 2
    assert list(MessageTemplate.objects.filter(pk__lte=before[-1]["id"]).order_by("pk").values()) != before
    gone = MessageTemplate.objects.get(name="order_00", language="en")
    assert gone.gone_at is not None
    assert not gone.can_be_sent
    sixty.templates.append(template(0, "en"))
    sync_all()
    gone.refresh_from_db()
    assert gone.can_be_sent


def test_nothing_counts_as_gone_when_a_page_is_missing(sixty, monkeypatch) -> None:
    sync_all()
    whole = account.client

    class BreaksOff:
        def get(self, path: str, **query: str) -> dict:
            if "after" in query:
                raise CloudAPIError("cut off")
            return whole().get(path, **query)

    monkeypatch.setattr(account, "client", BreaksOff)
    del sixty.templates[:30]
    with pytest.raises(CloudAPIError):
        sync_all()
    assert not MessageTemplate.objects.exclude(gone_at=None).exists()


def test_the_next_page_is_asked_for_at_our_own_graph_host_only(sixty, monkeypatch) -> None:
    asked = []

    class Elsewhere:
        def get(self, path: str, **query: str) -> dict:
            asked.append((path, query.get("after")))
            more = {"next": "https://evil.example/v26.0/1/message_templates?after=abc&access_token=x"}
            return {"data": [], "paging": more if len(asked) == 1 else {"cursors": {"after": "abc"}}}

    monkeypatch.setattr(account, "client", Elsewhere)
    assert list(account.pages("1")) == [[], []]
    assert asked == [("1/message_templates", None), ("1/message_templates", "abc")]
    asked.clear()

    def in_circles(*_: object, **query: str) -> dict:
        asked.append(query)
        return {"paging": {"next": "https://evil.example/"}}

    monkeypatch.setattr(Elsewhere, "get", in_circles)
    with pytest.raises(CloudAPIError):
        list(account.pages("1"))
    assert len(asked) == 1


def test_the_worker_fetches_what_a_webhook_left_open_and_all_of_it_every_hour(sixty, time_machine) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)
    assert keep_fresh() == 60
    assert keep_fresh() == 0
    sixty.templates[4]["components"] = [BODY | {"text": "نص جديد {{1}} هنا."}]
    MessageTemplate.objects.filter(meta_id__in=["5004", "5006"]).update(needs_fetch=True)
    del sixty.templates[6]
    assert keep_fresh() == 2
    assert MessageTemplate.objects.get(meta_id="5004").body == "نص جديد {{1}} هنا."
    assert MessageTemplate.objects.get(meta_id="5006").gone_at is not None
    time_machine.shift(timedelta(hours=1))
    assert keep_fresh() == 59


def test_after_a_refusal_the_worker_asks_again_in_minutes_and_without_a_network_at_once(
    sixty, time_machine, settings, caplog
) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)
    token, settings.WHATSAPP_ACCESS_TOKEN = settings.WHATSAPP_ACCESS_TOKEN, "wrong"
    assert keep_fresh() == 0
    assert "could not be fetched" in caplog.text
    settings.WHATSAPP_ACCESS_TOKEN = token
    assert keep_fresh() == 0
    time_machine.shift(timedelta(minutes=5))
    assert keep_fresh() == 60
    time_machine.shift(timedelta(hours=1))
    caplog.clear()
    with transport.replaced_by(SimulatorTransport(sixty, Faults(Fault.CONNECT_TIMEOUT))):
        assert keep_fresh() == 0
    assert caplog.text == ""
    assert keep_fresh() == 60


def test_one_template_that_meta_refuses_holds_up_no_other(sixty, monkeypatch) -> None:
    sync_all()
    MessageTemplate.objects.filter(meta_id__in=["5000", "5002"]).update(needs_fetch=True)
    real = account.fetch

    def fetch(meta_id: str) -> dict:
        if meta_id == "5000":
            raise Refused(4, "Application request limit reached")
        return real(meta_id)

    monkeypatch.setattr(account, "fetch", fetch)
    assert keep_fresh() == 2
    assert list(MessageTemplate.objects.filter(needs_fetch=True).values_list("meta_id", flat=True)) == [
        "5000"
    ]
