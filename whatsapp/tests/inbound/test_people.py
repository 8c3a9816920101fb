"""Who wrote: by BSUID, then wa_id, then phone in any of its spellings. Identities are learned, never taken."""

from typing import Any

import pytest

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import BusinessNumber, Contact, Conversation, Message
from whatsapp.tests.wire import AMAL, SAAD, Customer, text, told

pytestmark = pytest.mark.django_db

BRAZIL = "5511987654321"
BRAZIL_WITHOUT_NINE = "551187654321"


def write(*customers: Customer, start: int = 0) -> None:
    """Each writes once, each in a body of its own."""
    for n, customer in enumerate(customers, start=start):
        keep_and_apply([told(text(f"wamid.{n}", by=customer, at=n))])


def write_together(*customers: Customer) -> None:
    keep_and_apply([told(*(text(f"wamid.{n}", by=customer, at=n) for n, customer in enumerate(customers)))])


def only_contact() -> Contact:
    return Contact.objects.get()


@pytest.mark.parametrize(
    ("known", "customer"),
    [
        ({"bsuid": "SA.1001"}, Customer(bsuid="SA.1001")),
        ({"bsuid": "SA.1001", "phone": "1", "wa_id": "1"}, AMAL),  # the BSUID outweighs the number
        ({"wa_id": AMAL.phone}, Customer(phone=AMAL.phone)),
        ({"phone": AMAL.phone}, Customer(phone=AMAL.phone)),
        ({"phone": AMAL.phone}, AMAL),
        ({"phone": BRAZIL}, Customer(phone=BRAZIL_WITHOUT_NINE)),
        ({"wa_id": BRAZIL_WITHOUT_NINE}, Customer(phone=BRAZIL)),
        ({"phone": "525512345678"}, Customer(phone="5215512345678")),
        ({"phone": "541123456789"}, Customer(phone="5491123456789")),
    ],
)
def test_a_known_customer_is_found_again(
    number: BusinessNumber, known: dict[str, Any], customer: Customer
) -> None:
    contact = Contact.objects.create(**known)
    write(customer)
    assert Conversation.objects.get().contact == contact
    contact.refresh_from_db()
    for kind, value in known.items():
        assert getattr(contact, kind) == value  # what Meta once said is not rewritten


def test_the_bsuid_comes_before_the_number_of_somebody_else(number: BusinessNumber) -> None:
    amal = Contact.objects.create(bsuid=AMAL.bsuid)
    other = Contact.objects.create(phone=AMAL.phone, wa_id=AMAL.phone, bsuid="SA.9")
    write(AMAL)
    assert Conversation.objects.get().contact == amal
    amal.refresh_from_db()
    other.refresh_from_db()
    assert (amal.phone, amal.wa_id) == (None, None)  # two people for a human to merge, and nothing lost
    assert (other.phone, other.wa_id, other.bsuid) == (AMAL.phone, AMAL.phone, "SA.9")


def test_the_wa_id_comes_before_the_phone(number: BusinessNumber) -> None:
    by_wa_id = Contact.objects.create(wa_id="111")
    by_phone = Contact.objects.create(phone="222")
    write(Customer(phone="222", wa_id="111", bsuid="SA.5"))
    assert Conversation.objects.get().contact == by_wa_id
    by_phone.refresh_from_db()
    assert (by_phone.phone, by_phone.wa_id) == ("222", None)


def test_a_new_customer_is_made_with_all_that_meta_told(number: BusinessNumber) -> None:
    write(AMAL)
    contact = only_contact()
    assert (contact.phone, contact.wa_id, contact.bsuid) == (AMAL.phone, AMAL.phone, AMAL.bsuid)
    assert (contact.name, contact.display_name) == (AMAL.name, AMAL.name)


def test_a_customer_with_a_username_and_no_phone_has_a_conversation(number: BusinessNumber) -> None:
    write(Customer(bsuid="EG.1349X", username="@nour.cairo"))
    contact, conversation = only_contact(), Conversation.objects.get()
    assert (contact.phone, contact.wa_id, contact.username) == (None, None, "nour.cairo")
    assert (conversation.customer_name, conversation.customer_phone) == ("@nour.cairo", None)


