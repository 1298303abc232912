"""A firm's name: cleaned of what recruiting adds to it, and compared with a domain."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.reading.clauses import unaccented
from agent.reading.names import NAMING


def agrees(name: str, slug: str) -> bool:
    """Whether a name could have become this domain: `Uhrig & Söhne` and `uhrig-soehne`."""
    slug = squashed(slug)
    whole = {squashed(form) for form in _forms(name)}
    if any(
        form and (form == slug or (len(form) >= 4 and form in slug) or (len(slug) >= 4 and slug in form))
        for form in whole
    ):
        return True
    words = [word for word in re.split(r"\W+", unaccented(name.casefold())) if word]
    return bool(words) and len(words[0]) >= 4 and slug.startswith(words[0])


def _forms(name: str) -> tuple[str, ...]:
    low = name.casefold()
    umlauts = low.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return (
        low,
        umlauts,
        umlauts.replace("&", "and"),
        low.replace("&", "and"),
        low.replace("&", "und"),
        umlauts.replace("&", "und"),
    )


def fitted(name: str, slug: str) -> str:
    """A name that agrees with a domain, without words before it that do not: `Zimmer 2 der Ostertal-Klinik`."""
    words = name.split()
    if not slug:
        return name
    for last in range(len(words) - 1, 0, -1):
        cut = words[last - 1].casefold() in _LINKS or any(letter.isdigit() for letter in words[last - 1])
        if cut and agrees(" ".join(words[last:]), slug):
            words = words[last:]
            break
    while len(words) > 1 and agrees(name, slug) and (len(words[-1]) == 1 or words[-1].casefold() in _NOT_LAST):
        words = words[:-1]
    return " ".join(words)


_LINKS = frozenset(["van", "von", "der", "des", "bei", "at", "from", "im", "zum", "chez", "voor", "en"])
_NOT_LAST = frozenset(["i", "we", "our", "the", "on", "in", "and", "of", "re", "hi", "interview"])


def squashed(text: str) -> str:
    """A name as a domain would write it: letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", unaccented(text.casefold()))


@lru_cache(maxsize=4096)  # every mail of a sender names the same firm
def cleaned(name: str) -> str:
    """A name without what recruiting adds to it: `The Quillmark Talent Team` → `Quillmark`."""
    name = _FORM.sub("", " ".join(name.replace("’", "'").split()).strip(' ,.:;-–|"“”'))
    changed = True
    while changed and name:
        changed = False
        folded = name.casefold()
        for addition in ADDITIONS:
            if folded.endswith((f" {addition}", f"-{addition}")):
                name, changed = name[: -len(addition) - 1].strip(" ,-–|@").removeprefix("The "), True
                break
        folded = name.casefold()
        for prefix in _PREFIXES:
            if folded.startswith(f"{prefix} ") and len(folded) > len(prefix) + 2:
                name, changed = name[len(prefix) :].strip(" ,-–|@"), True
                break
    return name


_FORM = re.compile(
    r"(?<=\w),? (?:Inc|LLC|L\.L\.C|Ltd|Limited|PLC|plc|LLP|Corp|Corporation|GmbH(?: & Co\. KG)?|AG|KG|mbH|S\.A|S\.L|SL"
    r"|SLU|SARL|SAS|B\.V|BV|N\.V|NV|e\.V|A/S|AS|AB|Oy|Pty)\.?$"
)
ADDITIONS = tuple(sorted(NAMING["company"]["additions"], key=len, reverse=True))
_PREFIXES = tuple(sorted(NAMING["company"]["prefixes"], key=len, reverse=True))


def key(name: str) -> str:
    """A name as it is compared: without case, accents, marks, and a "the" before it."""
    return " ".join(re.sub(r"[^\w& ]", " ", unaccented(name.casefold())).split()).removeprefix("the ")
