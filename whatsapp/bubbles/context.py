"""Where a message comes from: forwarded, asking about a product, brought by an advertisement."""

from dataclasses import dataclass

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.cloud_api.notifications.updates import Json
from whatsapp.models import Message

from .values import a_link, words


@dataclass(frozen=True)
class Advertisement:
    headline: str
    body: str
    link: str  # http(s) only
    is_post: bool  # an ordinary post of the page, not a paid one


@dataclass(frozen=True)
class Context:
    is_forwarded: bool
    is_forwarded_often: bool
    product: str  # as our catalogue calls it
    advertisement: Advertisement | None


def context_of(message: Message) -> Context | None:
    """None when nothing is said of it."""
    payload = an_object(message.payload)
    context = an_object(payload.get("context"))
    if not context and "referral" not in payload:
        return None
    often = context.get("frequently_forwarded") is True
    return Context(
        is_forwarded=context.get("forwarded") is True and not often,
        is_forwarded_often=often,
        product=words(an_object(context.get("referred_product")).get("product_retailer_id")),
        advertisement=_advertisement(an_object(payload.get("referral"))),
    )


def _advertisement(referral: Json) -> Advertisement | None:
    if not referral:
        return None
    return Advertisement(
        words(referral.get("headline")),
        words(referral.get("body")),
        a_link(referral.get("source_url")),
        referral.get("source_type") == "post",
    )
