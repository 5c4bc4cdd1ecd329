"""Lists of units as staff paste them."""

import pytest

from quizapp.domain.unit_list import (
    LINE_PROBLEMS,
    Change,
    KnownUnit,
    LineProblem,
    UnitLine,
    parse_unit_list,
    plan_units,
    read_headcount,
)


def taken(text):
    """Name and headcount of every line, which must have no problem."""
    lines = parse_unit_list(text)
    assert [line.problem for line in lines] == [None] * len(lines)
    return [(line.name, line.headcount) for line in lines]


def problem_of(text):
    (line,) = parse_unit_list(text)
    return line.problem


@pytest.mark.parametrize(
    ("line", "name", "headcount"),
    [
        ("Thôn Nà Lừa", "Thôn Nà Lừa", None),
        ("  Thôn   Nà Lừa ;", "Thôn Nà Lừa", None),
        ("Thôn Nà Lừa; 420", "Thôn Nà Lừa", 420),
        ("Thôn Nà Lừa;1.234", "Thôn Nà Lừa", 1234),
        ("Thôn Nà Lừa; 1,234", "Thôn Nà Lừa", 1234),
        ("Thôn Nà Lừa; 1 234", "Thôn Nà Lừa", 1234),
        ("Thôn Nà Lừa\t420", "Thôn Nà Lừa", 420),
        ("Thôn Nà Lừa\t", "Thôn Nà Lừa", None),
        ("12\tThôn Nà Lừa\t420", "Thôn Nà Lừa", 420),
        ("12.\tThôn Nà Lừa", "Thôn Nà Lừa", None),
        ("- Thôn Nà Lừa; 420", "Thôn Nà Lừa", 420),
        ("3. Thôn Nà Lừa", "Thôn Nà Lừa", None),
        ("• Thôn 3", "Thôn 3", None),
        ("Trường TH; THCS Hòa An; 512", "Trường TH; THCS Hòa An", 512),
        ("Tho\u0302n Na\u0300 Lừa", "Thôn Nà Lừa", None),
        ("\ufeffThôn Nà Lừa", "Thôn Nà Lừa", None),
    ],
)
def test_a_line_is_a_name_and_maybe_a_headcount(line, name, headcount):
    assert taken(line) == [(name, headcount)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("; 420", LineProblem.NO_NAME),
        ("420", LineProblem.NO_NAME),
        ("---", LineProblem.NO_NAME),
        ("Thôn " + "dài" * 39, LineProblem.NAME_TOO_LONG),
        ("Thôn A\t1\t2\t3", LineProblem.TOO_MANY_COLUMNS),
        ("Thôn A; khoảng 400", LineProblem.NOT_A_NUMBER),
        ("Thôn A; -4", LineProblem.NOT_A_NUMBER),
        ("Thôn A; 12.5", LineProblem.NOT_A_NUMBER),
        ("Tên thôn\tSố người", LineProblem.NOT_A_NUMBER),
        ("Thôn A; 0", LineProblem.OUT_OF_RANGE),
        ("Thôn A; 1.000.001", LineProblem.OUT_OF_RANGE),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, problem):
    assert problem_of(line) is problem


def test_the_longest_name_and_the_largest_number_are_taken():
    name = "T" * 120
    assert taken(f"{name}; 1.000.000") == [(name, 1_000_000)]
    assert problem_of("T" * 121) is LineProblem.NAME_TOO_LONG


def test_empty_lines_are_skipped_but_counted():
    assert [line.number for line in parse_unit_list("\r\nThôn A\r\n \r\nThôn B\n")] == [2, 4]


def test_a_name_that_comes_again_points_to_its_first_line():
    first, second = parse_unit_list("Thôn Hòa Bình\nTHÔN HOÀ BÌNH; 5")
    assert first.problem is None
    assert (second.problem, second.value) == (LineProblem.REPEATED, "1")


def test_every_problem_has_a_sentence():
    assert set(LINE_PROBLEMS) == set(LineProblem)


@pytest.mark.parametrize(
    ("text", "headcount"), [("1.234.567", 1234567), ("1234", 1234), ("12.34", None), ("", None), ("1.2345", None)]
)
def test_points_stand_between_thousands_only(text, headcount):
    assert read_headcount(text) == headcount


KNOWN = {
    "thon a": KnownUnit(id=1, name="Thôn A", headcount=400, is_active=True),
    "thon b": KnownUnit(id=2, name="Thôn B", headcount=None, is_active=True),
}


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("Thôn C; 5", Change.ADDED),
        ("thôn a; 401", Change.UPDATED),
        ("Thôn B; 7", Change.UPDATED),
        ("Thôn A; 400", Change.UNCHANGED),
        ("Thôn A", Change.UNCHANGED),
    ],
)
def test_a_line_adds_updates_or_leaves_as_it_is(line, change):
    (planned,) = plan_units(parse_unit_list(line), KNOWN)
    assert planned.change is change
    assert planned.known == (None if change is Change.ADDED else KNOWN["thon " + planned.line.name[-1].lower()])


def test_a_line_with_a_problem_does_nothing():
    line = UnitLine(number=1, name="Thôn A", problem=LineProblem.NOT_A_NUMBER, value="x")
    (planned,) = plan_units([line], KNOWN)
    assert (planned.change, planned.known) == (None, None)
