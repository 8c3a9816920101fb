"""What a database can keep of what a phone can type."""

from typing import Any


def storable(value: Any) -> Any:
    """The same JSON value without what no database stores: NUL characters and halves of surrogate pairs."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): storable(item) for key, item in value.items()}
    return value


def _clean(text: str) -> str:
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        # A lone half becomes U+FFFD; a pair that came as two halves becomes its character again.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
