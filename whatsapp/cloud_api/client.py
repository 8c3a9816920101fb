"""Calls to Meta for one business number."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from . import transport
from .answers import body_of
from .errors import NoAnswer, NotSent, Refused

Json = dict[str, Any]

UNKNOWN_ERROR = 1
INVALID_PARAMETER, NO_SUCH_OBJECT = 100, 33
CONNECT_SECONDS, READ_SECONDS = 3.05, 20
UPLOAD_SECONDS = 60
"""Meta looks at a file before it answers."""


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

    def acknowledge(self, receipt: Json, *, patience: float = READ_SECONDS) -> None:
        """`receipt` as in `receipts`, `patience` in seconds. Raises Refused, NoAnswer or NotSent."""
        answer = self._call("POST", f"{self.phone_number_id}/messages", json=receipt, patience=patience)
        if answer.get("success") is not True:
            raise NoAnswer("an answer that does not say that it was done")

    def change_blocked(self, users: Json, *, block: bool, patience: float = READ_SECONDS) -> Json:
        """`users` and the answer as in `blocking`. Raises Refused, NoAnswer or NotSent."""
        method = "POST" if block else "DELETE"
        return self._call(method, f"{self.phone_number_id}/block_users", json=users, patience=patience)

    def get(self, path: str, **query: str) -> Json:
        """Raises Refused, NoAnswer or NotSent."""
        return self._call("GET", path, params=query)

    def post_form(self, path: str, form: Any, content_type: str) -> Json:
        """A multipart body for this number, read as it is sent. Raises Refused, NoAnswer or NotSent."""
        path, headers = f"{self.phone_number_id}/{path}", {"Content-Type": content_type}
        return self._call("POST", path, data=form, headers=headers, patience=UPLOAD_SECONDS)

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

    def time_there(self) -> datetime | None:
        """Meta's clock, to the second, as an answer is dated. Raises NoAnswer or NotSent."""
        response = self._exchange("GET", self.phone_number_id, params={"fields": "id"})
        response.close()
        try:
            return parsedate_to_datetime(response.headers["Date"])
        except (KeyError, TypeError, ValueError):
            return None

    def _call(self, method: str, path: str, **content: Any) -> Json:
        return _read(self._exchange(method, path, **content))

    def _exchange(
        self,
        method: str,
        path: str,
        *,
        patience: float = READ_SECONDS,
        headers: dict[str, str] | None = None,
        **content: Any,
    ) -> requests.Response:
        try:
            return transport.session().request(
                method,
                f"{self.graph_url}/{self.version}/{path}",
                **content,
                headers={"Authorization": f"Bearer {self.access_token}", **(headers or {})},
                timeout=(CONNECT_SECONDS, patience),
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as error:
            if _never_connected(error):
                raise NotSent(type(error).__name__) from None
            raise NoAnswer(type(error).__name__) from None


def _never_connected(error: requests.RequestException) -> bool:
    """Only where no byte can have left: a later reset or timeout may hide a message that was taken on."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)


def _read(response: requests.Response) -> Json:
    body = body_of(response)
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if response.ok and isinstance(answer, dict) and "error" not in answer:
        return answer
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        # A proxy's page, a cut body, a 5xx without Meta's own words: it may have been taken on.
        raise NoAnswer(f"HTTP {response.status_code} without an answer of Meta's")
    raise _refusal(error, answer or {})


def _refusal(error: Json, answer: Json) -> Refused:
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else data
    return Refused(
        _code(error),
        str(error.get("error_user_title") or error.get("message") or "")[:300],
        str(details or error.get("error_user_msg") or ""),
        is_transient=error.get("is_transient") is True,
        trace=str(error.get("fbtrace_id") or ""),
        answer=answer,
    )


def _code(error: Json) -> int:
    """What does not exist, or is not ours, comes as "invalid parameter" with a subcode: it is Meta's 33."""
    try:
        code = int(error["code"])
    except (KeyError, TypeError, ValueError):
        return UNKNOWN_ERROR
    is_gone = code == INVALID_PARAMETER and error.get("error_subcode") == NO_SUCH_OBJECT
    return NO_SUCH_OBJECT if is_gone else code
