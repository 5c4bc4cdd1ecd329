"""What is published of an outcome, as plain values that JSON holds: frozen, shown again, compared with later ones.

Names are those that may be published; participants' ids stand beside them for prizes in other rounds and for papers,
and are never shown. A fraction is a text "7/3".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

from quizapp.domain.explanation import explain as explain_places
from quizapp.domain.explanation import to_json
from quizapp.domain.outcome import Case, Outcome
from quizapp.domain.participation import Participation
from quizapp.domain.participation import UnitLine as UnitRow
from quizapp.domain.phase import day_starts_at, local_day
from quizapp.domain.prizes import plan as prize_plan
from quizapp.domain.prizes.allotting import ENCOURAGEMENT_DRAW, Award, Placed, in_draw
from quizapp.domain.prizes.collective import CollectiveTable, UnitLine, explain
from quizapp.domain.prizes.lots import commitment, lot, seed_for
from quizapp.domain.rules_in_words import RuledBy, rules_in_words

LEADING_RANKS = 10
MOST_LEADING = 50  # level results may make a top ten longer
_FORMAT = 1
_DIGEST_LENGTH = 16

Content = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """How a participant is published: the name as consent allows it, and the unit's."""

    name: str
    unit_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What is published besides the outcome.

    `rules`: what the outcome was computed by. `predictions`: the guess that counts, by participant. `actual`: the
    number to guess, None where nothing was asked. `shows_leading`: the best are named without a prize.
    """

    title: str
    contest_title: str
    opens_at: datetime | None
    closes_at: datetime | None
    partial: str
    rules: RuledBy
    actual: int | None
    predictions: Mapping[int, int | None]
    participation: Participation
    units: Mapping[int, str]
    shows_leading: bool


def named_people(outcome: Outcome, *, shows_leading: bool) -> frozenset[int]:
    """Return the participants whose names are published: the winners, and the best where these are listed."""
    best = leading(outcome) if shows_leading else ()
    return outcome.winners | {placed.contender.standing.participant_id for placed in best}


def leading(outcome: Outcome) -> Sequence[Placed]:
    """Return the first ranks."""
    return [placed for placed in outcome.placed[:MOST_LEADING] if placed.rank <= LEADING_RANKS]


def freeze(case: Case, outcome: Outcome, subject: Subject, people: Mapping[int, Named]) -> Content:
    """Return what is published of an outcome. `people`: those of named_people()."""
    writer = _Writer(case, outcome, subject, people)
    total = subject.participation.total
    return {
        "format": _FORMAT,
        "title": subject.title,
        "contest_title": subject.contest_title,
        "opens_at": subject.opens_at.isoformat() if subject.opens_at else None,
        "closes_at": subject.closes_at.isoformat() if subject.closes_at else None,
        "partial": subject.partial,
        "rules": subject.rules.to_json(),
        "prizes": prize_plan.to_json(case.plan),
        "ranking": list(case.ranking),
        "sentences": rules_in_words(subject.rules, case.ranking, case.plan),
        "target": subject.rules.prediction_target,
        "actual": subject.actual,
        "participants": total.participants,
        "attempts": total.attempts,
        "full_marks": total.full_marks,
        "awards": [writer.award(award) for award in (*outcome.awards, *outcome.drawn)],
        "winner_ids": sorted(outcome.winners),
        "leading": [writer.place(placed) for placed in leading(outcome)] if subject.shows_leading else [],
        "unawarded": [
            {"title": prize.title, "group": prize.group, "count": count} for prize, count in outcome.unawarded
        ],
        "units": _unit_rows(subject.participation),
        "collective": [_table(table, subject.units) for table in outcome.tables],
        "draw": _draw(case, outcome),
    }


class _Writer:
    """Writes people's rows of a publication."""

    def __init__(self, case: Case, outcome: Outcome, subject: Subject, people: Mapping[int, Named]) -> None:
        self._case, self._outcome, self._subject, self._people = case, outcome, subject, people
        self._positions = _positions(outcome)

    def award(self, award: Award) -> Content:
        """Return a winner's row."""
        placed = self._outcome.placed[self._positions[award.participant_id]]
        follower = _follower(self._outcome, award) if award.place else None
        return {
            **self.person(placed),
            "title": award.title,
            "group": award.group,
            "amount": award.amount,
            "place": award.place,
            "rank": award.rank,
            "overall_rank": award.overall_rank,
            "shares": award.shares,
            "passed_over": [
                {"participant_id": who.participant_id, "reason": who.reason, "rank": self._rank(who.participant_id)}
                for who in award.passed_over
            ],
            "why": self._why(placed, follower),
        }

    def place(self, placed: Placed) -> Content:
        """Return the row of somebody who stands among the first."""
        following = self._positions[placed.contender.standing.participant_id] + 1
        follower = self._outcome.placed[following] if following < len(self._outcome.placed) else None
        return {**self.person(placed), "rank": placed.rank, "why": self._why(placed, follower)}

    def person(self, placed: Placed) -> Content:
        """Return what is published of a person and the counted attempt."""
        standing, who = placed.contender.standing, placed.contender.standing.participant_id
        return {
            "participant_id": who,
            "entry_id": standing.entry_id,
            "name": self._people[who].name,
            "unit": self._people[who].unit_name,
            "unit_id": placed.contender.unit_id,
            "of_group": placed.contender.group,
            "score": standing.score,
            "max_score": placed.contender.max_score,
            "duration_ms": standing.duration_ms,
            "submitted_at": standing.submitted_at.isoformat(),
            "tries": standing.attempts,
            "prediction": self._subject.predictions.get(who),
        }

    def _rank(self, participant_id: int) -> int:
        return self._outcome.placed[self._positions[participant_id]].rank

    def _why(self, placed: Placed, follower: Placed | None) -> Content | None:
        if follower is None:
            return None
        after = follower.contender.standing
        explanation = explain_places(placed.contender.standing, after, self._case.ranking, self._subject.partial)
        named = self._people.get(after.participant_id)
        return {**to_json(explanation), "before": named.name if named else ""}


