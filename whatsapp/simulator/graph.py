"""The handler: every request of the Graph, from a test's transport or from the server, is `answer`ed."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Callable
from typing import Any

from whatsapp.simulator import account, blocking, media, sending, submissions, templates, uploads
from whatsapp.simulator.call import Call, GraphRequest, GraphResponse
from whatsapp.simulator.meta import Meta, SeenRequest
from whatsapp.simulator.refusals import Refusal

__all__ = ["GraphRequest", "GraphResponse", "answer"]

Endpoint = Callable[[Meta, Call], dict[str, Any]]

_log = logging.getLogger(__name__)
_VERSION = re.compile(r"v\d+\.\d+")
_LIBRARY_AGENT = re.compile(r"python-requests/|Python-urllib/", re.IGNORECASE)


def answer(meta: Meta, request: GraphRequest) -> GraphResponse:
    """Never raises for what a client sent: the answer is Meta's error body then."""
    with meta.lock:
        meta.requests_seen.append(SeenRequest(request.method, request.path, request.seen(), meta.clock()))
        try:
            if request.path.rstrip("/") == media.LOOKASIDE:
                return _download(meta, request)
            return GraphResponse.json(_dispatch(meta, request))
        except Refusal as refusal:
            return GraphResponse.json(refusal.more | {"error": refusal.error}, refusal.status)
        except (AttributeError, KeyError, TypeError, ValueError):
            # JSON of a shape that no table foresaw; Meta has one sentence for all of it.
            _log.warning("A request of an unforeseen shape was refused", exc_info=True)
            return GraphResponse.json({"error": Refusal.invalid("Invalid parameter").error}, 400)


