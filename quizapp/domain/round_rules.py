"""A round's rules as one value: what contradicts itself, what is frozen once people took part.

A new contradiction is one entry in CONTRADICTIONS, a new frozen setting one in FREEZES; the form follows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from quizapp.domain.drawing import BlueprintRow, rows_for
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import Period, Phase, phase
from quizapp.domain.policy import ReviewPolicy
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import TIEBREAKS

TIME_LIMIT_BOUNDS = (1, 240)  # minutes
ATTEMPTS_BOUNDS = (1, 100)
MAX_QUESTIONS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundRules:
    """What people are told of a round. `groups` empty: all; `attempts_allowed` None: no limit."""

    slug: str
    title: str
    kind: str
    opens_at: datetime
    closes_at: datetime
    groups: tuple[str, ...]
    blueprint: tuple[BlueprintRow, ...]
    time_limit_minutes: int
    attempts_allowed: int | None
    attempts_period: str
    shuffle_questions: bool
    shuffle_options: bool
    review: str
    ranking: tuple[str, ...]
    shows_rank: bool
    prediction_target: str | None

    @property
    def admitted(self) -> tuple[str, ...]:
        """Codes of the groups that may enter, in the order of GROUPS."""
        return tuple(code for code in GROUPS if not self.groups or code in self.groups)

    @property
    def paper_sizes(self) -> dict[str, int]:
        """Number of questions in the paper of each admitted group."""
        return {group: sum(row.count for row in rows_for(self.blueprint, group)) for group in self.admitted}


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundSettings(RoundRules):
    """All that organisers decide of a round: its rules, and the banks that its papers are drawn from."""

    bank_ids: frozenset[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Something that can't be in a round: `field` names the setting to change, `sentence` says what to do."""

    code: str
    field: str
    sentence: str
    holds: Callable[[RoundSettings], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Freeze:
    """A change that is refused once a round has attempts. `breaks` compares the settings before and after."""

    field: str
    sentence: str
    breaks: Callable[[RoundSettings, RoundSettings], bool]


def _is_within(value: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]


CONTRADICTIONS: tuple[Contradiction, ...] = (
    Contradiction(
        code="closes-before-opening",
        field="closes_at",
        sentence=N_("Thời điểm đóng phải sau thời điểm mở. Hãy chọn lại ngày, giờ đóng."),
        holds=lambda s: s.closes_at <= s.opens_at,
    ),
    Contradiction(
        code="unknown-group",
        field="groups",
        sentence=N_("Có nhóm không nằm trong danh sách. Hãy chọn lại."),
        holds=lambda s: not set(s.groups) <= set(GROUPS),
    ),
    Contradiction(
        code="time-limit",
        field="time_limit_minutes",
        sentence=N_("Thời gian làm bài phải từ 1 đến 240 phút."),
        holds=lambda s: not _is_within(s.time_limit_minutes, TIME_LIMIT_BOUNDS),
    ),
    Contradiction(
        code="attempts",
        field="attempts_allowed",
        sentence=N_("Số lượt thi phải từ 1 đến 100; để trống nếu không giới hạn."),
        holds=lambda s: s.attempts_allowed is not None and not _is_within(s.attempts_allowed, ATTEMPTS_BOUNDS),
    ),
    Contradiction(
        code="no-bank",
        field="banks",
        sentence=N_("Hãy chọn ít nhất một ngân hàng câu hỏi."),
        holds=lambda s: not s.bank_ids,
    ),
    Contradiction(
        code="no-row",
        field="blueprint",
        sentence=N_("Ma trận đề chưa có dòng nào. Hãy nhập số câu ở ít nhất một dòng."),
        holds=lambda s: not s.blueprint,
    ),
    Contradiction(
        code="empty-row",
        field="blueprint",
        sentence=N_("Số câu của mỗi dòng phải từ 1 trở lên; dòng không dùng thì để trống."),
        holds=lambda s: any(row.count < 1 for row in s.blueprint),
    ),
    Contradiction(
        code="row-of-group-not-admitted",
        field="blueprint",
        sentence=N_("Có dòng dành cho nhóm không được dự thi. Hãy sửa dòng đó hoặc cho nhóm ấy dự thi."),
        holds=lambda s: any(row.group is not None and row.group not in s.admitted for row in s.blueprint),
    ),
    Contradiction(
        code="group-without-rows",
        field="blueprint",
        sentence=N_("Có nhóm được dự thi nhưng chưa có đề. Hãy thêm dòng dành cho mọi nhóm hoặc cho nhóm ấy."),
        holds=lambda s: bool(s.blueprint) and 0 in s.paper_sizes.values(),
    ),
    Contradiction(
        code="too-many-questions",
        field="blueprint",
        sentence=N_("Một bài thi có nhiều nhất 100 câu. Hãy giảm số câu."),
        holds=lambda s: max(s.paper_sizes.values(), default=0) > MAX_QUESTIONS,
    ),
    Contradiction(
        code="no-ranking",
        field="ranking",
        sentence=N_("Hãy chọn ít nhất một tiêu chí xếp hạng."),
        holds=lambda s: not s.ranking,
    ),
    Contradiction(
        code="unknown-ranking",
        field="ranking",
        sentence=N_("Có tiêu chí xếp hạng không nằm trong danh sách. Hãy chọn lại."),
        holds=lambda s: not set(s.ranking) <= set(TIEBREAKS),
    ),
    Contradiction(
        code="repeated-ranking",
        field="ranking",
        sentence=N_("Mỗi tiêu chí xếp hạng chỉ được chọn một lần."),
        holds=lambda s: max(Counter(s.ranking).values(), default=0) > 1,
    ),
    Contradiction(
        code="ranking-without-prediction",
        field="prediction_target",
        sentence=N_("Xếp hạng theo dự đoán thì phải có câu hỏi dự đoán. Hãy chọn câu hỏi, hoặc bỏ tiêu chí dự đoán."),
        holds=lambda s: "prediction" in s.ranking and s.prediction_target is None,
    ),
)


def contradictions(settings: RoundSettings) -> tuple[Contradiction, ...]:
    """Return what in the settings contradicts itself; empty where they can stand."""
    return tuple(c for c in CONTRADICTIONS if c.holds(settings))


# The shorter the period, the sooner an allowance is renewed.
_PERIODS_BY_GENEROSITY = (Period.DAY, Period.WEEK, Period.ROUND)


def _is_allowance_smaller(before: RoundSettings, after: RoundSettings) -> bool:
    """Tell whether somebody could have fewer attempts left after the change than before."""
    if after.attempts_allowed is None:
        return False
    if before.attempts_allowed is None or after.attempts_allowed < before.attempts_allowed:
        return True
    renewals = [_PERIODS_BY_GENEROSITY.index(Period(s.attempts_period)) for s in (before, after)]
    return renewals[1] > renewals[0]


def _is_blueprint_other(before: RoundSettings, after: RoundSettings) -> bool:
    """Tell whether a paper could come out otherwise: rows may be listed in another order."""
    return Counter(before.blueprint) != Counter(after.blueprint)


FREEZES: tuple[Freeze, ...] = (
    Freeze(
        field="kind",
        sentence=N_("Đã có lượt thi nên không đổi được loại đợt thi."),
        breaks=lambda before, after: before.kind != after.kind,
    ),
    Freeze(
        field="opens_at",
        sentence=N_("Đã có lượt thi nên không lùi thời điểm mở được."),
        breaks=lambda before, after: after.opens_at > before.opens_at,
    ),
    Freeze(
        field="closes_at",
        sentence=N_("Đã có lượt thi nên chỉ gia hạn được, không đóng sớm hơn lịch đã công bố."),
        breaks=lambda before, after: after.closes_at < before.closes_at,
    ),
    Freeze(
        field="groups",
        sentence=N_("Đã có lượt thi nên chỉ thêm được nhóm, không bỏ nhóm nào."),
        breaks=lambda before, after: not set(before.admitted) <= set(after.admitted),
    ),
    Freeze(
        field="time_limit_minutes",
        sentence=N_("Đã có lượt thi nên không đổi được thời gian làm bài: mọi người phải có thời gian như nhau."),
        breaks=lambda before, after: before.time_limit_minutes != after.time_limit_minutes,
    ),
    Freeze(
        field="attempts_allowed",
        sentence=N_("Đã có lượt thi nên chỉ tăng được số lượt thi, không giảm."),
        breaks=_is_allowance_smaller,
    ),
    Freeze(
        field="banks",
        sentence=N_("Đã có lượt thi nên không đổi được ngân hàng câu hỏi: các đề đã rút từ những ngân hàng này."),
        breaks=lambda before, after: before.bank_ids != after.bank_ids,
    ),
    Freeze(
        field="blueprint",
        sentence=N_("Đã có lượt thi nên không đổi được ma trận đề: các đề đã rút theo ma trận này."),
        breaks=_is_blueprint_other,
    ),
    Freeze(
        field="shuffle_questions",
        sentence=N_("Đã có lượt thi nên không đổi được cách xáo trộn câu hỏi."),
        breaks=lambda before, after: before.shuffle_questions != after.shuffle_questions,
    ),
    Freeze(
        field="shuffle_options",
        sentence=N_("Đã có lượt thi nên không đổi được cách xáo trộn phương án."),
        breaks=lambda before, after: before.shuffle_options != after.shuffle_options,
    ),
    Freeze(
        field="ranking",
        sentence=N_("Đã có lượt thi nên không đổi được cách xếp hạng: mọi người đã dự thi theo cách này."),
        breaks=lambda before, after: before.ranking != after.ranking,
    ),
    Freeze(
        field="prediction_target",
        sentence=N_("Đã có lượt thi nên không đổi được câu hỏi dự đoán."),
        breaks=lambda before, after: before.prediction_target != after.prediction_target,
    ),
)
FREEZE_SENTENCES: Mapping[str, str] = {freeze.field: freeze.sentence for freeze in FREEZES}


def frozen_changes(before: RoundSettings, after: RoundSettings, *, has_attempts: bool) -> tuple[str, ...]:
    """Return the fields whose change is refused, since papers were drawn and people took part by these rules."""
    if not has_attempts:
        return ()
    return tuple(freeze.field for freeze in FREEZES if freeze.breaks(before, after))


def reopens_after_review(before: RoundSettings, after: RoundSettings, *, now: datetime) -> bool:
    """Tell whether a change would open a round again whose answers people may have seen since it closed."""
    is_over = phase(now, opens_at=before.opens_at, closes_at=before.closes_at) is Phase.CLOSED
    return is_over and before.review == ReviewPolicy.AFTER_CLOSE and after.closes_at > before.closes_at


def changed_fields(before: RoundSettings, after: RoundSettings) -> Iterator[tuple[str, object, object]]:
    """Yield (field, old value, new value) of every setting that differs."""
    for field in fields(RoundSettings):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield field.name, old, new
