"""What flags are found in, and what is found: plain rows in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

# An item, by its question version, and the options picked of it: bit i for the bank's option i.
Answer = tuple[int, int]
# The options picked by item; 0: unanswered.
Paper = Mapping[int, int]
Evidence = Mapping[str, int | str]

# Of a cluster that large everybody is counted, but only the nearest in time are linked: a school may be one cluster.
MOST_OTHERS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """A submitted attempt with what flags ask of it and of the person.

    `match_key`: see domain/identity.py. `wrong`: the answers that earned nothing; right ones prove nothing.
    `device`, `network`, `phone` None: not known.
    """

    attempt_id: int
    participant_id: int
    submitted_at: datetime
    duration_ms: int
    answered: int
    score: int
    group: str
    unit_id: int
    match_key: str
    phone: str | None = None
    device: str | None = None
    network: str | None = None
    wrong: tuple[Answer, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """All that a round's flags are found in.

    `suspects`: pairs of attempts that papers are to be compared of, see alike.py; `papers`: theirs, by attempt.
    `asked`: on how many papers an item stood. `won`: by participant, the titles of earlier rounds that they won.
    """

    sittings: Sequence[Sitting]
    suspects: Iterable[tuple[int, int]] = ()
    papers: Mapping[int, Paper] = field(default_factory=dict)
    asked: Mapping[int, int] = field(default_factory=dict)
    won: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A flag on an attempt, with the values that its sentence names and the attempts it is seen beside."""

    flag: str
    attempt_id: int
    evidence: Evidence
    others: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BaseRate:
    """How common a flag is in the round: what most have, proves nothing.

    `total`: attempts, or participants where the flag speaks of people. `figures`: what else tells the usual case.
    """

    flag: str
    flagged: int
    total: int
    figures: Evidence = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What one rule finds, the most striking first, of `total` looked at."""

    findings: Sequence[Finding]
    total: int
    figures: Evidence = field(default_factory=dict)


def leading(sittings: Iterable[Sitting]) -> list[Sitting]:
    """Return each person's best sitting, the earliest of equals: where a flag on the person is put, once.

    It doesn't depend on decisions, so that a flag stays where it was after one.
    """
    best: dict[int, Sitting] = {}
    for sitting in sittings:
        kept = best.get(sitting.participant_id)
        if kept is None or precedence(sitting) < precedence(kept):
            best[sitting.participant_id] = sitting
    return list(best.values())


def precedence(sitting: Sitting) -> tuple[int, datetime, int]:
    """Return what a better sitting, or an earlier one of equals, has less of."""
    return -sitting.score, sitting.submitted_at, sitting.attempt_id
