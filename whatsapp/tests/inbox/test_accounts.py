import re

from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from whatsapp.models import Conversation, Preference
from whatsapp.tests.conftest import signed_in


def sign_in(client, username: str, password: str):
    return client.post("/accounts/login/", {"username": username, "password": password})


def test_signing_in_leads_to_the_chats_and_out_again(client, agent):
    assert sign_in(client, "agent", "agent")["Location"] == "/whatsapp/chat"
    assert client.get("/").status_code == 302
    assert client.get("/whatsapp/chat").status_code == 200
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/whatsapp/chat").status_code == 302


def test_a_wrong_password_is_refused_in_arabic(client, agent):
    response = sign_in(client, "agent", "wrong")
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert client.get("/whatsapp/chat").status_code == 302


def test_the_first_page_is_arabic_whatever_the_browser_prefers(client, db):
    html = client.get("/accounts/login/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert "تسجيل الدخول" in html


def test_english_is_one_click_away_and_comes_back_at_the_next_sign_in(client, agent):
    sign_in(client, "agent", "agent")
    chosen = client.post(
        "/accounts/language", {"language": "en"}, headers={"Referer": "http://testserver/whatsapp/chat"}
    )
    assert chosen["Location"] == "http://testserver/whatsapp/chat"
    assert '<html lang="en" dir="ltr">' in client.get("/whatsapp/chat").content.decode()
    assert Preference.objects.get(user=agent).language == "en"
    client.post("/accounts/logout/")
    client.cookies.clear()
    assert sign_in(client, "agent", "agent").cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_a_stranger_can_choose_the_language_of_the_sign_in_page(client, db):
    client.post("/accounts/language", {"language": "en"})
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()
    assert not Preference.objects.exists()


def test_an_unknown_language_changes_nothing_and_no_other_site_is_led_to(client, db):
    response = client.post(
        "/accounts/language", {"language": "xx"}, headers={"Referer": "https://evil.example/"}
    )
    assert response["Location"] == "/"
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert client.get("/accounts/language").status_code == 405


def test_only_those_with_the_right_see_the_way_to_the_back_office(agent, manager, outsider):
    assert 'href="/admin/"' in signed_in(manager).get("/whatsapp/chat").content.decode()
    assert 'href="/admin/"' not in signed_in(agent).get("/whatsapp/chat").content.decode()
    refused = signed_in(outsider).get("/whatsapp/chat")
    assert refused.status_code == 403
    assert "لا يحق لك فتح هذه الصفحة" in refused.content.decode()


def test_the_page_of_a_broken_server_needs_nothing_but_itself():
    assert "حدث خطأ ما" in render_to_string("500.html")


def test_chosen_digits_write_times_and_counts_and_leave_what_people_wrote(
    agent, outsider, conversation, write
):
    write("الطلب 12345 جاهز")
    Conversation.objects.update(unread_count=3)
    client = signed_in(agent)
    assert "3 رسائل غير مقروءة" in client.get("/whatsapp/chat").content.decode()
    assert client.post("/accounts/digits", {"digits": "roman"}).cookies == {}
    client.post("/accounts/digits", {"digits": "arabic"})
    html = client.get("/whatsapp/chat").content.decode()
    assert "٣ رسائل غير مقروءة" in html
    assert "الطلب 12345 جاهز" in html
    assert not re.search(r"<time[^>]*>[^<]*[0-9]", html)
    assert "+966" in client.get(f"/whatsapp/chat/{conversation.pk}").content.decode()
    assert sign_in(Client(), "agent", "agent").cookies["digits"].value == "arabic"
    client.cookies["django_language"] = "en"
    assert re.search(r"<time[^>]*>[^<]*[0-9]", client.get("/whatsapp/chat").content.decode())
    assert signed_in(outsider).post("/accounts/digits", {"digits": "arabic"}).status_code == 403
