"""The shipped edition of a year: its rounds by the plan (139/KH-UBND, III.3.6), and a rehearsal of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.phase import VIETNAM, Period, edition_rounds, local_day
from quizapp.domain.policy import ReviewPolicy, RoundKind
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.question import TOPICS, Difficulty
from quizapp.domain.round_rules import RoundSettings

TITLE = "Cuộc thi trực tuyến tìm hiểu khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số năm {year}"
REHEARSAL_TITLE = "Diễn tập cuộc thi tìm hiểu khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số"
REHEARSAL_SLUG = "dien-tap"
BANK_SLUGS = ("khoa-hoc-cong-nghe", "doi-moi-sang-tao", "chuyen-doi-so", "hoa-an")
RANKING = ("score", "duration", "submitted", "attempts", "registered")

_SCIENCE, _INNOVATION, _DIGITAL = TOPICS
# The same rows for every group, so that scores compare. What is left open of difficulty is filled by what
# suits the group: the shipped banks have no hard question on innovation for residents, many for officials.
OFFICIAL_BLUEPRINT = (
    BlueprintRow(topic=_SCIENCE, difficulty=Difficulty.EASY, count=2),
    BlueprintRow(topic=_SCIENCE, difficulty=Difficulty.MEDIUM, count=2),
    BlueprintRow(topic=_SCIENCE, count=2),
    BlueprintRow(topic=_INNOVATION, difficulty=Difficulty.EASY, count=2),
    BlueprintRow(topic=_INNOVATION, difficulty=Difficulty.MEDIUM, count=1),
    BlueprintRow(topic=_INNOVATION, count=3),
    BlueprintRow(topic=_DIGITAL, difficulty=Difficulty.EASY, count=3),
    BlueprintRow(topic=_DIGITAL, difficulty=Difficulty.MEDIUM, count=3),
    BlueprintRow(topic=_DIGITAL, count=2),
)
PRACTICE_BLUEPRINT = (
    BlueprintRow(topic=_SCIENCE, count=3),
    BlueprintRow(topic=_INNOVATION, count=3),
    BlueprintRow(topic=_DIGITAL, count=4),
)

# The plan names no prizes; a rehearsal has some, so that organisers see how they are awarded and handed over.
REHEARSAL_PRIZES = PrizePlan(
    individual=(
        IndividualPrize(title="Giải Nhất", count=1, amount=1_000_000),
        IndividualPrize(title="Giải Nhì", count=2, amount=500_000),
        IndividualPrize(title="Giải Ba", count=3, amount=300_000),
        IndividualPrize(title="Giải Khuyến khích", count=5, amount=100_000),
    ),
    encouragement=3,
    encouragement_title="Giải may mắn",
    encouragement_amount=50_000,
    collective=(CollectivePrize(title="Giải tập thể", count=1, formula="highest_rate", kinds=("village",)),),
)


def official_round(month: int, *, opens_at: datetime, closes_at: datetime, bank_ids: frozenset[int]) -> RoundSettings:
    """Return the settings of the official round of a month: 20 questions, 20 minutes, 2 attempts a week."""
    return RoundSettings(
        slug=f"thang-{month}",
        title=f"Đợt tháng {month}",
        kind=RoundKind.OFFICIAL,
        opens_at=opens_at,
        closes_at=closes_at,
        groups=(),
        blueprint=OFFICIAL_BLUEPRINT,
        time_limit_minutes=20,
        attempts_allowed=2,
        attempts_period=Period.WEEK,
        shuffle_questions=True,
        shuffle_options=True,
        review=ReviewPolicy.AFTER_CLOSE,
        ranking=RANKING,
        shows_rank=True,
        prediction_target=None,
        bank_ids=bank_ids,
    )


def practice_round(*, opens_at: datetime, closes_at: datetime, bank_ids: frozenset[int]) -> RoundSettings:
    """Return the settings of a practice round: 10 questions, 15 minutes, as often as one likes, with answers."""
    return RoundSettings(
        slug="thi-thu",
        title="Thi thử",
        kind=RoundKind.PRACTICE,
        opens_at=opens_at,
        closes_at=closes_at,
        groups=(),
        blueprint=PRACTICE_BLUEPRINT,
        time_limit_minutes=15,
        attempts_allowed=None,
        attempts_period=Period.ROUND,
        shuffle_questions=True,
        shuffle_options=True,
        review=ReviewPolicy.AFTER_SUBMIT,
        ranking=("score", "submitted"),
        shows_rank=False,
        prediction_target=None,
        bank_ids=bank_ids,
    )


def edition(year: int, *, now: datetime, bank_ids: frozenset[int]) -> tuple[RoundSettings, ...]:
    """Return the rounds of a year's edition: June's, September's, and practice from now to the year's end."""
    rounds = [
        official_round(int(month), opens_at=opens_at, closes_at=closes_at, bank_ids=bank_ids)
        for month, (opens_at, closes_at) in edition_rounds(year).items()
    ]
    year_ends_at = datetime.combine(date(year, 12, 31), time(23, 59), tzinfo=VIETNAM).astimezone(UTC)
    return (*rounds, practice_round(opens_at=now, closes_at=year_ends_at, bank_ids=bank_ids))


def rehearsal(*, now: datetime, bank_ids: frozenset[int]) -> tuple[RoundSettings, ...]:
    """Return rounds of the edition's shape around `now`: June's is over, September's has been open for 8 days."""
    june_opens_at = _at(now, days=-70, hour=8)
    june = official_round(6, opens_at=june_opens_at, closes_at=_at(now, days=-50, hour=22), bank_ids=bank_ids)
    september = official_round(
        9, opens_at=_at(now, days=-8, hour=8), closes_at=_at(now, days=12, hour=22), bank_ids=bank_ids
    )
    return (
        replace(june, prizes=REHEARSAL_PRIZES),
        replace(september, prizes=REHEARSAL_PRIZES),
        practice_round(opens_at=june_opens_at, closes_at=_at(now, days=60, hour=22), bank_ids=bank_ids),
    )


def _at(now: datetime, *, days: int, hour: int) -> datetime:
    """Return an hour in Vietnam of the day that is `days` from today."""
    day = local_day(now) + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=VIETNAM).astimezone(UTC)
