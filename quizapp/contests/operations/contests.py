"""Contests: making and changing one, and the rules of the league over its rounds."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.contests import queries
from quizapp.contests.operations.recording import plain, recorded
from quizapp.contests.operations.refusals import ContestNotFound, ContradictoryLeague, LeagueFrozen, SlugTaken
from quizapp.domain.prizes.plan import to_json
from quizapp.domain.round_rules import LeagueSettings, league_contradictions, league_frozen_changes
from quizapp.models import Contest

USUAL_LEAGUE = LeagueSettings()


def create_contest(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    title: str,
    slug: str,
    year: int,
    is_rehearsal: bool,
    make_current: bool,
    league: LeagueSettings = USUAL_LEAGUE,
) -> Contest:
    """Return a new contest; the first there is becomes the current one. Raises SlugTaken, ContradictoryLeague."""
    _check_contest_slug(session, slug, but=None)
    _check_league(league)
    contest = Contest(title=title, slug=slug, year=year, is_rehearsal=is_rehearsal, is_current=False, created_at=now)
    _write_league(contest, league)
    session.add(contest)
    session.flush()
    if make_current or session.scalar(select(Contest.id).where(Contest.is_current)) is None:
        _make_current(session, contest)
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="contest.create",
        subject_type="contest",
        subject_id=contest.id,
        details={
            "title": title,
            "slug": slug,
            "year": year,
            "is_rehearsal": is_rehearsal,
            "is_current": contest.is_current,
            **_league_details(league),
        },
    )
    return contest


def edit_contest(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    contest_id: int,
    title: str,
    slug: str,
    year: int,
    make_current: bool,
    league: LeagueSettings | None = None,
) -> Contest:
    """Return the contest, changed. Only another contest's becoming current ends its being so.

    `league` None: as it was. Raises ContestNotFound, SlugTaken, ContradictoryLeague, LeagueFrozen.
    """
    contest = session.get(Contest, contest_id)
    if contest is None:
        raise ContestNotFound(contest_id)
    _check_contest_slug(session, slug, but=contest_id)
    before = _contest_details(contest)
    contest.title, contest.slug, contest.year = title, slug, year
    if league is not None:
        _change_league(session, contest, league)
    if make_current:
        _make_current(session, contest)
    session.flush()
    after = _contest_details(contest)
    changed = recorded((name, before[name], after[name]) for name in before if before[name] != after[name])
    if changed:
        audit.record(
            session,
            now=now,
            actor_id=actor_id,
            action="contest.edit",
            subject_type="contest",
            subject_id=contest_id,
            details={"title": title, "changed": changed},
        )
    return contest


def _contest_details(contest: Contest) -> dict[str, Any]:
    return {
        "title": contest.title,
        "slug": contest.slug,
        "year": contest.year,
        "is_current": contest.is_current,
        "league_ranking": list(contest.league_ranking),
        "prizes": queries.league_settings(contest).prizes,
    }


def _league_details(league: LeagueSettings) -> dict[str, Any]:
    return {"league_ranking": plain(league.ranking), "prizes": plain(league.prizes)}


def _check_league(league: LeagueSettings) -> None:
    found = league_contradictions(league)
    if found:
        raise ContradictoryLeague(found)


def _change_league(session: Session, contest: Contest, league: LeagueSettings) -> None:
    has_attempts = queries.has_ranked_attempts(session, contest.id)
    frozen = league_frozen_changes(queries.league_settings(contest), league, has_attempts=has_attempts)
    if frozen:
        raise LeagueFrozen(frozen)
    _check_league(league)
    _write_league(contest, league)


def _write_league(contest: Contest, league: LeagueSettings) -> None:
    contest.league_ranking, contest.prizes = list(league.ranking), to_json(league.prizes)


def _check_contest_slug(session: Session, slug: str, *, but: int | None) -> None:
    found = session.scalar(select(Contest.id).where(Contest.slug == slug))
    if found not in (None, but):
        raise SlugTaken(slug)


def _make_current(session: Session, contest: Contest) -> None:
    """Make the contest the only current one."""
    session.execute(update(Contest).where(Contest.id != contest.id).values(is_current=False))
    contest.is_current = True
    session.flush()
