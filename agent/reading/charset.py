"""Bytes → characters. A charset is taken from a list of our own, never from whatever Python happens to know."""

from __future__ import annotations

import re

_WESTERN = "cp1252"
"""What iso-8859-1 and us-ascii mean in practice (WHATWG Encoding Standard): windows-1252."""

_FAMILIES: dict[str, str] = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 utf-8-mac utf8mb4",
    "utf-16": "utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 utf-16le utf-16be",
    "utf-7": "utf-7 utf7 unicode-1-1-utf-7",
    _WESTERN: "us-ascii ascii iso-8859-1 iso8859-1 latin1 latin-1 l1 windows-1252 cp1252 x-cp1252 ansi-x3.4-1968 "
    "ansi-x3.110-1983 iso646-us ibm819 cp819 x-ansi ansi default x-unknown unknown-8bit 8bit 7bit",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1253": "windows-1253 cp1253",
    "cp1254": "windows-1254 cp1254 iso-8859-9 iso8859-9 latin5",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1257": "windows-1257 cp1257",
    "cp1258": "windows-1258 cp1258",
    "iso8859-2": "iso-8859-2 iso8859-2 latin2",
    "iso8859-3": "iso-8859-3 iso8859-3",
    "iso8859-4": "iso-8859-4 iso8859-4",
    "iso8859-5": "iso-8859-5 iso8859-5",
    "iso8859-6": "iso-8859-6 iso8859-6 iso-8859-6-i iso-8859-6-e",
    "iso8859-7": "iso-8859-7 iso8859-7",
    "iso8859-8": "iso-8859-8 iso8859-8 iso-8859-8-i iso-8859-8-e",
    "iso8859-10": "iso-8859-10",
    "iso8859-13": "iso-8859-13",
    "iso8859-14": "iso-8859-14",
    "iso8859-15": "iso-8859-15 iso8859-15 latin9 latin-9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r koi8",
    "koi8-u": "koi8-u koi8-ru",
    "cp874": "tis-620 windows-874 iso-8859-11 cp874",
    "cp437": "cp437 ibm437",
    "cp850": "cp850 ibm850 cp-850 ibm-850",
    "cp852": "cp852 ibm852",
    "cp866": "cp866 ibm866",
    "mac-roman": "macintosh mac x-mac-roman mac-roman macroman",
    "gb18030": "gb18030 gbk gb2312 x-gbk cp936 windows-936 gb-2312-80",
    "hz": "hz hz-gb-2312",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 cp950",
    "cp932": "shift-jis shift_jis sjis x-sjis ms-kanji cp932 windows-31j",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp_2": "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-ms csiso2022jp cp50220 cp50221",
    "cp949": "euc-kr ks-c-5601-1987 ksc5601 cp949 windows-949 uhc korean",
    "iso2022_kr": "iso-2022-kr",
}
_CODECS = {name: codec for codec, names in _FAMILIES.items() for name in names.split()}
"""Only charsets whose decoder runs in linear time: `punycode` and `idna` are quadratic, and Python would take them."""

_LABEL = re.compile(r"[A-Za-z0-9._+-]{1,40}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def codec(label: str | None) -> str | None:
    """The codec a charset label stands for, or None when it is missing, misspelt or not on the list."""
    found = _LABEL.search(label or "")
    if not found:
        return None
    name = found.group().lower().replace("_", "-")
    return _CODECS.get(name) or _CODECS.get(name.removeprefix("cs"))


def decoded(data: bytes, label: str | None = None) -> str:
    """The characters of `data`; never raises, and never returns a lone surrogate (which could not be written again).

    Bytes that say nothing about themselves, or say latin-1, are read as UTF-8 when they are valid UTF-8: a sender that
    forgets the label is common, a latin-1 text that happens to be UTF-8 is not.
    """
    known = codec(label)
    if known is None or known in {"utf-8", _WESTERN}:
        return _western(data, declared_utf8=known == "utf-8")
    text = data.decode(known, "replace")
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _western(data: bytes, *, declared_utf8: bool) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return decoded(data, "utf-16")
    try:
        return data.decode("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", "replace")
    # A cut or slightly broken UTF-8 text stays UTF-8; one where every other accent is broken was never UTF-8.
    broken = lenient.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(character > "\x7f" for character in lenient) - broken
    return lenient if declared_utf8 and broken <= whole else data.decode(_WESTERN, "replace")
