from datetime import datetime

import pytest

from quizapp.exchange.questions.sheets.cells import BUILTIN, number_as_seen

EPOCH = datetime(1899, 12, 30)


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (3.14, "General", "3.14"),
        (-7, "General", "-7"),
        (0.000012, "General", "0.000012"),
        (0.3, "0%", "30%"),
        (0.125, "0.0%", "12.5%"),
        (0.005, BUILTIN[10], "0.50%"),
        (1234567, "#,##0", "1,234,567"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1500000, '#,##0\\ "₫"', "1,500,000 ₫"),
        (1500000, "#,##0[$₫-42A]", "1,500,000₫"),
        (-1234, "#,##0;[Red](#,##0)", "(1,234)"),
        (0, '0;-0;"không"', "không"),
        (2.5, "0", "3"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (7, "00", "07"),
        (12345, "0.00E+00", "1.23E+04"),
        (1500000, '#,##0.0,,"M"', "1.5M"),
        (42, "@", "42"),
        (8, '0 "tuổi"', "8 tuổi"),
        (0.5, "# ?/?", "0.5"),
        (45648, "dd/mm/yyyy", "22/12/2024"),
        (45648, BUILTIN[14], "22/12/2024"),
        (45648, "d/m/yy", "22/12/24"),
        (45648, "[$-42A]dd/mm/yyyy;@", "22/12/2024"),
        (45648, "yyyy\\-mm\\-dd", "2024-12-22"),
        (45648, '"ngày" d "tháng" m "năm" yyyy', "ngày 22 tháng 12 năm 2024"),
        (45648, "dddd", "Chủ Nhật"),
        (45648.75, "dd/mm/yyyy hh:mm", "22/12/2024 18:00"),
        (0.75, "h:mm AM/PM", "6:00 CH"),
        (0.520833333333333, "hh:mm", "12:30"),
        (1.5, "[h]:mm", "36:00"),
        (0.0006944444, "mm:ss", "01:00"),
        (1, "dd/mm/yyyy", "01/01/1900"),
        (-1, "dd/mm/yyyy", "########"),
    ],
)
def test_a_number_is_shown_as_its_format_shows_it(value: float, number_format: str, seen: str) -> None:
    assert number_as_seen(value, number_format, epoch=EPOCH) == seen


def test_a_macintosh_workbook_counts_its_days_from_1904() -> None:
    assert number_as_seen(0, "dd/mm/yyyy", epoch=datetime(1904, 1, 1)) == "01/01/1904"
