from whatsapp.outbound.pace import Pace


def test_a_second_worth_goes_at_once_and_the_rest_evenly() -> None:
    pace = Pace(per_second=10)
    waits = [pace.reserve(1, now=100.0) for _ in range(13)]
    assert waits[:10] == [0.0] * 10
    assert [round(wait, 3) for wait in waits[10:]] == [0.1, 0.2, 0.3]


def test_no_second_has_more_than_the_budget_once_the_burst_is_over() -> None:
    pace, now, sent = Pace(per_second=80), 50.0, []
    for _ in range(400):
        now += pace.reserve(1, now)
        sent.append(now)
    after_burst = sent[80:]
    assert max(sum(start <= at < start + 1 for at in after_burst) for start in after_burst) <= 81


def test_idle_time_buys_no_more_than_one_second() -> None:
    pace = Pace(per_second=10)
    pace.reserve(1, now=0.0)
    assert sum(pace.reserve(1, now=1000.0) == 0 for _ in range(30)) == 10


def test_numbers_have_budgets_of_their_own() -> None:
    pace = Pace(per_second=1)
    assert [pace.reserve(number, now=5.0) for number in (1, 2)] == [0.0, 0.0]
