"""What is decided of a round, as one value."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime

from quizapp.domain.drawing import BlueprintRow, rows_for
from quizapp.domain.groups import GROUPS
from quizapp.domain.marking import MarkingRules
from quizapp.domain.phase import Period
from quizapp.domain.policy import PredictionAsked, ReviewPolicy, RoundKind
from quizapp.domain.prizes.plan import PrizePlan

TIME_LIMIT_BOUNDS = (1, 240)  # minutes
ATTEMPTS_BOUNDS = (1, 100)
MAX_QUESTIONS = 100
AGE_BOUNDS = (1, 100)  # years
POINTS_BOUNDS = (1, 10)
COMPLAINT_BOUNDS = (0, 90)  # days
MAX_ORGANISER = 200  # characters
MAX_URL = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundRules:
    """What people are told of a round. `groups` empty: all; `attempts_allowed` None: no limit.

    `points` of a question by difficulty. `external_url` and `organiser`: of a round that others hold, which has
    no papers, no ranking and no prizes here. `prizes`: see domain/prizes/plan.py.
    """

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
    prediction_asked: str = PredictionAsked.EVERY
    prediction_with_disqualified: bool = False
    counted: str = "best"
    partial_rule: str = "none"
    points: tuple[tuple[str, int], ...] = ()
    requires_all_answered: bool = False
    minimum_age: int | None = None
    complaint_days: int = 7
    prizes: PrizePlan = field(default_factory=PrizePlan)
    external_url: str = ""
    organiser: str = ""

    @property
    def is_external(self) -> bool:
        """Tell whether others hold the round."""
        return self.kind == RoundKind.EXTERNAL

    @property
    def marking(self) -> MarkingRules:
        """The rules that its papers are marked by."""
        return MarkingRules(partial=self.partial_rule, points=dict(self.points))

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


def changed_fields(before: RoundSettings, after: RoundSettings) -> Iterator[tuple[str, object, object]]:
    """Yield (field, old value, new value) of every setting that differs."""
    for setting in fields(RoundSettings):
        old, new = getattr(before, setting.name), getattr(after, setting.name)
        if old != new:
            yield setting.name, old, new


def external_round(
    *,
    slug: str,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    groups: tuple[str, ...],
    organiser: str,
    external_url: str,
) -> RoundSettings:
    """Return the settings of a round that others hold: nothing is drawn, ranked or awarded here."""
    return RoundSettings(
        slug=slug,
        title=title,
        kind=RoundKind.EXTERNAL,
        opens_at=opens_at,
        closes_at=closes_at,
        groups=groups,
        blueprint=(),
        time_limit_minutes=TIME_LIMIT_BOUNDS[0],
        attempts_allowed=None,
        attempts_period=Period.ROUND,
        shuffle_questions=True,
        shuffle_options=True,
        review=ReviewPolicy.NEVER,
        ranking=(),
        shows_rank=False,
        prediction_target=None,
        bank_ids=frozenset(),
        external_url=external_url,
        organiser=organiser,
    )