def test_a_number_learned_later_joins_the_contact_and_the_conversation(number: BusinessNumber) -> None:
    write(Customer(bsuid=AMAL.bsuid), AMAL)
    contact, conversation = only_contact(), Conversation.objects.get()
    assert (contact.bsuid, contact.phone, contact.wa_id) == (AMAL.bsuid, AMAL.phone, AMAL.phone)
    assert (conversation.customer_phone, conversation.customer_name) == (AMAL.phone, AMAL.name)


def test_a_bsuid_learned_later_finds_the_customer_who_then_hides_the_number(number: BusinessNumber) -> None:
    write(Customer(phone=AMAL.phone), AMAL, Customer(bsuid=AMAL.bsuid, username="amal"))
    contact = only_contact()
    assert (contact.bsuid, contact.phone, contact.username) == (AMAL.bsuid, AMAL.phone, "amal")
    assert Conversation.objects.get().unread_count == 3
    assert Conversation.objects.get().customer_phone == AMAL.phone


@pytest.mark.parametrize("together", [False, True])
def test_all_ways_to_name_a_customer_lead_to_one_contact(number: BusinessNumber, together: bool) -> None:
    ways = [Customer(phone=AMAL.phone), AMAL, Customer(bsuid=AMAL.bsuid), SAAD, AMAL]
    (write_together if together else write)(*ways)
    assert sorted(Conversation.objects.values_list("unread_count", flat=True)) == [1, 4]
    assert Contact.objects.get(bsuid=AMAL.bsuid).phone == AMAL.phone


@pytest.mark.parametrize("together", [False, True])
def test_a_number_just_learned_finds_the_next_sender(number: BusinessNumber, together: bool) -> None:
    Contact.objects.create(bsuid=AMAL.bsuid)
    (write_together if together else write)(AMAL, Customer(phone=AMAL.phone))
    assert Conversation.objects.get().unread_count == 2
    assert only_contact().phone == AMAL.phone


@pytest.mark.parametrize("together", [False, True])
def test_two_spellings_of_a_new_number_are_one_new_customer(number: BusinessNumber, together: bool) -> None:
    spellings = [Customer(phone=BRAZIL), Customer(phone=BRAZIL_WITHOUT_NINE)]
    (write_together if together else write)(*spellings)
    assert Conversation.objects.get().unread_count == 2
    assert only_contact().phone in (BRAZIL, BRAZIL_WITHOUT_NINE)


def test_a_landline_is_not_taken_for_a_mobile(number: BusinessNumber) -> None:
    write(Customer(phone="551134567890"), Customer(phone="5511934567890"))
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("together", [False, True])
def test_two_identities_that_clash_lose_no_message(number: BusinessNumber, together: bool) -> None:
    clashing = [
        Customer(bsuid="SA.1"),
        Customer(phone="111", bsuid="SA.2"),
        Customer(phone="111", bsuid="SA.1"),
    ]
    (write_together if together else write)(*clashing)
    assert sum(Conversation.objects.values_list("unread_count", flat=True)) == Message.objects.count() == 3
    assert Contact.objects.filter(phone="111").count() == 1


def test_a_new_name_is_taken_over_by_contact_and_conversation(number: BusinessNumber) -> None:
    write(AMAL, Customer(AMAL.phone, AMAL.bsuid, "أم سارة", "amal"))
    assert (only_contact().name, only_contact().username) == ("أم سارة", "amal")
    assert Conversation.objects.get().customer_name == "أم سارة"


def test_a_message_without_a_name_forgets_no_name(number: BusinessNumber) -> None:
    write(AMAL, Customer(AMAL.phone, AMAL.bsuid))
    assert only_contact().name == Conversation.objects.get().customer_name == AMAL.name


def test_names_longer_than_a_column_are_cut_and_ids_longer_than_one_are_ignored(
    number: BusinessNumber,
) -> None:
    write(Customer(phone=AMAL.phone, bsuid="SA." + "1" * 140, name="ط" * 300, username="u" * 99))
    contact = only_contact()
    assert (contact.name, contact.username, contact.bsuid) == ("ط" * 200, "u" * 64, None)


def test_nothing_is_written_of_a_customer_of_whom_nothing_is_new(number: BusinessNumber) -> None:
    write(AMAL)
    before = only_contact().updated_at
    write(AMAL, start=1)
    assert only_contact().updated_at == before
