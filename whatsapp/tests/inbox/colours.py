"""The style sheets, and the tokens of both lights."""

from pathlib import Path

from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static/css"
LIGHT, DARK = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
