"""Days as people write them."""

from datetime import date

import pytest

from quizapp.domain.dates import NoSuchDay, UnreadableDay, read_day


@pytest.mark.parametrize(
    "text",
    [
        "5/9/1968",
        "05/09/1968",
        "05-09-1968",
        "5.9.1968",
        "05 09 1968",
        "05091968",
        " 5 / 9 / 1968 ",
        "5–9–1968",
        "ngày 5 tháng 9 năm 1968",
        "Ngày 05/09/1968",
        "5 THÁNG 9, 1968",
        "1968-09-05",
    ],
)
def test_every_usual_way_of_writing_a_day_is_read(text: str) -> None:
    assert read_day(text) == date(1968, 9, 5)


@pytest.mark.parametrize(
    "text", ["", "hôm qua", "1968", "5/9/68", "050968", "5091968", "5/9", "5/9/19680", "05/09/1968x", "٥/٩/١٩٦٨"]
)
def test_what_is_no_day_month_and_full_year_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableDay):
        read_day(text)


@pytest.mark.parametrize("text", ["31/02/1970", "29/02/2023", "00/01/1970", "1/13/1970", "01/01/0000", "19681305"])
def test_a_day_that_no_calendar_has_is_told_from_an_unreadable_one(text: str) -> None:
    with pytest.raises(NoSuchDay):
        read_day(text)


def test_the_day_comes_before_the_month() -> None:
    assert read_day("03/04/2010") == date(2010, 4, 3)


def test_the_29th_of_february_of_a_leap_year_is_a_day() -> None:
    assert read_day("29/02/2024") == date(2024, 2, 29)
