"""How long ranking and prizes take for 100,000 counted attempts: `python -m tests.load.ranking`.

Every rule of TIEBREAKS is asked, with people level by the rules before it, so that none is cheap.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from random import Random

from quizapp.domain.counting import ClosedAttempt, CountingRules, Person, contenders
from quizapp.domain.outcome import Case, UnitSize, decide
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.tiebreak import TIEBREAKS

PEOPLE = 100_000
UNITS = 200
OPENS = datetime(2027, 6, 7, 1, tzinfo=UTC)
RULES = CountingRules(
    ranking=tuple(TIEBREAKS),
    counted="best",
    prediction_target="participants",
    prediction_asked="every",
    prediction_with_disqualified=False,
    seed="ab" * 32,
)
PLAN = PrizePlan(
    individual=(
        IndividualPrize(title="Giải Nhất", count=1),
        IndividualPrize(title="Giải Nhì", count=2),
        IndividualPrize(title="Giải Ba", count=3),
        IndividualPrize(title="Giải Khuyến khích", count=50),
    ),
    encouragement=20,
    encouragement_title="Giải may mắn",
    collective=(CollectivePrize(title="Cờ thi đua", count=3, formula="rate_plus_winners"),),
)


def main() -> None:
    """Print the seconds of each step."""
    rng = Random(57)
    people = {
        n: Person(
            id=n, group="residents", unit_id=n % UNITS, registered_at=OPENS + timedelta(seconds=rng.randrange(9999))
        )
        for n in range(1, PEOPLE + 1)
    }
    attempts = [_attempt(n, rng) for n in people]
    started = time.perf_counter()
    found = contenders(attempts, people, RULES, actual=PEOPLE)
    counted = time.perf_counter()
    outcome = decide(
        Case(
            contenders=found,
            ranking=RULES.ranking,
            plan=PLAN,
            units=[UnitSize(id=n, kind="village", headcount=600) for n in range(UNITS)],
            excluded=frozenset(range(1, 50)),
            already_awarded=(),
            seed=RULES.seed,
        )
    )
    decided = time.perf_counter()
    sys.stdout.write(f"{len(found):,} contenders from attempts: {counted - started:.2f} s\n")
    sys.stdout.write(
        f"ranked by {len(RULES.ranking)} rules, {len(outcome.winners)} prizes: {decided - counted:.2f} s\n"
    )


def _attempt(person: int, rng: Random) -> ClosedAttempt:
    return ClosedAttempt(
        id=person,
        participant_id=person,
        number=1,
        submitted_at=OPENS + timedelta(seconds=rng.randrange(600)),
        duration_ms=rng.randrange(60, 70) * 1000,
        score=rng.randrange(8, 11),
        max_score=10,
        prediction=PEOPLE + rng.randrange(-9, 9),
        exclusion=None,
    )


if __name__ == "__main__":
    main()
