"""Set-up in six answers or fewer, tried against three stand-ins for providers: real servers on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.enrolment import Answers, configuration, country_of
from agent.errors import NeedsUser
from agent.settings import load
from agent.world.discovery import Provider, provider_of
from tests.servers.ca import Authority
from tests.servers.calendars import CalendarAccount
from tests.servers.dovecot import MailboxUser
from tests.servers.smtp import Security, running_sink

ROOT = Path(__file__).parents[2]


@dataclass
class Newcomer:
    """A person who has just installed Afterword, and a table of the stand-ins."""

    folder: Path

    @property
    def path(self) -> Path:
        """Where the configuration will lie."""
        return self.folder / "config/afterword.toml"

    def sets_up(self, table: str, *answers: str, code: int = 0) -> str:
        """Type `afterword init` and give these answers. Returns what was printed."""
        (self.folder / "providers.toml").write_text(table)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AFTERWORD_")}
        done = subprocess.run(
            [sys.executable, "-m", "agent", "init", "--providers", str(self.folder / "providers.toml")],
            env=environment
            | {
                "AFTERWORD_CONFIG": str(self.path),
                "XDG_STATE_HOME": str(self.folder / "state"),
                "TZ": "Europe/Amsterdam",
            },
            input="".join(f"{answer}\n" for answer in answers),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    """Nothing is there yet."""
    return Newcomer(tmp_path)


def mail_at(user: MailboxUser) -> str:
    """A provider's entry for the user's domain: IMAP over TLS on this machine."""
    domain = user.address.partition("@")[2]
    return (
        f'[[provider]]\nname = "Stand-in"\ndomains = ["{domain}"]\nca_file = "{user.ca}"\n'
        f'imap = {{ host = "localhost", port = {user.tls_port} }}\n'
    )


def test_a_provider_of_mail_calendar_and_outgoing_mail(
    newcomer: Newcomer, mailbox_user: MailboxUser, xandikos_account: CalendarAccount, authority: Authority
) -> None:
    """Five answers: address, name, telephone, consent, password; everything is tried, then written."""
    with running_sink(authority, security=Security.IMPLICIT) as sink:
        table = mail_at(mailbox_user) + (
            f'smtp = {{ host = "localhost", port = {sink.port} }}\ncaldav = "{xandikos_account.home}"\n'
        )
        said = newcomer.sets_up(
            table, mailbox_user.address, "Robin Ashdown", "+31 20 555 0143", "y", mailbox_user.password
        )
    settings = load(newcomer.path)
    assert settings.me.name == "Robin Ashdown"
    assert (settings.me.zone, settings.me.holidays) == ("Europe/Amsterdam", "NL")
    assert settings.outbox is not None
    assert settings.calendar is not None
    assert settings.calendar.kind == "caldav"
    assert "Next: afterword run" in said
    assert mailbox_user.password not in newcomer.path.read_text() + said
    assert newcomer.path.stat().st_mode & 0o777 == 0o600
    assert (newcomer.path.parent / "password").stat().st_mode & 0o777 == 0o600


def test_a_provider_of_mail_alone(newcomer: Newcomer, mailbox_user: MailboxUser) -> None:
    """Reminders go into a local folder, notes prompts into Drafts; an empty telephone number is none."""
    newcomer.sets_up(mail_at(mailbox_user), mailbox_user.address, "Robin Ashdown", "", "", mailbox_user.password)
    settings = load(newcomer.path)
    assert settings.calendar is not None
    assert settings.calendar.kind == "vdir"
    assert settings.prompt_by == "draft"
    assert settings.me.phone is None


def test_a_provider_whose_connection_becomes_safe_after_the_greeting(
    newcomer: Newcomer, mailbox_user: MailboxUser
) -> None:
    """STARTTLS, as some providers still have it."""
    table = mail_at(mailbox_user).replace(f"{mailbox_user.tls_port} }}", f'{mailbox_user.port}, tls = "starttls" }}')
    newcomer.sets_up(table, mailbox_user.address, "Robin Ashdown", "", "", mailbox_user.password)
    (box,) = load(newcomer.path).mailboxes
    assert box.kind == "imap"
    assert box.tls == "starttls"


def test_a_refused_password_is_asked_for_again(newcomer: Newcomer, mailbox_user: MailboxUser) -> None:
    """The sixth answer is the right password; the wrong one lies nowhere."""
    answers = (mailbox_user.address, "Robin Ashdown", "", "", "wrong", mailbox_user.password)
    said = newcomer.sets_up(mail_at(mailbox_user), *answers)
    assert "refuses that password" in said
    assert (newcomer.path.parent / "password").read_text() == mailbox_user.password


def test_what_cannot_be_used_leaves_nothing_behind(newcomer: Newcomer, mailbox_user: MailboxUser) -> None:
    """A calendar that is not there: everything that is wrong is said, and no file is written."""
    table = mail_at(mailbox_user) + 'caldav = "http://127.0.0.1:9/"\n'
    said = newcomer.sets_up(table, mailbox_user.address, "Robin", "", "", mailbox_user.password, code=78)
    assert "calendar" in said
    assert "Nothing was written" in said
    assert not newcomer.path.exists()
    assert not (newcomer.path.parent / "password").exists()


def test_a_configuration_is_never_overwritten(newcomer: Newcomer) -> None:
    """Whoever has one is told where, before anything is asked."""
    newcomer.path.parent.mkdir()
    newcomer.path.write_text("mine")
    assert "already" in newcomer.sets_up("", code=78)
    assert newcomer.path.read_text() == "mine"


def test_a_provider_without_passwords_says_so_at_once(newcomer: Newcomer) -> None:
    """One answer, and the way in that there is."""
    table = '[[provider]]\nname = "Other"\ndomains = ["other.example"]\n'
    assert "microsoft365.toml" in newcomer.sets_up(table, "robin@outlook.com", code=78)


def test_the_table_of_providers_is_sound() -> None:
    """Every domain once, in small letters; every provider has a server or the reason why not."""
    entries = tomllib.loads((ROOT / "agent/world/providers.toml").read_text())["provider"]
    providers = [Provider.model_validate(entry) for entry in entries]
    domains = [domain for provider in providers for domain in provider.domains]
    assert len(domains) == len(set(domains))
    assert all(domain == domain.lower() for domain in domains)
    assert all(bool(provider.imap) != bool(provider.cannot) for provider in providers)
    assert provider_of("GMAIL.com") is not None
    assert provider_of("nowhere.example") is None


@pytest.mark.parametrize("text", ["[[provider]]\nnome = 'x'", "provider = 3", "\x00"])
def test_a_table_that_cannot_be_read_is_the_users_to_mend(tmp_path: Path, text: str) -> None:
    """A misspelt key, another shape, no TOML."""
    (tmp_path / "table.toml").write_text(text)
    with pytest.raises(NeedsUser, match="table of providers"):
        provider_of("acme.example", tmp_path / "table.toml")


def test_answers_with_quotes_and_accents_are_written_as_they_are(tmp_path: Path) -> None:
    """A name is no TOML: what is typed is what is read back."""
    name = 'Zoë "Zo" O’Neill \\ \t\N{GRINNING FACE}'
    provider = provider_of("posteo.de")
    assert provider is not None
    answers = Answers(address="zoe@posteo.de", name=name, phone='"; x = 1')
    (tmp_path / "afterword.toml").write_text(configuration(answers, provider, tmp_path / "password", tmp_path / "ics"))
    me = load(tmp_path / "afterword.toml").me
    assert (me.name, me.phone) == (name, '"; x = 1')


@pytest.mark.parametrize(("zone", "country"), [("Europe/Berlin", "DE"), ("America/New_York", "US"), ("UTC", "US")])
def test_the_country_of_a_zone_is(zone: str, country: str) -> None:
    """Whose public holidays count where the machine stands; the coach's where nothing tells."""
    assert country_of(zone) == country
