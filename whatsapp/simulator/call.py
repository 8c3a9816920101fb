"""A request of the Graph on its way through the house, and what an endpoint may read of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from whatsapp.simulator import multipart
from whatsapp.simulator.refusals import Refusal


@dataclass
class GraphRequest:
    """`path` without query and without the place the Graph is mounted at: `/v26.0/<id>/messages`."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Case does not matter; empty when missing."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")

    def form(self) -> dict[str, multipart.Part]:
        return multipart.parse(self.header("Content-Type"), self.body)

    def json(self) -> dict[str, Any]:
        """Raises `Refusal` when the body is no JSON object; an empty body is an empty one."""
        try:
            parsed = json.loads(self.body) if self.body else {}
        except ValueError:
            raise Refusal.invalid("Invalid parameter: the body is not JSON") from None
        if not isinstance(parsed, dict):
            raise Refusal.invalid("Invalid parameter: the body is not a JSON object")
        return parsed

    def seen(self) -> Any:
        """The body for whoever watches: JSON, the texts of a form, or None. Never raises."""
        if parts := self.form():
            return {
                name: f"<{len(part.data)} bytes>" if part.filename else part.text
                for name, part in parts.items()
            }
        try:
            return json.loads(self.body) if self.body else None
        except ValueError:
            return None


@dataclass
class GraphResponse:
    status: int
    headers: dict[str, str]
    body: bytes

    @classmethod
    def json(cls, body: dict[str, Any], status: int = 200) -> GraphResponse:
        """As Meta writes JSON: in ASCII."""
        headers = {"Content-Type": "application/json; charset=UTF-8", "facebook-api-version": "v26.0"}
        return cls(status, headers, json.dumps(body).encode("ascii"))


@dataclass(frozen=True)
class Call:
    """What an endpoint gets: the request, the version it was sent to, the object in its path."""

    request: GraphRequest
    version: str
    target: str

    def fields(self) -> list[str]:
        return [name for name in self.request.query.get("fields", "").split(",") if name]
