"""What a server answered, as values; and which of its folders is which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import NeedsUser
from agent.world.answers import Garbled, fetched, values
from agent.world.fetching import LINE, batches, chunks, spans
from agent.world.folders import found, parsed
from agent.world.ports import Folder


def test_atoms_strings_literals_lists_and_nil() -> None:
    """RFC 3501 section 4, all five."""
    answer = values([(b'1 (UID 5 FLAGS (\\Seen $x) A "b \\" \\\\ c" N NIL L {3}', b"x)y"), b' BODY[HEADER]<0> "NIL")'])
    assert answer == (
        b"1",
        (
            b"UID",
            b"5",
            b"FLAGS",
            (b"\\Seen", b"$x"),
            b"A",
            b'b " \\ c',
            b"N",
            None,
            b"L",
            b"x)y",
            b"BODY[HEADER]<0>",
            b"NIL",
        ),
    )


@pytest.mark.parametrize(
    "text", [b"(", b")", b'"open', b"BODY[", b"(" * 70 + b")" * 70, b'"x\\', b"x" * 2_000_000 + b" y"]
)
def test_what_is_no_answer_is_called_garbled(text: bytes) -> None:
    """Within a bounded time."""
    with pytest.raises(Garbled):
        values([text])


def test_a_quoted_brace_is_no_literal() -> None:
    """`"{5}"` at the end of a line is a word."""
    assert values([b'("{5}" {5})']) == ((b"{5}", b"{5}"),)


def test_answers_to_fetch_are_known_by_uid_and_garbled_ones_left_out() -> None:
    """Also those that come in two halves, and those that nobody asked for."""
    records = [
        b"1 (UID 5 FLAGS (\\Seen))",
        (b"1 (UID 5 BODY[HEADER] {2}", b"\r\n"),
        b")",
        b"2 (UID 6 BODYSTRUCTURE ((()",
        b"3 (FLAGS ())",
        None,
        b"4 (uid 8 rfc822.size 12)",
    ]
    got = fetched(records)
    assert set(got) == {5, 8}
    assert got[5] == {b"UID": b"5", b"FLAGS": (b"\\Seen",), b"BODY[HEADER]": b"\r\n"}
    assert got[8][b"RFC822.SIZE"] == b"12"


@given(
    st.lists(st.one_of(st.binary(max_size=60), st.tuples(st.binary(max_size=60), st.binary(max_size=20))), max_size=6)
)
def test_no_answer_breaks_the_reading_of_answers(records: list[bytes | tuple[bytes, bytes]]) -> None:
    """A property: anything goes in, something comes out."""
    assert isinstance(fetched(records), dict)
    assert list(parsed(records)) is not None


@given(st.sets(st.integers(1, 5000), min_size=1))
def test_numbers_become_ranges_and_mean_the_same(uids: set[int]) -> None:
    """1,2,3,7 is 1:3,7."""
    named: set[int] = set()
    for span in spans(uids).split(","):
        first, _, last = span.partition(":")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == uids


@given(st.sets(st.integers(1, 2**32 - 1), max_size=3000), st.integers(1, 2000))
def test_no_list_of_numbers_is_too_long_for_a_line(uids: set[int], size: int) -> None:
    """All of them, each once, in lines that every server takes."""
    parts = list(chunks(sorted(uids), size))
    assert [uid for part in parts for uid in part] == sorted(uids)
    assert all(len(part) <= size and len(spans(part)) <= LINE for part in parts)


@given(st.dictionaries(st.integers(1, 999), st.integers(0, 300_000)))
def test_batches_hold_every_message_once_and_large_ones_alone(known: dict[int, int]) -> None:
    """Nothing is left out, nothing read twice."""
    made = list(batches(known))
    assert sorted(uid for batch in made for uid in batch) == sorted(known)
    assert all(len(batch) == 1 for batch in made if known[batch[0]] > 128 * 1024)


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────

USUAL = [b'(\\HasNoChildren) "/" INBOX', b'(\\Sent) "/" "Sent"', b'(\\Drafts) "/" Drafts']


def names(lines: list[bytes], **chosen: str) -> dict[Folder, bytes]:
    """What is found among these lines of LIST."""
    wanted = {Folder(folder): name for folder, name in chosen.items()}
    return found(parsed(lines), wanted, "The mail server")


def test_folders_are_told_by_their_use() -> None:
    """Whatever they are called, and in whatever letters the server writes the use (Cyrus: small ones)."""
    assert names([b'(\\Sent) "/" Foo', b'(\\drafts) "/" "Bar & Co"', b'(\\JUNK) "." Baz']) == {
        Folder.INBOX: b"INBOX",
        Folder.SENT: b"Foo",
        Folder.DRAFTS: b"Bar & Co",
        Folder.JUNK: b"Baz",
    }


@pytest.mark.parametrize(
    ("sent", "drafts"),
    [
        (b"Sent", b"Drafts"),
        (b"INBOX.Sent", b"INBOX.Drafts"),
        (b"Gesendet", b"Entw&APw-rfe"),
        (b"[Gmail].Enviados", b"[Gmail].Borradores"),
        (b"&AMk-l&AOk-ments envoy&AOk-s", b"Brouillons"),
        (b"Sent Items", b"drafts"),
        (b"Verzonden", b"Concepten"),
        (b"&kAFP4W4IMH8wojCkMMYw4A-", b"&Tgtm+DBN-"),
    ],
)
def test_without_uses_folders_are_told_by_their_names(sent: bytes, drafts: bytes) -> None:
    """In the languages that mail programs speak, at the places where they put them."""
    got = names([b'() "." "%s"' % sent, b'() "." "%s"' % drafts])
    assert (got[Folder.SENT], got[Folder.DRAFTS]) == (sent, drafts)


def test_an_archives_sent_folder_is_not_sent() -> None:
    """Names count at the top only."""
    with pytest.raises(NeedsUser, match="no sent folder"):
        names([b'() "/" "Archive/2019/Sent"', b'() "/" Drafts'])


def test_two_that_could_be_meant_are_asked_about() -> None:
    """F13: a wrong guess at Sent would mean one inquiry too many."""
    with pytest.raises(NeedsUser) as problem:
        names([b'() "/" Sent', b'() "/" "Sent Items"', b'(\\Drafts) "/" A', b'(\\Drafts) "/" B'])
    assert len(problem.value.problems) == 2
    assert "Sent Items" in problem.value.problems[0]


def test_two_trash_folders_are_no_question() -> None:
    """Neither is ever written to."""
    assert names([*USUAL, b'() "/" Trash', b'() "/" Bin'])[Folder.TRASH] == b"Trash"


def test_what_the_settings_say_counts() -> None:
    """By its name in letters; and it has to be there."""
    lines = [*USUAL, b'() "/" "Entw&APw-rfe"']
    assert names(lines, drafts="Entwürfe")[Folder.DRAFTS] == b"Entw&APw-rfe"
    with pytest.raises(NeedsUser, match="'Ablage'"):
        names(lines, junk="Ablage")


@pytest.mark.parametrize(
    "line", [b'(\\Noselect \\Drafts) "/" D', b'(\\NonExistent \\Drafts) "/" D', b"(((", b"x", b'() "/"']
)
def test_what_cannot_be_opened_is_no_folder(line: bytes) -> None:
    """Nor what is no answer at all."""
    assert names([*USUAL, line])[Folder.DRAFTS] == b"Drafts"


@pytest.mark.parametrize("name", [b"a\r\nb", b"a\x00b", "Entwürfe".encode(), b""])
def test_a_name_that_could_not_be_sent_back_is_no_folder(name: bytes) -> None:
    """A server may put anything into a literal."""
    assert list(parsed([(b'(\\Drafts) "/" {%d}' % len(name), name), b""])) == []
