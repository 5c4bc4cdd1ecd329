"""Why what organisers decide is refused."""

from collections.abc import Sequence

from quizapp.domain.round_rules import Found


class ContestNotFound(LookupError):
    """There is no such contest."""


class RoundNotFound(LookupError):
    """There is no such round in the contest."""


class SlugTaken(Exception):
    """Another contest, or another round of the contest, stands under the same address."""


class ContradictoryRound(Exception):
    """The settings contradict themselves: `contradictions` says where."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__(", ".join(c.code for c in found))
        self.contradictions = tuple(found)


class ContradictoryLeague(ContradictoryRound):
    """The rules of the league over the rounds contradict themselves: `contradictions` says where."""


class PaperNotDrawable(Exception):
    """The banks can't fill the blueprint for every group admitted: `groups` says for which not."""

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__(", ".join(groups))
        self.groups = tuple(groups)


class RoundFrozen(Exception):
    """People took part by the rules that were to change: `fields` names them."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


class LeagueFrozen(RoundFrozen):
    """People took part by the rules of the league that were to change: `fields` names them."""


class AnswersShown(Exception):
    """The round is over and its answers were shown; it can't be opened again."""


class RoundHasAttempts(Exception):
    """Somebody has begun an attempt in the round; it can't be deleted."""


class RoundHasFigures(Exception):
    """Official figures were entered for the round; it can't be deleted before they are."""


class BanksMissing(LookupError):
    """None of the shipped banks has been imported."""
