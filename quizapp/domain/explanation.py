"""Why one result stands before another: each rule's figures on both sides, for a sentence.

A new tie-break needs an entry in WORDINGS; a test holds them against TIEBREAKS.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quizapp.domain.ranking import deciding_rule
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import Standing

Figure = int | datetime | None


class Measure(StrEnum):
    """How a figure is shown: marks as points, milliseconds as a time span, a moment to the second, a number."""

    POINTS = "points"
    DURATION = "duration"
    MOMENT = "moment"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What a rule says of two results: `level` where it can't tell them apart, `ahead` where the first is better.

    `unknown`: where the second has no figure. Sentences name `a`, `b` and their figures `first` and `second`.
    """

    code: str
    measure: Measure
    figure: Callable[[Standing], Figure]
    level: str
    ahead: str
    unknown: str = ""


WORDINGS: Mapping[str, Wording] = {
    w.code: w
    for w in (
        Wording(
            code="score",
            measure=Measure.POINTS,
            figure=lambda s: s.score,
            level=N_("cùng %(first)s điểm"),
            ahead=N_("%(a)s được %(first)s điểm, cao hơn %(b)s (%(second)s điểm)"),
        ),
        Wording(
            code="prediction",
            measure=Measure.NUMBER,
            figure=lambda s: s.prediction_error,
            level=N_("dự đoán cùng lệch %(first)s"),
            ahead=N_("%(a)s dự đoán lệch %(first)s, gần đúng hơn %(b)s (lệch %(second)s)"),
            unknown=N_("%(a)s dự đoán lệch %(first)s, còn %(b)s không dự đoán"),
        ),
        Wording(
            code="duration",
            measure=Measure.DURATION,
            figure=lambda s: s.duration_ms // 1000 * 1000,  # compared in whole seconds
            level=N_("cùng làm bài trong %(first)s"),
            ahead=N_("%(a)s làm bài %(first)s, nhanh hơn %(b)s (%(second)s)"),
        ),
        Wording(
            code="submitted",
            measure=Measure.MOMENT,
            figure=lambda s: s.submitted_at,
            level=N_("cùng nộp bài lúc %(first)s"),
            ahead=N_("%(a)s nộp bài lúc %(first)s, sớm hơn %(b)s (%(second)s)"),
        ),
        Wording(
            code="attempts",
            measure=Measure.NUMBER,
            figure=lambda s: s.attempts,
            level=N_("cùng dùng %(first)s lượt thi"),
            ahead=N_("%(a)s dùng %(first)s lượt thi, ít hơn %(b)s (%(second)s lượt)"),
        ),
        Wording(
            code="registered",
            measure=Measure.MOMENT,
            figure=lambda s: s.registered_at,
            level=N_("cùng đăng ký lúc %(first)s"),
            ahead=N_("%(a)s đăng ký lúc %(first)s, sớm hơn %(b)s (%(second)s)"),
        ),
        Wording(
            code="full_marks",
            measure=Measure.NUMBER,
            figure=lambda s: s.full_marks,
            level=N_("cùng có %(first)s lượt đúng tất cả"),
            ahead=N_("%(a)s có %(first)s lượt đúng tất cả, nhiều hơn %(b)s (%(second)s lượt)"),
        ),
        Wording(
            code="lot",
            measure=Measure.NUMBER,
            figure=lambda s: s.entry_id,
            level=N_("cùng thăm"),
            ahead=N_("%(a)s được xếp trên %(b)s khi bốc thăm giữa bài thi mã %(first)s và bài thi mã %(second)s"),
        ),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A part of the sentence, with the figures of both sides."""

    sentence: str
    measure: Measure
    first: Figure
    second: Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Why one stands before another: in what they are level, and what decides; None where nothing does.

    `partial`: the rule by which marks are parts of a point.
    """

    level: tuple[Clause, ...]
    decisive: Clause | None
    partial: str


def explain(first: Standing, second: Standing, rules: Sequence[str], partial: str = "none") -> Explanation:
    """Return why `first` stands before `second` by codes of TIEBREAKS, or that they share a rank.

    Raises ValueError where `second` stands before `first`.
    """
    rule = deciding_rule(first, second, rules)
    before = rules if rule is None else rules[: list(rules).index(rule.code)]
    if rule is not None and rule.key(first) > rule.key(second):
        raise ValueError("the second stands before the first")
    level = (_clause(WORDINGS[code], first, second, WORDINGS[code].level) for code in before)
    return Explanation(
        level=tuple(clause for clause in level if clause.first is not None),
        decisive=None if rule is None else _decisive(WORDINGS[rule.code], first, second),
        partial=partial,
    )


def _decisive(wording: Wording, first: Standing, second: Standing) -> Clause:
    is_known = wording.figure(second) is not None
    return _clause(wording, first, second, wording.ahead if is_known else wording.unknown)


def _clause(wording: Wording, first: Standing, second: Standing, sentence: str) -> Clause:
    return Clause(
        sentence=sentence, measure=wording.measure, first=wording.figure(first), second=wording.figure(second)
    )


def to_json(explanation: Explanation) -> dict[str, object]:
    """Return an explanation as what JSON holds: moments as ISO texts."""
    return {
        "level": [_plain(clause) for clause in explanation.level],
        "decisive": None if explanation.decisive is None else _plain(explanation.decisive),
        "partial": explanation.partial,
    }


def _plain(clause: Clause) -> dict[str, object]:
    return {
        "sentence": clause.sentence,
        "measure": clause.measure.value,
        "first": _plain_figure(clause.first),
        "second": _plain_figure(clause.second),
    }


def _plain_figure(figure: Figure) -> int | str | None:
    return figure.isoformat() if isinstance(figure, datetime) else figure
