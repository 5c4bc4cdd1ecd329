"""Documents made to harm: each is refused with a sentence, or read, quickly and in a process of its own."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.exchange.questions import Parsed, read
from tests.unit.exchange.questions.builders import codes, keys, understood
from tests.unit.exchange.questions.test_hostile import BOMB, OUTSIDE, seconds_of_children
from tests.unit.exchange.questions.word.documents import (
    NAMES,
    RED,
    UNDERLINE,
    cell,
    document,
    level,
    lists,
    numbered,
    package,
    paragraph,
    question,
    run,
    table,
)

SOUND = document(
    question(1, ["Huế", paragraph(run("B. Hà Nội", RED)), "Vinh"]),
    table(["STT", "Câu hỏi", "A", "B", "Đáp án"], ["2", "Hai?", "x", "y", "A"]),
    [numbered(1, "một"), numbered(1, "hai")],
    paragraph("ĐÁP ÁN"),
    table(["Câu", "Đáp án"], ["1", "B"], ["2", "A"]),
    parts={"word/numbering.xml": lists(level(0, "upperLetter", "%1."))},
)


def body(inside: str, before: str = "") -> bytes:
    return package({"word/document.xml": f"{before}<w:document {NAMES}><w:body>{inside}</w:body></w:document>"})


def uneven(piece: str, count: int) -> str:
    """Return many pieces that hardly shrink: below the ratio that a zip is refused for."""
    return "".join(f"{piece}<!--{n * 2654435761 % 2**32:x}-->" for n in range(count))


def lying_about_sizes() -> bytes:
    content = bytearray(body("<w:p/>" + " " * 5_000_000))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entry = archive.getinfo("word/document.xml")
    return bytes(content.replace(struct.pack("<L", entry.file_size), struct.pack("<L", 1000)))


HOSTILE = {
    "an entity bomb in the document": (lambda: body("<w:p><w:r><w:t>&d;</w:t></w:r></w:p>", BOMB), "unreadable-file"),
    "an entity bomb in the numbering": (
        lambda: document(question(1, "xy"),
        parts={"word/numbering.xml": f"{BOMB}<w:numbering {NAMES}>&d;</w:numbering>"}),
        "unreadable-file",
    ),
    "an outside entity in the styles": (
        lambda: document(question(1, "xy"), parts={"word/styles.xml": f"{OUTSIDE}<w:styles {NAMES}>&a;</w:styles>"}),
        "unreadable-file",
    ),
    "a zip bomb": (lambda: body(" " * 20_000_000), "too-large"),
    "a lie about sizes": (lying_about_sizes, "unreadable-file"),
    "a million runs": (lambda: body("<w:p>" + uneven("<w:r><w:t>a</w:t></w:r>", 500_000) + "</w:p>"), "too-large"),
    "a great many paragraphs": (lambda: body(uneven("<w:p><w:r><w:t>a</w:t></w:r></w:p>", 300_000)), "too-large"),
    "more text than a bank has": (
        lambda: body(uneven("<w:p><w:r><w:t>" + "Câu hỏi dài " * 100 + "</w:t></w:r></w:p>", 5000)), "too-large",
    ),
    "tables inside tables": (lambda: body("<w:tbl><w:tr><w:tc>" * 5000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5000),
    "unreadable-file"),
    "links inside links": (lambda: body("<w:p>" + "<w:hyperlink>" * 5000 + "</w:hyperlink>" * 5000 + "</w:p>"),
    "unreadable-file"),
    "equations inside equations": (
        lambda: body("<w:p><m:oMath>" + "<m:e>" * 250 + "</m:e>" * 250 + "</m:oMath></w:p>"), "not-a-bank",
    ),
    "macros": (lambda: document(question(1, "xy"), parts={"word/vbaProject.bin": b"x"}), "unreadable-file"),
    "two entries of one name": (lambda: document(parts={"WORD/document.xml": b"x"}), "unreadable-file"),
    "a path that climbs out": (lambda: document(parts={"../evil": b"x"}), "unreadable-file"),
    "a truncated file": (lambda: SOUND[: len(SOUND) // 2], "unreadable-file"),
    "a list that is its own style's list": (
        lambda: document(
            numbered(1, "x"),
            parts={"word/numbering.xml": lists('<w:numStyleLink w:val="S"/>'),
                   "word/styles.xml": f'<w:styles {NAMES}><w:style w:styleId="S"><w:basedOn w:val="S"/><w:pPr><w:numPr>'
                                      '<w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'},
        ),
        "not-a-bank",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_with_a_sentence_within_five_seconds(name: str) -> None:
    make, code = HOSTILE[name]
    content = make()
    started = seconds_of_children()
    parsed = read(content, filename="ngan-hang.docx")
    assert (parsed.format, parsed.questions, codes(parsed)) == ("docx", (), [code])
    assert seconds_of_children() - started < 5


LONG = {
    "one line": "Câu 1. " + "A. x B. y " * 100_000,
    "lines of letters": "A.\n" * 100_000,
    "lines of numbers": "1.\n" * 100_000,
    "one question of endless options": "Câu 1. x\n" + "B. y\n" * 100_000,
    "blanks": "Câu 1." + " " * 1_000_000 + "x\nA. a\nB. b",
    "stars": "*" * 500_000,
    "pairs": "1-A " * 100_000,
    "passages": "Đọc và trả lời câu 1, 2\n" * 50_000,
    "words of keys": "Đáp án: " * 50_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_read_or_refused_within_five_seconds(name: str) -> None:
    started = seconds_of_children()
    assert isinstance(read(LONG[name].encode(), filename="a.txt", format_code="text"), Parsed)
    assert seconds_of_children() - started < 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_mutated_bytes_of_a_document_never_raise(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SOUND)
    for place, byte in changes:
        content[place] = byte
    assert isinstance(understood(bytes(content), "docx"), Parsed)


XML = {
    name: zipfile.ZipFile(BytesIO(SOUND)).read(name).decode() for name in ("word/document.xml", "word/numbering.xml")
}


@pytest.mark.parametrize("part", XML)
@settings(max_examples=80, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from(['"', "<", "-1", "999999999", "r", "&", "t", "/", ">"])),
        max_size=6,
    )
)
def test_mutated_xml_of_a_document_never_raises(part: str, changes: list[tuple[int, str]]) -> None:
    text = XML[part]
    for place, insertion in changes:
        place %= len(text)
        text = text[:place] + insertion + text[place + 1 :]
    assert isinstance(understood(package({**XML, part: text}), "docx"), Parsed)


PIECES = st.sampled_from(
    ["Câu 1.", "Câu 2:", "A.", "B.", "C)", "a)", "1.", "2)", "Đáp án:", "B", "ĐÁP ÁN", "1-A 2-B", "Chủ đề:",
    "PHẦN II. ĐÚNG SAI", "Chương 1", "HẾT",
     "Lời giải", "*", "**", "\n", "\n\n", "\t", "    ", "Đọc và trả lời câu 1, 2", "[1]", "- ", "xin chào", "Chọn B",
     "Nguồn:", UNDERLINE, "\ue000", "é"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_lines_never_raise(pieces: list[str]) -> None:
    assert isinstance(understood(" ".join(pieces).encode(), "text"), Parsed)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=30))
def test_any_paragraphs_and_cells_never_raise(pieces: list[str]) -> None:
    clean = ["".join(c for c in piece if c.isprintable() or c in "\n\t") for piece in pieces]
    rows = [[cell(piece) for piece in clean[start : start + 3]] for start in range(0, len(clean), 3)]
    blocks = [paragraph(run(piece, RED)) for piece in clean] + ([table(*rows)] if rows else [])
    assert isinstance(understood(document(blocks), "docx"), Parsed)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_never_raise(content: bytes) -> None:
    assert isinstance(understood(content, "text"), Parsed)
    assert isinstance(understood(content, "docx"), Parsed)


def test_the_sound_document_is_read() -> None:
    assert keys(understood(SOUND, "docx"))[:2] == ["B", "A"]
