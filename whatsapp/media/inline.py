"""What may be opened in our origin: none of it can run anything there. All else is a download."""

from whatsapp.codecs.sniffing import UNKNOWN

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
FILMS = frozenset({"video/mp4", "video/3gpp", "video/webm", "video/quicktime"})
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav"})
PDF = "application/pdf"
INLINE = PICTURES | FILMS | SOUNDS | {PDF}
DOWNLOAD = UNKNOWN
"""As what a file is served that no browser should open by itself."""
