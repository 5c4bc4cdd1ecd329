"""What official figures may say, and which unit a name means."""

import pytest

from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.official_figures import (
    Figures,
    NamedUnit,
    NotACount,
    SheetRow,
    exceeds_headcount,
    figure_problems,
    figures_of,
    group_of_kind,
    match_rows,
    read_count,
    read_group,
)

NA_MA = NamedUnit(id=1, kind="village", name="Thôn Nà Mạ", headcount=200)
OFFICE = NamedUnit(id=2, kind="agency", name="Trạm Y tế")
SCHOOL = NamedUnit(id=3, kind="school", name="Trường THCS Hòa An")
ENTERPRISE = NamedUnit(id=4, kind="enterprise", name="Trạm y tế")
UNITS = (NA_MA, OFFICE, SCHOOL, ENTERPRISE)


def row(unit, group="", place="1"):
    return SheetRow(place=place, unit=unit, group=group, cells={})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 1.234 ", 1234),
        ("1,234", 1234),
        ("1 234 567", 1_234_567),
        ("1\u00a0234", 1234),
        ("0", 0),
        ("", None),
        ("–", None),
    ],
)
def test_a_count_is_read_as_it_is_written_in_vietnam(text, number):
    assert read_count(text) == number


@pytest.mark.parametrize("text", ["12,5", "mười", "-3", "1.23", "12345678", "=1+1", "1e3", "١٢"])
def test_anything_else_is_no_count(text):
    with pytest.raises(NotACount):
        read_count(text)


def test_an_empty_row_has_no_figures_and_a_number_of_people_alone_means_an_attempt_each():
    empty = {"participants": None, "attempts": None, "full_marks": None, "winners": None}
    assert figures_of(empty) is None
    assert figures_of({**empty, "participants": 12}) == Figures(participants=12, attempts=12)
    assert figures_of({**empty, "winners": 2}) == Figures(participants=0, attempts=0, winners=2)
    assert figures_of({"participants": 3, "attempts": 7, "full_marks": 1, "winners": 2}) == Figures(
        participants=3, attempts=7, full_marks=1, winners=2
    )


@pytest.mark.parametrize(
    ("figures", "fields"),
    [
        (Figures(participants=3, attempts=3, full_marks=3, winners=9), []),
        (Figures(participants=3, attempts=2), ["attempts"]),
        (Figures(participants=3, attempts=9, full_marks=4), ["full_marks"]),
    ],
)
def test_every_participant_has_an_attempt_and_no_more_than_all_have_everything_right(figures, fields):
    assert [problem.field for problem in figure_problems(figures)] == fields


def test_more_people_than_a_unit_has_are_worth_a_question():
    assert not exceeds_headcount(Figures(participants=200, attempts=200), 200)
    assert exceeds_headcount(Figures(participants=201, attempts=201), 200)
    assert not exceeds_headcount(Figures(participants=201, attempts=201), None)


def test_every_kind_of_unit_has_one_group():
    assert sorted(group_of_kind(kind) for kind in UNIT_KINDS) == sorted(GROUPS)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Học sinh", "students"), ("CÁN BỘ", "officials"), ("doanh nghiệp, HTX", "businesses"), ("Bộ đội", None)],
)
def test_a_group_is_known_by_any_of_its_names(text, code):
    assert read_group(text) == code


def test_a_unit_is_known_by_its_name_whatever_its_accents_and_case():
    found = match_rows([row("THÔN NÀ MẠ"), row("Truong THCS Hoà An"), row("Thôn Lạ")], UNITS)
    assert [match.unit_id for match in found] == [1, 3, None]


def test_a_name_of_two_units_is_told_apart_by_its_group_or_not_at_all():
    assert [m.unit_id for m in match_rows([row("Trạm y tế")], UNITS)] == [None]
    assert [m.unit_id for m in match_rows([row("Trạm y tế", "Cán bộ")], UNITS)] == [2]
    assert [m.unit_id for m in match_rows([row("Thôn Nà Mạ", "Học sinh")], UNITS)] == [None]


def test_the_second_row_of_a_unit_is_not_guessed_to_replace_or_to_add():
    assert [m.unit_id for m in match_rows([row("Thôn Nà Mạ"), row("thon na ma")], UNITS)] == [1, None]
