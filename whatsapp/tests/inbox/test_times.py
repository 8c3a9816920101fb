from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from whatsapp.conversations.window import Window
from whatsapp.digits import ARABIC, written_with
from whatsapp.templatetags.chat_times import day_name, duration, full_time, list_time, until_time

NOW = datetime(2026, 11, 23, 12, 45, tzinfo=UTC)  # Monday 3:45 PM in Riyadh


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    ("ago", "arabic", "english"),
    [
        (timedelta(0), "3:45 م", "3:45 PM"),
        (timedelta(hours=15), "12:45 ص", "12:45 AM"),
        (timedelta(hours=16), "أمس", "Yesterday"),
        (timedelta(days=2), "السبت", "Saturday"),
        (timedelta(days=6), "الثلاثاء", "Tuesday"),
        (timedelta(days=7), "16/11/2026", "16/11/2026"),
        (timedelta(days=400), "19/10/2025", "19/10/2025"),
    ],
)
def test_the_list_shows_the_time_then_yesterday_a_weekday_a_date(ago, arabic, english):
    with translation.override("ar"):
        assert list_time(NOW - ago) == arabic
    with translation.override("en"):
        assert list_time(NOW - ago) == english


@pytest.mark.parametrize(
    ("day", "arabic", "english"),
    [
        (date(2026, 11, 23), "اليوم", "Today"),
        (date(2026, 11, 22), "أمس", "Yesterday"),
        (date(2026, 11, 20), "الجمعة", "Friday"),
        (date(2026, 5, 3), "3 مايو", "3 May"),
        (date(2024, 5, 3), "3 مايو 2024", "3 May 2024"),
        (date(2026, 11, 24), "24 نوفمبر", "24 November"),
    ],
)
def test_a_day_is_named_as_people_would(day, arabic, english):
    with translation.override("ar"):
        assert day_name(day) == arabic
    with translation.override("en"):
        assert day_name(day) == english


def test_times_and_what_is_left_are_written_in_the_digits_that_somebody_likes():
    window = Window(is_open=True, expires_at=NOW, left=timedelta(hours=11))
    with translation.override("ar"), written_with(ARABIC):
        shown = [
            list_time(NOW),
            list_time(NOW - timedelta(days=7)),
            day_name(date(2024, 5, 3)),
            full_time(NOW),
        ]
        assert shown == ["٣:٤٥ م", "١٦/١١/٢٠٢٦", "٣ مايو ٢٠٢٤", "الاثنين ٢٣ نوفمبر ٢٠٢٦، ٣:٤٥ م"]
        assert [window.time_left, window.short_rest] == ["بقيت ١١ ساعة", "١١ س"]
        assert duration(timedelta(seconds=125)) == "٢:٠٥"
    with translation.override("en"), written_with(ARABIC):
        assert list_time(NOW) == "3:45 PM"


def test_the_window_ends_today_or_tomorrow():
    with translation.override("ar"):
        assert until_time(NOW + timedelta(hours=2)) == "5:45 م"
        assert until_time(NOW + timedelta(hours=10)) == "غدًا 1:45 ص"
        assert full_time(NOW) == "الاثنين 23 نوفمبر 2026، 3:45 م"


@pytest.mark.parametrize(
    ("left", "arabic", "english"),
    [
        (timedelta(hours=23, minutes=59), "بقيت 23 ساعة", "23 hours left"),
        (timedelta(hours=11), "بقيت 11 ساعة", "11 hours left"),
        (timedelta(hours=3), "بقيت 3 ساعات", "3 hours left"),
        (timedelta(hours=2), "بقيت ساعتان", "2 hours left"),
        (timedelta(hours=1), "بقيت ساعة واحدة", "1 hour left"),
        (timedelta(minutes=59), "بقيت 59 دقيقة", "59 minutes left"),
        (timedelta(seconds=30), "بقي أقل من دقيقة", "0 minutes left"),
    ],
)
def test_what_is_left_of_the_window_is_rounded_down(left, arabic, english):
    window = Window(is_open=True, expires_at=NOW + left, left=left)
    with translation.override("ar"):
        assert window.time_left == arabic
    with translation.override("en"):
        assert window.time_left == english


@pytest.mark.parametrize(
    ("count", "arabic"),
    [
        (0, "لا رسائل غير مقروءة"),
        (1, "رسالة واحدة غير مقروءة"),
        (2, "رسالتان غير مقروءتان"),
        (3, "3 رسائل غير مقروءة"),
        (11, "11 رسالة غير مقروءة"),
        (100, "100 رسالة غير مقروءة"),
    ],
)
def test_arabic_counts_in_six_forms(count, arabic):
    with translation.override("ar"):
        form = translation.ngettext("%(n)s unread message", "%(n)s unread messages", count)
    assert form % {"n": count} == arabic
