"""Results as they are now: the list of rounds, a round, a contest over its rounds, and everybody's rank."""

from flask import render_template

from quizapp.domain.published import Content
from quizapp.models import db
from quizapp.models.base import one_snapshot
from quizapp.publication.forms import RankingForm
from quizapp.publication.operations import AttemptsStillOpen, RoundStillOpen, refuse_unfinished
from quizapp.publication.queries import ranking, rounds
from quizapp.publication.views.blueprint import (
    TITLES,
    Held,
    bp,
    changes_since,
    full_names,
    held_league,
    held_round,
    review_url,
)
from quizapp.web import clock
from quizapp.web.paging import page_of

_PER_PAGE = 50


@bp.get("/")
def index() -> str:
    """List the rounds with how far their results are."""
    contests = rounds.listed_contests(db.session(), clock.now())
    return render_template("publication/index.html", contests=contests, **TITLES)


@bp.get("/rounds/<int:round_id>")
def round_results(round_id: int) -> str:
    """Show what a round comes to, as it would be published."""
    return _results_page(held_round(round_id))


@bp.get("/contests/<int:contest_id>")
def league_results(contest_id: int) -> str:
    """Show what a contest comes to over its rounds, as it would be published."""
    return _results_page(held_league(contest_id))


def _results_page(held: Held) -> str:
    session, now = db.session(), clock.now()
    one_snapshot(session)
    result, versions = held.result(), held.versions()
    newest, changed = changes_since(versions, result.content)
    is_final = _is_final(held)
    states = _states(held, is_published=newest is not None)
    return render_template(
        "publication/results.html",
        held=held,
        content=_preview(result.content, is_final=is_final),
        total=len(result.outcome.placed),
        names=full_names(result.content),
        versions=versions,
        newest=newest,
        changed=changed,
        states=states,
        is_final=is_final,
        decisions=rounds.decision_counts(session, list(states)),
        review_url=review_url(held),
        now=now,
        **TITLES,
    )


def _states(held: Held, *, is_published: bool) -> dict[int, rounds.State]:
    unfinished, now = rounds.open_rounds(db.session()), clock.now()
    return {
        r.id: rounds.state_of(r, now, has_open=r.id in unfinished, is_published=is_published) for r in held.rounds()
    }


def _preview(content: Content, *, is_final: bool) -> Content:
    """Return what would be published without the seed, which is secret until then; nobody is drawn any sooner."""
    if content["draw"] is None:
        return content
    if is_final:
        return {**content, "draw": {**content["draw"], "seed": ""}}
    return {**content, "draw": None, "awards": [award for award in content["awards"] if award["place"]]}


def _is_final(held: Held) -> bool:
    try:
        refuse_unfinished(db.session(), held.rounds(), clock.now())
    except (RoundStillOpen, AttemptsStillOpen):
        return False
    return True


@bp.get("/rounds/<int:round_id>/ranking")
def round_ranking(round_id: int) -> str:
    """List everybody's place in a round."""
    return _ranking_page(held_round(round_id))


@bp.get("/contests/<int:contest_id>/ranking")
def league_ranking(contest_id: int) -> str:
    """List everybody's place in a contest over its rounds."""
    return _ranking_page(held_league(contest_id))


def _ranking_page(held: Held) -> str:
    session = db.session()
    one_snapshot(session)
    result = held.result()
    form = RankingForm(units=ranking.filter_units(session, held.contest.id))
    listed = ranking.listed(result.outcome, form.chosen())
    page = page_of(len(listed), size=_PER_PAGE)
    start = (page.number - 1) * _PER_PAGE
    after = listed[start + _PER_PAGE] if start + _PER_PAGE < len(listed) else None
    return render_template(
        "publication/ranking.html",
        held=held,
        form=form,
        partial=result.partial,
        rows=ranking.ranked_rows(session, result, listed[start : start + _PER_PAGE], after),
        page=page,
    )
