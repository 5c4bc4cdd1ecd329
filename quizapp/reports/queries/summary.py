"""The figures of a contest or a round: one query a report, all filtered by one Scope."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, not_, select
from sqlalchemy.orm import Session

from quizapp.domain.distribution import (
    BandLine,
    Bin,
    DayLine,
    HourCount,
    ScoreCount,
    ScoreSummary,
    band_lines,
    bins,
    day_lines,
    hour_counts,
)
from quizapp.domain.participation import External, Line, Participation, Scope, UnitLine, summarise
from quizapp.models import Attempt, Contest, ExternalFigure, Participant, Round
from quizapp.models.counting import is_counted
from quizapp.models.hours import utc_hour
from quizapp.models.participation import (
    external_figures,
    external_turnouts,
    is_within,
    official_round_ids,
    score_counts,
    turnouts,
    unit_entries,
)

_DIGITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundTurnout:
    """Who took part in one round from one group; of a round that others hold, by its official figures."""

    round_id: int
    group: str
    participants: int
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfinished:
    """Attempts that no report counts: `empty` ended by time without an answer, `open` not submitted yet."""

    empty: int
    open: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Every figure of a scope. Groups, kinds and units each add up to `total`'s attempts.

    Days, hours and bands add up to the attempts made here: those of `total` without its `external` ones.
    """

    scope: Scope
    participation: Participation
    bands: Sequence[BandLine]
    bins: Sequence[Bin]
    days: Sequence[DayLine]
    hours: Sequence[int]
    rounds: Sequence[RoundTurnout]
    unfinished: Unfinished

    @property
    def total(self) -> Line:
        """The row of everybody."""
        return self.participation.total

    @property
    def attempts_here(self) -> int:
        """The attempts made here, which have a score, a day and an hour."""
        return self.total.attempts - self.total.external.attempts


def contest_scope(
    session: Session, *, contest_id: int, round_id: int | None = None, groups: tuple[str, ...] = ()
) -> Scope:
    """Return the scope of one round, or of a contest's official rounds, those held by others too."""
    round_ids = official_round_ids(session, contest_id) if round_id is None else (round_id,)
    return Scope(contest_id=contest_id, round_ids=round_ids, groups=groups)


def participation_summary(session: Session, scope: Scope) -> Summary:
    """Return every figure of a scope."""
    scores: Sequence[ScoreCount] = score_counts(session, scope)
    hours = attempts_by_hour(session, scope)
    figures = external_figures(session, scope)
    everybody = [*turnouts(session, scope), *external_turnouts(figures)]
    return Summary(
        scope=scope,
        participation=summarise(everybody, scores, unit_entries(session), scope),
        bands=band_lines(scores),
        bins=bins(scores),
        days=day_lines(hours),
        hours=hour_counts(hours),
        rounds=[*round_turnouts(session, scope), *external_round_turnouts(figures)],
        unfinished=unfinished_attempts(session, scope),
    )


def attempts_by_hour(session: Session, scope: Scope) -> Sequence[HourCount]:
    """Return how many attempts each group submitted in which hour."""
    hour_at = utc_hour(Attempt.submitted_at).label("hour_at")
    query = (
        select(Participant.group, hour_at, func.count().label("attempts"))
        .join(Participant, Participant.id == Attempt.participant_id)
        .where(is_within(scope), is_counted())
        .group_by(Participant.group, hour_at)
    )
    return [HourCount(**row) for row in session.execute(query).mappings()]


