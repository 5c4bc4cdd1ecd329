"""Files of other systems made to harm: each ends with a sentence or a result, quickly, in a process of its own."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizapp.exchange.questions import MAX_BYTES, Parsed, read
from tests.unit.exchange.questions.builders import codes, understood
from tests.unit.exchange.questions.qti.builders import item, manifest, zipped
from tests.unit.exchange.questions.test_hostile import BOMB, OUTSIDE, seconds_of_children

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
FULL = MAX_BYTES - 1000
DEEP = 100_000


def moodle(inside: str) -> bytes:
    return f"<quiz>{inside}</quiz>".encode()


def stem(html: str) -> bytes:
    text = f'<questiontext format="html"><text>{html}</text></questiontext>'
    return moodle(f'<question type="truefalse">{text}</question>')


def package(of_item: str, **parts: str) -> bytes:
    return zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": of_item, **parts})


HOSTILE = {
    "an entity bomb": (lambda: BOMB.encode() + moodle("&d;"), ["unreadable-file"]),
    "an entity bomb in UTF-16": (lambda: (BOMB + moodle("&d;").decode()).encode("utf-16"), ["unreadable-file"]),
    "an outside entity": (lambda: OUTSIDE.encode() + moodle("&a;"), ["unreadable-file"]),
    "an outside DTD": (lambda: b'<!DOCTYPE quiz SYSTEM "http://x/y.dtd">' + moodle(""), ["unreadable-file"]),
    "elements that stand deep": (lambda: moodle("<a>" * DEEP + "</a>" * DEEP), ["unreadable-file"]),
    "a question that is deep": (
        lambda: moodle("<question>" + "<a>" * DEEP + "</a>" * DEEP + "</question>"),
        ["unreadable-file"],
    ),
    "an attribute of 20 MB": (lambda: moodle(f'<question type="{"x" * FULL}"/>'), ["unsupported-type"]),
    "20 MB of empty elements": (lambda: moodle("<a/>" * (FULL // 4)), ["too-large"]),
    "20 MB of empty questions": (lambda: moodle('<question type="multichoice"/>' * (FULL // 31)), ["too-large"]),
    "20 MB of markup in a text": (lambda: stem("&lt;b>" * (FULL // 6)), ["too-large"]),
    "20 MB of text": (lambda: stem("chữ " * (FULL // 7)), ["too-large"]),
    "a truncated file": (lambda: moodle("<question>" * 9)[:50], ["unreadable-file"]),
    "a deep item": (lambda: item(before="<a>" * 9000 + "</a>" * 9000).encode(), ["unreadable-file"]),
    "an item of tags": (lambda: item(before="<b/>" * 300_000).encode(), ["too-large"]),
    "QTI 1.2 of nothing but items": (
        lambda: b"<questestinterop>" + b"<item/>" * 300_000 + b"</questestinterop>",
        ["too-large"],
    ),
    "an entity bomb in an item": (lambda: package(BOMB + item()), ["unreadable-file"]),
    "an entity bomb in a manifest": (
        lambda: zipped({"imsmanifest.xml": BOMB + manifest("a.xml"), "a.xml": item()}),
        ["unreadable-file"],
    ),
    "a zip bomb": (lambda: package(item(before=" " * 30_000_000)), ["too-large"]),
    "a path that climbs out": (lambda: package(item(), **{"../../etc/cron.d/x": "x"}), ["unreadable-file"]),
    "too many parts": (lambda: package(item(), **{f"x{n}": "" for n in range(20_001)}), ["too-large"]),
    "too many items": (
        lambda: zipped(
            {"imsmanifest.xml": manifest(*(f"{n}.xml" for n in range(5002)))}
            | {f"{n}.xml": item() for n in range(5002)}
        ),
        ["too-large"],
    ),
    "a manifest of 300,000 resources": (
        lambda: zipped({"imsmanifest.xml": manifest(*["a.xml"] * 300_000), "a.xml": item()}),
        ["too-large"],
    ),
    "a truncated package": (lambda: package(item())[:-30], ["unreadable-file"]),
    "20 MB of GIFT questions": (lambda: b"a{=b~c}\n\n" * (FULL // 9), ["too-large"]),
    "10 million options": (lambda: b"a{" + b"~b" * (FULL // 2) + b"}", ["text-too-long", "too-many-options", "no-key"]),
    "a brace that is never closed": (lambda: b"a{~b" * (FULL // 4), ["unreadable-question"]),
    "20 MB of Aiken": (lambda: b"a\nA. b\nB. c\nANSWER: A\n\n" * (FULL // 25), ["too-large"]),
    "an answer of 10 million letters": (
        lambda: b"a\nA. b\nB. c\nANSWER: " + b"A " * (FULL // 2 - 20) + b"!",
        ["key-out-of-range"],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_with_a_sentence_within_five_seconds(name: str) -> None:
    make, expected = HOSTILE[name]
    content = make()
    started = seconds_of_children()
    parsed = read(content)
    assert codes(parsed) == expected
    assert seconds_of_children() - started < 5


SOUND = {
    code: path.read_bytes() for code in ("gift", "aiken", "moodle-xml", "qti") for path in (GOLDEN / code).iterdir()
    if path.suffix != ".json"
}  # fmt: skip
ITEM, MANIFEST = item(), manifest("a.xml")
PIECES = ('"', "&", "{", "}", "~", "=", "#", "::", "\\", "\n\n", "ANSWER:", "A.", "%50%", "]]>", "\0", "é", "<", ">")
CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(PIECES)), min_size=1, max_size=8)


def changed(content: bytes, changes: list[tuple[int, str]]) -> bytes:
    for place, piece in changes:
        place %= len(content)
        content = content[:place] + piece.encode() + content[place + len(piece) :]
    return content


@pytest.mark.parametrize("code", SOUND)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES)
def test_mutated_files_never_raise(code: str, changes: list[tuple[int, str]]) -> None:
    assert isinstance(understood(changed(SOUND[code], changes), code), Parsed)


@settings(max_examples=60, deadline=None)
@example([(ITEM.index("single"), "{")], [])
@given(CHANGES, CHANGES)
def test_mutated_xml_in_a_package_never_raises(
    of_item: list[tuple[int, str]], of_manifest: list[tuple[int, str]]
) -> None:
    parts = {
        "imsmanifest.xml": changed(MANIFEST.encode(), of_manifest[:2]).decode("utf-8", "replace"),
        "a.xml": changed(ITEM.encode(), of_item[:3]).decode("utf-8", "replace"),
    }
    assert isinstance(understood(zipped(parts), "qti"), Parsed)


@pytest.mark.parametrize("code", SOUND)
@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(0, 4000), min_size=2, max_size=4).map(sorted))
def test_files_in_pieces_never_raise(code: str, cuts: list[int]) -> None:
    content = b"".join(SOUND[code][start:end] for start, end in pairwise(cuts))
    assert isinstance(understood(content, code), Parsed)


@pytest.mark.parametrize("code", SOUND)
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_never_raise(code: str, content: bytes) -> None:
    assert isinstance(understood(content, code), Parsed)


TEXT = st.text(st.sampled_from("{}~=#:\\\n%50TFa/[]$-> ANSWER:B.)đ"), max_size=80)


@pytest.mark.parametrize("code", ["gift", "aiken"])
@settings(max_examples=150, deadline=None)
@given(text=TEXT)
def test_any_text_of_the_formats_own_signs_never_raises(code: str, text: str) -> None:
    assert isinstance(understood(text.encode(), code), Parsed)
