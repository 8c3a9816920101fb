"""Marketing wishes and the phone app's address book."""

import pytest

from whatsapp.models import BusinessNumber, Contact, Conversation
from whatsapp.tests.wire import AMAL, noon

from .updates import calls_them, says, take, wants

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_last_word_on_marketing_holds_and_of_two_at_once_the_no(
    number: BusinessNumber, order: tuple[int, ...]
) -> None:
    told = [wants(True, at=1), wants(True, at=5), wants(False, at=5)]
    for n in order:
        take(told[n])
    contact = Contact.objects.get()
    assert (contact.wants_marketing, contact.marketing_said_at) == (False, noon(5))


def test_a_wish_is_no_conversation_but_is_told_to_the_one_there_is(number: BusinessNumber) -> None:
    take(wants(False))
    assert not Conversation.objects.exists()
    take(says("wamid.1", at=1))
    assert take(wants(True, at=2)).conversation_ids == {Conversation.objects.get().pk}


def test_the_address_book_names_customers_and_brings_nobody_else_in(number: BusinessNumber) -> None:
    take(calls_them("خالتي", phone="966500000000"))
    assert not Contact.objects.exists()
    take(says("wamid.1"), calls_them("أمل من المعرض", at=1))
    assert Contact.objects.get().address_book_name == "أمل من المعرض"
    assert Contact.objects.get().name == AMAL.name
    take(calls_them("", at=2))
    assert Contact.objects.get().address_book_name == ""
