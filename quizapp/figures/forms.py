"""The table of official figures as it is typed, and the file it may be filled from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from quizapp.domain.official_figures import (
    FIGURES,
    MOST,
    Figures,
    MatchedRow,
    NamedUnit,
    NotACount,
    exceeds_headcount,
    figure_problems,
    figures_of,
    read_count,
)
from quizapp.web.fields import cleaned, no_control_characters

MAX_EXTRA_ROWS = 1000
_MAX_NAME = 120


class FiguresForm(FlaskForm):
    """What stands around the table."""

    source = StringField(
        _l("Nguồn số liệu"),
        [
            InputRequired(_l("Hãy ghi số liệu lấy từ đâu.")),
            no_control_characters,
            Length(min=3, max=200, message=_l("Nguồn số liệu có từ 3 đến 200 ký tự.")),
        ],
        filters=[cleaned],
        description=_l("Ví dụ: Công văn số 12/STP-PBGDPL ngày 20/6/2027"),
    )
    is_confirmed = BooleanField(
        _l("Tôi đã kiểm tra, vẫn lưu"),
        description=_l("Số người dự thi được phép cao hơn số người thuộc diện dự thi đã nhập cho đơn vị."),
    )
    seen = HiddenField()


class UploadForm(FlaskForm):
    """A list from those who hold the round."""

    file = FileField(_l("Tệp số liệu"))

    def validate(self, extra_validators: object = None) -> bool:
        """Tell whether there is a file."""
        is_valid = bool(super().validate(extra_validators))
        if not self.file.data:
            self.file.errors = [gettext("Hãy chọn tệp Excel hoặc CSV.")]
            return False
        return is_valid


@dataclass(kw_only=True, slots=True)
class TableRow:
    """A unit's figures as they are typed. `prefix` begins the names of its fields; errors stand by column."""

    prefix: str
    unit: NamedUnit
    texts: Mapping[str, str]
    before: Figures | None = None
    errors: dict[str, str] = field(default_factory=dict)
    figures: Figures | None = None

    @property
    def is_over(self) -> bool:
        """Whether more people are said to have taken part than the unit has."""
        return self.figures is not None and exceeds_headcount(self.figures, self.unit.headcount)


@dataclass(kw_only=True, slots=True)
class UnknownRow:
    """A row of a list whose unit somebody has to choose. `choice`: a unit's id, "" undecided, "skip" left out."""

    prefix: str
    name: str
    texts: Mapping[str, str]
    choice: str = ""
    error: str = ""


@dataclass(kw_only=True, slots=True)
class FiguresTable:
    """Everything that is typed: a row a unit, and before them the rows of a list that no unit was found for."""

    rows: list[TableRow]
    unknown: list[UnknownRow] = field(default_factory=list)

    @property
    def figures(self) -> Mapping[int, Figures]:
        """The figures of the units that have some."""
        return {row.unit.id: row.figures for row in self.rows if row.figures is not None}

    @property
    def over(self) -> Sequence[TableRow]:
        """The rows with more people than their unit has."""
        return [row for row in self.rows if row.is_over]

    @property
    def wrong(self) -> Sequence[TableRow]:
        """The rows with something to change."""
        return [row for row in self.rows if row.errors]

    @property
    def undecided(self) -> Sequence[UnknownRow]:
        """The rows of a list whose unit is still to be chosen, or was chosen wrongly."""
        return [row for row in self.unknown if row.error]

    def check(self) -> bool:
        """Tell whether every row can be saved, those of the list given to the units that were chosen for them."""
        self._place_unknown()
        for row in self.rows:
            _check_row(row)
        return not self.wrong and not self.undecided

    def _place_unknown(self) -> None:
        rows = {str(row.unit.id): row for row in self.rows}
        taken: set[str] = set()
        for unknown in self.unknown:
            unknown.error = _choice_error(unknown, rows, taken)
            taken.add(unknown.choice)
        if not self.undecided:
            for unknown in self.unknown:
                if unknown.choice in rows:
                    rows[unknown.choice].texts = unknown.texts
            self.unknown = []


def _choice_error(unknown: UnknownRow, rows: Mapping[str, TableRow], taken: set[str]) -> str:
    if unknown.choice == "skip":
        return ""
    row = rows.get(unknown.choice)
    if row is None:
        return gettext("Hãy chọn đơn vị, hoặc chọn bỏ qua dòng này.")
    is_changed = row.texts != texts_of(row.before)
    if unknown.choice in taken or (is_changed and any(row.texts.values())):
        return gettext("“%(name)s” đã có một dòng số liệu khác. Hãy chọn đơn vị khác, hoặc bỏ qua.", name=row.unit.name)
    return ""


def _check_row(row: TableRow) -> None:
    numbers: dict[str, int | None] = {}
    for code in FIGURES:
        try:
            numbers[code] = read_count(row.texts[code])
        except NotACount:
            row.errors[code] = gettext("Hãy nhập một số nguyên, ví dụ 120.")
        else:
            if (numbers[code] or 0) > MOST:
                row.errors[code] = gettext("Số quá lớn.")
    if not row.errors:
        row.figures = figures_of(numbers)
        for problem in figure_problems(row.figures) if row.figures else ():
            row.errors[problem.field] = gettext(problem.sentence)


def texts_of(figures: Figures | None) -> Mapping[str, str]:
    """Return a unit's figures as its fields begin."""
    return {code: "" if figures is None else str(getattr(figures, code)) for code in FIGURES}


def stored_table(units: Sequence[NamedUnit], stored: Mapping[int, Figures]) -> FiguresTable:
    """Return the table as it begins: what is stored."""
    return FiguresTable(rows=[_row(unit, stored, texts_of(stored.get(unit.id))) for unit in units])


def _row(unit: NamedUnit, stored: Mapping[int, Figures], texts: Mapping[str, str]) -> TableRow:
    return TableRow(prefix=f"u-{unit.id}", unit=unit, texts=texts, before=stored.get(unit.id))


def sent_table(sent: Mapping[str, str], units: Sequence[NamedUnit], stored: Mapping[int, Figures]) -> FiguresTable:
    """Return the table as it was typed."""
    unknown: list[UnknownRow] = []
    while len(unknown) < MAX_EXTRA_ROWS and f"x-{len(unknown)}-name" in sent:
        prefix = f"x-{len(unknown)}"
        name, choice = sent[f"{prefix}-name"][:_MAX_NAME], sent.get(f"{prefix}-unit", "")
        unknown.append(UnknownRow(prefix=prefix, name=name, texts=_sent(sent, prefix), choice=choice))
    return FiguresTable(rows=[_row(unit, stored, _sent(sent, f"u-{unit.id}")) for unit in units], unknown=unknown)


def _sent(sent: Mapping[str, str], prefix: str) -> Mapping[str, str]:
    return {code: sent.get(f"{prefix}-{code}", "").strip() for code in FIGURES}


def table_from_list(
    matches: Iterable[MatchedRow], units: Sequence[NamedUnit], stored: Mapping[int, Figures]
) -> FiguresTable:
    """Return the table with the numbers of a list over what is stored, and the rows that name no unit."""
    table = stored_table(units, stored)
    rows = {row.unit.id: row for row in table.rows}
    for match in matches:
        if match.unit_id is not None:
            rows[match.unit_id].texts = match.row.cells
        else:
            prefix = f"x-{len(table.unknown)}"
            table.unknown.append(UnknownRow(prefix=prefix, name=match.row.unit, texts=match.row.cells))
    return table
