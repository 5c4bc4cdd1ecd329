"""What stored rows are put together from: names, places people belong to, days of birth, and whole answered papers.

All of it in temporary tables of the connection that fills a database, so that filling is a few statements. Papers are
drawn and marked by the product's own rules; many attempts share one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, MetaData, Table, Text, insert, select, text

from quizapp.domain.choice import to_shown
from quizapp.domain.collation import name_sort_key
from quizapp.domain.consent import GUARDIAN, PURPOSES
from quizapp.domain.drawing import BlueprintRow, Candidate, DrawnItem, draw_paper, pool_for, rows_for
from quizapp.domain.groups import GROUPS
from quizapp.domain.marking import AnsweredItem, MarkingRules, mark_attempt
from quizapp.domain.question import QuestionType
from quizapp.domain.text import fold
from quizapp.models import BankQuestion, QuestionVersion, Round, Unit, round_bank
from quizapp.models.base import AnyRow

NAMES = 1000
PLACES = 397  # prime, as is SHEETS: what goes round at different lengths meets in every combination
SHEETS = 499  # of each group
_BORN = {"students": (date(2009, 1, 1), 2557)}  # the first day, and of how many
_BORN_OTHERWISE = (date(1950, 1, 1), 18263)
_SHARES: Mapping[str, int] = {"officials": 3, "students": 7, "residents": 8, "businesses": 2}
_DETAILS: Mapping[str, Mapping[str, str]] = {
    "officials": {"position": "Chuyên viên"},
    "students": {"class": "8A"},
    "businesses": {"business_name": "Hợp tác xã Hòa An"},
}
_SURNAMES = ("Nguyễn", "Ma", "Hoàng", "Triệu", "Quan", "Lý", "Nông", "Đặng", "Trần", "Phạm")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu")
_GIVEN = (
    "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hải", "Hương", "Khánh", "Lan",
    "Linh", "Mai", "Nam", "Ngọc", "Phúc", "Quân", "Sơn", "Thảo", "Trang", "Vân",
)  # fmt: skip
_UNANSWERED = 0.02

_metadata = MetaData()


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(name, _metadata, *columns, prefixes=["TEMPORARY"])


_name = _temporary(
    "fill_name",
    Column("number", Integer, primary_key=True),
    Column("full_name", Text),
    Column("folded_name", Text),
    Column("sort_key", Text),
    Column("words", Text),  # of the match key
)
_day = _temporary("fill_day", Column("number", Integer, primary_key=True), Column("day", Date))
_place = _temporary(
    "fill_place",
    Column("number", Integer, primary_key=True),
    Column("group", Text),
    Column("unit_id", Integer),
    Column("details", JSON),
    Column("guardian_name", Text),
    Column("first_day", Integer),
    Column("days", Integer),
    Column("first_sheet", Integer),
)
_purpose = _temporary(
    "fill_purpose", Column("code", Text, primary_key=True), Column("version", Text), Column("is_of_all", Boolean)
)
_sheet = _temporary(
    "fill_sheet",
    Column("number", Integer, primary_key=True),
    Column("score", Integer),
    Column("max_score", Integer),
    Column("answered", Integer),
)
_item = _temporary(
    "fill_item",
    Column("sheet", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("question_version_id", Integer),
    Column("option_order", Text),
    Column("option_count", Integer),
    Column("allows_many", Boolean),
    Column("choice", Integer),
    Column("revision", Integer),
    Column("mark", Integer),
)


def lay_out(connection: Connection, round_id: int) -> None:
    """Make and fill the temporary tables for a round; they go with the connection, or by take_away()."""
    _metadata.create_all(connection, checkfirst=False)
    contest_round = connection.execute(select(Round.__table__).where(Round.id == round_id)).one()
    groups = [code for code in GROUPS if not contest_round.groups or code in contest_round.groups]
    sheets = _sheets(connection, contest_round, groups)
    for table, rows in (
        (_name, list(_names())),
        (_day, _days()),
        (_place, _places(connection, groups)),
        (_purpose, _purposes()),
        (_sheet, [{"number": number, **sheet} for number, (sheet, _items) in enumerate(sheets)]),
        (_item, [{"sheet": n, **item} for n, (_sheet_row, items) in enumerate(sheets) for item in items]),
    ):
        connection.execute(insert(table), rows)
        if connection.dialect.name == "postgresql":  # else it takes papers first, and writes in no order
            connection.execute(text(f"ANALYZE {table.name}"))


def take_away(connection: Connection) -> None:
    """Drop what lay_out() made."""
    _metadata.drop_all(connection, checkfirst=False)


def _names() -> Iterator[dict[str, Any]]:
    for number in range(NAMES):
        rest, given = divmod(number, len(_GIVEN))
        surname, middle = rest % len(_SURNAMES), rest // len(_SURNAMES)
        name = f"{_SURNAMES[surname]} {_MIDDLE[middle]} {_GIVEN[given]}"
        folded = fold(name)
        yield {
            "number": number,
            "full_name": name,
            "folded_name": folded,
            "sort_key": name_sort_key(name),
            "words": " ".join(sorted(folded.split())),
        }


def _days() -> list[dict[str, Any]]:
    """Return days of birth, numbered: those of students first."""
    spans = [_BORN["students"], _BORN_OTHERWISE]
    days = [first + timedelta(days=i) for first, count in spans for i in range(count)]
    return [{"number": number, "day": day} for number, day in enumerate(days)]


def _places(connection: Connection, groups: Sequence[str]) -> list[dict[str, Any]]:
    """Return groups with a unit of theirs each, groups by their share and a kind's units in turn."""
    rows = connection.execute(select(Unit.kind, Unit.id).where(Unit.is_active).order_by(Unit.id)).all()
    units = {code: [row.id for row in rows if row.kind == GROUPS[code].unit_kind.code] for code in groups}
    turns = [code for code in groups for _ in range(_SHARES[code])]
    return [
        _place_row(number, turns[number % len(turns)], units, groups, turn=number // len(turns))
        for number in range(PLACES)
    ]


def _place_row(
    number: int, group: str, units: Mapping[str, Sequence[int]], groups: Sequence[str], *, turn: int
) -> dict[str, Any]:
    is_student = group in _BORN
    return {
        "number": number,
        "group": group,
        "unit_id": units[group][(number + turn) % len(units[group])],
        "details": _DETAILS.get(group, {}),
        "guardian_name": "Nguyễn Văn Bình" if is_student else None,
        "first_day": 0 if is_student else _BORN["students"][1],
        "days": (_BORN["students"] if is_student else _BORN_OTHERWISE)[1],
        "first_sheet": groups.index(group) * SHEETS,
    }


def _purposes() -> list[dict[str, Any]]:
    asked = [PURPOSES["contest"], PURPOSES["publish_name"], GUARDIAN]
    return [{"code": p.code, "version": p.version, "is_of_all": p is not GUARDIAN} for p in asked]


Sheet = tuple[dict[str, Any], list[dict[str, Any]]]


def _sheets(connection: Connection, contest_round: AnyRow, groups: Sequence[str]) -> list[Sheet]:
    """Return SHEETS answered papers of each group in turn: what an attempt stores of one, and its items."""
    versions = {row.id: row for row in connection.execute(_versions_of(contest_round.id))}
    candidates = [_candidate(row) for row in versions.values()]
    rng, found = Random(57), []
    for group in groups:
        pool = pool_for(candidates, group)
        blueprint = rows_for((BlueprintRow(**row) for row in contest_round.blueprint), group)
        for _ in range(SHEETS):
            drawn = draw_paper(blueprint, pool, rng, shuffle_options=contest_round.shuffle_options)
            rules = MarkingRules(partial=contest_round.partial_rule, points=dict(contest_round.points))
            found.append(_answered(drawn, versions, rules, rng))
    return found


def _versions_of(round_id: int) -> Any:
    columns = ("id", "type", "key", "pinned", "option_count", "topic", "difficulty", "groups")
    return (
        select(*(getattr(QuestionVersion, name) for name in columns))
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .join(round_bank, round_bank.c.bank_id == BankQuestion.bank_id)
        .where(round_bank.c.round_id == round_id, QuestionVersion.is_drawn)
        .order_by(QuestionVersion.id)
    )


def _candidate(row: AnyRow) -> Candidate:
    return Candidate(
        version_id=row.id,
        option_count=row.option_count,
        topic=row.topic,
        difficulty=row.difficulty,
        pinned=frozenset(map(int, row.pinned)),
        groups=frozenset(row.groups),
    )


def _answered(drawn: Sequence[DrawnItem], versions: Mapping[int, AnyRow], rules: MarkingRules, rng: Random) -> Sheet:
    """Return a paper as somebody who knows more or less has answered it."""
    knows, items = rng.uniform(0.2, 1.0), []
    for item in drawn:
        row = versions[item.candidate.version_id]
        key = to_shown(map(int, row.key), item.option_order)
        items.append(
            AnsweredItem(
                position=item.position,
                keys=(key,),
                choice=_choice(key, row.option_count, knows, rng),
                points=rules.points_of(row.difficulty),
            )
        )
    marked = mark_attempt(items, rules)
    sheet = {"score": marked.score, "max_score": marked.max_score, "answered": marked.answered}
    return sheet, [
        _item_row(item, versions[item.candidate.version_id], answered.choice, marked.marks[item.position])
        for item, answered in zip(drawn, items, strict=True)
    ]


def _choice(key: int, option_count: int, knows: float, rng: Random) -> int | None:
    if rng.random() < _UNANSWERED:
        return None
    return key if rng.random() < knows else 1 << rng.randrange(option_count)


def _item_row(item: DrawnItem, version: AnyRow, choice: int | None, mark: int) -> dict[str, Any]:
    return {
        "position": item.position,
        "question_version_id": version.id,
        "option_order": "".join(map(str, item.option_order)),
        "option_count": version.option_count,
        "allows_many": version.type == QuestionType.MULTIPLE,
        "choice": choice,
        "revision": 0 if choice is None else 1,
        "mark": mark,
    }
