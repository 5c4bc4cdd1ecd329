"""What is read of contests and rounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Exists, Row, case, func, select
from sqlalchemy.orm import Session

from quizapp.domain.collation import sort_key
from quizapp.domain.drawing import BlueprintRow, Candidate
from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import RoundKind
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.prizes.plan import from_json
from quizapp.domain.round_rules import LeagueSettings, RoundRules, RoundSettings
from quizapp.domain.supply import GroupSupply, supply
from quizapp.models import (
    Attempt,
    Bank,
    BankQuestion,
    Contest,
    ExternalFigure,
    Participant,
    QuestionVersion,
    Round,
    round_bank,
)
from quizapp.models.counting import is_counted
from quizapp.models.notices import has_notices


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRound:
    """A round of a contest. `phase` is that of the moment of the query; `attempts` None: not asked for.

    `commitment`: what its draw is promised by (domain/prizes/lots.py); the seed itself stays secret.
    """

    id: int
    rules: RoundRules
    phase: Phase
    commitment: str
    attempts: int | None = None
    is_suspended: bool = False

    @property
    def is_official(self) -> bool:
        """Tell whether the round is ranked here."""
        return self.rules.kind == RoundKind.OFFICIAL

    @property
    def is_practice(self) -> bool:
        """Tell whether the round is for trying out."""
        return self.rules.kind == RoundKind.PRACTICE

    @property
    def may_start(self) -> bool:
        """Tell whether attempts are started in the round at all now."""
        return self.phase is Phase.OPEN and not self.is_suspended and not self.rules.is_external


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A contest with its rounds in the order they open.

    `has_study`: a bank of theirs has a public study page; `has_notices`: a round has had a public notice.
    `league_commitment`: what the draws over all rounds are promised by (domain/prizes/lots.py).
    """

    id: int
    slug: str
    title: str
    year: int
    is_rehearsal: bool
    is_current: bool
    rounds: tuple[StoredRound, ...]
    league: LeagueSettings
    league_commitment: str
    has_study: bool = False
    has_notices: bool = False

    @property
    def externals(self) -> tuple[StoredRound, ...]:
        """The rounds that others hold."""
        return tuple(r for r in self.rounds if r.rules.is_external)

    @property
    def officials(self) -> tuple[StoredRound, ...]:
        """The rounds that are ranked here."""
        return tuple(r for r in self.rounds if r.is_official)

    @property
    def open_practice(self) -> StoredRound | None:
        """The practice round that is open, or None."""
        return next((r for r in self.rounds if r.is_practice and r.phase is Phase.OPEN), None)

    @property
    def focus(self) -> StoredRound | None:
        """The official round to speak of first: open, else the next, else the one that closed last."""
        for wanted in (Phase.OPEN, Phase.UPCOMING):
            found = [r for r in self.officials if r.phase is wanted]
            if found:
                return found[0]
        return max(self.officials, key=lambda r: r.rules.closes_at, default=None)

    @property
    def counted(self) -> tuple[StoredRound, ...]:
        """The official rounds whose figures tell how it goes: those open, else the one that closed last."""
        running = tuple(r for r in self.officials if r.phase is Phase.OPEN)
        closed = sorted((r for r in self.officials if r.phase is Phase.CLOSED), key=lambda r: r.rules.closes_at)
        return running or tuple(closed[-1:])


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How many people took part, in how many attempts, and how many people had everything right."""

    participants: int
    attempts: int
    full_marks: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BankChoice:
    """A bank that a round may draw from, with the number of its questions in use."""

    id: int
    title: str
    questions: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyBank:
    """A bank whose study page anybody may read."""

    slug: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundSupply:
    """The questions that a round draws from, and what they give each group admitted."""

    pool: tuple[Candidate, ...]
    groups: tuple[GroupSupply, ...]

    @property
    def is_enough(self) -> bool:
        """Tell whether every group's paper can be drawn."""
        return all(group.is_enough for group in self.groups)


def current_edition(session: Session, *, now: datetime) -> Edition | None:
    """Return the contest on the front page with its rounds, or None."""
    current = select(Contest.id).where(Contest.is_current).order_by(Contest.id.desc()).limit(1).scalar_subquery()
    return _find_edition(session, Contest.id == current, now=now)


def find_edition(session: Session, *, slug: str, now: datetime) -> Edition | None:
    """Return the contest at an address with its rounds, or None."""
    return _find_edition(session, Contest.slug == slug, now=now)


