"""The page with the timeline: everything that status and simulate tell, and nothing that anybody else wrote into it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path

from agent.cli.page import Chapter, page
from tests.story import mails
from tests.story.terminal import Terminal
from tests.story.test_letters_from_facts import ME

HOSTILE = "<script>alert(1)</script>\"'><img src=https://evil.example/x onerror=alert(1)>\u202ereversed"


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_the_page_tells_the_story(tmp_path: Path) -> None:
    """Employer, role, what happened, what comes next; written for its owner alone, nothing fetched."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    now = datetime.now(UTC).replace(microsecond=0)
    invitation = mails.invitation(ME, now - timedelta(days=1), now + timedelta(days=3))
    terminal.receives("1.host", invitation.as_bytes(policy=SMTP))
    terminal.types("once")
    path = tmp_path / "page.html"
    assert str(path) in terminal.types("show", "--no-open", "--to", str(path))
    text = path.read_text()
    for said in (mails.COMPANY, mails.ROLE, "planned", "An interview was set.", "Take notes", "class=ahead"):
        assert said in text, said
    assert "http://" not in text
    assert "https://" not in text
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_page_of_nothing_says_so(tmp_path: Path) -> None:
    """Before the first interview there is a page all the same."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    terminal.types("once")
    terminal.types("show", "--no-open")
    assert "No interviews are known yet." in (tmp_path / "state/afterword.html").read_text()


def test_what_strangers_wrote_is_text_and_nothing_else() -> None:
    """In every field: no tag of theirs, no attribute, no hidden character; nothing in the page may run or be fetched."""
    known = {"company": HOSTILE, "role": HOSTILE, "state": "planned", "questions": [{"id": HOSTILE, "text": HOSTILE}]}
    why = {"text": HOSTILE, "quote": HOSTILE, "message_id": None}
    told = {"at": HOSTILE, "what": HOSTILE, "to": [HOSTILE], "subject": HOSTILE, "why": why}
    text = page([Chapter(overview=known, lines=(told,), ahead=({"due": HOSTILE, "text": HOSTILE},))], HOSTILE)
    empty = page([], "")
    seen = Seen(text)
    assert seen.tags - Seen(empty).tags <= {"section", "h2", "small", "span", "ol", "li", "time", "q", "p"}
    assert not {name for name in seen.attributes if name.startswith("on") or name in {"src", "href"}}
    assert "\u202e" not in text
    assert "default-src 'none'" in text
