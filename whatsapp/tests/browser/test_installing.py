import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser


def test_the_browser_finds_nothing_that_keeps_the_app_from_being_installed(open_page):
    page = open_page()
    page.goto(reverse("inbox:sign_in"))
    chromium = page.context.new_cdp_session(page)
    found = chromium.send("Page.getAppManifest")
    assert found["url"].endswith("/app/ar.webmanifest")
    assert found["errors"] == []
    # It says so of every page of such a context; nobody installs from one.
    obstacles = chromium.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [obstacle["errorId"] for obstacle in obstacles] in ([], ["in-incognito"])
