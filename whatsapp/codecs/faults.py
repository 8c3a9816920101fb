"""Why a file can't be sent. No words for people here: `code` and its numbers are turned into them elsewhere."""


class CannotUse(Exception):
    """`limit` is what was passed, in bytes, seconds or pixels as the class says; 0 when there is none."""

    code = "cannot_use"

    def __init__(self, kind: str = "", limit: int = 0) -> None:
        super().__init__(f"{self.code}: {kind} {limit}".strip())
        self.kind, self.limit = kind, limit

    def __reduce__(self) -> tuple[type["CannotUse"], tuple[str, int]]:
        """It may have been found out in another process (`apart`)."""
        return type(self), (self.kind, self.limit)


class Empty(CannotUse):
    """No bytes at all."""

    code = "empty"


class TooLarge(CannotUse):
    """More bytes than Meta takes of this kind."""

    code = "too_large"


class TooLong(CannotUse):
    """A sound of more seconds than we turn into a voice message."""

    code = "too_long"


class TooManyPixels(CannotUse):
    """A picture that would fill the memory, whatever its file says."""

    code = "too_many_pixels"


class NotTaken(CannotUse):
    """WhatsApp has no place for a file of this type. `kind` is the type as we found it, or empty."""

    code = "not_taken"


class Unreadable(CannotUse):
    """It says that it is something, but can't be read as that: cut off, broken, or a lie."""

    code = "unreadable"
