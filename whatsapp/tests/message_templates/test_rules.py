"""Meta's limits, each told at its part; and what is found good here is found good by the simulator too."""

from dataclasses import replace

import pytest

from whatsapp.message_templates import account
from whatsapp.message_templates.definition import definition_of
from whatsapp.message_templates.draft import Draft, can_be_written_here, draft_of
from whatsapp.message_templates.draft_parts import DraftButton
from whatsapp.message_templates.rules import faults_of
from whatsapp.message_templates.submit import submit
from whatsapp.message_templates.sync import keep_fresh
from whatsapp.outbound.outbox import send_waiting
from whatsapp.outbound.templates import NotToBeSent, send_template
from whatsapp.tests.message_templates.rows import stored

LINK = DraftButton("URL", "Track", "https://n.example/t/{{1}}", "https://n.example/t/7")
GOOD = Draft(
    name="order_on_its_way",
    language="ar",
    category="UTILITY",
    header_format="TEXT",
    header_text="طلب {{1}}",
    header_example="10482",
    body="مرحباً {{1}}، طلبك {{2}} في الطريق إليك اليوم.",
    examples=["سارة", "10482"],
    footer="متجر نخيل",
    buttons=[DraftButton("QUICK_REPLY", "مناسب"), DraftButton("QUICK_REPLY", "غيّر الموعد"), LINK],
)


def parts(draft: Draft) -> set[str]:
    faults = faults_of(draft.as_json())
    assert all(fault.words for fault in faults)
    return {fault.part for fault in faults}


def test_what_is_good_here_meta_takes(meta, number) -> None:
    named = replace(
        GOOD,
        name="named",
        header_text="طلب {{code}}",
        body="يا {{first_name}}، طلبك {{code}} في الطريق اليوم.",
    )
    plain = Draft("plain", "en", "MARKETING", body="The new dates are here.", header_format="LOCATION")
    code = DraftButton("COPY_CODE", value="NAKHEEL15")
    called = replace(
        plain, name="called", buttons=[code, DraftButton("PHONE_NUMBER", "Call", "+966110001948")]
    )
    for draft in (GOOD, named, plain, called):
        assert parts(draft) == set(), draft
        assert account.create(number.waba_id, draft.as_json())["status"] == "PENDING"
    assert meta.templates[-3]["parameter_format"] == "NAMED"


def test_what_was_written_here_can_be_sent_once_it_is_approved(meta, number, conversation, agent) -> None:
    code = DraftButton("COPY_CODE", value="NAKHEEL15")
    draft = Draft("gift", "en", "MARKETING", body="A gift for you: copy the code.", buttons=[code])
    template = submit(number.waba_id, draft, by=agent)
    with pytest.raises(NotToBeSent):
        send_template(conversation, template, {"button.0": "X25"}, by=agent)
    meta.review("gift", "en", "APPROVED")
    meta.due()
    keep_fresh()
    template.refresh_from_db()
    message, _new = send_template(conversation, template, {"button.0": "X25"}, by=agent)
    send_waiting()
    message.refresh_from_db()
    assert (message.status, meta.lines[message.whatsapp_message_id].shown["buttons"][0]["type"]) == (
        *("accepted", "COPY_CODE"),
    )


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("name", [{"name": name} for name in ("", "Order", "order on", "طلب", "x" * 513)]),
        ("language", [{"language": code} for code in ("", "ar_SA", "arabic")]),
        ("category", [{"category": word} for word in ("", "AUTHENTICATION", "NEWS")]),
        (
            "header",
            [
                {"header_text": text}
                for text in ("", "x" * 61, "*bold*", "a\nb", "{{1}} {{2}}", "{{2}}", "{{1}", "{{Name}}")
            ]
            + [{"header_example": ""}, {"header_format": "IMAGE"}],
        ),
        (
            "body",
            [
                {"body": text}
                for text in (
                    *("", "x" * 1025, "{{1}} طلبك {{2}} جاهز الآن هنا", "طلبك جاهز الآن هنا يا {{1}}"),
                    *("طلبك {{1}} و{{2}} جاهز.", "طلبك {{1}} و {{3}} جاهز اليوم للاستلام.", "{{1} a b c"),
                    *("طلبك {{1}} من {{name}} جاهز اليوم.", "طلبك {{Name}} جاهز اليوم للاستلام."),
                )
            ]
            + [{"examples": ["سارة"]}, {"examples": []}],
        ),
        ("footer", [{"footer": "x" * 61}, {"footer": "يا {{1}}"}]),
        (
            "buttons",
            [
                {"buttons": some}
                for some in (
                    [DraftButton("QUICK_REPLY", f"r{n}") for n in range(11)],
                    [DraftButton("QUICK_REPLY", "a"), LINK, DraftButton("QUICK_REPLY", "b")],
                    [DraftButton("URL", f"l{n}", "https://n.example") for n in range(3)],
                    [DraftButton("QUICK_REPLY", "same"), DraftButton("QUICK_REPLY", "same")],
                    [DraftButton("QUICK_REPLY", "")],
                    [DraftButton("QUICK_REPLY", "x" * 26)],
                    [DraftButton("QUICK_REPLY", "{{1}}")],
                    [replace(LINK, value="n.example")],
                    [replace(LINK, value="https://n.example/{{1}}/x")],
                    [replace(LINK, value="https://n.example/" + "x" * 2000)],
                    [replace(LINK, example="")],
                    [DraftButton("PHONE_NUMBER", "Call", "call me")],
                    [DraftButton("COPY_CODE", value="")],
                    [DraftButton("COPY_CODE", value="x" * 21)],
                )
            ],
        ),
    ],
)
def test_each_limit_is_told_at_its_part(part, changes) -> None:
    for change in changes:
        assert part in parts(replace(GOOD, **change)), change


def test_what_is_there_can_be_written_again_as_it_was(number) -> None:
    for name in ("order_confirmation", "order_shipped", "discount_code", "call_us", "ready_for_pickup"):
        template = stored(number, name)
        again = draft_of(template).as_json()
        assert again["parameter_format"] == template.parameter_format
        told = [part for part in again["components"] if part["type"] != "BUTTONS"]
        was = [part for part in template.components if part["type"] != "BUTTONS"]
        assert told == [
            part | {"example": part.get("example")} if "example" in part else part for part in was
        ]
        assert can_be_written_here(definition_of(template))
    for name in ("our_products", "book_a_visit", "login_code"):
        assert not can_be_written_here(definition_of(stored(number, name)))
