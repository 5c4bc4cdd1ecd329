"""Who took part, counted by SQL; the formulas over these counts are in domain/participation.py."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import Session

from quizapp.domain.distribution import ScoreCount
from quizapp.domain.marking import in_points
from quizapp.domain.participation import Participation, Scope, Turnout, UnitEntry, summarise
from quizapp.domain.policy import REPORTED_KINDS
from quizapp.models.attempt import Attempt
from quizapp.models.contest import ExternalFigure, Round
from quizapp.models.counting import counted_first, is_counted
from quizapp.models.participant import Participant
from quizapp.models.unit import Unit


def is_within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a participant's attempt belongs to a scope."""
    return and_(
        Attempt.round_id.in_(scope.round_ids),
        Participant.group.in_(scope.groups) if scope.groups else true(),
        Participant.unit_id.in_(scope.unit_ids) if scope.unit_ids else true(),
    )


def official_round_ids(session: Session, contest_id: int) -> tuple[int, ...]:
    """Return the rounds that a contest's totals are made of, those held by others too: practice is left out."""
    query = select(Round.id).where(Round.contest_id == contest_id, Round.kind.in_(REPORTED_KINDS))
    return tuple(session.scalars(query.order_by(Round.opens_at)))


def participation(session: Session, scope: Scope) -> Participation:
    """Return who took part in a scope: the total, and the rows by group, kind and unit."""
    return summarise(all_turnouts(session, scope), score_counts(session, scope), unit_entries(session), scope)


def all_turnouts(session: Session, scope: Scope) -> Sequence[Turnout]:
    """Return how many took part by group and unit: here, and by the official figures of rounds that others hold."""
    return [*turnouts(session, scope), *external_turnouts(external_figures(session, scope))]


def external_figures(session: Session, scope: Scope) -> Sequence[ExternalFigure]:
    """Return the official figures within a scope, by round, group and unit."""
    query = select(ExternalFigure).where(
        ExternalFigure.round_id.in_(scope.round_ids),
        ExternalFigure.group.in_(scope.groups) if scope.groups else true(),
        ExternalFigure.unit_id.in_(scope.unit_ids) if scope.unit_ids else true(),
    )
    return session.scalars(query).all()


def external_turnouts(figures: Iterable[ExternalFigure]) -> Sequence[Turnout]:
    """Return official figures as turnouts, a group and unit a row; whoever is in two rounds counts in both."""
    sums: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in figures:
        counts = (row.participants, row.attempts, row.full_marks, row.winners)
        sums[row.group, row.unit_id] = [a + b for a, b in zip(sums[row.group, row.unit_id], counts, strict=True)]
    return [
        Turnout(
            group=group,
            unit_id=unit_id,
            participants=participants,
            attempts=attempts,
            full_marks=full_marks,
            winners=winners,
            is_external=True,
        )
        for (group, unit_id), (participants, attempts, full_marks, winners) in sums.items()
    ]


def turnouts(session: Session, scope: Scope) -> Sequence[Turnout]:
    """Return how many took part by group and unit. Whoever took part in two rounds is one participant."""
    has_everything = case((Attempt.score == Attempt.max_score, Attempt.participant_id))
    query = (
        select(
            Participant.group,
            Participant.unit_id,
            func.count(Attempt.participant_id.distinct()).label("participants"),
            func.count().label("attempts"),
            func.count(has_everything.distinct()).label("full_marks"),
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .where(is_within(scope), is_counted())
        .group_by(Participant.group, Participant.unit_id)
    )
    return [Turnout(**row) for row in session.execute(query).mappings()]


def score_counts(session: Session, scope: Scope) -> Sequence[ScoreCount]:
    """Return how many attempts earned which score by group and unit, and how many of them ranking takes."""
    sitting: dict[str, Any] = {"partition_by": (Attempt.round_id, Attempt.participant_id)}
    place = func.row_number().over(**sitting, order_by=counted_first())
    placed = (
        select(
            Participant.group,
            Participant.unit_id,
            Attempt.score,
            Attempt.max_score,
            Round.partial_rule,
            place.label("place"),
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .join(Round, Round.id == Attempt.round_id)
        .where(is_within(scope), is_counted())
        .subquery()
    )
    cell = (placed.c.group, placed.c.unit_id, placed.c.score, placed.c.max_score, placed.c.partial_rule)
    query = select(
        *cell, func.count().label("attempts"), func.count(case((placed.c.place == 1, 1))).label("counted")
    ).group_by(*cell)
    return [_score_count(dict(row)) for row in session.execute(query).mappings()]


def _score_count(row: dict[str, Any]) -> ScoreCount:
    partial = row.pop("partial_rule")
    row.update({name: in_points(row[name], partial) for name in ("score", "max_score")})
    return ScoreCount(**row)


def unit_entries(session: Session) -> Sequence[UnitEntry]:
    """Return every unit by kind and name, the catch-all of a kind last."""
    query = select(Unit.id, Unit.kind, Unit.name, Unit.headcount, Unit.is_active, Unit.is_catch_all).order_by(
        Unit.kind, Unit.is_catch_all, Unit.sort_key
    )
    return [UnitEntry(**row) for row in session.execute(query).mappings()]
