import itertools
import random

import pytest

from whatsapp.models import BusinessNumber, WebhookEvent

from .mutations import bodies
from .posting import post, status_of


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_body_is_answered_200_and_kept_as_it_came(number: BusinessNumber, seed: int) -> None:
    """Some of `python -m bench.fuzz`, which goes on for 100 000."""
    sent = list(itertools.islice(bodies(random.Random(seed)), 150))
    assert [status_of(post(body)) for body in sent] == [200] * len(sent)
    kept = WebhookEvent.objects.order_by("pk").values_list("body", flat=True)
    assert [bytes(body) for body in kept] == sent
    assert not WebhookEvent.objects.filter(state="waiting").exists()
