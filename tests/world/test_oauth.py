"""OAuth 2, from the user's consent to a mailbox that is read: an authorization server, and Dovecot asking it."""

from __future__ import annotations

import itertools
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from agent.errors import NeedsUser, Unreachable
from agent.world.consent import by_browser, by_code
from agent.world.oauth import EARLY, Grant, Provider, TokenFile, Tokens
from agent.world.ports import Folder
from agent.world.session import Server
from tests.servers.authorization import AuthorizationServer
from tests.servers.ca import Authority
from tests.servers.dovecot import Dovecot
from tests.world.mailbox_beds import LONG_AGO, Opened, letter, server_of
from tests.world.scripted_server import ScriptedServer

ACCOUNT = "work"


@pytest.fixture
def authorization() -> Iterator[AuthorizationServer]:
    """A provider."""
    with AuthorizationServer() as server:
        yield server


@pytest.fixture
def provider(authorization: AuthorizationServer) -> Provider:
    """As the client knows it."""
    return Provider(
        name="Example",
        authorize_url=authorization.url("authorize"),
        token_url=authorization.url("token"),
        device_url=authorization.url("device"),
        scopes=("mail", "offline_access"),
        client_id=authorization.client_id,
    )


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    """Where the grant is kept."""
    return TokenFile(tmp_path / "tokens/work.json")


@pytest.fixture
def tokens(provider: Provider, file: TokenFile, authorization: AuthorizationServer) -> Tokens:
    """The tokens of an account that consented."""
    tokens = Tokens(ACCOUNT, provider, file)
    tokens.keep(authorization.granted())
    return tokens


def refreshes(authorization: AuthorizationServer) -> int:
    """How often a token was renewed."""
    return sum(form.get("grant_type") == "refresh_token" for _, form in authorization.asked)


# ── consent ──────────────────────────────────────────────────────────────────────────────────────────────────────


def browsing(address: str) -> None:
    """A browser, and a user who says at once what there is to say."""

    def browse() -> None:
        with urllib.request.urlopen(address, timeout=5) as page:
            page.read()

    threading.Thread(target=browse, daemon=True).start()


def test_consent_in_the_browser_gives_tokens(provider: Provider, file: TokenFile) -> None:
    """The authorization code with PKCE, back over loopback."""
    Tokens(ACCOUNT, provider, file).keep(by_browser(provider, browsing))
    grant = file.read()
    assert grant is not None
    assert grant.access_token
    assert grant.refresh_token


def test_a_client_with_a_secret_says_it(authorization: AuthorizationServer, provider: Provider) -> None:
    """By HTTP Basic, which every server has to take."""
    authorization.client_secret = "s3cret"
    assert by_browser(replace(provider, client_secret=lambda: "s3cret"), browsing)["access_token"]


def test_no_is_an_answer(authorization: AuthorizationServer, provider: Provider) -> None:
    """The user did not consent: said, and nothing kept."""
    authorization.consents = False
    with pytest.raises(NeedsUser, match="not allowed"):
        by_browser(provider, browsing)


def test_a_stranger_at_our_door_is_not_the_browser(provider: Provider) -> None:
    """Another program on the machine brings a code of its own; it does not know the state."""

    def show(address: str) -> None:
        back = parse_qs(urlsplit(address).query)["redirect_uri"][0]

        def come() -> None:
            for query in ("code=stolen&state=guessed", "code=stolen", "", "state=" + "x" * 5000):
                try:
                    urllib.request.urlopen(f"{back}?{query}", timeout=5).read()
                except OSError:
                    continue
            browsing(address)

        threading.Thread(target=come, daemon=True).start()

    assert by_browser(provider, show)["access_token"]


def test_nobody_consenting_ends_after_a_while(provider: Provider) -> None:
    """And is said."""
    with pytest.raises(NeedsUser, match="in time"):
        by_browser(provider, lambda _: None, within=0.3)


def test_a_code_that_is_typed_elsewhere_gives_tokens(authorization: AuthorizationServer, provider: Provider) -> None:
    """For a machine without a browser; the provider is asked no more often than it wants."""
    shown: list[tuple[str, str]] = []
    pauses: list[float] = []
    answer = by_code(provider, lambda *said: shown.append(said), sleep=pauses.append)
    assert answer["refresh_token"] in authorization.refresh_tokens
    assert shown == [(authorization.url("activate"), "ABCD-EFGH")]
    assert pauses == [1.0, 1.0, 1.0]


