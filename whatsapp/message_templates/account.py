"""The calls about an account's templates (Cloud API: templates). Each raises Refused, NoAnswer or NotSent."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from whatsapp.channel import client_of
from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import NoAnswer
from whatsapp.cloud_api.notifications.fields import a_list, a_text, an_object

from .definition import Json

FIELDS = "id,name,status,category,language,components,parameter_format,quality_score,rejected_reason"
AT_ONCE = 100
MOST_PAGES = 500
"""An account can have 6 000 templates: who gives more pages is going round in circles."""


def client() -> Client:
    return client_of(None)


def pages(waba_id: str) -> Iterator[list[Json]]:
    """Every page, to the last. Ends early only by raising: whoever comes to the end has seen all.

    `paging.next` says that there is more (a cursor alone does not). Its address is not followed, only its cursor
    is taken: the token goes to our own Graph host and nowhere else.
    """
    query = {"fields": FIELDS, "limit": str(AT_ONCE)}
    for _page in range(MOST_PAGES):
        answer = client().get(f"{waba_id}/message_templates", **query)
        yield [item for item in a_list(answer.get("data")) if isinstance(item, dict)]
        following = a_text(an_object(answer.get("paging")).get("next"))
        if not following:
            return
        after = parse_qs(urlsplit(following).query).get("after", [""])[0]
        if not after or after == query.get("after"):
            raise NoAnswer("a next page that can't be asked for")
        query["after"] = after
    raise NoAnswer("pages without an end")


def fetch(meta_id: str) -> Json:
    return client().get(meta_id, fields=FIELDS)


def create(waba_id: str, draft: Json) -> Json:
    """`{id, status, category}`: Meta may choose another category than was asked for."""
    return client().post(f"{waba_id}/message_templates", draft)


def edit(meta_id: str, changes: Json) -> None:
    client().post(meta_id, changes)


def delete(waba_id: str, name: str, meta_id: str) -> None:
    """One language. Without the id Meta would delete the name in all its languages."""
    client().delete(f"{waba_id}/message_templates", hsm_id=meta_id, name=name)


def upload_sample(name: str, mime_type: str, data: bytes) -> str:
    return client().upload_sample(settings.WHATSAPP_APP_ID, name, mime_type, data)
