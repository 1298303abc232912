"""The user's consent at a provider: by the browser on this machine (RFC 8252, PKCE of RFC 7636), or by a code that is
typed on another (RFC 8628).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from agent.errors import NeedsUser, Unreachable
from agent.world.oauth import Provider, ask

HOST: Final = "127.0.0.1"
TIME_TO_CONSENT: Final = 600.0
"""Seconds in which the user can sign in and say yes."""
LONGEST_REQUEST: Final = 16 * 1024
_SLOWER: Final = 5.0
"""Seconds by which `slow_down` makes the pauses longer (RFC 8628 section 3.5)."""
_DEVICE: Final = "urn:ietf:params:oauth:grant-type:device_code"


def by_browser(provider: Provider, show: Callable[[str], None], *, within: float = TIME_TO_CONSENT) -> dict[str, Any]:
    """What the token endpoint answers after the user consented in a browser that opens what is `show`n."""
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with closing(socket.create_server((HOST, 0))) as listener:
        back = f"http://{HOST}:{listener.getsockname()[1]}/"
        show(_address(provider, back, verifier, state))
        code = _returned(listener, state, within, provider.name)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    return _granted(provider, *ask(provider, provider.token_url, form))


def by_code(
    provider: Provider,
    show: Callable[[str, str], None],
    *,
    sleep: Callable[[float], None] = time.sleep,
    within: float = TIME_TO_CONSENT,
) -> dict[str, Any]:
    """What the token endpoint answers after the user typed the code that is `show`n, at the address beside it."""
    if provider.device_url is None:
        raise NeedsUser(f"{provider.name} gives out no codes to type: sign in by a browser on this machine")
    status, answer = ask(provider, provider.device_url, {"scope": " ".join(provider.scopes)})
    if status != HTTPStatus.OK or not all(isinstance(answer.get(name), str) for name in ("device_code", "user_code")):
        raise _refused(provider, answer)
    show(str(answer.get("verification_uri") or answer.get("verification_url")), str(answer["user_code"]))
    return _polled(provider, answer, sleep, within)


def _polled(
    provider: Provider, answer: Mapping[str, Any], sleep: Callable[[float], None], within: float
) -> dict[str, Any]:
    form = {"grant_type": _DEVICE, "device_code": str(answer["device_code"])}
    pause, waited = _seconds(answer.get("interval"), 5.0), 0.0
    while waited < min(within, _seconds(answer.get("expires_in"), within)):
        sleep(pause)
        waited += pause
        status, said = ask(provider, provider.token_url, form)
        error = said.get("error")
        if error == "slow_down":
            pause += _SLOWER
        elif error != "authorization_pending":
            return _granted(provider, status, said)
    raise NeedsUser(f"Nobody typed the code at {provider.name} in time. Begin again.")


def _seconds(said: object, otherwise: float) -> float:
    return min(float(said), 3600.0) if isinstance(said, int | float) and said >= 0 else otherwise


def _address(provider: Provider, back: str, verifier: str, state: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": " ".join(provider.scopes),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **provider.extra,
    }
    return f"{provider.authorize_url}?{urlencode(query)}"


def _returned(listener: socket.socket, state: str, within: float, name: str) -> str:
    """The code with which the browser comes back. Whoever comes with another state is not our browser."""
    until = time.monotonic() + within
    while (left := until - time.monotonic()) > 0:
        listener.settimeout(left)
        try:
            browser, _ = listener.accept()
        except TimeoutError:
            break
        with closing(browser):
            said = _query(browser)
            if not hmac.compare_digest(said.get("state", ""), state):
                _answer(browser, "404 Not Found", "This is not what was asked for.")
            elif "code" in said:
                _answer(browser, "200 OK", "Done: you can close this page.")
                return said["code"]
            else:
                _answer(browser, "200 OK", "Nothing was granted. You can close this page.")
                raise NeedsUser(f"{name} was not allowed to let us in ({html.escape(said.get('error', ''))[:40]})")
    raise NeedsUser(f"Nobody consented at {name} in time. Begin again.")


def _query(browser: socket.socket) -> dict[str, str]:
    """What stands behind the question mark of the first line; whatever else is said is not looked at."""
    browser.settimeout(5)
    said = b""
    try:
        while b"\r\n" not in said and len(said) < LONGEST_REQUEST and (more := browser.recv(4096)):
            said += more
    except OSError:
        return {}
    words = said.split(b"\r\n", 1)[0].decode("ascii", "replace").split(" ")
    try:
        query = parse_qs(urlsplit(words[1]).query, max_num_fields=20) if len(words) > 1 and words[0] == "GET" else {}
    except ValueError:
        return {}
    return {name: values[0] for name, values in query.items()}


def _answer(browser: socket.socket, status: str, text: str) -> None:
    page = f"<!doctype html><title>Afterword</title><p>{text}</p>".encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\nConnection: close\r\n\r\n"
    try:
        browser.sendall(head.encode() + page)
    except OSError:
        return  # it knows what it wanted to know


def _granted(provider: Provider, status: int, answer: dict[str, Any]) -> dict[str, Any]:
    if status != HTTPStatus.OK:
        raise _refused(provider, answer)
    if not answer.get("refresh_token"):
        raise NeedsUser(f"{provider.name} grants no lasting access: allow offline access for this client")
    return answer


def _refused(provider: Provider, answer: Mapping[str, Any]) -> NeedsUser | Unreachable:
    error = str(answer.get("error") or "")[:40]
    return NeedsUser(f"{provider.name} refused ({error})") if error else Unreachable(f"{provider.name} gave no answer")
