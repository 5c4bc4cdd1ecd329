import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from quizapp.exchange.formulas import guarded, unguarded
from quizapp.exchange.tables import Column, Kind, Table, write_csv, write_xlsx
from quizapp.exchange.tables.xlsx_writing import sheet_title

COLUMNS = (
    Column(title="Họ tên", width=30),
    Column(title="Điểm", kind=Kind.NUMBER),
    Column(title="Tỷ lệ", kind=Kind.PERCENT),
    Column(title="Nộp lúc", kind=Kind.DATETIME),
)
SUBMITTED = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
ROW = ("Nguyễn Văn An", 18, Fraction(9, 10), SUBMITTED)
DANGEROUS = ("=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx")


def as_xlsx(*tables: Table) -> bytes:
    target = io.BytesIO()
    write_xlsx(tables, target)
    return target.getvalue()


def as_csv(table: Table) -> bytes:
    target = io.BytesIO()
    write_csv(table, target)
    return target.getvalue()


def texts(*values: str) -> Table:
    return Table(title="Bảng", columns=(Column(title="Chữ"),), rows=[[value] for value in values])


def test_a_sheet_has_a_bold_frozen_heading_and_formatted_cells() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(Table(title="Kết quả", columns=COLUMNS, rows=[ROW]))))["Kết quả"]
    assert [cell.value for cell in sheet[1]] == ["Họ tên", "Điểm", "Tỷ lệ", "Nộp lúc"]
    assert (sheet["A1"].font.bold, sheet.freeze_panes, sheet.column_dimensions["A"].width) == (True, "A2", 30)
    assert [(cell.value, cell.number_format) for cell in sheet[2]] == [
        ("Nguyễn Văn An", "General"),
        (18, "General"),
        (0.9, "0.0%"),
        (datetime(2026, 11, 20, 8, 30), "dd/mm/yyyy hh:mm"),
    ]


def test_a_csv_opens_in_excel_with_times_of_viet_nam() -> None:
    table = Table(title="Kết quả", columns=COLUMNS, rows=[ROW, (None, True, 0.5, date(2026, 11, 20))])
    assert as_csv(table).decode("utf-8") == (
        "\ufeffHọ tên,Điểm,Tỷ lệ,Nộp lúc\r\nNguyễn Văn An,18,0.9,20/11/2026 08:30:00\r\n,TRUE,0.5,20/11/2026\r\n"
    )


def test_what_looks_like_a_formula_stays_text_in_a_sheet() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(texts(*DANGEROUS, "#N/A", "-"))))["Bảng"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx", "#N/A", "-"]
    assert [cell.quotePrefix for cell in cells[:4]] == [True] * 4


def test_what_looks_like_a_formula_gets_an_apostrophe_in_csv() -> None:
    lines = as_csv(texts(*DANGEROUS)).decode("utf-8-sig")
    assert lines == "Chữ\r\n'=1+1\r\n'+84\r\n'-1\r\n'@SUM(A1)\r\n'\tx\r\n\"'\rx\"\r\n"


def test_a_negative_number_stays_a_number() -> None:
    table = Table(title="Bảng", columns=(Column(title="Số", kind=Kind.NUMBER),), rows=[[-5]])
    assert as_csv(table).decode("utf-8-sig") == "Số\r\n-5\r\n"


@pytest.mark.parametrize("text", [*DANGEROUS, "'=1", "''+x", "'an", "an", ""])
def test_a_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_control_characters_are_dropped() -> None:
    table = texts("a\x00b\x1b\u202ec")
    sheet = load_workbook(io.BytesIO(as_xlsx(table)))["Bảng"]
    assert (sheet["A2"].value, as_csv(table).decode("utf-8-sig")) == ("abc", "Chữ\r\nabc\r\n")


def test_sheet_titles_are_legal_and_unlike_each_other() -> None:
    title = "Kết quả [vòng 1]: nhóm học sinh / trường"
    names = load_workbook(io.BytesIO(as_xlsx(*[Table(title=title, columns=COLUMNS, rows=[])] * 2))).sheetnames
    assert names == ["Kết quả vòng 1 nhóm học sinh tr", "Kết quả vòng 1 nhóm học sin (2)"]


@pytest.mark.parametrize(("title", "expected"), [("", "Trang tính"), ("'", "Trang tính"), ("History", "History (2)")])
def test_a_title_that_excel_forbids_is_replaced(title: str, expected: str) -> None:
    assert sheet_title(title) == expected


def test_a_row_of_another_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zip"):
        as_xlsx(Table(title="Bảng", columns=COLUMNS, rows=[("An",)]))


def test_no_table_at_all_still_makes_a_workbook() -> None:
    assert load_workbook(io.BytesIO(as_xlsx())).sheetnames == ["Trang tính"]


@pytest.mark.parametrize("write", [as_xlsx, as_csv])
def test_memory_does_not_grow_with_the_rows(write: object) -> None:
    def peak(count: int) -> int:
        def rows() -> Iterator[tuple[object, ...]]:
            yield from (("An", 1, 0.5, SUBMITTED) for _ in range(count))

        tracemalloc.start()
        write(Table(title="Bảng", columns=COLUMNS, rows=rows()))  # type: ignore[operator]
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(2000) < peak(200) + 200_000
