"""Vera the organiser, a round that is over, and papers with answers."""

from datetime import timedelta

import pytest

from quizapp.models import Response


@pytest.fixture
def vera(client, factory):
    """Vera the organiser, signed in."""
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def june(factory, clock):
    """A round of June that closed an hour ago."""
    return factory.round(title="Đợt tháng 6", closes_at=clock() - timedelta(hours=1))


@pytest.fixture
def sit(factory, june, clock):
    """Let somebody new sit in June's round; `seconds` for five questions, 300 by default."""

    def attempt(full_name=None, *, participant=None, minute=0, **values):
        if participant is None:
            names = {"full_name": full_name} if full_name else {}
            participant = factory.participant(june.contest, **names)
        submitted_at = clock() - timedelta(hours=3) + timedelta(minutes=minute)
        return factory.attempt(participant, june, submitted_at=submitted_at, **values)

    return attempt


@pytest.fixture
def write_paper(session):
    """Write an attempt's paper: by question version, the bank's option that was picked, of four; None: unanswered."""

    def write(attempt, choices, order="0123", *, key=0):
        for position, (version, option) in enumerate(choices.items(), start=1):
            picked = None if option is None else 1 << order.index(str(option))
            session.add(
                Response(
                    attempt_id=attempt.id,
                    position=position,
                    question_version_id=version.id,
                    option_order=order,
                    option_count=4,
                    allows_many=False,
                    choice=picked,
                    revision=0 if picked is None else 1,
                    saved_at=None if picked is None else attempt.started_at + timedelta(seconds=10 * position),
                    mark=int(option == key),
                )
            )
        session.flush()

    return write
