"""More prizes than there are people: what is asked about before a plan of prizes is saved.

How many will take part is not known before a round is over, so that this is no contradiction: organisers are told how
many have registered, and may say that more will. As long as nobody has registered there is nothing to compare with.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizapp.domain.prizes.plan import OnePrize, PrizePlan


@dataclass(frozen=True, kw_only=True, slots=True)
class Excess:
    """More prizes than people registered; `group` None: of all groups together."""

    group: str | None
    prizes: int
    registered: int


def excesses(plan: PrizePlan, registered: Mapping[str, int]) -> tuple[Excess, ...]:
    """Return where a plan has more prizes than people. `registered` by group, of the groups that may enter.

    Nobody has two prizes of one list, so that each list is compared with its people. Where a person may have one prize
    only, all lists and the draw are compared with all people too.
    """
    if not sum(registered.values()):
        return ()
    return tuple(_excesses(plan, registered))


def _excesses(plan: PrizePlan, registered: Mapping[str, int]) -> Iterator[Excess]:
    total = sum(registered.values())
    lists: Counter[str | None] = Counter()
    for prize in plan.individual:
        lists[prize.group] += prize.count
    for group, prizes in lists.items():
        people = total if group is None else registered.get(group, 0)
        if group is not None and prizes > people:
            yield Excess(group=group, prizes=prizes, registered=people)
    together = lists.total() if plan.one_prize is not OnePrize.NONE else lists[None]
    if together + plan.encouragement > total:
        yield Excess(group=None, prizes=together + plan.encouragement, registered=total)