def _positions(outcome: Outcome) -> Mapping[int, int]:
    return {placed.contender.standing.participant_id: index for index, placed in enumerate(outcome.placed)}


def _follower(outcome: Outcome, award: Award) -> Placed | None:
    """Return who stands next behind a winner in the list that the prize was awarded from."""
    is_behind = False
    for placed in outcome.placed:
        if is_behind and award.group in (None, placed.contender.group):
            return placed
        is_behind = is_behind or placed.contender.standing.participant_id == award.participant_id
    return None


def _unit_rows(participation: Participation) -> list[Content]:
    return [
        {
            "kind": row.unit.kind,
            "name": row.unit.name,
            "participants": row.line.participants,
            "headcount": row.line.headcount,
            "rate": row.line.rate,
            "rank_by_number": row.rank_by_number,
            "rank_by_rate": row.rank_by_rate,
        }
        for row in sorted(participation.units, key=_by_rate)
    ]


def _by_rate(row: UnitRow) -> tuple[float, int]:
    """Return what units are listed by: those without a rate last, then by number."""
    return (1 if row.line.rate is None else -row.line.rate), -row.line.participants


def _table(table: CollectiveTable, units: Mapping[int, str]) -> Content:
    return {
        "titles": [prize.title for prize in table.prizes],
        "formula": table.prizes[0].formula,
        "lines": [_line(line, units) for line in table.lines],
    }


def _line(line: UnitLine, units: Mapping[int, str]) -> Content:
    return {
        "unit_id": line.unit.unit_id,
        "name": units[line.unit.unit_id],
        "rank": line.rank,
        "total": _plain(line.total),
        "title": line.award.title if line.award else None,
        "amount": line.award.amount if line.award else 0,
        "shares": line.shares,
        "is_missed": bool(line.missed),
        "why": [
            {"sentence": part.sentence, "params": {name: _plain(value) for name, value in part.params.items()}}
            for part in explain(line)
        ],
    }


def _plain(value: int | Fraction | None) -> int | str | None:
    """Return a whole number as it is, a fraction as the text that says it exactly."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value


def _draw(case: Case, outcome: Outcome) -> Content | None:
    """Return what anybody needs to draw again; None where lots decide nothing. `entries` rise."""
    in_ranking = "lot" in case.ranking
    if not case.plan.encouragement and not in_ranking:
        return None
    entries = in_draw(
        outcome.placed,
        case.plan,
        awards=outcome.awards,
        excluded=case.excluded,
        already_awarded=case.already_awarded,
    )
    seed = seed_for(ENCOURAGEMENT_DRAW, case.seed)
    return {
        "seed": case.seed,
        "commitment": commitment(case.seed),
        "in_ranking": in_ranking,
        "name": ENCOURAGEMENT_DRAW,
        "wanted": case.plan.encouragement,
        "entries": sorted(entries) if case.plan.encouragement else [],
        "drawn": [{"entry_id": award.entry_id, "lot": f"{lot(seed, award.entry_id):064x}"} for award in outcome.drawn],
    }


def digest(content: Content) -> str:
    """Return a short text that differs where contents do."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:_DIGEST_LENGTH]


def complaints_until(now: datetime, days: int) -> datetime:
    """Return the last second of the day in Vietnam until which complaints are taken; `now` where none are: 0 days."""
    if not days:
        return now
    return day_starts_at(local_day(now) + timedelta(days=days + 1)) - timedelta(seconds=1)
