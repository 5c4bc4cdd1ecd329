"""What the reader of files of results refuses, and how values come back."""

import io
import zipfile
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256

import pytest

from quizapp.exchange.questions.parsed import Refused
from quizapp.exchange.results import cells, reading
from quizapp.exchange.results.cells import NotACell
from quizapp.exchange.results.check import check_file
from quizapp.exchange.results.fingerprints import canonical, fingerprint
from quizapp.exchange.results.layout import DRAWN, RULES
from quizapp.exchange.results.verify import NotVerifiable, verify
from quizapp.exchange.tables import Column, Kind, Table, write_xlsx

_SHEET = "xl/worksheets/sheet1.xml"


def _with_part(content, name, part):
    """Return a workbook with one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return target.getvalue()


def _sheet(rows):
    return f'<worksheet xmlns="urn:x"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + _sheet("<row><c><v>&b;</v></c></row>"),
        b"<worksheet><row>",
        b"\x00",
        _sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
    ],
    ids=["entities", "torn", "no XML", "far column", "columns backwards", "row twice"],
)
def test_a_hostile_sheet_is_refused(file, part):
    with pytest.raises(Refused):
        check_file(_with_part(file.written(), _SHEET, part))


def test_a_bomb_is_refused_by_its_directory(file):
    bomb = _with_part(file.written(), _SHEET, b"0" * (300 * 1024 * 1024))
    with pytest.raises(Refused):
        reading.open_book(bomb)


def test_the_child_says_what_is_wrong_and_checks_what_is_right(file):
    assert verify(file.written())["agrees"] is True
    with pytest.raises(NotVerifiable, match="tệp nén có tỷ lệ nén bất thường"):
        verify(_with_part(file.written(), _SHEET, b"0" * (300 * 1024 * 1024)))


def test_every_kind_of_value_is_read_as_it_was_written():
    row = [
        "Hà Đức Em", "=1+1", " hai  dấu cách ", "#N/A", "_x0041_", "một\nhai", "0012", "", None, True,
        0, 12345678901234, -3, 1 / 3, 2.0, Fraction(250, 3), date(2027, 6, 9),
        datetime(2027, 6, 9, 1, 2, 3, tzinfo=UTC),
    ]  # fmt: skip
    kinds = [Kind.DATETIME if isinstance(value, date) else Kind.TEXT for value in row]
    columns = tuple(Column(title=f"c{n}", kind=kind) for n, kind in enumerate(kinds))
    target = io.BytesIO()
    write_xlsx([Table(title="x", columns=columns, rows=[row])], target)
    lines = list(reading.open_book(target.getvalue()).lines("x"))
    assert list(lines[1].cells) == [canonical(value) for value in row]


def test_a_fingerprint_is_the_begin_of_the_hash_of_a_row_s_cells():
    assert fingerprint(["a", "1", "", ""]) == sha256(b"a\x1f1").hexdigest()[:8]


def test_an_item_stands_in_one_cell():
    assert cells.item(1234, 0b110, 1) == "1234:BC=1"
    assert cells.item_in("1234:BC=1") == (1234, 0b110, 1)
    assert cells.item_in("7:=0") == (7, 0, 0)


@pytest.mark.parametrize(
    "text", ["", "7", "7:A", "7=1", "x:A=1", "7:a=1", "7:AA=1", "7:BA=1", "7:I=1", "7:A=-1", "7:A=½"]
)
def test_what_is_no_item_is_not_read(text):
    with pytest.raises(NotACell):
        cells.item_in(text)


def test_a_lot_of_the_draw_is_what_sha256sum_prints(file):
    """By hand: printf '%s' SEED:encouragement:ID | sha256sum."""
    scope, *_, entry, _, lot = file.sheets[DRAWN.title][1]
    seed = next(row[2] for row in file.sheets[RULES.title] if row[:2] == [scope, "draw_seed"])
    promise = next(row[2] for row in file.sheets[RULES.title] if row[:2] == [scope, "commitment"])
    assert sha256(seed.encode()).hexdigest() == promise
    assert sha256(f"{seed}:encouragement:{entry}".encode()).hexdigest() == lot
