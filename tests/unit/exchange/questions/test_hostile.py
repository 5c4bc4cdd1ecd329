"""Files made to harm: each is refused with a sentence, quickly, and in a process of its own."""

import io
import resource
import struct
import warnings
import zipfile
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizapp.exchange.questions import MAX_BYTES, Parsed, dump, read
from quizapp.exchange.questions.sandbox import read_in_child
from tests.unit.exchange.questions.builders import (
    HEADER,
    PLANET,
    codes,
    inline,
    inline_bank,
    keys,
    package,
    sheet_xml,
    understood,
    xlsx,
)

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SOUND = xlsx(HEADER, PLANET)


def with_entry(name: str, content: bytes = b"x") -> bytes:
    return package(sheet_xml(inline_bank()), {name: content})


def twice_the_same_name() -> bytes:
    target = io.BytesIO(SOUND)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return target.getvalue()


def lying_about_sizes() -> bytes:
    """Declare the sheet, which unpacks to 5 MB, as 1,000 bytes in the directory and in its own header."""
    content = bytearray(package(sheet_xml(inline_bank() + " " * 5_000_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    true, told = struct.pack("<L", entry.file_size), struct.pack("<L", 1000)
    return bytes(content.replace(true, told))


def encrypted_office_file() -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def many_tags() -> bytes:
    row = "<row>" + "<c/>" * 50 + "</row>\n"
    return package(sheet_xml("".join(row[:-1] + " " * (n % 97) + "\n" for n in range(90_000))))


HOSTILE = {
    "an entity bomb in the sheet": (
        lambda: package(BOMB + sheet_xml("<row><c><v>&d;</v></c></row>")),
        "unreadable-file",
    ),
    "an entity bomb in the strings": (
        lambda: package(sheet_xml(inline_bank()), {"xl/sharedStrings.xml": BOMB + "<sst><si><t>&d;</t></si></sst>"}),
        "unreadable-file",
    ),
    "an entity bomb in UTF-16": (
        lambda: package((BOMB + sheet_xml(inline_bank())).encode("utf-16")),
        "unreadable-file",
    ),
    "an outside entity": (lambda: package(OUTSIDE + sheet_xml(inline("&a;"))), "unreadable-file"),
    "an outside entity in the styles": (
        lambda: package(sheet_xml(inline_bank()), {"xl/styles.xml": OUTSIDE + "<styleSheet>&a;</styleSheet>"}),
        "unreadable-file",
    ),
    "a zip bomb": (lambda: package(sheet_xml(inline_bank() + " " * 20_000_000)), "too-large"),
    "too many entries": (
        lambda: package(sheet_xml(inline_bank()), {f"xl/media/{n}.png": b"" for n in range(2500)}),
        "too-large",
    ),
    "millions of empty cells": (many_tags, "too-large"),
    "a lie about sizes": (lying_about_sizes, "unreadable-file"),
    "two entries of one name": (twice_the_same_name, "unreadable-file"),
    "a path that climbs out": (lambda: with_entry("../../etc/cron.d/evil"), "unreadable-file"),
    "an absolute path": (lambda: with_entry("/etc/passwd"), "unreadable-file"),
    "a path of Windows": (lambda: with_entry("C:\\evil.xml"), "unreadable-file"),
    "macros": (lambda: with_entry("xl/vbaProject.bin"), "unreadable-file"),
    "a password": (encrypted_office_file, "unreadable-file"),
    "the old Excel": (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1024), "unreadable-file"),
    "a truncated file": (lambda: SOUND[: len(SOUND) // 2], "unreadable-file"),
    "a renamed program": (lambda: b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 40, "unknown-format"),
    "a zip of something else": (lambda: package("", {"_rels/.rels": "<Relationships/>"}), "unreadable-file"),
    "nothing": (lambda: b"", "unreadable-file"),
    "more than the limit": (lambda: bytes(MAX_BYTES + 1), "too-large"),
    "ranges merged over ranges": (
        lambda: package(
            sheet_xml("", after="<mergeCells>" + '<mergeCell ref="H1:H1048576"/>' * 15_000 + "</mergeCells>")
        ),
        "no-questions",
    ),
    "a row beyond the last": (
        lambda: package(sheet_xml(inline(*HEADER) + '<row r="99999999"><c r="A99999999"><v>1</v></c></row>')),
        "unreadable-file",
    ),
}


def seconds_of_children() -> float:
    """Return the processor time that child processes took: unlike the clock's, it is the same on a busy machine."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_within_five_seconds(name: str) -> None:
    make, code = HOSTILE[name]
    content = make()
    started = seconds_of_children()
    parsed = read(content, filename="ngan-hang.xlsx")
    assert (parsed.questions, codes(parsed)) == ((), [code])
    assert seconds_of_children() - started < 5


def test_a_macro_and_an_old_file_are_refused_by_name() -> None:
    macro, old = (understood(HOSTILE[name][0]()).problems[0].params["reason"] for name in ("macros", "the old Excel"))
    assert (macro, old) == (
        "tệp chứa macro; hãy lưu thành dạng .xlsx không có macro",
        "tệp Excel đời cũ (.xls); hãy chọn Lưu thành (Save As) dạng .xlsx",
    )


def test_a_sheet_that_claims_to_fill_its_whole_grid_is_read_by_its_cells() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>xa</t></is></c></row>'
    sheet = sheet_xml(inline_bank() + far, before='<dimension ref="A1:XFD1048576"/>')
    parsed = read(package(sheet))
    assert (keys(parsed), codes(parsed)) == (["B"], [])


def test_more_questions_than_a_bank_may_hold_are_refused() -> None:
    row = inline("", "Câu hỏi nào?", "một", "hai", "ba", "bốn", "A")
    assert codes(understood(package(sheet_xml(inline(*HEADER) + row * 5001)))) == ["too-large"]


@pytest.mark.parametrize(
    ("module", "seconds", "code"),
    [
        ("tests.unit.exchange.questions.misbehaving.crashes", 20, "unreadable-file"),
        ("tests.unit.exchange.questions.misbehaving.babbles", 20, "unreadable-file"),
        ("tests.unit.exchange.questions.misbehaving.hangs", 1, "too-large"),
        ("tests.unit.exchange.questions.misbehaving.eats_memory", 20, "too-large"),
    ],
)
def test_a_reader_that_misbehaves_is_a_problem_of_the_file(module: str, seconds: float, code: str) -> None:
    parsed = read_in_child(b"", "xlsx", max_seconds=seconds, module=module)
    assert codes(parsed) == [code]


def test_the_reader_can_write_no_file_and_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", "bí mật")
    parsed = read_in_child(b"", "xlsx", module="tests.unit.exchange.questions.misbehaving.confesses")
    assert parsed.problems[0].params == {"reason": "secret None, wrote False"}


def survives(content: bytes) -> Parsed:
    return understood(content, "xlsx" if content.startswith(b"PK") else "csv")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_mutated_bytes_of_a_workbook_never_raise(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SOUND)
    for place, byte in changes:
        content[place] = byte
    assert isinstance(understood(bytes(content)), Parsed)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, len(SOUND)), min_size=2, max_size=4).map(sorted))
def test_a_workbook_in_pieces_never_raises(cuts: list[int]) -> None:
    content = b"".join(SOUND[start:end] for start, end in pairwise(cuts))
    assert isinstance(understood(content), Parsed)


SHEET = sheet_xml(
    inline_bank(), '<cols><col min="1" max="3" hidden="1"/></cols>', '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>'
)
INSERTIONS = ('"', "<", "-1", "1e999", "r", "&", "t")


@settings(max_examples=100, deadline=None)
@example([(SHEET.index('max="3"') + 5, "9999999999999")])
@given(
    st.lists(
        st.tuples(st.integers(0, len(SHEET) - 1), st.sampled_from(['"', "<", "-1", "1e999", "r", "&", "t"])), max_size=6
    )
)
def test_mutated_xml_of_a_sheet_never_raises(changes: list[tuple[int, str]]) -> None:
    text = SHEET
    for place, insertion in changes:
        text = text[:place] + insertion + text[place + 1 :]
    assert isinstance(understood(package(text)), Parsed)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_as_csv_never_raise(content: bytes) -> None:
    assert isinstance(understood(content, "csv"), Parsed)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(HEADER) | st.integers(0, 9), max_size=8), max_size=6))
def test_any_table_never_raises(rows: list[list[object]]) -> None:
    content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    assert isinstance(understood(content.encode("utf-8", "replace"), "csv"), Parsed)


def test_dump_of_nothing_is_a_bank_without_questions() -> None:
    assert [codes(understood(dump([], code), code)) for code in ("xlsx", "csv")] == [["no-questions"]] * 2
