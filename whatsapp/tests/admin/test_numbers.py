from django.contrib.auth.models import User

from whatsapp.models import AuditEntry, BusinessNumber
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

LIST = "/admin/whatsapp/businessnumber/"


def test_managers_choose_whether_customers_see_blue_ticks(
    number: BusinessNumber, manager: User, agent: User, outsider: User
) -> None:
    for action, shown in (("hide_reading", False), ("show_reading", True)):
        chosen = {"action": action, "_selected_action": [number.pk]}
        assert_closed_to(LIST, agent, outsider, data=chosen)
        number.refresh_from_db()
        assert number.sends_read_receipts is not shown
        assert signed_in(manager).post(LIST, chosen).status_code == 302
        number.refresh_from_db()
        assert number.sends_read_receipts is shown
    verbs = AuditEntry.objects.filter(by=manager).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["read receipts hidden", "read receipts shown"]
