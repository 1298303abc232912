"""An OAuth 2 authorization server on loopback: consent, codes, tokens that expire and rotate, and introspection.

It keeps to RFC 6749, 7636 (S256 only), 8628 and 7662, so that a client that does not is refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.servers.process import HOST

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class AuthorizationServer:
    """Knows one client and one user. What it does next can be set while it runs."""

    client_id: str = "afterword-tests"
    client_secret: str | None = None
    address: str = "robin@example.org"
    lasts: int = 3600
    rotates: bool = True
    consents: bool = True
    fails: int = 0
    """So many of the next requests for a token are answered with 503."""
    pending: int = 2
    """So many times a device is told to wait."""
    refresh_tokens: set[str] = field(default_factory=set)
    access_tokens: dict[str, float] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((HOST, 0), type("Handler", (_Handler,), {"server_side": self}))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def url(self, path: str) -> str:
        """The address of one of its endpoints: authorize, token, device, introspect."""
        return f"http://{HOST}:{self.port}/{path}"

    def revoke(self) -> None:
        """The user takes the consent back."""
        self.refresh_tokens.clear()
        self.access_tokens.clear()

    def expire(self) -> None:
        """Every access token is over now."""
        self.access_tokens.clear()

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent after the user said yes, or no."""
        if not self.consents:
            return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query.get('state', '')})}"
        right = query.get("client_id") == self.client_id and query.get("code_challenge_method") == "S256"
        assert right, query
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """One POST."""
        self.asked.append((path, form))
        if path == "/introspect":
            active = self.access_tokens.get(form.get("token", ""), 0) > time.time()
            return 200, {"active": active, "email": self.address, "username": self.address} if active else {
                "active": False
            }
        if self.fails > 0:
            self.fails -= 1
            return 503, {}
        if not self._is_the_client(form, authorization):
            return 401, {"error": "invalid_client"}
        if path == "/device":
            return 200, {
                "device_code": "device", "user_code": "ABCD-EFGH", "verification_uri": self.url("activate"),
                "interval": 1, "expires_in": 60,
            }  # fmt: skip
        kinds: dict[str, Callable[[dict[str, str]], tuple[int, dict[str, Any]]]] = {
            "authorization_code": self._for_code,
            "refresh_token": self._for_refresh,
            DEVICE: self._for_device,
        }
        grant = kinds.get(form.get("grant_type", ""))
        return grant(form) if grant else (400, {"error": "unsupported_grant_type"})

    def _is_the_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.client_secret is None:
            return form.get("client_id") == self.client_id
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return authorization == f"Basic {pair}"

    def _for_code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or asked["code_challenge"] != challenge.rstrip(b"=").decode():
            return 400, {"error": "invalid_grant"}
        if asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        return 200, self.granted()

    def _for_refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        token = form.get("refresh_token", "")
        if token not in self.refresh_tokens:
            return 400, {"error": "invalid_grant"}
        if self.rotates:
            self.refresh_tokens.discard(token)
            return 200, self.granted()
        granted = self.granted(refresh=False)
        return 200, granted

    def _for_device(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.pending > 0:
            self.pending -= 1
            return 400, {"error": "authorization_pending"}
        return (200, self.granted()) if self.consents else (400, {"error": "access_denied"})

    def granted(self, *, refresh: bool = True) -> dict[str, Any]:
        """Tokens, as the token endpoint hands them out."""
        access = secrets.token_urlsafe(24)
        self.access_tokens[access] = time.time() + self.lasts
        answer: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts}
        if refresh:
            answer["refresh_token"] = secrets.token_urlsafe(24)
            self.refresh_tokens.add(answer["refresh_token"])
        return answer


class _Handler(BaseHTTPRequestHandler):
    server_side: AuthorizationServer

    def do_GET(self) -> None:
        """The browser's way: consent, and back."""
        where = urlsplit(self.path)
        self.send_response(302)
        self.send_header("Location", self.server_side.authorize(dict(parse_qsl(where.query))))
        self.end_headers()

    def do_POST(self) -> None:
        """The client's way, and Dovecot's."""
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        status, answer = self.server_side.answer(
            urlsplit(self.path).path, dict(parse_qsl(content)), self.headers.get("Authorization", "")
        )
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""