def test_a_provider_without_codes_says_so(provider: Provider) -> None:
    """Google has none for mail."""
    with pytest.raises(NeedsUser, match="browser"):
        by_code(replace(provider, device_url=None), lambda *_: None)


@pytest.mark.parametrize("url", ["http://example.org/token", "ftp://127.0.0.1/", "token"])
def test_tokens_are_asked_for_over_tls_only(provider: Provider, url: str) -> None:
    """Off this machine."""
    with pytest.raises(NeedsUser, match="https"):
        replace(provider, token_url=url)


# ── renewing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_token_that_holds_is_used_again(authorization: AuthorizationServer, tokens: Tokens) -> None:
    """Nobody is asked."""
    assert tokens.access() == tokens.access()
    assert refreshes(authorization) == 0


def test_a_token_is_renewed_before_its_end(
    authorization: AuthorizationServer, provider: Provider, file: TokenFile
) -> None:
    """Five minutes before."""
    clock = [1000.0]
    tokens = Tokens(ACCOUNT, provider, file, lambda: clock[0])
    tokens.keep(authorization.granted())
    first = tokens.access()
    clock[0] += authorization.lasts - EARLY - 1
    assert tokens.access() == first
    clock[0] += 2
    assert tokens.access() != first
    assert refreshes(authorization) == 1


def test_a_rotated_token_is_on_the_disk_before_it_is_used(
    authorization: AuthorizationServer, tokens: Tokens, file: TokenFile, provider: Provider
) -> None:
    """The old one is worth nothing any more: a service that dies right now must find the new one."""
    before = file.read()
    tokens.access(refused=True)
    after = file.read()
    assert before is not None
    assert after is not None
    assert before.refresh_token not in authorization.refresh_tokens
    assert after.refresh_token in authorization.refresh_tokens
    assert Tokens(ACCOUNT, provider, file).access(refused=True)


def test_what_cannot_be_stored_is_not_used(
    authorization: AuthorizationServer, provider: Provider, tmp_path: Path
) -> None:
    """The folder is a file: whoever used the token would be locked out after the next start."""
    (tmp_path / "tokens").write_text("")
    with pytest.raises(NeedsUser, match="stored"):
        Tokens(ACCOUNT, provider, TokenFile(tmp_path / "tokens/work.json")).keep(authorization.granted())


def test_a_provider_that_keeps_its_refresh_token_is_fine_too(
    authorization: AuthorizationServer, tokens: Tokens, file: TokenFile
) -> None:
    """Google's does not rotate, and is not sent again."""
    authorization.rotates = False
    before = file.read()
    tokens.access(refused=True)
    after = file.read()
    assert before is not None
    assert after is not None
    assert after.refresh_token == before.refresh_token


def test_a_revoked_grant_stops_and_tells_and_is_not_asked_for_again(
    authorization: AuthorizationServer, tokens: Tokens
) -> None:
    """F20: invalid_grant. Every further attempt would only look like an attack."""
    authorization.revoke()
    for _ in range(3):
        with pytest.raises(NeedsUser, match="afterword login work"):
            tokens.access(refused=True)
    assert refreshes(authorization) == 1


def test_a_provider_that_is_ill_is_tried_again_later(authorization: AuthorizationServer, tokens: Tokens) -> None:
    """F20: 503 says nothing about the grant."""
    authorization.fails = 1
    with pytest.raises(Unreachable):
        tokens.access(refused=True)
    assert tokens.access(refused=True)


def test_a_provider_that_is_not_there_is_unreachable(provider: Provider, file: TokenFile) -> None:
    """Its port is closed."""
    file.write(Grant("refresh"))
    with pytest.raises(Unreachable):
        Tokens(ACCOUNT, replace(provider, token_url="http://127.0.0.1:9/token"), file).access()


@pytest.mark.parametrize("answer", [{}, {"access_token": 7}, {"access_token": "x"}, {"refresh_token": "x"}])
def test_an_answer_without_a_token_is_none(provider: Provider, file: TokenFile, answer: dict[str, object]) -> None:
    """And nothing is stored."""
    with pytest.raises(Unreachable):
        Tokens(ACCOUNT, provider, file).keep(answer)
    assert file.read() is None


def test_an_account_that_never_signed_in_says_what_to_type(provider: Provider, file: TokenFile) -> None:
    """Before anything is sent."""
    with pytest.raises(NeedsUser, match="afterword login work"):
        Tokens(ACCOUNT, provider, file).access()


def test_the_file_is_nobody_elses(tokens: Tokens, tmp_path: Path) -> None:
    """Mode 0600 in a folder of 0700, and no token in what is printed of it."""
    path = tmp_path / "tokens/work.json"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert "sesame" not in repr(Grant("sesame", "sesame"))


