"""Why a file can't be sent, in words for the person who chose it."""

from collections.abc import Callable

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from whatsapp.codecs.faults import CannotUse, Empty, NotTaken, TooLarge, TooLong, TooManyPixels, Unreadable


def _too_large(fault: CannotUse) -> str:
    words = {
        "image": _("The picture is too large: %(limit)s at most."),
        "audio": _("WhatsApp takes sounds of %(limit)s at most, and this one is larger."),
        "video": _("WhatsApp takes videos of %(limit)s at most, and this one is larger."),
        "document": _("WhatsApp takes documents of %(limit)s at most, and this one is larger."),
    }
    return words.get(fault.kind, words["document"]) % {"limit": filesizeformat(fault.limit)}


def _not_taken(fault: CannotUse) -> str:
    if fault.kind.startswith("video"):
        return _(
            "WhatsApp takes only videos with H.264 and AAC, in MP4. This one is of another kind, and too long "
            "to be made into one. Attach it again and choose “Send as a document, unchanged”."
        )
    return _(
        "WhatsApp does not take files of this type. It takes pictures, sounds, videos, PDF, text, Word, Excel "
        "and PowerPoint."
    )


WORDS: dict[type[CannotUse], Callable[[CannotUse], str]] = {
    Empty: lambda _fault: _("The file is empty."),
    TooLarge: _too_large,
    TooLong: lambda fault: (
        _("A voice message can be %(minutes)d minutes long at most.") % {"minutes": fault.limit // 60}
    ),
    TooManyPixels: lambda _fault: _("The picture has too many pixels. Make it smaller, then send it."),
    NotTaken: _not_taken,
    Unreadable: lambda _fault: _("The file is damaged, or is not what its name says."),
}


def in_words(fault: CannotUse) -> str:
    return WORDS[type(fault)](fault)