def round_turnouts(session: Session, scope: Scope) -> Sequence[RoundTurnout]:
    """Return who took part by round and group; somebody may stand in several rounds, so that these don't add up."""
    query = (
        select(
            Attempt.round_id,
            Participant.group,
            func.count(Attempt.participant_id.distinct()).label("participants"),
            func.count().label("attempts"),
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .where(is_within(scope), is_counted())
        .group_by(Attempt.round_id, Participant.group)
    )
    return [RoundTurnout(**row) for row in session.execute(query).mappings()]


def external_round_turnouts(figures: Iterable[ExternalFigure]) -> Sequence[RoundTurnout]:
    """Return official figures by round and group."""
    sums: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in figures:
        people, attempts = sums[row.round_id, row.group]
        sums[row.round_id, row.group] = [people + row.participants, attempts + row.attempts]
    return [
        RoundTurnout(round_id=round_id, group=group, participants=people, attempts=attempts)
        for (round_id, group), (people, attempts) in sums.items()
    ]


def unfinished_attempts(session: Session, scope: Scope) -> Unfinished:
    """Return how many attempts were started and are counted nowhere."""
    query = (
        select(
            func.count(case((Attempt.submitted_at.is_not(None), 1))).label("empty"),
            func.count(case((Attempt.submitted_at.is_(None), 1))).label("open"),
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .where(is_within(scope), not_(is_counted()))
    )
    return Unfinished(**session.execute(query).mappings().one())


def statistics_json(session: Session, *, contest: Contest, contest_round: Round | None = None) -> dict[str, Any]:
    """Return the figures of a round, or of a contest's official rounds, as JSON can hold them.

    Percentages are 0-100; null where there is nothing to divide by. `external`: how much of a line's figures are
    official ones of rounds that others hold; days, hours, bands and scores know only the attempts made here.
    """
    scope = contest_scope(session, contest_id=contest.id, round_id=contest_round.id if contest_round else None)
    summary = participation_summary(session, scope)
    rounds = {r.id: r for r in session.scalars(select(Round).where(Round.id.in_(scope.round_ids)))}
    return {
        "contest": contest.slug,
        "round": contest_round.slug if contest_round else None,
        **_line_json(summary.total),
        "started_empty": summary.unfinished.empty,
        "open": summary.unfinished.open,
        "rounds": [_round_json(rounds[round_id], summary) for round_id in scope.round_ids],
        "groups": [_named_json(line) for line in summary.participation.groups],
        "kinds": [_named_json(line) for line in summary.participation.kinds],
        "units": [_unit_json(unit) for unit in summary.participation.units],
        "days": [
            {"day": d.day.isoformat(), "attempts": d.attempts, "by_group": dict(d.by_group)} for d in summary.days
        ],
        "hours": list(summary.hours),
        "bands": [
            {
                "code": b.band.code,
                "title": b.band.title,
                "attempts": b.attempts,
                "share": _rounded(b.share),
                "counted": b.counted,
            }
            for b in summary.bands
        ],
    }


def _round_json(contest_round: Round, summary: Summary) -> dict[str, Any]:
    of_round = [t for t in summary.rounds if t.round_id == contest_round.id]
    return {
        "slug": contest_round.slug,
        "title": contest_round.title,
        "kind": contest_round.kind,
        "participants": sum(t.participants for t in of_round),
        "attempts": sum(t.attempts for t in of_round),
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "participants": line.participants,
        "attempts": line.attempts,
        "full_marks": line.full_marks,
        "share": _rounded(line.share),
        "enrolled": line.enrolled,
        "headcount": line.headcount,
        "rate": _rounded(line.rate),
        "score": _scores_json(line.scores),
        "external": _external_json(line.external),
    }


def _external_json(external: External) -> Mapping[str, int]:
    return {name: getattr(external, name) for name in External.__slots__}


def _named_json(line: Line) -> dict[str, Any]:
    return {"code": line.code, "title": line.title, **_line_json(line)}


def _unit_json(unit: UnitLine) -> dict[str, Any]:
    return {
        "id": unit.unit.id,
        "kind": unit.unit.kind,
        "name": unit.unit.name,
        **_line_json(unit.line),
        "rank_by_number": unit.rank_by_number,
        "rank_by_rate": unit.rank_by_rate,
    }


def _scores_json(scores: ScoreSummary) -> Mapping[str, float | int | None]:
    return {
        "mean": _rounded(scores.mean),
        "median": _rounded(scores.median),
        "mean_percent": _rounded(scores.mean_percent),
        "median_percent": _rounded(scores.median_percent),
        "max": scores.max_score,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
