"""A fingerprint for every row of every sheet, so that an edited cell names its row even where nothing is recomputed.

They show what was changed since the file was written, not who wrote it: whoever forges a whole file can make them anew.
Against that stands the recomputation, and the file's own SHA-256 where it was noted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256

from openpyxl.utils.datetime import to_excel

from quizapp.exchange.results.layout import FINGERPRINTS
from quizapp.exchange.tables import Table
from quizapp.exchange.tables.table import local, writable
from quizapp.exchange.tables.xlsx_writing import MAX_CELL, escaped

LENGTH = 8  # hexadecimal digits a row
ROWS_A_CELL = 1000
_BETWEEN = "\x1f"  # stands in no cell


def canonical(value: object) -> str:
    """Return what a cell says, whatever program wrote the file last: 5 and 5.0 are the same, as are None and ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return writable(value) if len(value) < MAX_CELL // 2 else escaped(value).replace("_x005F_", "_")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Fraction):
        return _number(float(value))
    if isinstance(value, date):
        return _number(float(to_excel(local(value) if isinstance(value, datetime) else value)))
    return writable(str(value))


def canonical_number(text: str) -> str:
    """Return a number of a file as `canonical` gives it; what is no number stays as it is."""
    if text.isdigit():
        return text
    try:
        return _number(float(text))
    except ValueError:
        return text


def _number(value: float) -> str:
    # Programs keep 15 to 17 digits of a number; no figure of a report needs more than 12.
    return f"{value:.12g}"


def fingerprint(cells: Sequence[str]) -> str:
    """Return the fingerprint of a row; empty cells at its end, or a row that isn't there, change nothing."""
    return sha256(_BETWEEN.join(cells).rstrip(_BETWEEN).encode()).hexdigest()[:LENGTH]


def row_check(cells: Sequence[str]) -> str:
    """Return what stands in the last column of a row of fingerprints, against slips in the row itself."""
    return sha256(_BETWEEN.join(cells).encode()).hexdigest()[:16]


def witnessed(tables: Iterable[Table]) -> Iterator[Table]:
    """Yield tables as they are, then one with the fingerprints of all their rows; they are written in this order."""
    seen: list[tuple[str, list[str]]] = []
    for table in tables:
        prints = [fingerprint([canonical(column.title) for column in table.columns])]
        seen.append((table.title, prints))
        yield Table(title=table.title, columns=table.columns, rows=_watched(table.rows, prints))
    yield Table(title=FINGERPRINTS.title, columns=FINGERPRINTS.columns, rows=_print_rows(seen))


def _watched(rows: Iterable[Sequence[object]], prints: list[str]) -> Iterator[Sequence[object]]:
    for row in rows:
        kept = [_to_the_second(value) if isinstance(value, datetime) else value for value in row]
        prints.append(fingerprint([canonical(value) for value in kept]))
        yield kept


def _to_the_second(moment: datetime) -> datetime:
    """Return what of a moment survives being saved by another program; sheets that compute have moments as text."""
    return moment.replace(microsecond=0)


def _print_rows(seen: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[object, ...]]:
    for title, prints in seen:
        for start in range(0, len(prints), ROWS_A_CELL):
            cells = (title, str(start + 1), "".join(prints[start : start + ROWS_A_CELL]))
            # Never all digits, which a program might take for a number.
            yield title, start + 1, f"{cells[2]}.", row_check(cells)
