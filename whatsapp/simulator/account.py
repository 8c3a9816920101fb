"""What the Graph tells about the account: the number, its profile, the subscription, the token."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator import sending
from whatsapp.simulator.call import Call
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.refusals import Refusal

_SHOWN = (
    "verified_name", "code_verification_status", "display_phone_number",
    "quality_rating", "platform_type", "throughput",
)  # fmt: skip
_SCOPES = ("business_management", "whatsapp_business_management", "whatsapp_business_messaging")
_PROFILE_LENGTHS = {"about": 139, "address": 256, "description": 512, "email": 128}


def phone_number(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /{PNID}`: the common fields, or those asked for by name."""
    number = _number(meta)
    names = call.fields() or list(_SHOWN)
    for name in names:
        if name not in number:
            raise Refusal.invalid(
                f"Tried accessing nonexisting field ({name}) on node type (WhatsAppPhoneNumber)"
            )
    return {name: number[name] for name in names} | {"id": meta.phone_number_id}


def phone_numbers(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /{WABA}/phone_numbers`: this account has one."""
    return {"data": [phone_number(meta, call)], "paging": {"cursors": {"before": "QVF", "after": "QVF"}}}


def account(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /{WABA}`."""
    known = {
        "name": meta.verified_name,
        "timezone_id": "1",
        "message_template_namespace": "simulator",
        "currency": "SAR",
        "account_review_status": "APPROVED",
        "health_status": _health(meta),
    }
    names = call.fields() or ["name", "timezone_id", "message_template_namespace"]
    return {name: known[name] for name in names if name in known} | {"id": meta.waba_id}


def profile(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /{PNID}/whatsapp_business_profile`: a list of one."""
    whole = meta.profile | {"messaging_product": "whatsapp"}
    names = call.fields() or ["about"]
    return {"data": [{name: whole[name] for name in [*names, "messaging_product"] if name in whole}]}


def change_profile(meta: Meta, call: Call) -> dict[str, Any]:
    body = call.request.json()
    sending.product(body)
    for name, longest in _PROFILE_LENGTHS.items():
        if len(str(body.get(name, ""))) > longest:
            raise Refusal.invalid(f"Param {name} must be at most {longest} characters long.")
    if body.get("about") == "":
        raise Refusal.invalid("Param about must not be empty.")
    meta.profile |= {key: value for key, value in body.items() if key != "messaging_product"}
    meta.changed = True
    return {"success": True}


def subscriptions(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /{WABA}/subscribed_apps`: without this app in it no webhook ever comes."""
    app = {
        "id": meta.app_id,
        "name": "Team inbox",
        "link": f"https://www.facebook.com/games/?app_id={meta.app_id}",
    }
    return {"data": [{"whatsapp_business_api_data": app}] if meta.subscribed else []}


def subscribe(meta: Meta, call: Call) -> dict[str, Any]:
    meta.subscribed = meta.changed = True
    return {"success": True}


def unsubscribe(meta: Meta, call: Call) -> dict[str, Any]:
    meta.subscribed, meta.changed = False, True
    return {"success": True}


def debug_token(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /debug_token?input_token=`: is it alive, what may it, which accounts does it see."""
    asked = call.request.query.get("input_token")
    if not asked:
        raise Refusal.required("input_token")
    if asked != meta.access_token:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    targets = [{"scope": scope, "target_ids": [meta.waba_id]} for scope in _SCOPES[1:]]
    return {
        "data": {
            "app_id": meta.app_id,
            "type": "SYSTEM_USER",
            "application": "Team inbox",
            "data_access_expires_at": 0,
            "expires_at": 0,
            "is_valid": True,
            "issued_at": 1764547200,
            "scopes": list(_SCOPES),
            "granular_scopes": [{"scope": _SCOPES[0]}, *targets],
            "user_id": "122000000000001",
        }
        | meta.token_facts
    }


def app_subscriptions(meta: Meta, call: Call) -> dict[str, Any]:
    """`GET /{APP_ID}/subscriptions`: where the app's webhooks go, and which fields it hears of."""
    fields = [{"name": name, "version": "v26.0"} for name in meta.subscribed_fields]
    hook = {
        "object": "whatsapp_business_account",
        "callback_url": meta.callbacks.get("application", ""),
        "active": True,
        "fields": fields,
    }
    return {"data": [hook]}


def _number(meta: Meta) -> dict[str, Any]:
    digits = meta.display_phone_number
    return {
        "id": meta.phone_number_id,
        "verified_name": meta.verified_name,
        "display_phone_number": f"+{digits[:1]} {digits[1:4]}-{digits[4:7]}-{digits[7:]}",
        "quality_rating": "GREEN",
        "quality_score": {"score": "GREEN"},
        "status": "CONNECTED",
        "name_status": "APPROVED",
        "new_name_status": "NONE",
        "code_verification_status": "VERIFIED",
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
        "account_mode": "LIVE",
        "is_official_business_account": False,
        "is_on_biz_app": False,
        "is_pin_enabled": True,
        "country_dial_code": digits[:1],
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "health_status": _health(meta),
        "webhook_configuration": dict(meta.callbacks),
        "last_onboarded_time": "2025-12-01T00:00:00+0000",
    } | meta.number_facts


def _health(meta: Meta) -> dict[str, Any]:
    ids = {"PHONE_NUMBER": meta.phone_number_id, "WABA": meta.waba_id, "APP": meta.app_id}
    entities = [
        {"entity_type": kind, "id": identifier, "can_send_message": "AVAILABLE"}
        for kind, identifier in ids.items()
    ]
    return {"can_send_message": "AVAILABLE", "entities": entities}
