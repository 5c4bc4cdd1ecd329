"""The shipped edition and the rehearsal, and that the shipped banks suffice for them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from quizapp.config import ROOT
from quizapp.contests.operations import BanksMissing, PaperNotDrawable, seed_edition, seed_rehearsal
from quizapp.domain.drawing import Candidate
from quizapp.domain.edition import BANK_SLUGS, edition
from quizapp.domain.groups import GROUPS
from quizapp.domain.question import TOPICS
from quizapp.domain.supply import short_groups
from quizapp.exchange.questions.sheets import xlsx
from quizapp.models import AuditRecord, Contest, Round


@pytest.fixture
def banks(factory):
    """A bank under each shipped slug: 6 easy and 3 medium questions of each topic in the first."""
    first, *_others = [factory.bank(slug=slug) for slug in BANK_SLUGS]
    numbers = iter(range(1, 100))
    for topic in TOPICS:
        for difficulty in ["easy"] * 6 + ["medium"] * 3:
            factory.question(first, number=next(numbers), topic=topic, difficulty=difficulty)


def counts(session):
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in (Contest, Round, AuditRecord))


def test_an_edition_is_made_once_and_is_current(session, clock, banks):
    contest = seed_edition(session, now=clock())
    assert (contest.slug, contest.year, contest.is_current, contest.is_rehearsal) == ("2027", 2027, True, False)
    assert [r.slug for r in contest.rounds] == ["thang-6", "thi-thu", "thang-9"]
    before = counts(session)
    assert seed_edition(session, now=clock() + timedelta(days=3)) is contest
    assert counts(session) == before


def test_after_september_the_next_year_is_made_and_waits(session, clock, banks):
    this_year = seed_edition(session, now=clock())
    next_year = seed_edition(session, now=datetime(2027, 9, 26, 15, tzinfo=UTC))
    assert (next_year.year, next_year.is_current, this_year.is_current) == (2028, False, True)


def test_the_shipped_banks_fill_every_shipped_round_for_every_group(clock):
    files = [ROOT / "question_banks" / f"{slug}.xlsx" for slug in BANK_SLUGS]
    questions = [question for file in files for question in xlsx.parse(file.read_bytes()).questions]
    pool = [
        Candidate(
            version_id=number,
            option_count=len(q.options),
            topic=q.topic,
            difficulty=q.difficulty,
            groups=frozenset(q.groups),
        )
        for number, q in enumerate(questions)
    ]
    for settings in edition(2027, now=clock(), bank_ids=frozenset({1})):
        assert settings.admitted == tuple(GROUPS)
        assert short_groups(settings.blueprint, groups=settings.admitted, pool=pool) == ()


def test_banks_that_do_not_suffice_are_refused(session, clock, factory):
    factory.bank(slug=BANK_SLUGS[0], questions=19, topic=TOPICS[0])
    with pytest.raises(PaperNotDrawable):
        seed_edition(session, now=clock())


def test_a_rehearsal_takes_the_front_page_and_is_made_once(session, clock, banks):
    edition = seed_edition(session, now=clock())
    rehearsal = seed_rehearsal(session, now=clock())
    assert (rehearsal.is_rehearsal, rehearsal.is_current, edition.is_current) == (True, True, False)
    before = counts(session)
    assert seed_rehearsal(session, now=clock() + timedelta(days=40)) is rehearsal
    assert counts(session) == before


def test_without_banks_nothing_is_made(session, clock):
    with pytest.raises(BanksMissing):
        seed_edition(session, now=clock())
    assert counts(session) == (0, 0, 0)
