"""Which column of a list of official figures is which, and its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.domain.official_figures import FIGURES, SheetRow
from quizapp.domain.text import N_, clean, fold
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.sheets.grids import Grid, Row

MAX_ROWS = 1000
HEADER_WITHIN = 20
MAX_TEXT = 120
UNIT, GROUP = "unit", "group"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    UNIT: ("don vi", "ten don vi", "don vi du thi", "co quan, don vi", "co quan", "truong", "thon", "dia phuong"),
    GROUP: ("nhom", "nhom doi tuong", "doi tuong", "nhom du thi"),
    **{column.code: (fold(column.title), *column.aliases) for column in FIGURES.values()},
}
_SUMS = ("tong", "tong cong", "tong so", "cong", "toan xa")


def rows_in(grids: Sequence[Grid]) -> tuple[SheetRow, ...]:
    """Return the rows of every grid that has the headings. Raises Refused."""
    headed = [(grid, start, columns) for grid in grids for start, columns in _header(grid)]
    if not headed:
        raise refusal(
            "unreadable-file", reason=N_("không thấy dòng tiêu đề có cột “Đơn vị” và cột “Số người”; hãy xem tệp mẫu")
        )
    rows = [row for grid, start, columns in headed for row in _rows(grid, start, columns)]
    if not rows:
        raise refusal("unreadable-file", reason=N_("dưới dòng tiêu đề không có dòng số liệu nào"))
    if len(rows) > MAX_ROWS:
        raise refusal("too-large", reason=N_("bảng có hơn %s dòng") % MAX_ROWS)
    return tuple(rows)


def _header(grid: Grid) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield the row after the headings and the columns that they name; nothing where there are none."""
    for index, row in enumerate(grid.rows[:HEADER_WITHIN]):
        columns = columns_of(row.cells)
        if UNIT in columns and "participants" in columns:
            yield index + 1, columns
            return


def columns_of(cells: Mapping[int, str]) -> Mapping[str, int]:
    """Return the column of each heading in a row; of two alike the first."""
    found: dict[str, int] = {}
    for column, text in sorted(cells.items()):
        heading = fold(text.replace("\n", " "))
        code = next((code for code, names in HEADINGS.items() if heading in names), None)
        if code is not None:
            found.setdefault(code, column)
    return found


def _rows(grid: Grid, start: int, columns: Mapping[str, int]) -> Iterator[SheetRow]:
    for row in grid.rows[start:]:
        unit = clean(row.text(columns[UNIT]))[:MAX_TEXT]
        cells = {code: clean(row.text(columns.get(code)))[:MAX_TEXT] for code in FIGURES}
        if unit and fold(unit) not in _SUMS and any(cells.values()):
            yield SheetRow(place=_place(row), unit=unit, group=_group(row, columns), cells=cells)


def _group(row: Row, columns: Mapping[str, int]) -> str:
    return clean(row.text(columns.get(GROUP)))[:MAX_TEXT]


def _place(row: Row) -> str:
    parts: Iterable[object] = (row.location.sheet, row.location.row or row.location.line)
    return ":".join(str(part) for part in parts if part)
