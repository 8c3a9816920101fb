"""Calls to Meta for one business number."""

from dataclasses import dataclass, field
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from . import transport
from .errors import NoAnswer, NotSent, Refused

Json = dict[str, Any]

UNKNOWN_ERROR = 1
CONNECT_SECONDS, READ_SECONDS = 3.05, 20


@dataclass(frozen=True, slots=True)
class Accepted:
    """Meta took the message on: nobody has it yet."""

    wamid: str
    wa_id: str | None = None
    bsuid: str | None = None


@dataclass(frozen=True, slots=True)
class Client:
    graph_url: str
    version: str
    phone_number_id: str
    access_token: str = field(repr=False)

    def send(self, message: Json) -> Accepted:
        """Raises Refused, NoAnswer or NotSent."""
        answer = self._post(f"{self.phone_number_id}/messages", message)
        try:
            wamid, contact = answer["messages"][0]["id"], (answer.get("contacts") or [{}])[0]
            if isinstance(wamid, str) and wamid:
                return Accepted(wamid, contact.get("wa_id") or None, contact.get("user_id") or None)
        except (KeyError, IndexError, TypeError, AttributeError):
            pass
        raise NoAnswer("an answer without a message id")

    def get(self, path: str, **query: str) -> Json:
        """Raises Refused, NoAnswer or NotSent."""
        return self._call("GET", path, params=query)

    def post(self, path: str, body: Json) -> Json:
        """What is no message: raises as `get` does."""
        return self._post(path, body)

    def delete(self, path: str, **query: str) -> Json:
        """Raises Refused, NoAnswer or NotSent."""
        return self._call("DELETE", path, params=query)

    def upload_sample(self, app_id: str, name: str, mime_type: str, data: bytes) -> str:
        """The handle of a file for a template's header or the profile's picture: no media id (Cloud API: header
        sample upload). Raises Refused, NoAnswer or NotSent.
        """
        about = {"file_name": name, "file_length": str(len(data)), "file_type": mime_type}
        session = self._call("POST", f"{app_id}/uploads", params=about).get("id")
        headers = {"Authorization": f"OAuth {self.access_token}", "file_offset": "0"}
        handle = self._call("POST", str(session), data=data, headers=headers).get("h")
        if not isinstance(handle, str) or not handle:
            raise NoAnswer("an upload without a handle")
        return handle

    def _post(self, path: str, body: Json) -> Json:
        return self._call("POST", path, json=body)

    def _call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **content: Any) -> Json:
        try:
            response = transport.session().request(
                method,
                f"{self.graph_url}/{self.version}/{path}",
                **content,
                headers={"Authorization": f"Bearer {self.access_token}"} | (headers or {}),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            if _never_connected(error):
                raise NotSent(type(error).__name__) from None
            raise NoAnswer(type(error).__name__) from None
        return _read(response)


def _never_connected(error: requests.RequestException) -> bool:
    """Only where no byte can have left: a later reset or timeout may hide a message that was taken on."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)


def _read(response: requests.Response) -> Json:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if response.ok and isinstance(answer, dict) and "error" not in answer:
        return answer
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        # A proxy's page, a cut body, a 5xx without Meta's own words: it may have been taken on.
        raise NoAnswer(f"HTTP {response.status_code} without an answer of Meta's")
    raise _refusal(error)


def _refusal(error: Json) -> Refused:
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else data
    try:
        code = int(error["code"])
    except (KeyError, TypeError, ValueError):
        code = UNKNOWN_ERROR
    return Refused(
        code,
        str(error.get("error_user_title") or error.get("message") or "")[:300],
        str(details or error.get("error_user_msg") or ""),
        is_transient=error.get("is_transient") is True,
        trace=str(error.get("fbtrace_id") or ""),
    )
