"""What a full name is, how it is written, and who is of an age to take part."""

from datetime import date

import pytest

from quizapp.domain.consent import GUARDIAN, PURPOSES, version_of
from quizapp.domain.identity import is_age_admitted, is_full_name, tidy_name

TODAY = date(2027, 6, 9)


@pytest.mark.parametrize(
    "name", ["Nguyễn Văn An", "Ma Thị Ế", "Giàng A Pó", "H'Hen Niê", "Trần Lê-Anh", "nguyen an", "ĐỖ Đức", "Lý Ô"]
)
def test_names_as_people_have_them_are_full_names(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "An", "Nguyễn Văn 4n", "Nguyễn Văn A.", "=An Nguyễn", "An; DROP", "Nguyễn 😀", "王 小明", "An '", "- -"],
)
def test_one_word_digits_signs_and_other_scripts_are_not(name: str) -> None:
    assert not is_full_name(name)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("NGUYỄN  VĂN ĐỨC", "Nguyễn Văn Đức"),
        ("h'hen niê", "H'hen Niê"),
        ("Nguyễn văn An", "Nguyễn văn An"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("", ""),
    ],
)
def test_only_a_name_typed_all_in_one_case_is_rewritten(typed: str, written: str) -> None:
    assert tidy_name(typed) == written


@pytest.mark.parametrize(
    ("birth_date", "is_admitted"),
    [
        (date(2021, 6, 9), True),  # 6 today
        (date(2021, 6, 10), False),  # 6 tomorrow
        (date(1916, 6, 10), True),  # 110 until tomorrow
        (date(1916, 6, 9), False),  # 111 today
        (date(2027, 6, 10), False),  # not born yet
    ],
)
def test_people_of_6_to_110_years_are_admitted(birth_date: date, is_admitted: bool) -> None:
    assert is_age_admitted(TODAY, birth_date) is is_admitted


def test_every_purpose_has_a_version_the_guardians_included() -> None:
    assert {code: version_of(code) for code in PURPOSES} == {code: p.version for code, p in PURPOSES.items()}
    assert version_of("guardian") == GUARDIAN.version
