"""What people wrote, on its way into the database and out of it."""

from typing import Any

from django.db import models


class ContentField(models.TextField):
    """The words of a message. For migrations it is a TextField.

    The one place where content is written and read: encryption at rest is `stored` here, and `from_db_value` as
    its counterpart. What is looked for in it stands in the search index (`search.content`, `search.tokens`).
    """

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return stored(prepared) if isinstance(prepared, str) else prepared

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", list(args), kwargs


def stored(text: str) -> str:
    """As it stands in the column: today, as it was written. The road in, which has no models, asks this too."""
    return text
