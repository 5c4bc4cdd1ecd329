"""What the banks have for a round, and which of them may be studied."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from quizapp.domain.collation import sort_key
from quizapp.domain.drawing import Candidate
from quizapp.domain.round_rules import RoundSettings
from quizapp.domain.supply import GroupSupply, supply
from quizapp.models import (
    Bank,
    BankQuestion,
    QuestionVersion,
    Round,
    round_bank,
)


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
