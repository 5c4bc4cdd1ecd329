"""Rounds that follow one another, made in one go by a pattern and the rules of a round there is."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.contests import queries
from quizapp.contests.operations.refusals import ContradictoryRound, PaperNotDrawable, RoundNotFound, SlugTaken
from quizapp.contests.operations.rounds import create_round
from quizapp.domain.series import PlannedRound, SeriesPattern, planned_rounds, series_contradictions
from quizapp.models import Round


class ContradictorySeries(ValueError):
    """The pattern contradicts itself (domain/series.py)."""


class SeriesRefused(Exception):
    """One of the rounds can't be made, so none was: `planned` says which, `refusal` why."""

    def __init__(self, planned: PlannedRound, refusal: Exception) -> None:
        super().__init__(planned.title)
        self.planned = planned
        self.refusal = refusal


def create_series(
    session: Session, *, now: datetime, actor_id: int | None, contest_id: int, source_id: int, pattern: SeriesPattern
) -> list[Round]:
    """Return the rounds of a pattern, each with the rules, banks and prizes of round `source_id`; all or none.

    Raises RoundNotFound, ContradictorySeries, SeriesRefused.
    """
    source = queries.find_round(session, contest_id=contest_id, round_id=source_id)
    if source is None:
        raise RoundNotFound(source_id)
    if series_contradictions(pattern):
        raise ContradictorySeries
    settings = queries.round_settings(session, source)
    made = []
    with session.begin_nested():
        for planned in planned_rounds(pattern):
            own = replace(
                settings,
                title=planned.title,
                slug=planned.slug,
                opens_at=planned.opens_at,
                closes_at=planned.closes_at,
            )
            try:
                made.append(create_round(session, now=now, actor_id=actor_id, contest_id=contest_id, settings=own))
            except (SlugTaken, ContradictoryRound, PaperNotDrawable) as refusal:
                raise SeriesRefused(planned, refusal) from refusal
    return made