def _dispatch(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    parts = [part for part in request.path.split("/") if part]
    version = parts.pop(0) if parts and _VERSION.fullmatch(parts[0]) else "v26.0"
    if not parts:
        raise Refusal.unknown_path(request.path)
    _authorize(meta, request, "/".join(parts))
    kind = _kind_of(meta, parts[0])
    if kind is None:
        raise Refusal.no_such_object(parts[0], request.method)
    endpoint = _ROUTES.get((request.method, kind, "/".join(parts[1:])))
    if endpoint is None:
        raise Refusal.unknown_path("/" + "/".join(parts[1:]))
    return endpoint(meta, Call(request, version, parts[0]))


def _authorize(meta: Meta, request: GraphRequest, path: str) -> None:
    """Bearer header or `access_token`; the app's own token is good for `debug_token` and the app's webhooks."""
    scheme, _, token = request.header("Authorization").partition(" ")
    if scheme not in {"Bearer", "OAuth"}:
        token = request.query.get("access_token", "")
    of_the_app = f"{meta.app_id}|{meta.app_secret}"
    of_webhooks = f"{meta.app_id}/subscriptions"
    good = {"debug_token": {meta.access_token, of_the_app}, of_webhooks: {of_the_app}}
    if token not in good.get(path, {meta.access_token}):
        if path == of_webhooks and token == meta.access_token:
            raise Refusal.app_only()
        raise Refusal.unauthorized()
    if proof := request.query.get("appsecret_proof"):
        right = hmac.new(meta.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(proof, right):
            raise Refusal.invalid("Invalid appsecret_proof provided in the API argument")


def _kind_of(meta: Meta, target: str) -> str | None:
    if target == "debug_token":
        return target
    known = {meta.phone_number_id: "phone", meta.waba_id: "account", meta.app_id: "app"}
    if kind := known.get(target):
        return kind
    if target in meta.uploads:
        return "upload"
    if templates.by_id(meta, target):
        return "template"
    return "media" if media.find(meta, target) else None


def _upload(meta: Meta, call: Call) -> dict[str, Any]:
    return {"id": media.upload(meta, call.request.form()).id}


def _media(meta: Meta, call: Call) -> dict[str, Any]:
    _own_number(meta, call)
    return media.described(meta, meta.media[call.target])


def _delete_media(meta: Meta, call: Call) -> dict[str, Any]:
    _own_number(meta, call)
    del meta.media[call.target]
    meta.changed = True
    return {"success": True}


def _own_number(meta: Meta, call: Call) -> None:
    """Media belong to one number: asked for through another, there are none."""
    if call.request.query.get("phone_number_id", meta.phone_number_id) != meta.phone_number_id:
        raise Refusal.no_such_object(call.target, call.request.method)


def _templates(meta: Meta, call: Call) -> dict[str, Any]:
    return templates.page(meta, call.version, call.request.query)


def _submit(meta: Meta, call: Call) -> dict[str, Any]:
    return submissions.submit(meta, call.request.json())


def _delete_templates(meta: Meta, call: Call) -> dict[str, Any]:
    return submissions.delete(meta, call.request.query)


def _template(meta: Meta, call: Call) -> dict[str, Any]:
    template = templates.by_id(meta, call.target)
    return templates.chosen(template or {}, call.request.query.get("fields"))


def _edit_template(meta: Meta, call: Call) -> dict[str, Any]:
    return submissions.edit(meta, templates.by_id(meta, call.target) or {}, call.request.json())


def _unpause(meta: Meta, call: Call) -> dict[str, Any]:
    return submissions.unpause(meta, templates.by_id(meta, call.target) or {})


def _download(meta: Meta, request: GraphRequest) -> GraphResponse:
    """The bytes, for the token only; a library's default User-Agent gets none, as reported of Meta."""
    if request.header("Authorization") != f"Bearer {meta.access_token}":
        return _page(401, "Unauthorized")
    if _LIBRARY_AGENT.search(request.header("User-Agent")):
        return _page(400, "Bad Request")
    file = media.fetched(meta, request.query)
    if request.method != "GET" or file is None:
        return _page(404, "Not Found")
    headers = {"Content-Type": file.mime_type, "Content-Disposition": "attachment"}
    return GraphResponse(200, headers, file.data)


def _page(status: int, title: str) -> GraphResponse:
    """Lookaside answers in HTML when it says no."""
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{title}</body></html>"
    return GraphResponse(status, {"Content-Type": "text/html"}, html.encode())


_ROUTES: dict[tuple[str, str, str], Endpoint] = {
    ("POST", "phone", "messages"): sending.post,
    ("POST", "phone", "marketing_messages"): sending.post_marketing,
    ("POST", "phone", "media"): _upload,
    ("GET", "media", ""): _media,
    ("DELETE", "media", ""): _delete_media,
    ("GET", "account", "message_templates"): _templates,
    ("POST", "account", "message_templates"): _submit,
    ("DELETE", "account", "message_templates"): _delete_templates,
    ("GET", "template", ""): _template,
    ("POST", "template", ""): _edit_template,
    ("POST", "template", "unpause"): _unpause,
    ("POST", "app", "uploads"): uploads.begin,
    ("POST", "upload", ""): uploads.take,
    ("GET", "phone", ""): account.phone_number,
    ("GET", "account", ""): account.account,
    ("GET", "account", "phone_numbers"): account.phone_numbers,
    ("GET", "account", "subscribed_apps"): account.subscriptions,
    ("POST", "account", "subscribed_apps"): account.subscribe,
    ("DELETE", "account", "subscribed_apps"): account.unsubscribe,
    ("GET", "phone", "whatsapp_business_profile"): account.profile,
    ("POST", "phone", "whatsapp_business_profile"): account.change_profile,
    ("GET", "phone", "block_users"): blocking.blocked_users,
    ("POST", "phone", "block_users"): blocking.block_users,
    ("DELETE", "phone", "block_users"): blocking.unblock_users,
    ("GET", "debug_token", ""): account.debug_token,
    ("GET", "app", "subscriptions"): account.app_subscriptions,
}
"""(method, what the path begins with, the rest of the path)."""
