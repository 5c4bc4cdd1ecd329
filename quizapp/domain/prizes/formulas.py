"""What units are compared by for collective prizes: formulas, each a sum of components with weights.

A new formula is one entry in FORMULAS, a new component one in COMPONENTS: the form of prizes, the table of units and
its explanation follow. Points are whole numbers or fractions, rounded only where they are shown.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.domain.text import N_

PERCENT = 100
# Of the best individual prize of a list, the second, ...; the source names three and goes on: 10, 8, 6, ...
WINNER_POINTS = (10, 8, 6, 4, 2)

Points = int | Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFigures:
    """What is known of a unit. `headcount` None: unknown.

    `participants`, `attempts`: those that count. `full_marks`: participants with everything right. `score_sum`: of the
    counted attempts. `winner_places`: the place of each individual prize its people won, 1 for the best of its list.
    """

    unit_id: int
    kind: str
    headcount: int | None
    participants: int
    attempts: int
    full_marks: int = 0
    score_sum: Points = 0
    winner_places: tuple[int, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        """Participants in percent of the headcount; None where it is unknown.

        At most 100: whoever exceeds the headcount has an outdated headcount, which must not win a prize.
        """
        if not self.headcount:
            return None
        return min(Fraction(PERCENT * self.participants, self.headcount), Fraction(PERCENT))


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A part of a formula.

    `figure` is what is counted of a unit, None where it isn't known; `points` says what each unit's is worth, given
    the whole field and the points of individual prizes. `sentence` completes "The unit has … points: …".
    """

    code: str
    title: str
    sentence: str
    figure: Callable[[UnitFigures], Points | None]
    points: Callable[[Sequence[UnitFigures], Sequence[int]], list[Points | None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """How units are compared: the more points in all components, the better. `components`: codes of COMPONENTS."""

    code: str
    title: str
    hint: str
    components: tuple[str, ...]


def rank_points(values: Sequence[Points]) -> list[Points | None]:
    """Return each value's points: of n units the best has n, the next n - 1, ...; level ones have the same.

    It is the number of units that a unit doesn't stand behind, itself included: n - rank + 1.
    """
    ascending = sorted(values)
    return [bisect_right(ascending, value) for value in values]


def _rates(field: Sequence[UnitFigures], winner_points: Sequence[int]) -> list[Points | None]:
    return [unit.rate for unit in field]


def _won(field: Sequence[UnitFigures], winner_points: Sequence[int]) -> list[Points | None]:
    """Return the points of the prizes that each unit's people won; a place beyond those listed earns none."""
    worth = dict(enumerate(winner_points, start=1))
    return [sum(worth.get(place, 0) for place in unit.winner_places) for unit in field]


COMPONENTS: Mapping[str, Component] = {
    c.code: c
    for c in (
        Component(
            code="rate",
            title=N_("Tỷ lệ tham gia"),
            sentence=N_(
                "%(participants)s/%(headcount)s người tham gia, đạt %(figure)s%%: %(points)s điểm × hệ số %(weight)s"
            ),
            figure=lambda unit: unit.rate,
            points=_rates,
        ),
        Component(
            code="winners",
            title=N_("Giải cá nhân"),
            sentence=N_("%(figure)s giải cá nhân: %(points)s điểm × hệ số %(weight)s"),
            figure=lambda unit: len(unit.winner_places),
            points=_won,
        ),
        Component(
            code="people",
            title=N_("Số người dự thi"),
            sentence=N_("%(figure)s người dự thi: %(points)s điểm xếp hạng × hệ số %(weight)s"),
            figure=lambda unit: unit.participants,
            points=lambda field, _: rank_points([unit.participants for unit in field]),
        ),
        Component(
            code="score",
            title=N_("Tổng điểm thi"),
            sentence=N_("tổng điểm thi %(figure)s: %(points)s điểm xếp hạng × hệ số %(weight)s"),
            figure=lambda unit: unit.score_sum,
            points=lambda field, _: rank_points([unit.score_sum for unit in field]),
        ),
        Component(
            code="attempts",
            title=N_("Số lượt thi"),
            sentence=N_("%(figure)s lượt thi: %(points)s điểm xếp hạng × hệ số %(weight)s"),
            figure=lambda unit: unit.attempts,
            points=lambda field, _: rank_points([unit.attempts for unit in field]),
        ),
    )
}

FORMULAS: Mapping[str, Formula] = {
    f.code: f
    for f in (
        # thitimhieucchc.daklak.gov.vn/tin-tuc/giai-thuong-cuoc-thi
        Formula(
            code="highest_rate",
            title=N_("Tỷ lệ tham gia cao nhất"),
            hint=N_("Xếp đơn vị theo số người dự thi chia cho số người của đơn vị."),
            components=("rate",),
        ),
        # thiphapluattructuyen.net/trangchu.html
        Formula(
            code="rate_plus_winners",
            title=N_("Tỷ lệ tham gia cộng điểm giải cá nhân"),
            hint=N_("Mỗi phần trăm tham gia là 1 điểm; mỗi giải cá nhân của đơn vị được cộng điểm theo hạng giải."),
            components=("rate", "winners"),
        ),
        # timhieuphapluat.dongnai.gov.vn/708/Giai-thuong.html
        Formula(
            code="rank_points",
            title=N_("Điểm xếp hạng về số người, điểm thi, lượt thi"),
            hint=N_(
                "Xếp hạng riêng từng mặt; trong n đơn vị, hạng nhất được n điểm, hạng nhì n − 1 điểm…, rồi cộng lại."
            ),
            components=("people", "score", "attempts"),
        ),
    )
}