# ── a mailbox ────────────────────────────────────────────────────────────────────────────────────────────────────


OAUTH2 = """
auth_mechanisms = $auth_mechanisms oauthbearer xoauth2
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {file}
}}
"""


@pytest.fixture(params=["oauthbearer xoauth2", "xoauth2"])
def dovecot_with_tokens(
    request: pytest.FixtureRequest, authorization: AuthorizationServer, authority: Authority, tmp_path: Path
) -> Iterator[Dovecot]:
    """A Dovecot that asks the authorization server about every token."""
    tmp_path.chmod(0o755)
    settings = Path("/tmp") / f"aw-oauth-{authorization.port}.conf"
    settings.write_text(
        f"introspection_url = {authorization.url('introspect')}\nintrospection_mode = post\n"
        "username_attribute = email\nactive_attribute = active\nactive_value = true\n"
    )
    extra = OAUTH2.format(file=settings).replace("oauthbearer xoauth2", request.param)
    try:
        with Dovecot(authority=authority, extra=extra) as server:
            if server.version >= (2, 4):
                pytest.skip("NOT RUN: the oauth2 settings of Dovecot 2.4 are written otherwise")
            yield server
    finally:
        settings.unlink()


def by_token(dovecot: Dovecot, authorization: AuthorizationServer, tokens: Tokens) -> Server:
    """The user's mailbox, entered with a token."""
    return replace(server_of(dovecot.user(authorization.address)), password=_no_password, token=tokens.access)


def _no_password() -> str:
    raise AssertionError("the password was asked for")


def test_a_mailbox_is_read_with_a_token(
    dovecot_with_tokens: Dovecot,
    authorization: AuthorizationServer,
    provider: Provider,
    file: TokenFile,
    opened: Opened,
) -> None:
    """From the consent in the browser to the mail."""
    tokens = Tokens(ACCOUNT, provider, file)
    tokens.keep(by_browser(provider, browsing))
    dovecot_with_tokens.deliver(authorization.address, letter())
    mailbox = opened(by_token(dovecot_with_tokens, authorization, tokens))
    assert len(mailbox.heads(Folder.INBOX, LONG_AGO)) == 1
    assert refreshes(authorization) == 0


def test_a_token_that_the_server_refuses_is_renewed_once(
    dovecot_with_tokens: Dovecot, authorization: AuthorizationServer, tokens: Tokens, opened: Opened
) -> None:
    """It was taken back before its time; the same connection goes on with a new one."""
    authorization.expire()
    mailbox = opened(by_token(dovecot_with_tokens, authorization, tokens))
    assert mailbox.mark(Folder.INBOX).uidvalidity
    assert refreshes(authorization) == 1


def test_a_revoked_consent_is_the_users_affair(
    dovecot_with_tokens: Dovecot, authorization: AuthorizationServer, tokens: Tokens, opened: Opened
) -> None:
    """Told, and no loop: one attempt to renew."""
    authorization.revoke()
    mailbox = opened(by_token(dovecot_with_tokens, authorization, tokens))
    for _ in range(3):
        with pytest.raises(NeedsUser, match="afterword login work"):
            mailbox.mark(Folder.INBOX)
    assert refreshes(authorization) == 1


def test_a_server_that_refuses_every_token_is_asked_twice_at_most(tokens: Tokens, opened: Opened) -> None:
    """A token of the wrong kind: renewing does not help."""
    attempts = itertools.count()

    def answer(command: bytes, _: bytes) -> Iterator[bytes] | None:
        if command != b"AUTHENTICATE":
            return None
        next(attempts)
        return iter([b"TAG NO [AUTHENTICATIONFAILED] no\r\n"])

    with ScriptedServer(answer, capabilities=b"IMAP4rev1 AUTH=XOAUTH2") as server:
        mailbox = opened(replace(server.server, token=tokens.access))
        with pytest.raises(NeedsUser):
            mailbox.mark(Folder.INBOX)
    assert next(attempts) == 2


def test_a_server_without_tokens_says_so(tokens: Tokens, opened: Opened) -> None:
    """No token leaves, and no password instead."""
    with ScriptedServer(capabilities=b"IMAP4rev1 AUTH=PLAIN") as server:
        with pytest.raises(NeedsUser, match="tokens"):
            opened(replace(server.server, token=tokens.access)).mark(Folder.INBOX)
        assert not any(b"AUTHENTICATE" in line for line in server.heard)
