"""The timeline of every candidacy as one HTML page: nothing in it is fetched, nothing in it runs.

What stands in it was partly written by strangers: every text is escaped and freed of characters that nobody sees, and
a policy in the page's own head forbids whatever might slip through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from agent.writing.clean import line

Row = Mapping[str, Any]

_LONGEST = 300
_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>Afterword</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.5rem 0 0 } h2 small { font-weight: normal; color: #666 }
.state { display: inline-block; padding: 0 .6rem; border-radius: 1rem; background: #e8eef4 }
ol { list-style: none; margin: 1rem 0 0; padding: 0 0 0 1rem; border-left: 2px solid #c9d3dc }
li { position: relative; padding: 0 0 .7rem .8rem }
li::before { content: ""; position: absolute; left: -1.36rem; top: .5rem; width: .6rem; height: .6rem }
li::before { border-radius: 50%; background: #7a8b99 }
li.ahead::before { background: #fff; outline: 2px solid #7a8b99 } li.asked::before { background: #c26a00 }
time { color: #666; font-variant-numeric: tabular-nums; margin-right: .6rem } q, .why { color: #555 }
@media (prefers-color-scheme: dark) {
  body { background: #16191c; color: #ddd }
  .state { background: #2a3540 }
  q, .why, time, h2 small { color: #9aa7b2 }
}
</style>
</head>
<body>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One candidacy: how it stands (`overview`), what happened (lines of its story), what is to come (steps)."""

    overview: Row
    lines: tuple[Row, ...]
    ahead: tuple[Row, ...]


def page(chapters: Iterable[Chapter], made: str) -> str:
    """The whole page. `made` is the moment at which it was."""
    told = "\n".join(_chapter(chapter) for chapter in chapters) or "<p>No interviews are known yet.</p>"
    return f"{_HEAD}<h1>Afterword</h1>\n<p class=why>As of {_text(made)}.</p>\n{told}\n</body>\n</html>\n"


def _chapter(chapter: Chapter) -> str:
    known = chapter.overview
    questions = "".join(
        f"<li class=asked>{_text(q['text'])} <span class=why>afterword answer {_text(q['id'])} …</span></li>\n"
        for q in known["questions"]
    )
    happened = "".join(_happened(told) for told in chapter.lines)
    ahead = "".join(_ahead(step) for step in chapter.ahead)
    title = f"{_text(known['company'] or 'An employer')} <small>{_text(known['role'] or '')}</small>"
    state = f"<p><span class=state>{_text(known['state'])}</span></p>"
    return f"<section>\n<h2>{title}</h2>\n{state}\n<ol>\n{happened}{questions}{ahead}</ol>\n</section>"


def _happened(told: Row) -> str:
    what = str(told["what"]).replace("_", " ")
    to = f" to {', '.join(told['to'])}" if told["to"] else ""
    about = f" “{told['subject']}”" if told["subject"] else ""
    why = told["why"]
    quote = f" <q>{_text(why['quote'])}</q>" if why["quote"] else ""
    text = f" <span class=why>{_text(why['text'])}</span>" if why["text"] else ""
    return f"<li>{_time(told['at'])}{_text(what + about + to)}{text}{quote}</li>\n"


def _ahead(step: Row) -> str:
    return f"<li class=ahead>{_time(step['due'])}{_text(step['text'])}</li>\n"


def _time(moment: object) -> str:
    shown = str(moment)[:16].replace("T", " ")
    return f"<time>{_text(shown)}</time>"


def _text(value: object) -> str:
    return escape(line(str(value), _LONGEST), quote=True)
