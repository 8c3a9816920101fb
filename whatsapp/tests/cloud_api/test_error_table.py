from collections import Counter

import pytest

from whatsapp.cloud_api.error_table import BY_CODE, TABLE, UNKNOWN, Kind, Where, kind_of, trouble_of

from . import error_codes as codes


def test_every_code_of_the_documentation_is_in_the_table_once() -> None:
    in_table = Counter(code for row, _ in TABLE for code in row)
    assert in_table == Counter(codes.ALL)
    assert len(BY_CODE) == len(codes.ALL)


@pytest.mark.parametrize(
    ("listed", "kind"),
    [
        (codes.STOP_THE_NUMBER, Kind.CONFIGURATION),
        (codes.NEED_SOMEBODY, Kind.CONFIGURATION),
        (codes.COME_AGAIN, Kind.TRANSIENT),
        (codes.TOO_MUCH, Kind.RATE),
        (codes.NEVER_GO, Kind.PERMANENT),
    ],
)
def test_each_has_the_class_that_the_documentation_gives_it(listed, kind) -> None:
    assert {kind_of(code) for code in listed} == {kind}


def test_only_what_concerns_the_whole_number_stops_it() -> None:
    stops = {code for code, trouble in BY_CODE.items() if trouble.where is Where.NUMBER}
    assert stops == {*codes.STOP_THE_NUMBER, 4, 613, 80007, 130429}
    assert [code for code, trouble in BY_CODE.items() if trouble.where is Where.CONVERSATION] == [131056]


def test_a_code_may_be_text_and_one_invented_tomorrow_has_the_generic_words() -> None:
    assert trouble_of("131047") is trouble_of(131047)
    assert trouble_of(" 131047 ") is trouble_of(131047)
    assert trouble_of(999999) is trouble_of("") is trouble_of("NEW_ERROR") is UNKNOWN
    assert (UNKNOWN.kind, UNKNOWN.where) == (Kind.PERMANENT, Where.MESSAGE)


def test_meta_may_call_a_refusal_transient_where_nothing_worse_is_known_of_its_code() -> None:
    for code in (999999, "NEW_ERROR", 131026, 131030):
        assert kind_of(code, is_transient=True) is Kind.TRANSIENT
    for code in (190, "190", 131042, 130429, 131056, 133016, 131000, "131000"):
        assert kind_of(code, is_transient=True) is kind_of(code) is not Kind.TRANSIENT
