"""The template of official figures: a row a unit, its numbers to be filled in."""

import io
from collections.abc import Sequence

from quizapp.domain.groups import GROUPS
from quizapp.domain.official_figures import FIGURES, NamedUnit, group_of_kind
from quizapp.exchange.tables import Column, Kind, Table, write_xlsx


def template(units: Sequence[NamedUnit]) -> bytes:
    """Return a workbook with a row for every unit; reading it back gives each unit's row."""
    columns = (
        Column(title="Đơn vị", width=44),
        Column(title="Nhóm", width=30),
        *(Column(title=column.title, width=14, kind=Kind.NUMBER) for column in FIGURES.values()),
    )
    rows = [(unit.name, GROUPS[group_of_kind(unit.kind)].title, *[None] * len(FIGURES)) for unit in units]
    target = io.BytesIO()
    write_xlsx([Table(title="Số liệu chính thức", columns=columns, rows=rows)], target)
    return target.getvalue()
