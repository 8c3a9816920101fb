import pytest

from whatsapp.cloud_api.errors import Kind, Refused, kind_of


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *[(code, Kind.CONFIGURATION) for code in (0, 10, 190, 200, 299, 368, 131031, 131042, 133010)],
        *[(code, Kind.RATE) for code in (4, 80007, 130429, 131056)],
        *[(code, Kind.TRANSIENT) for code in (2, 131016, 131057, 133004)],
        *[(code, Kind.PERMANENT) for code in (100, 131009, 131026, 131047, 131048, 132000, 999999)],
    ],
)
def test_each_code_says_what_to_do_next(code: int, kind: Kind) -> None:
    assert kind_of(code) is kind
    assert Refused(code, "title").kind is kind


def test_meta_may_say_itself_that_a_code_unknown_to_us_is_transient() -> None:
    assert kind_of(999999, is_transient=True) is Kind.TRANSIENT
    assert kind_of(190, is_transient=True) is Kind.CONFIGURATION
    assert kind_of(131000, is_transient=True) is Kind.PERMANENT, "it may have been sent"
