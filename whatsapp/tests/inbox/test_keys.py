"""One list of all keys: what the dialog shows is what the script does."""

import re
from pathlib import Path

from django.conf import settings

from whatsapp.inbox.shortcuts import shortcuts_for
from whatsapp.models import Preference
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX

LIST, PALETTE = "/whatsapp/chat", "/whatsapp/palette"


def test_every_key_that_is_listed_is_done_and_every_deed_is_listed(agent):
    script = (Path(settings.BASE_DIR) / "static/inbox/shortcuts.js").read_text()
    deeds = script.split("const ACTIONS = {")[1].split("\n};")[0]
    done = re.findall(r'^  "?([a-z-]+)"?: ', deeds, re.MULTILINE)
    listed = [shortcut for group in shortcuts_for(Preference()) for shortcut in group.shortcuts]
    assert sorted(done) == sorted(shortcut.does for shortcut in listed if shortcut.does)
    keys = [shortcut.keys for shortcut in listed if shortcut.keys]
    assert len(keys) == len(set(keys)) > 15
    page = signed_in(agent).get(LIST).content.decode()
    assert re.search(
        r'data-does="resolve-and-next" data-code="KeyE" data-alt data-ctrl><dt>إنهاء المحادثة', page
    )


def test_enter_or_ctrl_and_enter_send_as_somebody_likes_it(agent, outsider, conversation):
    client = signed_in(agent)
    assert 'data-enter-sends="true"' in client.get(LIST).content.decode()
    assert client.post("/accounts/sending", {"sends": "ctrl-enter"}).status_code == 302
    assert 'data-enter-sends="false"' in client.get(LIST).content.decode()
    assert 'value="ctrl-enter" aria-pressed="true"' in client.get("/accounts/sending").content.decode()
    client.post("/accounts/sending", {"sends": "enter"})
    assert Preference.objects.get(user=agent).enter_sends is True
    assert signed_in(outsider).post("/accounts/sending", {"sends": "enter"}).status_code == 403


def test_the_palette_finds_chats_by_name_and_number_the_resolved_too(agent, outsider, conversation, someone):
    other = someone("نورة", "966550000001", status="resolved")

    def found(typed: str) -> list[int]:
        page = signed_in(agent).get(PALETTE, {"typed": typed}, headers=HTMX).content.decode()
        return [int(pk) for pk in re.findall(r'data-href="/whatsapp/chat/(\d+)"', page)]

    assert found("نور") == found("٠٥٥ ٠٠٠ ٠٠٠١") == found("0550000001\x00") == [other.pk]
    assert sorted(found("")) == [conversation.pk, other.pk]
    assert found("nobody") == []
    assert signed_in(outsider).get(PALETTE).status_code == 403
