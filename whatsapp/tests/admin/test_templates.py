from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from whatsapp.models import AuditEntry, ReplyTemplate
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

LIST = "/admin/whatsapp/replytemplate/"
WELCOME = {"name": "ترحيب", "content": "أهلًا بك", "category": "عام", "template_type": "text"}


def test_a_manager_writes_a_template_and_is_its_author(
    manager: User, superuser: User, agent: User, outsider: User
) -> None:
    forged = WELCOME | {"created_by": superuser.pk}
    assert signed_in(manager).post(f"{LIST}add/", forged).status_code == 302
    template = ReplyTemplate.objects.get()
    assert (template.name, template.created_by) == ("ترحيب", manager)
    assert_closed_to(f"{LIST}add/", agent, outsider, data=WELCOME | {"name": "x"})
    assert ReplyTemplate.objects.count() == 1


def test_changing_a_template_leaves_its_author(manager: User, agent: User, outsider: User) -> None:
    template = ReplyTemplate.objects.create(**WELCOME, created_by=agent)
    page = f"{LIST}{template.pk}/change/"
    assert signed_in(manager).post(page, WELCOME | {"content": "حياك الله"}).status_code == 302
    template.refresh_from_db()
    assert (template.content, template.created_by) == ("حياك الله", agent)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.noun, entry.noun_id, entry.by) == (
        "changed",
        "replytemplate",
        template.pk,
        manager,
    )
    assert "حياك الله" not in str(entry.details)
    assert_closed_to(page, agent, outsider)


def test_a_manager_gives_a_template_a_file_and_takes_it_out(
    manager: User, agent: User, outsider: User
) -> None:
    client = signed_in(manager)
    prices = SimpleUploadedFile("الأسعار.pdf", b"%PDF-1.7")
    assert client.post(f"{LIST}add/", {"name": "prices", "content": "", "file": prices}).status_code == 302
    template = ReplyTemplate.objects.get()
    page = f"{LIST}{template.pk}/change/"
    assert "الأسعار.pdf" in client.get(page).content.decode()
    assert (template.template_type, template.stored.mime_type) == ("document", "application/pdf")
    refused = client.post(page, {"name": "prices", "content": "", "without_file": "on"})
    assert "اكتب نصًا، أو اختر ملفًا." in refused.content.decode()
    assert (
        client.post(page, {"name": "prices", "content": "see our site", "without_file": "on"}).status_code
        == 302
    )
    template.refresh_from_db()
    assert (template.template_type, template.stored) == ("text", None)
    assert_closed_to(page, agent, outsider)


def test_a_manager_deletes_a_template(manager: User, agent: User, outsider: User) -> None:
    template = ReplyTemplate.objects.create(**WELCOME)
    page = f"{LIST}{template.pk}/delete/"
    assert_closed_to(page, agent, outsider, data={"post": "yes"})
    assert signed_in(manager).post(page, {"post": "yes"}).status_code == 302
    assert not ReplyTemplate.objects.exists()


def test_templates_are_found_and_filtered(
    manager: User, agent: User, outsider: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        ReplyTemplate.objects.create(name=f"n{n}", content="x", category=f"c{n % 3}", created_by=manager)
    client = signed_in(manager)
    assert client.get(LIST, {"category": "c1"}).context["cl"].result_count == 10
    assert client.get(LIST, {"q": "n29"}).context["cl"].result_count == 1
    with django_assert_max_num_queries(9):
        client.get(LIST)
    assert_closed_to(LIST, agent, outsider)