def _find_edition(session: Session, condition: ColumnElement[bool], *, now: datetime) -> Edition | None:
    rows = session.execute(
        select(Contest, Round, _has_study().label("has_study"), has_notices().label("has_notices"))
        .outerjoin(Round, Round.contest_id == Contest.id)
        .where(condition)
        .order_by(Round.opens_at, Round.id)
    ).all()
    if not rows:
        return None
    found = _edition(rows[0][0], [(row[1], None) for row in rows if row[1] is not None], now=now)
    return replace(
        found,
        has_study=any(row.has_study for row in rows),
        has_notices=any(row.has_notices for row in rows),
    )


def _has_study() -> Exists:
    """Whether a bank of the round in the enclosing statement has a public study page."""
    return (
        select(Bank.id)
        .join(round_bank, round_bank.c.bank_id == Bank.id)
        .where(round_bank.c.round_id == Round.id, Bank.study_published_at.is_not(None))
        .exists()
    )


def study_banks(session: Session, contest_id: int) -> list[StudyBank]:
    """Return the banks of a contest's rounds that have a public study page, by their titles."""
    rows = session.execute(
        select(Bank.slug, Bank.title)
        .join(round_bank, round_bank.c.bank_id == Bank.id)
        .join(Round, Round.id == round_bank.c.round_id)
        .where(Round.contest_id == contest_id, Bank.study_published_at.is_not(None))
        .distinct()
    )
    return sorted((StudyBank(slug=row.slug, title=row.title) for row in rows), key=lambda bank: sort_key(bank.title))


def editions(session: Session, *, now: datetime) -> list[Edition]:
    """Return all contests, the latest first, with their rounds and how many attempts each has."""
    attempts = select(Attempt.round_id, func.count().label("attempts")).group_by(Attempt.round_id).subquery()
    rows = session.execute(
        select(Contest, Round, func.coalesce(attempts.c.attempts, 0))
        .outerjoin(Round, Round.contest_id == Contest.id)
        .outerjoin(attempts, attempts.c.round_id == Round.id)
        .order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id.desc(), Round.opens_at, Round.id)
    ).all()
    contests: dict[int, tuple[Contest, list[tuple[Round, int | None]]]] = {}
    for contest, contest_round, count in rows:
        rounds = contests.setdefault(contest.id, (contest, []))[1]
        if contest_round is not None:
            rounds.append((contest_round, count))
    return [_edition(contest, rounds, now=now) for contest, rounds in contests.values()]


def _edition(contest: Contest, rounds: Iterable[tuple[Round, int | None]], *, now: datetime) -> Edition:
    return Edition(
        id=contest.id,
        slug=contest.slug,
        title=contest.title,
        year=contest.year,
        is_rehearsal=contest.is_rehearsal,
        is_current=contest.is_current,
        league=league_settings(contest),
        league_commitment=commitment(contest.draw_seed),
        rounds=tuple(
            StoredRound(
                id=row.id,
                rules=RoundRules(**_rules(row)),
                phase=phase(now, opens_at=row.opens_at, closes_at=row.closes_at),
                commitment=commitment(row.draw_seed),
                attempts=attempts,
                is_suspended=row.suspended_at is not None,
            )
            for row, attempts in rounds
        ),
    )


def _rules(row: Round) -> dict[str, Any]:
    """Return a round's columns as RoundRules takes them."""
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "groups": tuple(row.groups),
        "blueprint": tuple(BlueprintRow(**entry) for entry in row.blueprint),
        "time_limit_minutes": row.time_limit_minutes,
        "attempts_allowed": row.attempts_allowed,
        "attempts_period": row.attempts_period,
        "shuffle_questions": row.shuffle_questions,
        "shuffle_options": row.shuffle_options,
        "review": row.review,
        "ranking": tuple(row.ranking),
        "shows_rank": row.shows_rank,
        "prediction_target": row.prediction_target,
        "prediction_asked": row.prediction_asked,
        "prediction_with_disqualified": row.prediction_with_disqualified,
        "counted": row.counted,
        "partial_rule": row.partial_rule,
        "points": tuple((level, worth) for level, worth in row.points),
        "requires_all_answered": row.requires_all_answered,
        "minimum_age": row.minimum_age,
        "complaint_days": row.complaint_days,
        "prizes": from_json(row.prizes),
        "external_url": row.external_url,
        "organiser": row.organiser,
    }


def round_settings(session: Session, row: Round) -> RoundSettings:
    """Return all that was decided of a round."""
    banks = session.scalars(select(round_bank.c.bank_id).where(round_bank.c.round_id == row.id))
    return RoundSettings(**_rules(row), bank_ids=frozenset(banks))


def league_settings(contest: Contest) -> LeagueSettings:
    """Return the rules of the league over a contest's rounds."""
    return LeagueSettings(ranking=tuple(contest.league_ranking), prizes=from_json(contest.prizes))


