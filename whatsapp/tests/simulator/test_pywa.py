"""An outside judge: pywa, a client for the real Cloud API, unchanged, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from pywa import WhatsApp, errors, handlers, types
from pywa.types.templates import BodyText
from pywa.types.templates import TemplateLanguage as Language

from whatsapp.simulator.customers import Customer
from whatsapp.tests.simulator.conftest import PNID, SECRET, TOKEN, WABA, Served

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SARA = "+966501234567"


class ToTheSimulator(httpx.HTTPTransport):
    """What DNS would do: graph.facebook.com is on the loopback."""

    def __init__(self, graph_url: str) -> None:
        super().__init__(verify=False)  # reading all of the world's certificates takes longer than the test
        self.graph_url = httpx.URL(graph_url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = self.graph_url.raw_path + request.url.raw_path
        request.url = self.graph_url.copy_with(raw_path=path)
        request.headers["Host"] = self.graph_url.netloc.decode()
        return super().handle_request(request)


@pytest.fixture
def wa(served: Served) -> Iterator[WhatsApp]:
    mounts = {"https://graph.facebook.com": ToTheSimulator(f"{served.url}/graph")}
    with httpx.Client(mounts=mounts, verify=False) as session:
        yield WhatsApp(
            phone_id=PNID,
            token=TOKEN,
            waba_id=WABA,
            session=session,
            server=None,
            app_secret=SECRET,
            verify_token="x",
        )


@pytest.fixture
def sara(served: Served) -> Customer:
    customer = served.meta.add_customer("سارة", phone=SARA)
    served.meta.customer_writes(customer, "السلام عليكم")
    return customer


class Heard:
    """pywa's own webhook end: it checks the signature, parses, and hands updates to its handlers."""

    def __init__(self, wa: WhatsApp) -> None:
        self.wa = wa
        self.updates: list = []
        for handler in (
            handlers.MessageHandler,
            handlers.MessageStatusHandler,
            handlers.CallbackButtonHandler,
        ):
            wa.add_handlers(handler(lambda _, update: self.updates.append(update)))

    def __call__(self, body: bytes, headers: dict[str, str]) -> int:
        refused = self.wa.webhook_update_validator(body, headers["X-Hub-Signature-256"])
        return refused[1] if refused else self.wa.webhook_update_handler(body)[1]


@pytest.fixture
def heard(served: Served, wa: WhatsApp) -> Heard:
    served.meta.deliver = Heard(wa)
    return served.meta.deliver


def news(served: Served, heard: Heard, *, after: float = 0) -> list:
    """What pywa's handlers get by then."""
    heard.updates.clear()
    served.clock.pass_by(after)
    served.meta.due()
    return list(heard.updates)


def test_pywa_sends_and_reads_the_statuses(served, wa, heard, sara) -> None:
    news(served, heard)
    sent = wa.send_message(to=SARA, text="أهلاً وسهلاً", tracker="row-1")
    first, second = news(served, heard, after=3)
    assert (first.id, first.status, first.tracker) == (sent.id, types.MessageStatusType.SENT, "row-1")
    assert second.status == types.MessageStatusType.DELIVERED
    assert first.from_user.bsuid == sara.bsuid
    served.meta.customer_reads(sara)
    [read] = news(served, heard)
    assert read.status == types.MessageStatusType.READ


def test_pywa_reads_what_customers_write(served, wa, heard, sara) -> None:
    noura = served.meta.add_customer("Noura", username="noura.k")
    served.meta.customer_writes(noura, "Hello")
    first, second = news(served, heard)
    assert (first.text, first.from_user.wa_id, first.from_user.name) == ("السلام عليكم", sara.phone, "سارة")
    assert (second.from_user.wa_id, second.from_user.username) == (None, "@noura.k")
    assert second.from_user.bsuid == noura.bsuid


def test_pywa_quotes_and_marks_read(served, wa, heard, sara) -> None:
    [message] = news(served, heard)
    message.reply("نعم، متوفر", quote=True)
    assert served.meta.accepted[-1].body["context"] == {"message_id": message.id}
    assert wa.mark_message_as_read(message_id=message.id)
    assert served.meta.lines[message.id].status == "read"
    assert wa.indicate_typing(message_id=message.id)
    assert sara.typing_until > served.clock.now


def test_pywa_uploads_sends_and_fetches_a_picture(served, wa, heard, sara) -> None:
    news(served, heard)
    uploaded = wa.upload_media(media=PNG, mime_type="image/png", filename="a.png")
    wa.send_image(to=SARA, image=uploaded.id, caption="الطلب")
    assert served.meta.accepted[-1].body["image"]["id"] == uploaded.id
    assert [status.status for status in news(served, heard, after=3)] == ["sent", "delivered"]
    url = wa.get_media_url(uploaded.id)
    assert url.get_bytes() == PNG
    assert wa.delete_media(uploaded.id)


def test_pywa_reads_a_picture_of_a_customer(served, wa, heard, sara) -> None:
    news(served, heard)
    served.meta.customer_sends_file(sara, "image", PNG, "image/png", caption="انظروا")
    [message] = news(served, heard)
    assert (message.caption, message.image.mime_type) == ("انظروا", "image/png")
    assert message.image.get_bytes() == PNG


def test_pywa_fills_a_template_and_reads_the_tap(served, wa, heard, sara) -> None:
    sent = wa.send_template(
        to=SARA, name="welcome_back", language=Language.ARABIC, params=[BodyText.params("سارة")]
    )
    assert served.meta.accepted[-1].body["template"]["name"] == "welcome_back"
    news(served, heard, after=3)
    served.meta.customer_taps(sara, sent.id, "لدي استفسار")
    [tap] = news(served, heard)
    assert tap.title == "لدي استفسار"


def test_pywa_lists_the_templates_of_all_pages(served, wa) -> None:
    first = wa.get_templates()
    assert first.has_next
    second = wa.get_templates(pagination=types.Pagination(after=first.after))
    assert not second.has_next
    listed = [*first, *second]
    assert first.total_count == len(listed) == len(served.meta.templates)
    assert not [part for template in listed for part in template.components if isinstance(part, dict)]


def test_pywa_reaches_who_has_no_phone(served, wa, heard) -> None:
    noura = served.meta.add_customer("Noura", username="noura.k")
    served.meta.customer_writes(noura, "Hello")
    sent = wa.send_message(to=noura.bsuid, text="Hi Noura")
    assert sent.input == noura.bsuid
    assert served.meta.accepted[-1].body["recipient"] == noura.bsuid


def test_pywa_knows_every_refusal(served, wa, heard, sara) -> None:
    with pytest.raises(errors.WhatsAppError, match="code=100"):
        wa.send_message(to=SARA, text="x" * 4097)
    with pytest.raises(errors.TemplateNotExists):
        wa.send_template(to=SARA, name="nothing", language=Language.ARABIC, params=[])
    served.clock.pass_by(25 * 3600)
    wa.send_message(to=SARA, text="متأخر")
    [_, status] = news(served, heard, after=3)
    assert isinstance(status.error, errors.ReEngagementMessage)
    wa.token = "wrong"
    with pytest.raises(errors.WhatsAppError) as refused:
        wa.send_message(to=SARA, text="x")
    assert (refused.value.code, refused.value.status_code) == (190, 401)
