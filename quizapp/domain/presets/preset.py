"""What a preset is: the rules of a real contest as far as they are known, to be chosen and then adjusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time, timedelta

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.phase import Period, local_day
from quizapp.domain.policy import PredictionAsked, RoundKind
from quizapp.domain.prizes.plan import IndividualPrize, PrizePlan
from quizapp.domain.round_rules import RoundSettings
from quizapp.domain.series import ClosingDay, SeriesPattern, planned_rounds
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import DEFAULT_RULES

MONDAY = 0
DAYS_OF_A_WEEK = 7
WITH_PREDICTION = ("score", "prediction", "submitted")


def ranked_prizes(*counts: int) -> tuple[IndividualPrize, ...]:
    """Return first, second, third and encouragement prizes of these numbers, as most rule sets name them."""
    titles = ("Giải Nhất", "Giải Nhì", "Giải Ba", "Giải Khuyến khích")
    return tuple(IndividualPrize(title=title, count=count) for title, count in zip(titles, counts, strict=False))


# What most of the rule sets give a week, where one is silent.
USUAL_PRIZES = PrizePlan(individual=ranked_prizes(1, 2, 3, 5))


@dataclass(frozen=True, kw_only=True, slots=True)
class PresetRules:
    """The fields of RoundRules that a preset sets. The defaults are what is assumed where its source is silent.

    A guess is asked on the first attempt alone: who tries again would otherwise guess with what they have heard.
    """

    groups: tuple[str, ...] = ()
    blueprint: tuple[BlueprintRow, ...] = (BlueprintRow(count=10),)
    time_limit_minutes: int = 10
    attempts_allowed: int | None = 2
    attempts_period: str = Period.ROUND
    counted: str = "best"
    ranking: tuple[str, ...] = DEFAULT_RULES
    prediction_target: str | None = None
    prediction_asked: str = PredictionAsked.FIRST
    prediction_with_disqualified: bool = False
    partial_rule: str = "none"
    points: tuple[tuple[str, int], ...] = ()
    requires_all_answered: bool = False
    minimum_age: int | None = None
    complaint_days: int = 7
    prizes: PrizePlan = field(default_factory=lambda: USUAL_PRIZES)

    @property
    def question_count(self) -> int:
        """Number of questions in a paper."""
        return sum(row.count for row in self.blueprint)


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundsPattern:
    """How the rounds of a rule set follow one another, as SeriesPattern counts them, but on no day yet.

    `weekday`: on which they open, 0 for Monday; None: on any.
    """

    count: int
    length: int
    weekday: int | None = None
    opens: time = time(8)
    closing_day: str = ClosingDay.LAST
    closes: time = time(22)

    def starting(self, day: date) -> SeriesPattern:
        """Return the series of rounds of which the first opens on `day`, or on the next such weekday after it."""
        wait = 0 if self.weekday is None else (self.weekday - day.weekday()) % DAYS_OF_A_WEEK
        is_weekly = self.length == DAYS_OF_A_WEEK
        return SeriesPattern(
            count=self.count,
            first_day=day + timedelta(days=wait),
            opens=self.opens,
            length=self.length,
            closing_day=self.closing_day,
            closes=self.closes,
            title="Tuần {n}" if is_weekly else "Đợt {n}",
            slug="tuan-{n}" if is_weekly else "dot-{n}",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A real rule set.

    `source`: the contest in the words of those who held it; `urls`: where its rules were read. `stated`: the fields of
    PresetRules that these say something of: the others are assumed. `note`: what else the source leaves open, and
    what can't be set but is to be heeded. `excluded`: who may not take part or win by the source.
    """

    code: str
    title: str
    source: str
    urls: tuple[str, ...]
    stated: frozenset[str]
    rules: PresetRules
    note: str
    pattern: RoundsPattern
    excluded: str = ""

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is said of each setting that decides a round and that the source is silent on, in order."""
        return tuple(title for name, title in SETTING_TITLES.items() if name not in self.stated)


# Settings that every round needs: where a source is silent on one, staff are told that it is assumed.
SETTING_TITLES: Mapping[str, str] = {
    "groups": N_("nhóm được dự thi"),
    "minimum_age": N_("tuổi tối thiểu"),
    "blueprint": N_("số câu hỏi"),
    "time_limit_minutes": N_("thời gian làm bài"),
    "attempts_allowed": N_("số lượt thi"),
    "counted": N_("lượt được tính"),
    "prediction_target": N_("câu hỏi dự đoán"),
    "ranking": N_("thứ tự xếp hạng"),
    "prizes": N_("cơ cấu giải"),
}


def apply(preset: Preset, settings: RoundSettings) -> RoundSettings:
    """Return settings with a preset's rules; name, address, dates, banks and what no rule set speaks of stay."""
    values = {f.name: getattr(preset.rules, f.name) for f in fields(PresetRules)}
    return replace(settings, kind=RoundKind.OFFICIAL, external_url="", organiser="", **values)


def first_round(preset: Preset, settings: RoundSettings) -> RoundSettings:
    """Return settings with a preset's rules and the time of its first round, on or after the day they open.

    Where there are several rounds, it has the first one's name too, so that the others can follow it.
    """
    first = planned_rounds(preset.pattern.starting(local_day(settings.opens_at)))[0]
    applied = replace(apply(preset, settings), opens_at=first.opens_at, closes_at=first.closes_at)
    return replace(applied, title=first.title, slug=first.slug) if preset.pattern.count > 1 else applied
