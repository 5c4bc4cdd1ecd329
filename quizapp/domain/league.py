"""The league over a contest's rounds: what people reached in each, added up, ranked by the same tie-breaks.

A round is worth what its papers are worth: points are added, not ranks. Whoever missed a round has no points from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm

from quizapp.domain.marking import PARTIAL_RULES
from quizapp.domain.prizes.allotting import Contender
from quizapp.domain.prizes.lots import lot
from quizapp.domain.tiebreak import Standing

# In the league marks are counted in these parts of a point, whatever parts the rounds have.
LEAGUE_PARTS = lcm(*(rule.parts for rule in PARTIAL_RULES.values()))
# The rule of marking that has them, for whoever shows league points.
LEAGUE_PARTIAL = max(PARTIAL_RULES.values(), key=lambda rule: rule.parts).code


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundResult:
    """The contenders of one round, whose marks are in parts of a point by its rule `partial`."""

    partial: str
    contenders: Sequence[Contender]

    @property
    def most(self) -> int:
        """The most that a paper of the round could earn, in LEAGUE_PARTS; 0 where nobody took part."""
        return max((c.max_score for c in self.contenders), default=0) * self.factor

    @property
    def factor(self) -> int:
        """What the round's marks are multiplied by to be in LEAGUE_PARTS."""
        return LEAGUE_PARTS // PARTIAL_RULES[self.partial].parts


def league(rounds: Iterable[RoundResult], *, seed: str) -> list[Contender]:
    """Return one contender a participant over all rounds, in no order.

    Scores, durations, attempts and missed guesses are added up; the moment of submission is the last one; the entry
    is the counted attempt of the first round that somebody took part in. `max_score` is that of all the rounds.
    """
    results = list(rounds)
    most = sum(result.most for result in results)
    own: defaultdict[int, list[tuple[int, Contender]]] = defaultdict(list)
    for result in results:
        for contender in result.contenders:
            own[contender.standing.participant_id].append((result.factor, contender))
    return [_added_up(parts, most=most, seed=seed) for parts in own.values()]


def _added_up(parts: Sequence[tuple[int, Contender]], *, most: int, seed: str) -> Contender:
    standings = [contender.standing for _, contender in parts]
    last = max(parts, key=lambda part: part[1].standing.submitted_at)[1]
    entry_id = min(s.entry_id for s in standings)
    errors = [s.prediction_error for s in standings if s.prediction_error is not None]
    return Contender(
        group=last.group,
        unit_id=last.unit_id,
        max_score=most,
        standing=Standing(
            participant_id=last.standing.participant_id,
            score=sum(factor * contender.standing.score for factor, contender in parts),
            duration_ms=sum(s.duration_ms for s in standings),
            submitted_at=last.standing.submitted_at,
            attempts=sum(s.attempts for s in standings),
            registered_at=last.standing.registered_at,
            prediction_error=sum(errors) if errors else None,
            full_marks=sum(s.full_marks for s in standings),
            entry_id=entry_id,
            lot=lot(seed, entry_id),
        ),
    )
