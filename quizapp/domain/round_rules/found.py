"""What is found to contradict itself, and what rounds and whole contests can get wrong alike: ranking and prizes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from quizapp.domain.prizes.plan import PrizePlan
from quizapp.domain.prizes.plan_rules import plan_contradictions
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import TIEBREAKS

Ranking = Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Something that can't be: `field` names the setting to change, `sentence` says what to do.

    `part` names what in a setting that has parts, the prizes, and `rows` the rows of it, from 1; empty: all of it.
    """

    code: str
    field: str
    sentence: str
    part: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingContradiction:
    """Something that can't be in an ordered list of ranking rules."""

    code: str
    sentence: str
    holds: Callable[[Ranking], bool]


RANKING_CONTRADICTIONS: tuple[RankingContradiction, ...] = (
    RankingContradiction(
        code="no-ranking",
        sentence=N_("Hãy chọn ít nhất một tiêu chí xếp hạng."),
        holds=lambda ranking: not ranking,
    ),
    RankingContradiction(
        code="unknown-ranking",
        sentence=N_("Có tiêu chí xếp hạng không nằm trong danh sách. Hãy chọn lại."),
        holds=lambda ranking: not set(ranking) <= set(TIEBREAKS),
    ),
    RankingContradiction(
        code="repeated-ranking",
        sentence=N_("Mỗi tiêu chí xếp hạng chỉ được chọn một lần."),
        holds=lambda ranking: max(Counter(ranking).values(), default=0) > 1,
    ),
    RankingContradiction(
        code="lot-not-last",
        sentence=N_("Bốc thăm phân định mọi người nên phải là tiêu chí cuối cùng. Hãy bỏ các tiêu chí sau bốc thăm."),
        holds=lambda ranking: "lot" in ranking and ranking[-1] != "lot",
    ),
)


def found_in_ranking(ranking: Ranking, *, field: str) -> Iterator[Found]:
    """Yield what contradicts itself in a list of ranking rules, the setting `field`."""
    for entry in RANKING_CONTRADICTIONS:
        if entry.holds(ranking):
            yield Found(code=entry.code, field=field, sentence=entry.sentence)


def found_in_prizes(plan: PrizePlan, admitted: Collection[str]) -> Iterator[Found]:
    """Yield what contradicts itself in a plan of prizes, or the groups that may enter."""
    for entry in plan_contradictions(plan, admitted):
        yield Found(code=entry.code, field="prizes", sentence=entry.sentence, part=entry.field, rows=entry.rows)
