"""As in `test_any_order`, for all that is neither a customer's text nor a status of ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whatsapp.cloud_api.notifications import Applicable
from whatsapp.models import (
    BusinessNumber,
)

from .everything import EVERYTHING, end_of


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Applicable], list[list[Applicable]]]:
    """Some updates in their order; and the same, some twice, in any order, cut into groups."""
    size = len(EVERYTHING)
    once = sorted(
        draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=draw(st.sampled_from([6, size]))))
    )
    again = draw(st.lists(st.sampled_from(once), max_size=6))
    shuffled = [EVERYTHING[n] for n in draw(st.permutations(once + again))]
    places = sorted(draw(st.sets(st.integers(1, len(shuffled)), max_size=6)))
    groups = [shuffled[a:b] for a, b in zip([0, *places], [*places, len(shuffled)], strict=True)]
    return [EVERYTHING[n] for n in once], [group for group in groups if group]


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_any_order_any_repetition_and_any_split_end_the_same(
    number: BusinessNumber, history: tuple[list[Applicable], list[list[Applicable]]]
) -> None:
    BusinessNumber.objects.update(display_phone_number="966112345678")
    once, groups = history
    assert end_of([[update] for update in once]) == end_of(groups)
