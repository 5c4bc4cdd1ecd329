"""All that a dry run changes, as sheets of a workbook."""

from collections.abc import Iterator

from flask_babel import gettext as _

from quizapp.domain.allowance import EXCLUSIONS
from quizapp.domain.groups import GROUPS
from quizapp.domain.marking import shown_points
from quizapp.exchange.tables import Column, Kind, Table
from quizapp.models import Round, db
from quizapp.regrading import queries
from quizapp.regrading.queries import DryRun


def tables(contest_round: Round, found: DryRun) -> tuple[Table, Table]:
    """Return the people and the attempts that a dry run changes."""
    return _people(contest_round, found), _attempts(contest_round, found)


def _number(title: str) -> Column:
    return Column(title=title, width=10, kind=Kind.NUMBER)


def _whose() -> tuple[Column, ...]:
    return (
        Column(title=_("Họ và tên"), width=28),
        Column(title=_("Nhóm"), width=18),
        Column(title=_("Đơn vị"), width=28),
    )


def _people(contest_round: Round, found: DryRun) -> Table:
    return Table(
        title=_("Người có thay đổi"),
        columns=(
            *_whose(),
            _number(_("Điểm cũ")),
            _number(_("Điểm mới")),
            _number(_("Hạng cũ")),
            _number(_("Hạng mới")),
            Column(title=_("Giải cũ"), width=24),
            Column(title=_("Giải mới"), width=24),
        ),
        rows=_people_rows(contest_round, found),
    )


def _people_rows(contest_round: Round, found: DryRun) -> Iterator[tuple[object, ...]]:
    people = queries.people_names(db.session(), contest_round.contest_id)
    for change in found.people:
        person = people[change.participant_id]
        yield (
            person.full_name,
            _(GROUPS[person.group].title),
            person.unit_name,
            _points(change.old_score, contest_round),
            _points(change.new_score, contest_round),
            change.old_rank,
            change.new_rank,
            "; ".join(change.old_prizes),
            "; ".join(change.new_prizes),
        )


def _attempts(contest_round: Round, found: DryRun) -> Table:
    return Table(
        title=_("Lượt thi có thay đổi"),
        columns=(
            _number(_("Mã bài thi")),
            *_whose(),
            _number(_("Lượt")),
            _number(_("Điểm câu cũ")),
            _number(_("Điểm câu mới")),
            _number(_("Điểm cũ")),
            _number(_("Điểm tối đa cũ")),
            _number(_("Điểm mới")),
            _number(_("Điểm tối đa mới")),
            Column(title=_("Không được tính vì"), width=24),
        ),
        rows=_attempt_rows(contest_round, found),
    )


def _attempt_rows(contest_round: Round, found: DryRun) -> Iterator[tuple[object, ...]]:
    attempts = queries.attempt_people(db.session(), contest_round.id)
    for change in found.attempts:
        whose = attempts[change.attempt_id]
        marks = (
            change.old_mark,
            change.new_mark,
            change.old_score,
            change.old_max_score,
            change.new_score,
            change.new_max_score,
        )
        yield (
            change.attempt_id,
            whose.full_name,
            _(GROUPS[whose.group].title),
            whose.unit_name,
            whose.number,
            *(_points(mark, contest_round) for mark in marks),
            _(EXCLUSIONS[whose.exclusion]) if whose.exclusion else None,
        )


def _points(marks: int | None, contest_round: Round) -> int | float | None:
    return None if marks is None else shown_points(marks, contest_round.partial_rule)
