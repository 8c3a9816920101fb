"""Each code that Meta's table of errors has for templates: how it comes about, how the message ends, and whether
the template is fetched anew before it is offered again.
"""

from typing import Any

import pytest

from whatsapp.conversations.failures import advice_on, title_of
from whatsapp.message_templates.sync import keep_fresh, sync_all
from whatsapp.models import Message, MessageTemplate
from whatsapp.outbound import outbox
from whatsapp.outbound.templates import send_template
from whatsapp.simulator import flows
from whatsapp.simulator.refusals import Refusal
from whatsapp.tests.message_templates.rows import stored

pytestmark = pytest.mark.django_db

SHIPPED = {"first_name": "سارة", "order_number": "7", "button.0": "7"}
KNOWN = {
    "order_shipped": SHIPPED,
    "welcome_back": {"1": "سارة"},
    "discount_code": {"1": "سارة", "button.0": "NAKHEEL15"},
    "new_arrivals": {"1": "سارة", "header.media": "404"},
    "login_code": {"1": "482913"},
    "book_a_visit": {},
    "gift_boxes": {"1": "a", "card.0.header.media": "404", "card.1.header.media": "404"}
    | {f"card.{card}.{key}": "x" for card in (0, 1) for key in ("1", "button.1")},
}
BODY = "أهلاً {{1}}، سعدنا بتواصلك معنا."


def at_meta(meta: Any, name: str, changes: dict[str, Any]) -> None:
    """It became another there, and no webhook told us."""
    template = next(t for t in meta.templates if (t["name"], t["language"]) == (name, "ar"))
    template.update(changes)


def body(text: str) -> dict[str, Any]:
    return {"components": [{"type": "BODY", "text": text}]}


PICTURE = {"components": [{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": BODY}]}
CODE = {
    "components": [{"type": "BODY", "text": BODY}, {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE"}]}]
}

CHANGED_MEANWHILE = {
    # code: (the template, what it became at Meta, whether it is fetched anew)
    132000: ("welcome_back", body("أهلاً {{1}}، طلبك {{2}} جاهز."), True),
    132001: ("welcome_back", {"name": "renamed"}, True),
    132005: ("welcome_back", body("أهلاً {{1}}." + "x" * 1020), False),
    132012: ("welcome_back", PICTURE, True),
    132015: ("welcome_back", {"status": "PAUSED"}, True),
    132016: ("welcome_back", {"status": "DISABLED"}, True),
    131008: ("welcome_back", CODE, False),
    131009: ("new_arrivals", {}, False),
    100: ("welcome_back", {**body("أهلاً {{name}}، سعدنا بك."), "parameter_format": "NAMED"}, False),
}
JUDGED_BY_META = {132007: True, 132008: True}
"""Rules that Meta does not tell: switched on in the simulator."""
NEVER_BY_OUR_CALLS = {132018: False, 131055: False}
"""We check the ends of links and codes ourselves, and don't use the other way of marketing: said for Meta here."""


def ends(sara: Any, name: str) -> tuple[str, int | None, bool]:
    """Of a message that is sent: its status, its code, and whether the template is doubted now."""
    message, _new = send_template(sara, MessageTemplate.objects.get(name=name), KNOWN[name], by=None)
    outbox.send_waiting()
    message.refresh_from_db()
    return message.status, message.error_code, MessageTemplate.objects.get(name=name).needs_fetch


@pytest.mark.parametrize(("code", "row"), CHANGED_MEANWHILE.items(), ids=CHANGED_MEANWHILE)
def test_a_template_that_changed_at_meta_is_refused_with_its_code(sara, meta, wire, code, row) -> None:
    name, changes, doubted = row
    stored(sara.number, name)
    at_meta(meta, name, changes)
    assert ends(sara, name) == ("failed", code, doubted)
    assert title_of(code)
    assert advice_on(code)


@pytest.mark.parametrize(("code", "doubted"), JUDGED_BY_META.items())
def test_what_meta_judges_fails_the_message_and_the_template_is_doubted(
    sara, meta, wire, code, doubted
) -> None:
    stored(sara.number, "welcome_back")
    meta.refuse_template("welcome_back", "ar", code)
    assert ends(sara, "welcome_back") == ("failed", code, doubted)


@pytest.mark.parametrize(("code", "state"), [(132068, "BLOCKED"), (132069, "THROTTLED")])
def test_a_form_that_meta_holds_back_fails_the_message(sara, meta, wire, monkeypatch, code, state) -> None:
    monkeypatch.setattr(flows, "MOST_AN_HOUR", 0)
    stored(sara.number, "book_a_visit")
    meta.put_flow("883000000000001", state)
    assert ends(sara, "book_a_visit") == ("failed", code, False)


@pytest.mark.parametrize(("code", "doubted"), NEVER_BY_OUR_CALLS.items())
def test_what_meta_alone_can_find_fails_the_message_too(sara, wire, code, doubted) -> None:
    stored(sara.number, "welcome_back")
    wire.faults.add(Refusal(400, {"message": f"(#{code}) as Meta says it", "code": code}))
    assert ends(sara, "welcome_back") == ("failed", code, doubted)


@pytest.mark.parametrize(
    ("code", "setting"), [(131049, "has_enough"), (131050, "marketing"), (132015, "is_paced")]
)
def test_what_meta_takes_and_then_refuses_fails_by_its_status(sara, meta, wire, clock, code, setting) -> None:
    stored(sara.number, "welcome_back")
    customer = meta.customer_of(sara.contact.bsuid)
    if hasattr(customer, setting):
        setattr(customer, setting, code == 131049)
    else:
        at_meta(meta, "welcome_back", {"is_paced": True})
    assert ends(sara, "welcome_back")[0] == "accepted"
    clock.pass_by(seconds=3)
    meta.due()
    message = Message.objects.get(message_type="template")
    assert (message.status, message.error_code) == ("failed", code)
    assert MessageTemplate.objects.get().needs_fetch is (code == 132015)


def test_a_sign_in_code_that_we_took_for_another_kind_is_131062_without_a_phone(noura, wire) -> None:
    stored(noura.number, "login_code", category="UTILITY", components=LOGIN)
    assert ends(noura, "login_code")[:2] == ("failed", 131062)


LOGIN = [
    {"type": "BODY", "text": "رمزك {{1}}."},
    {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "نسخ", "url": "https://w.example/{{1}}"}]},
]
KNOWN["login_code"] |= {"button.0": "482913"}


def test_a_refused_template_is_fetched_and_then_not_offered(sara, meta, wire) -> None:
    sync_all()
    at_meta(meta, "welcome_back", {"status": "PAUSED"})
    template = MessageTemplate.objects.get(name="welcome_back", language="ar")
    send_template(sara, template, KNOWN["welcome_back"], by=None)
    outbox.send_waiting()
    keep_fresh()
    template.refresh_from_db()
    assert (template.status, template.needs_fetch, template.can_be_sent) == ("PAUSED", False, False)
