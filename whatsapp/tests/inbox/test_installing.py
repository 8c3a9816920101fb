import struct

import pytest

from .colours import DARK, LIGHT


@pytest.mark.parametrize(
    ("language", "direction", "name"), [("ar", "rtl", "محادثات الفريق"), ("en", "ltr", "Team inbox")]
)
def test_the_app_is_installed_in_the_language_of_the_page(client, db, language, direction, name):
    client.post("/accounts/language", {"language": language})
    page = client.get("/accounts/login/")
    address = f"/app/{language}.webmanifest"
    assert f'rel="manifest" href="{address}"' in page.content.decode()
    assert "manifest-src 'self'" in page["Content-Security-Policy"]
    app = client.get(address).json()
    assert (app["lang"], app["dir"], app["name"]) == (language, direction, name)
    assert (app["id"], app["start_url"], app["display"]) == ("/whatsapp/chat", "/whatsapp/chat", "standalone")


def test_each_icon_has_the_size_that_the_manifest_says(client, db):
    icons = client.get("/app/ar.webmanifest").json()["icons"]
    assert [icon["purpose"] for icon in icons] == ["any", "any", "maskable"]
    for icon in [*icons, {"src": "/static/app/apple-180.png", "sizes": "180x180"}]:
        answer = client.get(icon["src"])
        start = b"".join(answer.streaming_content)[:24]
        assert (answer.status_code, start[1:4]) == (200, b"PNG")
        assert "{}x{}".format(*struct.unpack(">II", start[16:])) == icon["sizes"]


def test_the_app_has_the_colours_of_its_pages(client, db):
    app = client.get("/app/en.webmanifest").json()
    assert f"--accent: {app['theme_color']};" in LIGHT
    assert f"--ground: {app['background_color']};" in LIGHT
    page = client.get("/accounts/login/").content.decode()
    for scheme, tokens in (("light", LIGHT), ("dark", DARK)):
        bar = page.split(f'" media="(prefers-color-scheme: {scheme})"')[0].rsplit('"', 1)[1]
        assert f"--panel: {bar};" in tokens


def test_there_is_no_app_in_a_language_that_nobody_translated(client, db):
    assert client.get("/app/xx.webmanifest").status_code == 404
    assert client.post("/app/ar.webmanifest").status_code == 405
