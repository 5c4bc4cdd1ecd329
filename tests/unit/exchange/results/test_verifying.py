"""A file of results agrees with itself, and no cell of it can be edited unseen."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from quizapp.exchange.questions.parsed import Refused
from quizapp.exchange.results.check import check_file
from quizapp.exchange.results.layout import (
    COLLECTIVE,
    DRAWN,
    FINGERPRINTS,
    INDIVIDUAL,
    PAPERS,
    RULES,
    SHEETS,
    STANDING,
)
from tests.unit.exchange.results.conftest import file_of
from tests.unit.exchange.results.crowds import random_proof, workbook

_PLACES = [(sheet, column) for sheet in SHEETS for column in range(1, len(sheet.columns) + 1)]
_DERIVED = {
    PAPERS: ("Thời gian (ms)", "Số câu đã trả lời", "Điểm (phần)", "Điểm tối đa (phần)", "Là lượt được tính", "Câu 1"),
    **{sheet: tuple(c.title for c in sheet.columns[1:]) for sheet in (STANDING, INDIVIDUAL, DRAWN, COLLECTIVE)},
}
_ITEM_1 = len(PAPERS.columns) + 1


def _other(value):
    return value + 1 if isinstance(value, int) else f"{value or ''}khác"


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6), rounds=st.sampled_from((1, 1, 2)), is_over=st.booleans(), with_names=st.booleans())
def test_an_unedited_file_agrees_whatever_its_rules(seed, rounds, is_over, with_names):
    report = check_file(workbook(random_proof(seed, rounds=rounds, is_over=is_over, with_names=with_names)))
    assert report.findings.listed == []
    assert len(report.rounds) == rounds
    assert len(report.running) == (0 if is_over else rounds)


def test_a_file_saved_by_another_program_agrees(file):
    target = io.BytesIO()
    load_workbook(io.BytesIO(file.written())).save(target)  # which shares texts between cells
    assert check_file(target.getvalue()).findings.listed == []


@pytest.mark.parametrize(("sheet", "column"), _PLACES, ids=[f"{s.title}-{s.columns[c - 1].title}" for s, c in _PLACES])
def test_an_edited_cell_names_its_row(file, sheet, column):
    found = file.findings((sheet.title, 2, column, _other(file.value(sheet, 2, column))))
    assert (sheet.title, 2) in found.rows


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_an_edited_heading_is_named(file, sheet):
    found = file.findings((sheet.title, 1, len(sheet.columns), "khác"))
    assert (sheet.title, 1) in found.rows


@pytest.mark.parametrize("value", [None, "1:A", "999:A=1", "101:Z=1", "101:BA=0", 7])
def test_an_item_that_is_none_names_its_row_and_column(file, value):
    found = file.findings((PAPERS.title, 2, _ITEM_1, value))
    assert ("Câu 1", 2) in {(d.column, d.row) for d in found.listed if d.sheet == PAPERS.title}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_any_cell_of_any_round_s_file_names_its_row(seed, data):
    file = file_of(random_proof(seed, people=8))
    title, rows = data.draw(st.sampled_from(list(file.sheets.items())))
    row, column = data.draw(st.integers(1, len(rows))), data.draw(st.integers(1, len(rows[0])))
    found = file.findings((title, row, column, _other(rows[row - 1][column - 1])))
    assert (title, row) in found.rows


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [(s, h) for s, headings in _DERIVED.items() for h in headings],
    ids=lambda value: getattr(value, "title", None) if not isinstance(value, str) else value,
)
def test_what_follows_from_other_sheets_is_computed_and_said(file, sheet, heading):
    column = file.sheets[sheet.title][0].index(heading) + 1
    value = file.value(sheet, 2, column)
    new = _other(value) if heading != "Câu 1" else f"{value.partition('=')[0]}={int(value.partition('=')[2]) + 1}"
    found = file.findings((sheet.title, 2, column, new))
    first = next(d for d in found.listed if (d.sheet, d.row) == (sheet.title, 2))
    assert (first.column, first.found, first.expected) == (heading, str(new), "" if value is None else str(value))


def test_an_edited_answer_is_marked_anew(file):
    row, column, cell = next(
        (row, column, str(cell))
        for row, line in enumerate(file.sheets[PAPERS.title][1:], start=2)
        for column, cell in enumerate(line[_ITEM_1 - 1 :], start=_ITEM_1)
        if cell and line[17] is None and line[18] and _is_plainly_right(file, line[1], str(cell))
    )
    version, _, rest = cell.partition(":")
    found = file.findings((PAPERS.title, row, column, f"{version}:={rest.partition('=')[2]}"))
    first = next(d for d in found.listed if (d.sheet, d.row) == (PAPERS.title, row))
    assert (first.column, first.expected) == (f"Câu {column - _ITEM_1 + 1}", f"{version}:=0")
    assert STANDING.title in {d.sheet for d in found.listed}


def _is_plainly_right(file, scope, cell):
    """Tell whether an item's answer is the key of a question of which nothing is ruled."""
    version, _, rest = cell.partition(":")
    rows = file.sheets["Câu hỏi"]
    return any((r[0], str(r[1]), r[6]) == (scope, version, rest.partition("=")[0]) and not r[8] for r in rows)


def test_another_seed_than_the_promised_one_is_named(file):
    row, kept = file.find(RULES, 2, "draw_seed"), file.find(RULES, 2, "commitment")
    assert {(RULES.title, row), (RULES.title, kept)} <= file.findings((RULES.title, row, 3, "0" * 64)).rows


def test_a_row_that_was_taken_away_and_one_that_was_added_are_named(file):
    last = len(file.sheets[STANDING.title])
    gone = file.findings(*((STANDING.title, last, column, None) for column in range(1, 18)))
    assert (STANDING.title, last) in gone.rows
    assert (STANDING.title, last + 1) in file.findings((STANDING.title, last + 1, 1, "tuan-1")).rows


def test_a_sheet_that_was_taken_away_is_named(file):
    assert (INDIVIDUAL.title, 1) in file.findings(without=INDIVIDUAL.title).rows


@pytest.mark.parametrize("sheet", [RULES, FINGERPRINTS], ids=lambda sheet: sheet.title)
def test_a_workbook_that_is_no_file_of_results_is_refused(file, sheet):
    with pytest.raises(Refused):
        check_file(file.written(without=sheet.title))


def test_of_a_later_layout_nothing_is_guessed(file):
    found = file.findings((RULES.title, 2, 3, 2))
    assert [(d.sheet, d.row, d.expected) for d in found.listed] == [(RULES.title, 2, "1")]
