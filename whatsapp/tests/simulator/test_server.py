from __future__ import annotations

import threading
import time

import pytest
import requests

from whatsapp.simulator.server import http_delivery
from whatsapp.tests.simulator.conftest import PNID, TOKEN, Served

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Page:
    """What the phone page's script does."""

    def __init__(self, served: Served) -> None:
        self.url = served.url
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path: str, **query: str) -> requests.Response:
        return self.session.get(f"{self.url}/{path}", params=query, allow_redirects=False)

    def post(self, path: str, **asked: object) -> requests.Response:
        return self.session.post(f"{self.url}/phone/{path}", json=asked)

    def chat(self, customer: str, opened: str = "0") -> dict:
        return self.get("phone/chat", customer=customer, open=opened).json()


@pytest.fixture
def page(served: Served) -> Page:
    return Page(served)


def graph_send(served: Served, **body: object) -> dict:
    answer = requests.post(
        f"{served.url}/graph/v26.0/{PNID}/messages",
        json={"messaging_product": "whatsapp", **body},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_page_and_its_files_come_under_a_strict_policy(page) -> None:
    assert page.get("").status_code == 200
    for path, kind in (
        ("", "text/html"),
        ("static/phone.js", "text/javascript"),
        ("static/phone.css", "text/css"),
    ):
        answer = page.get(path)
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    html = page.get("").text
    assert " style=" not in html
    assert "<script>" not in html
    assert "onclick" not in html


@pytest.mark.parametrize(
    "path", ["static/../server.py", "static/..%2fstatic%2fphone.js", "static/none.js", "nothing", "phone/no"]
)
def test_what_is_not_there_is_not_found(page, path) -> None:
    assert page.get(path).status_code == 404


def test_the_address_without_its_slash_leads_to_the_page(served, page) -> None:
    answer = page.session.get(served.url, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (308, "/simulator/")


def test_a_customer_is_invented_and_writes(served, page) -> None:
    sara = page.post("customers", name="سارة", phone="+966 50 123 4567").json()
    assert (sara["phone"], sara["username"]) == ("966501234567", None)
    wamid = page.post("write", customer=sara["id"], text="السلام عليكم", ago=86280).json()["wamid"]
    served.meta.due()
    [message] = served.business.messages
    assert (message["id"], message["text"]["body"]) == (wamid, "السلام عليكم")
    assert message["timestamp"] == str(int(served.clock.now) - 86280)
    [line] = page.chat(sara["id"])["lines"]
    assert (line["mine"], line["status"]) == (True, "delivered")
    people = page.get("phone/customers").json()["customers"]
    assert [person["name"] for person in people] == ["سارة"]


def test_a_customer_needs_a_name_and_a_way(page) -> None:
    assert page.post("customers", name="Noura", username="@noura.k").json()["username"] == "noura.k"
    for asked in ({"name": "x"}, {"name": "", "phone": "+966501234567"}, {"name": "x", "phone": "12"}):
        answer = page.post("customers", **asked)
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_the_phone_shows_what_reached_it(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    wamid = served.meta.customer_writes(sara, "بكم؟")
    served.meta.due()
    reply = graph_send(served, to="+966501234567", text={"body": "<b>45</b>"}, context={"message_id": wamid})
    assert len(page.chat(sara.id)["lines"]) == 1  # still on its way
    served.clock.pass_by(3)
    served.meta.due()
    line = page.chat(sara.id)["lines"][-1]
    assert (line["mine"], line["text"]) == (False, "<b>45</b>")
    assert line["quote"] == {"mine": True, "text": "بكم؟", "type": "text"}
    assert page.get("phone/customers").json()["customers"][0]["unread"] == 1
    page.chat(sara.id, opened="1")
    served.meta.due()
    assert served.business.statuses[-1]["status"] == "read"
    page.post("write", customer=sara.id, text="شكراً", quotes=reply["messages"][0]["id"])
    served.meta.due()
    assert served.business.messages[-1]["context"]["id"] == reply["messages"][0]["id"]


def test_a_failed_message_is_not_on_the_phone(served, page) -> None:
    graph_send(served, to="+966501234567", text={"body": "x"})
    served.clock.pass_by(3)
    served.meta.due()
    [customer] = served.meta.customers.values()
    assert page.chat(customer.id)["lines"] == []


def test_switches_change_the_phone(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    told = page.post("switch", customer=sara.id, online=False, receipts=False, blocks=True).json()
    assert (told["online"], told["receipts"], told["blocks"]) == (False, False, True)
    answer = page.post("write", customer=sara.id, text="x")
    assert (answer.status_code, "blocked" in answer.json()["error"]) == (400, True)


def test_a_file_goes_out_and_comes_back(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    url = f"{served.url}/phone/file?customer={sara.id}&name=a.png"
    assert page.session.post(url, data=PNG, headers={"Content-Type": "image/png"}).status_code == 200
    assert page.session.post(url, data=b"", headers={"Content-Type": "image/png"}).status_code == 400
    served.meta.due()
    image = served.business.messages[-1]["image"]
    fetched = requests.get(image["url"], headers={"Authorization": f"Bearer {TOKEN}", "User-Agent": "inbox"})
    assert fetched.content == PNG
    card = page.chat(sara.id)["lines"][0]["file"]
    shown = page.get(card["url"])
    assert (shown.content, shown.headers["X-Content-Type-Options"]) == (PNG, "nosniff")


def test_a_file_of_any_other_type_goes_as_a_document_and_is_never_opened(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    url = f"{served.url}/phone/file?customer={sara.id}&name=a.html&caption=look"
    assert page.session.post(url, data=b"<p>", headers={"Content-Type": "text/html"}).status_code == 200
    served.meta.due()
    document = served.business.messages[-1]["document"]
    assert (document["filename"], document["caption"], document["mime_type"]) == (
        "a.html",
        "look",
        "text/html",
    )
    shown = page.get(page.chat(sara.id)["lines"][0]["file"]["url"])
    assert shown.headers["Content-Disposition"] == "attachment"


def test_buttons_and_reactions_are_for_thumbs(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    served.meta.customer_writes(sara, "مرحبا")
    reply = {"type": "reply", "reply": {"id": "yes", "title": "نعم"}}
    asked = {"type": "button", "body": {"text": "هل نبدأ؟"}, "action": {"buttons": [reply]}}
    wamid = graph_send(served, to="+966501234567", type="interactive", interactive=asked)["messages"][0]["id"]
    served.clock.pass_by(3)
    served.meta.due()
    assert page.chat(sara.id)["lines"][-1]["buttons"] == [
        {"title": "نعم", "kind": "QUICK_REPLY", "tap": True, "value": ""}
    ]
    page.post("tap", customer=sara.id, wamid=wamid, button="نعم")
    page.post("react", customer=sara.id, wamid=wamid, emoji="👍")
    served.meta.due()
    tap, reaction = served.business.messages[-2:]
    assert tap["interactive"] == {"type": "button_reply", "button_reply": {"id": "yes", "title": "نعم"}}
    assert reaction["reaction"] == {"message_id": wamid, "emoji": "👍"}
    assert page.post("tap", customer=sara.id, wamid=wamid, button="لا").status_code == 400


def test_a_list_a_place_and_a_contact_are_on_the_phone_and_a_row_can_be_chosen(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    served.meta.customer_writes(sara, "مرحبا")
    row = {"id": "r1", "title": "العليا", "description": "حتى 11"}
    action = {"button": "اختر", "sections": [{"rows": [row]}]}
    asked = {"type": "list", "body": {"text": "أي فرع؟"}, "action": action}
    place = {"latitude": 24.7, "longitude": 46.6, "name": "العليا", "address": "الرياض"}
    card = {
        "name": {"formatted_name": "نورة", "first_name": "نورة"},
        "phones": [{"phone": "+1"}],
        "org": {"company": "الواحة"},
    }
    wamid = graph_send(served, to="+966501234567", type="interactive", interactive=asked)["messages"][0]["id"]
    graph_send(served, to="+966501234567", type="location", location=place)
    graph_send(served, to="+966501234567", type="contacts", contacts=[card])
    served.clock.pass_by(3)
    served.meta.due()
    listed, placed, shared = page.chat(sara.id)["lines"][-3:]
    assert listed["list"] == {"button": "اختر", "rows": [{"title": "العليا", "description": "حتى 11"}]}
    assert listed["buttons"] == []
    assert placed["cards"] == [
        {"kind": "place", "title": "العليا", "lines": ["الرياض"], "figures": ["24.7, 46.6"]}
    ]
    assert shared["cards"] == [{"kind": "person", "title": "نورة", "lines": ["الواحة"], "figures": ["+1"]}]
    page.post("tap", customer=sara.id, wamid=wamid, button="العليا")
    served.meta.due()
    answer = served.business.messages[-1]
    assert answer["interactive"] == {"type": "list_reply", "list_reply": row}
    assert answer["context"]["id"] == wamid


def test_another_site_cannot_write_with_the_phone(served, page) -> None:
    sara = served.meta.add_customer("سارة", phone="966501234567")
    answer = page.session.post(
        f"{served.url}/phone/write",
        json={"customer": sara.id, "text": "x"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert served.meta.chats[sara.id] == []


def test_an_unknown_customer_is_refused(page) -> None:
    assert page.post("write", customer="c99", text="x").status_code == 404
    assert page.get("phone/chat", customer="c99").status_code == 404


def test_webhooks_go_over_http_and_run_needs_no_push(served) -> None:
    """The loop of the demo. The business is a page that answers 404, then nobody at all."""
    served.meta.clock = time.time
    tried: list[int] = []
    post = http_delivery(f"{served.url}/nothing")

    def deliver(body: bytes, headers: dict[str, str]) -> int:
        tried.append(post(body, headers))
        stop.set()
        return tried[-1]

    stop = threading.Event()
    served.meta.deliver = deliver
    loop = threading.Thread(target=served.meta.run, args=(stop,))
    loop.start()
    sara = served.meta.add_customer("سارة", phone="966501234567")
    served.meta.customer_writes(sara, "مرحبا")
    loop.join(5)
    assert not loop.is_alive()
    assert tried == [404]
    with pytest.raises(OSError):
        http_delivery("http://127.0.0.1:9/webhook")(b"{}", {})


def test_troubles_that_no_customer_brings_about_are_switched_on_from_outside(served, page) -> None:
    asked = {"template": "welcome_back", "language": "ar", "code": 132007}
    assert page.post("trouble", **asked).status_code == 200
    assert page.post("trouble", **asked | {"language": "fr"}).status_code == 404
    assert (
        page.post("trouble", flow="883000000000001", state="BLOCKED", bills_service=False).status_code == 200
    )
    refused = next(t for t in served.meta.templates if t.get("refused_with"))
    assert (refused["name"], refused["refused_with"]) == ("welcome_back", 132007)
    assert (served.meta.flows, served.meta.bills_service) == ({"883000000000001": "BLOCKED"}, False)
    foreign = page.session.post(
        f"{served.url}/phone/trouble", json=asked, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