def figures(session: Session, round_ids: Sequence[int]) -> Figures:
    """Return the figures of rounds taken together, over the attempts that count."""
    has_full_marks = case((Attempt.score == Attempt.max_score, Attempt.participant_id))
    row = session.execute(
        select(
            func.count(Attempt.participant_id.distinct()),
            func.count(),
            func.count(has_full_marks.distinct()),
        ).where(Attempt.round_id.in_(round_ids), is_counted())
    ).one()
    return Figures(participants=row[0], attempts=row[1], full_marks=row[2])


def find_contest(session: Session, contest_id: int) -> Contest | None:
    """Return a contest, or None."""
    return session.get(Contest, contest_id)


def find_round(session: Session, *, contest_id: int, round_id: int) -> Round | None:
    """Return a round of a contest, or None."""
    return session.scalar(select(Round).where(Round.id == round_id, Round.contest_id == contest_id))


def has_figures(session: Session, round_id: int) -> bool:
    """Tell whether official figures were entered for a round."""
    found = select(ExternalFigure.unit_id).where(ExternalFigure.round_id == round_id)
    return session.scalar(found.limit(1)) is not None


def rounds_of(session: Session, contest_id: int) -> Sequence[Round]:
    """Return the rounds of a contest in the order they open."""
    return session.scalars(select(Round).where(Round.contest_id == contest_id).order_by(Round.opens_at, Round.id)).all()


def has_attempts(session: Session, round_id: int) -> bool:
    """Tell whether anybody has begun an attempt in a round."""
    return session.scalar(select(Attempt.id).where(Attempt.round_id == round_id).limit(1)) is not None


def has_ranked_attempts(session: Session, contest_id: int) -> bool:
    """Tell whether anybody has begun an attempt in a round of a contest that is ranked."""
    begun = (
        select(Attempt.id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id, Round.kind == RoundKind.OFFICIAL)
    )
    return session.scalar(begun.limit(1)) is not None


def registered(session: Session, contest_id: int) -> dict[str, int]:
    """Return how many people of each group have registered in a contest; a group of which nobody has is left out."""
    rows = session.execute(
        select(Participant.group, func.count()).where(Participant.contest_id == contest_id).group_by(Participant.group)
    )
    return {row[0]: row[1] for row in rows}


def attempt_count(session: Session, round_id: int) -> int:
    """Return how many attempts were begun in a round."""
    return session.scalar(select(func.count()).where(Attempt.round_id == round_id)) or 0


def bank_choices(session: Session) -> list[BankChoice]:
    """Return all banks by title, with the number of their questions in use."""
    rows = session.execute(
        select(Bank.id, Bank.title, func.count(QuestionVersion.id))
        .outerjoin(BankQuestion, BankQuestion.bank_id == Bank.id)
        .outerjoin(QuestionVersion, (QuestionVersion.question_id == BankQuestion.id) & QuestionVersion.is_drawn)
        .group_by(Bank.id, Bank.title)
    )
    banks = [BankChoice(id=row[0], title=row[1], questions=row[2]) for row in rows]
    return sorted(banks, key=lambda bank: sort_key(bank.title))


def bank_ids(session: Session, slugs: Iterable[str]) -> frozenset[int]:
    """Return the ids of the banks that stand under these addresses."""
    return frozenset(session.scalars(select(Bank.id).where(Bank.slug.in_(list(slugs)))))


def topics(session: Session) -> list[str]:
    """Return the topics of all questions in use, in alphabetical order."""
    found = session.scalars(_questions_in_use(QuestionVersion.topic).distinct())
    return sorted((topic for topic in found if topic), key=sort_key)


def _questions_in_use(*columns: Any) -> Any:
    return (
        select(*columns)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(QuestionVersion.is_drawn)
    )


def pool(session: Session, bank_ids: Iterable[int]) -> list[Candidate]:
    """Return the questions of banks as far as a blueprint asks for them."""
    rows: Iterable[Row[Any]] = session.execute(
        _questions_in_use(
            QuestionVersion.id,
            QuestionVersion.option_count,
            QuestionVersion.topic,
            QuestionVersion.difficulty,
            QuestionVersion.groups,
        ).where(BankQuestion.bank_id.in_(list(bank_ids)))
    )
    return [
        Candidate(
            version_id=row.id,
            option_count=row.option_count,
            topic=row.topic,
            difficulty=row.difficulty,
            groups=frozenset(row.groups),
        )
        for row in rows
    ]


def round_supply(session: Session, settings: RoundSettings, *, rng: Random) -> RoundSupply:
    """Return what a round's banks have for its blueprint. `rng`: see `quizapp.domain.supply.supply`."""
    found = pool(session, settings.bank_ids)
    groups = supply(
        settings.blueprint,
        groups=settings.admitted,
        pool=found,
        rng=rng,
        shuffle_questions=settings.shuffle_questions,
    )
    return RoundSupply(pool=tuple(found), groups=groups)
