import pytest

from whatsapp.cloud_api.coordinates import read_coordinates
from whatsapp.cloud_api.emoji import is_emoji

RIYADH = (24.7136, 46.6753)


PLACES = (
    "24.7136, 46.6753",
    "24.7136,46.6753",
    " (24.7136 , 46.6753) ",
    "24.7136 46.6753",
    "24.7136°, 46.6753°",
    "٢٤٫٧١٣٦، ٤٦٫٦٧٥٣",
    "٢٤.٧١٣٦ , ٤٦.٦٧٥٣",
    "۲۴٫۷۱۳۶؛ ۴۶٫۶۷۵۳",
    "\u200e24.7136\u200f, 46.6753\u202c",
    "https://www.google.com/maps?q=24.7136,46.6753",
    "https://maps.google.com/?ll=24.7136,46.6753&z=12",
    "https://www.google.com/maps/search/?api=1&query=24.7136%2C46.6753",
    "https://www.google.com/maps/@24.7136,46.6753,15z",
    "https://www.google.com/maps/place/24.7136,46.6753/",
    "https://www.google.com/maps/place/Riyadh/@24.5,46.1,11z/data=!3m1!4b1!4m6!3d24.7136!4d46.6753",
    "https://www.openstreetmap.org/?mlat=24.7136&mlon=46.6753#map=16/24.7136/46.6753",
    "geo:24.7136,46.6753",
)
NOWHERE = (
    "",
    "الرياض",
    "24.7136",
    "91, 10",
    "10, 181",
    "1, 2, 3",
    "call 0551234567, now",
    "https://maps.app.goo.gl/abc123",
    "https://example.org/2026/11/23",
)


@pytest.mark.parametrize("pasted", PLACES)
def test_a_place_is_read_from_numbers_and_from_links(pasted):
    assert read_coordinates(pasted) == RIYADH


def test_the_south_and_the_west_keep_their_signs():
    assert read_coordinates("-33.45, -70.66") == (-33.45, -70.66)
    assert read_coordinates("https://maps.google.com/?q=-33.45,-70.66") == (-33.45, -70.66)


@pytest.mark.parametrize("pasted", NOWHERE)
def test_what_names_no_place_on_the_globe_is_none(pasted):
    assert read_coordinates(pasted) is None


def test_an_emoji_is_one_and_nothing_else():
    for emoji in ("👍", "❤️", "❤", "😂", "🙏🏽", "👨‍👩‍👧‍👦", "🇸🇦", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🧑🏿‍🦱", "✅", "☕"):
        assert is_emoji(emoji), emoji
    for other in ("", "ok", "👍👍", "👍 ", "نعم", "1", ":-)", "🇸", "<b>", "👍\n"):
        assert not is_emoji(other), other
