"""Everybody's place in a result: in all, in the group, in the unit, and why each stands before the next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.explanation import explain, to_json
from quizapp.domain.outcome import Outcome, prizes_of
from quizapp.domain.prizes.allotting import Placed
from quizapp.models import Participant, Unit
from quizapp.models.base import AnyRow
from quizapp.publication.queries.results import Result, people


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingFilter:
    """Which rows are listed; ranks are always those of the whole, the group and the unit."""

    group: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedRow:
    """Somebody's places. `why`: before the next of the list as it is filtered, None for the last one."""

    placed: Placed
    rank_in_group: int
    rank_in_unit: int
    person: AnyRow
    prizes: Sequence[str]
    why: Mapping[str, Any] | None


def listed(outcome: Outcome, chosen: RankingFilter) -> list[Placed]:
    """Return those whom a filter lets through, best first."""
    return [
        placed
        for placed in outcome.placed
        if (not chosen.group or placed.contender.group == chosen.group)
        and (chosen.unit_id is None or placed.contender.unit_id == chosen.unit_id)
    ]


def ranked_rows(session: Session, result: Result, shown: Sequence[Placed], after: Placed | None) -> list[RankedRow]:
    """Return the rows of one page; `after`: who is listed behind it. One statement."""
    following = [*shown[1:], *([after] if after else [])]
    who = people(session, {p.contender.standing.participant_id for p in (*shown, *following)})
    in_group, in_unit = _places(result.outcome, "group"), _places(result.outcome, "unit_id")
    prizes = prizes_of(result.outcome)
    return [
        RankedRow(
            placed=placed,
            rank_in_group=in_group[placed.contender.standing.participant_id],
            rank_in_unit=in_unit[placed.contender.standing.participant_id],
            person=who[placed.contender.standing.participant_id],
            prizes=prizes.get(placed.contender.standing.participant_id, ()),
            why=_why(result, placed, following[index], who) if index < len(following) else None,
        )
        for index, placed in enumerate(shown)
    ]


def _places(outcome: Outcome, part: str) -> Mapping[int, int]:
    """Return everybody's rank among those of the same group or unit; level ones share it."""
    seen: defaultdict[object, int] = defaultdict(int)
    last: dict[object, tuple[int, int]] = {}
    ranks = {}
    for placed in outcome.placed:
        among = getattr(placed.contender, part)
        seen[among] += 1
        if among not in last or last[among][0] != placed.rank:
            last[among] = (placed.rank, seen[among])
        ranks[placed.contender.standing.participant_id] = last[among][1]
    return ranks


def _why(result: Result, placed: Placed, next_one: Placed, who: Mapping[int, AnyRow]) -> Mapping[str, Any]:
    after = next_one.contender.standing
    explanation = explain(placed.contender.standing, after, result.case.ranking, result.partial)
    return {**to_json(explanation), "before": who[after.participant_id].full_name}


def filter_units(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """Return the units that somebody registered from, by kind and name."""
    registered = select(Participant.unit_id).where(Participant.contest_id == contest_id)
    query = select(Unit.id, Unit.name).where(Unit.id.in_(registered))
    return session.execute(query.order_by(Unit.kind, Unit.is_catch_all, Unit.sort_key)).all()
