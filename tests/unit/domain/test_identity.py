"""Who is the same person; names, codes, telephones, tax codes."""

import unicodedata
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from quizapp.domain.collation import name_sort_key, sort_key
from quizapp.domain.identity import (
    age_on,
    initials,
    match_key,
    needs_guardian,
    new_code,
    normalise_phone,
    read_code,
    show_code,
)
from quizapp.domain.tax_code import is_tax_code
from quizapp.domain.text import clean, clean_lines, fold

BIRTHDAY = date(1980, 5, 9)


def shuffled(ordered):
    return Random(57).sample(ordered, len(ordered))


def key(name, birth_date=BIRTHDAY, unit_id=1):
    return match_key(full_name=name, birth_date=birth_date, unit_id=unit_id)


@pytest.mark.parametrize(
    "name",
    [
        "Hoàng Thị Hòa",
        "Hoàng Thị Hoà",
        "HOÀNG  THỊ HÒA",
        "hoang thi hoa",
        unicodedata.normalize("NFD", "Hoàng Thị Hòa"),
        "Hòa Hoàng Thị",
    ],
)
def test_a_name_is_the_same_however_it_is_typed(name):
    assert key(name) == key("Hoàng Thị Hòa")


def test_another_name_birth_date_or_unit_is_another_person():
    others = [key("Ma Văn Anh"), key("Ma Văn An", date(1981, 5, 9)), key("Ma Văn An", unit_id=2)]

    assert len({key("Ma Văn An"), *others}) == 4


def test_folding_knows_the_letter_d():
    assert fold("Đặng Đình Đức") == "dang dinh duc"


def test_cleaning_composes_and_drops_what_nobody_types():
    assert clean("  Nguye\u0302\u0303n\u200b\tVa\u0306n \x07An ") == "Nguyễn Văn An"
    assert clean_lines(" a \r\n\r\n b\rc ") == "a\nb\nc"


def test_vietnamese_lists_order_by_given_name_then_tone():
    # Given names: An, Ân, Ấn, Dung, Đức; a before â, no tone before sharp, d before đ.
    ordered = ["Trần An", "Nguyễn Văn Ân", "Lê Ấn", "Lê Dung", "Phạm Đức"]

    assert sorted(shuffled(ordered), key=name_sort_key) == ordered


def test_tones_order_as_dictionaries_do():
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ", "mã số"]

    assert sorted(shuffled(ordered), key=sort_key) == ordered


def test_equal_given_names_order_by_surname_then_middle():
    ordered = ["Hoàng Văn An", "Ma Thị An", "Ma Văn An"]

    assert sorted(shuffled(ordered), key=name_sort_key) == ordered


@given(st.text())
def test_a_sort_key_is_plain_ascii(text):
    assert sort_key(text).isascii()


@pytest.mark.parametrize(
    "text", ["0912345678", "091 234 5678", "0912.345.678", "+84912345678", "84912345678", "+84 912-345-678"]
)
def test_a_mobile_number_is_read_however_it_is_written(text):
    assert normalise_phone(text) == "0912345678"


@pytest.mark.parametrize("text", ["", "912345678", "0212345678", "09123456789", "091234567", "abc"])
def test_what_is_no_mobile_number_is_refused(text):
    assert normalise_phone(text) is None


def test_age_counts_full_years():
    assert age_on(date(2027, 5, 8), BIRTHDAY) == 46
    assert age_on(date(2027, 5, 9), BIRTHDAY) == 47


def test_a_guardian_is_needed_up_to_the_sixteenth_birthday():
    assert needs_guardian(date(2027, 6, 6), date(2011, 6, 7))
    assert not needs_guardian(date(2027, 6, 7), date(2011, 6, 7))


@given(st.integers())
def test_a_code_is_read_back_from_how_it_is_shown(seed):
    code = new_code(Random(seed))

    assert read_code(show_code(code)) == code
    assert read_code(f" {show_code(code).lower()} ") == code


@pytest.mark.parametrize("text", ["", "K7P-3QM", "K7P-3QM0", "K7P-3QMAA", "đ7P-3QMA"])
def test_what_can_be_no_code_is_not_looked_up(text):
    assert read_code(text) is None


def test_initials_stand_for_a_name_without_consent():
    assert initials("Nguyễn Văn An") == "N.V.A."


@given(st.integers(0, 10**10 - 1))
def test_ten_digits_are_a_tax_code_where_the_standard_validator_agrees(number):
    text = f"{number:010d}"
    try:
        expected = bool(mst.validate(text))
    except ValidationError:
        expected = False

    # The validator also refuses serial numbers that are all zero, which no check digit shows.
    assert is_tax_code(text) is expected or text[2:9] == "0000000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0100233488", True),  # 31×0 + 29×1 + 23×0 + 19×0 + 17×2 + 13×3 + 7×3 + 5×4 + 3×8 = 167 = 15×11 + 2; 10 − 2 = 8
        ("0100233487", False),
        ("0314409058-002", True),
        ("0314409058-000", False),
        ("008080001234", True),
        ("808080001234", False),
        ("01002334", False),
        ("không có", False),
    ],
)
def test_tax_codes_by_hand(text, expected):
    assert is_tax_code(text) is expected
