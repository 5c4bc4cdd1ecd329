"""Contests, rounds and banks as they are named on the command line; an unknown name is wrong usage."""

from sqlalchemy import select

from quizapp.cli.console import WrongUsage
from quizapp.models import Bank, Contest, Round, db
from quizapp.models.question_store import find_bank


def contest_named(slug: str) -> Contest:
    """Return the contest at an address."""
    found = db.session.scalar(select(Contest).where(Contest.slug == slug))
    if found is None:
        raise WrongUsage(f"không có cuộc thi {slug!r}. Xem các cuộc thi: quizapp contest list")
    return found


def round_named(contest: Contest, slug: str) -> Round:
    """Return a contest's round at an address."""
    for contest_round in contest.rounds:
        if contest_round.slug == slug:
            return contest_round
    there = ", ".join(r.slug for r in contest.rounds) or "chưa có đợt nào"
    raise WrongUsage(f"cuộc thi {contest.slug} không có đợt {slug!r}; có: {there}")


def bank_named(slug: str) -> Bank:
    """Return the bank at an address."""
    found = find_bank(db.session(), slug)
    if found is None:
        raise WrongUsage(f"không có ngân hàng câu hỏi {slug!r}. Xem các ngân hàng: quizapp bank list")
    return found
