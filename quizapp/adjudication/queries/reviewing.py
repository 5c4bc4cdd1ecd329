"""The list of a round's flagged attempts: whose they are, what is decided of them, in which order they come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quizapp.adjudication.queries.examined import Examined
from quizapp.domain.flags import FLAGS, Finding
from quizapp.models import Attempt, Decision, Participant, Unit
from quizapp.models.base import AnyRow


class Verdict(StrEnum):
    """What is decided of an attempt. Clearing a disqualified one lifts the disqualification."""

    CLEARED = "cleared"
    DISQUALIFIED = "disqualified"


UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewFilter:
    """Which attempts are listed. `flag` empty: with any that asks for a decision; `state` empty: decided or not."""

    flag: str = ""
    state: str = UNDECIDED


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRow:
    """A flagged or decided attempt. `rank` None: it is not the one that counts. `state`: a Verdict, or UNDECIDED."""

    attempt: AnyRow
    findings: Sequence[Finding]
    rank: int | None
    state: str


def verdicts(session: Session, round_id: int) -> Mapping[int, str]:
    """Return the newest verdict on each attempt of a round that was decided on."""
    query = (
        select(Decision.attempt_id, Decision.verdict)
        .join(Attempt, Attempt.id == Decision.attempt_id)
        .where(Attempt.round_id == round_id)
        .order_by(Decision.id)
    )
    return {row.attempt_id: row.verdict for row in session.execute(query)}


def listed_ids(examined: Examined, verdicts: Mapping[int, str], chosen: ReviewFilter) -> list[int]:
    """Return the attempts that a filter lets through.

    Of one flag the most striking come first; of all, who ranks best: what touches a prize is looked at first.
    """
    found = [a for a in _flagged(examined, verdicts, chosen.flag) if _is_in_state(verdicts.get(a), chosen.state)]
    return found if chosen.flag else sorted(found, key=lambda a: (examined.ranks.get(a, inf), a))


def _flagged(examined: Examined, verdicts: Mapping[int, str], flag: str) -> Collection[int]:
    if flag:
        return [f.attempt_id for f in examined.examination.findings if f.flag == flag]
    asking = {a for a, found in examined.findings.items() if any(not FLAGS[f.flag].is_information for f in found)}
    return asking | set(verdicts)


def _is_in_state(verdict: str | None, state: str) -> bool:
    return not state or (verdict or UNDECIDED) == state


def review_rows(
    attempt_ids: Sequence[int], people: Mapping[int, AnyRow], *, examined: Examined, verdicts: Mapping[int, str]
) -> list[ReviewRow]:
    """Return the rows of these attempts, in this order. `people`: of attempt_rows()."""
    return [
        ReviewRow(
            attempt=people[attempt_id],
            findings=examined.findings.get(attempt_id, ()),
            rank=None if people[attempt_id].exclusion else examined.ranks.get(attempt_id),
            state=verdicts.get(attempt_id, UNDECIDED),
        )
        for attempt_id in attempt_ids
    ]


def attempt_rows(session: Session, attempt_ids: Collection[int]) -> Mapping[int, AnyRow]:
    """Return attempts by id, each with whose it is."""
    rows = session.execute(with_people().where(Attempt.id.in_(attempt_ids)))
    return {row.id: row for row in rows}


def with_people() -> Select[Any]:
    """Return a select of attempts with their participants and units."""
    return (
        select(
            *Attempt.__table__.columns,
            Participant.full_name,
            Participant.code,
            Participant.birth_date,
            Participant.group,
            Participant.phone,
            Unit.name.label("unit_name"),
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .join(Unit, Unit.id == Participant.unit_id)
    )


def count_states(examined: Examined, verdicts: Mapping[int, str]) -> Mapping[str, int]:
    """Return how many flagged or decided attempts are in each state."""
    counts = dict.fromkeys((UNDECIDED, *Verdict), 0)
    for attempt_id in _flagged(examined, verdicts, ""):
        counts[verdicts.get(attempt_id, UNDECIDED)] += 1
    return counts
