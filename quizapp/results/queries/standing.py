"""The standing of a round, for the staff: everybody, by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quizapp.domain.identity import read_code
from quizapp.domain.policy import RoundKind
from quizapp.domain.ranking import deciding_rule, rank
from quizapp.domain.text import fold
from quizapp.domain.tiebreak import Tiebreak
from quizapp.models import Contest, Participant, Round, Unit
from quizapp.models.base import AnyRow
from quizapp.models.counting import counted_attempts
from quizapp.models.standings import actual_number, lot_seed, ranked_round, standing


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingFilter:
    """Which rows of a standing are shown; `text` is part of a name or a code."""

    round_id: int
    group: str = ""
    unit_id: int | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingRow:
    """Somebody's place in a round, in all and within the group.

    `decided_by`: the rule that puts them before the next of the whole standing; None where they share a rank
    or are the last. `is_level`: they share it.
    """

    rank: int
    rank_in_group: int
    person: AnyRow
    decided_by: Tiebreak | None
    is_level: bool


def round_choices(session: Session) -> Sequence[AnyRow]:
    """Return the rounds that a standing can be asked for: the latest contest first, official rounds before practice."""
    query = (
        select(
            Round.id,
            Round.title,
            Round.kind,
            Round.opens_at,
            Contest.id.label("contest_id"),
            Contest.title.label("contest_title"),
        )
        .join(Contest, Contest.id == Round.contest_id)
        .order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id, Round.kind, Round.opens_at)
    )
    return session.execute(query).all()


def latest_round_id(choices: Sequence[AnyRow], now: datetime) -> int | None:
    """Return the official round that opened last, or the first of the list while none has opened."""
    begun = [c for c in choices if c.kind == RoundKind.OFFICIAL and c.opens_at <= now]
    if begun:
        return max(begun, key=lambda c: c.opens_at).id  # type: ignore[no-any-return]
    return choices[0].id if choices else None


def find_round(session: Session, round_id: int) -> Round | None:
    """Return a round, or None."""
    return session.get(Round, round_id)


def filter_units(session: Session, round_id: int) -> Sequence[AnyRow]:
    """Return the units that somebody took part from in a round's contest, by kind and name."""
    query = (
        select(Unit.id, Unit.name, Unit.kind)
        .where(
            Unit.id.in_(
                select(Participant.unit_id)
                .join(Round, Round.contest_id == Participant.contest_id)
                .where(Round.id == round_id)
            )
        )
        .order_by(Unit.kind, Unit.is_catch_all, Unit.sort_key)
    )
    return session.execute(query).all()


def standing_rows(session: Session, contest_round: Round, chosen: StandingFilter, now: datetime) -> list[StandingRow]:
    """Return the rows of a round's standing that a filter lets through, with the ranks they have in the whole."""
    asked = ranked_round(contest_round)
    actual, seed = actual_number(session, asked, now), lot_seed(asked)
    people = {row.participant_id: row for row in _people(session, contest_round.id)}
    ranked = rank((standing(row, actual, seed) for row in people.values()), contest_round.ranking)
    meant = _meant_by(session, contest_round.contest_id, chosen.text)
    in_group = _ranks_in_groups([(r.rank, people[r.standing.participant_id].group) for r in ranked])
    found = []
    for index, entry in enumerate(ranked):
        person = people[entry.standing.participant_id]
        if not _is_let_through(person, chosen, meant):
            continue
        following = ranked[index + 1] if index + 1 < len(ranked) else None
        rule = following and deciding_rule(entry.standing, following.standing, contest_round.ranking)
        found.append(
            StandingRow(
                rank=entry.rank,
                rank_in_group=in_group[index],
                person=person,
                decided_by=rule or None,
                is_level=bool(following and following.rank == entry.rank)
                or (index > 0 and ranked[index - 1].rank == entry.rank),
            )
        )
    return found


def _people(session: Session, round_id: int) -> Iterable[AnyRow]:
    counted = counted_attempts(round_id).subquery()
    return session.execute(select(counted, Unit.name.label("unit_name")).join(Unit, Unit.id == counted.c.unit_id))


def _ranks_in_groups(ranked: Sequence[tuple[int, str]]) -> list[int]:
    """Return each one's rank within the group, from (rank, group) pairs in the order of the whole."""
    seen: dict[str, int] = {}
    last: dict[str, tuple[int, int]] = {}
    ranks = []
    for place, group in ranked:
        seen[group] = seen.get(group, 0) + 1
        if group not in last or last[group][0] != place:
            last[group] = (place, seen[group])
        ranks.append(last[group][1])
    return ranks


def _meant_by(session: Session, contest_id: int, text: str) -> set[int] | None:
    """Return the participants whose name or code holds `text`; None where nothing is searched for."""
    if not text:
        return None
    code = read_code(text)
    condition = Participant.folded_name.contains(fold(text), autoescape=True)
    query = select(Participant.id).where(
        Participant.contest_id == contest_id, or_(condition, Participant.code == code) if code else condition
    )
    return set(session.scalars(query))


def _is_let_through(person: AnyRow, chosen: StandingFilter, meant: set[int] | None) -> bool:
    return (
        (not chosen.group or person.group == chosen.group)
        and (chosen.unit_id is None or person.unit_id == chosen.unit_id)
        and (meant is None or person.participant_id in meant)
    )
