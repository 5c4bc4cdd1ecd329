"""What a round came to, in the words that tests compare with what was worked out by hand."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

from quizapp.domain.explanation import explain, to_json
from quizapp.domain.outcome import Outcome
from quizapp.domain.ranking import rank
from quizapp.models import Attempt
from quizapp.models.standings import actual_number, ranked_round, standings
from quizapp.web.explaining import why
from tests.integration.rule_sets.holding import Field, Held


def numbers_to_guess(held: Held) -> set[int | None]:
    """Return the number to guess as publishing computes it and as the boards do: one number."""
    on_boards = actual_number(held.session, ranked_round(held.round), held.round.closes_at)
    return {held.found.actual, on_boards}


def ranks(held: Held) -> list[tuple[int, str]]:
    """Return everybody's rank, best first; the boards, which read it with SQL, say the same."""
    outcome = [(p.rank, p.contender.standing) for p in held.outcome.placed]
    board = rank(standings(held.session, ranked_round(held.round), held.found.actual), held.round.ranking)
    assert [(r.rank, r.standing) for r in board] == outcome
    return [(place, held.field.name(standing.participant_id)) for place, standing in outcome]


def reasons(outcome: Outcome, field: Field, ranking: tuple[str, ...], partial: str = "none") -> list[str]:
    """Return the sentence between each two neighbours in the ranking."""
    sentences = []
    for first, second in pairwise(placed.contender.standing for placed in outcome.placed):
        explanation = {**to_json(explain(first, second, ranking, partial)), "before": field.name(second.participant_id)}
        sentences.append(why(explanation, field.name(first.participant_id)))
    return sentences


def reasons_of(held: Held) -> list[str]:
    """Return the sentence between each two neighbours of a round."""
    return reasons(held.outcome, held.field, tuple(held.round.ranking), held.round.partial_rule)


def counted(held: Held) -> dict[str, int]:
    """Return which attempt counts of those who sat more than once."""
    times = Counter(who for who, _ in held.attempts)
    entries = {placed.contender.standing.entry_id for placed in held.outcome.placed}
    return {who: number for (who, number), entry in held.attempts.items() if times[who] > 1 and entry in entries}


def not_counted(held: Held) -> dict[tuple[str, int], str]:
    """Return which attempts don't count, and why."""
    stored = {key: held.session.get_one(Attempt, entry).exclusion for key, entry in held.attempts.items()}
    return {key: reason for key, reason in stored.items() if reason is not None}


def prizes(outcome: Outcome, field: Field) -> list[tuple[str, int, str]]:
    """Return individual prizes in the order of awarding: title, rank in the list, who; "=" marks a shared one."""
    return [
        (award.title + (" =" if award.shares else ""), award.rank, field.name(award.participant_id))
        for award in outcome.awards
    ]


def passed_over(outcome: Outcome, field: Field) -> dict[str, list[tuple[str, str]]]:
    """Return to whom a prize came down, and who was passed over for it and why."""
    return {
        field.name(award.participant_id): [(field.name(p.participant_id), p.reason) for p in award.passed_over]
        for award in outcome.awards
        if award.passed_over
    }


def unawarded(outcome: Outcome) -> list[tuple[str, str | None, int]]:
    """Return the prizes for which there was nobody: title, group, how many."""
    return [(prize.title, prize.group, left) for prize, left in outcome.unawarded]


def unit_table(held: Held) -> list[tuple[int | None, str, dict[str, object], object, str]]:
    """Return the lines of the only table of units: rank, name, points of each component, total, and what for.

    What for: the prize's title, "=" marking a shared one, or the conditions missed.
    """
    (table,) = held.outcome.tables
    return [
        (
            line.rank,
            held.field.unit_name(line.unit.unit_id),
            {term.component: _exact(term.points) for term in line.terms if term.weight},
            _exact(line.total),
            line.award.title + (" =" if line.shares else "") if line.award else ", ".join(line.missed),
        )
        for line in table.lines
    ]


def _exact(points: int | Fraction | None) -> str:
    return "–" if points is None else str(points)
