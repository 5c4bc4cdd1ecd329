"""Standings, and what a participant sees of theirs."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.domain.allowance import EXCLUSIONS
from quizapp.domain.groups import UNIT_KINDS
from quizapp.domain.phase import PERIODS, PHASES
from quizapp.domain.policy import PREDICTION_TARGETS
from quizapp.domain.prizes.allotting import PASSED_OVER
from quizapp.domain.prizes.formulas import FORMULAS
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.rulings import RULING_KINDS
from quizapp.models import db
from quizapp.models.base import AnyRow
from quizapp.results.forms import StandingForm
from quizapp.results.queries import own, public, published, standing
from quizapp.web import clock
from quizapp.web.access import participant_id
from quizapp.web.paging import page_of
from quizapp.web.shared_pages import changes_at, shared_page

bp = Blueprint("results", __name__, url_prefix="/results")
_PER_PAGE = 50
# What the page of an own result calls codes.
_TITLES = {"EXCLUSIONS": EXCLUSIONS, "COUNTED_RULES": COUNTED_RULES, "RULING_KINDS": RULING_KINDS}


@bp.get("/attempts/<int:attempt_id>")
def attempt(attempt_id: int) -> str | Response:
    """Show a participant the score, the rank so far and, where it is allowed, the right answers."""
    now = clock.now()
    try:
        result = own.result(db.session(), attempt_id=attempt_id, participant_id=participant_id(), now=now)
    except own.UnknownAttempt:
        abort(404)
    except own.NotSubmitted:
        return redirect(url_for("attempts.paper", attempt_id=attempt_id))
    return render_template(
        "results/attempt.html", result=result, targets=PREDICTION_TARGETS, periods=PERIODS, **_TITLES
    )


@bp.get("/")
def index() -> Response:
    """Show everybody a round: figures and units while it is open, and once they are published its results."""
    return shared_page(_index_page)


def _index_page() -> str:
    session, now = db.session(), clock.now()
    contest = public.find_current_contest(session)
    rounds = public.public_rounds(session, contest.id, now) if contest else []
    chosen = _chosen_round(rounds)
    changes_at(moment for r in rounds for moment in (r.ranked.opens_at, r.ranked.closes_at))
    if contest is None or chosen is None:
        return render_template("results/nothing_yet.html")
    shared = _shared(contest, chosen.ranked.id)
    if shared["version"]:
        content = published.content_of(session, shared["version"].id)
        return render_template("results/published.html", rounds=rounds, chosen=chosen, content=content, **shared)
    turnout = public.public_turnout(session, contest.id, chosen.ranked.id, now)
    return render_template(
        "results/index.html",
        rounds=rounds,
        chosen=chosen,
        turnout=turnout,
        kinds=[(k, units) for k in UNIT_KINDS.values() if (units := public.ranked_units(turnout, k.code))],
        **shared,
    )


@bp.get("/league")
def league() -> Response:
    """Show everybody the published results of a contest over its rounds."""
    return shared_page(_league_page)


def _league_page() -> str:
    session = db.session()
    contest = public.find_current_contest(session) or abort(404)
    shared = _shared(contest, None)
    version = shared["version"] or abort(404)
    rounds = public.public_rounds(session, contest.id, clock.now())
    changes_at(moment for r in rounds for moment in (r.ranked.opens_at, r.ranked.closes_at))
    content = published.content_of(session, version.id)
    return render_template("results/published.html", rounds=rounds, chosen=None, content=content, **shared)


@bp.get("/draws/<int:publication_id>.txt")
def draw_entries(publication_id: int) -> Response:
    """Send the entries that took part in a published draw, one a line."""
    content = published.content_of(db.session(), publication_id)
    if content is None or content["draw"] is None:
        abort(404)
    lines = "".join(f"{entry}\n" for entry in content["draw"]["entries"])
    return Response(lines, content_type="text/plain; charset=utf-8")


def _shared(contest: AnyRow, round_id: int | None) -> dict[str, Any]:
    """Return what pages of results share; `version`: the one that the address names, or the newest, None for none."""
    every = published.public_versions(db.session(), contest.id)
    versions = [v for v in every if v.round_id == round_id]
    number = request.args.get("version", type=int)
    asked = [v for v in versions if number in (None, v.version)]
    if number is not None and not asked:
        abort(404)
    return {
        "contest": contest,
        "versions": versions,
        "version": asked[0] if asked else None,
        "has_league": any(v.round_id is None for v in every),
        "now": clock.now(),
        "titles": {"TARGETS": PREDICTION_TARGETS, "PASSED_OVER": PASSED_OVER, "FORMULAS": FORMULAS},
        "phases": PHASES,
    }


def _chosen_round(rounds: Sequence[public.PublicRound]) -> public.PublicRound | None:
    """Return the round that the address names, or the one that opened last; an unknown one is not found."""
    slug = request.args.get("round")
    if slug is None:
        return public.default_round(rounds)
    return next((r for r in rounds if r.slug == slug), None) or abort(404)


@bp.get("/standing", endpoint="standing")
def standing_page() -> str | tuple[str, int]:
    """Show the staff everybody's rank in a round and why each stands before the next."""
    session, now = db.session(), clock.now()
    rounds = standing.round_choices(session)
    round_id = request.args.get("round", standing.latest_round_id(rounds, now), type=int)
    contest_round = standing.find_round(session, round_id) if round_id else None
    if contest_round is None:
        return render_template("results/no_standing.html")
    form = StandingForm(rounds=rounds, units=standing.filter_units(session, contest_round.id))
    form.round.data = contest_round.id
    is_valid = form.validate()
    rows = standing.standing_rows(session, contest_round, form.chosen(contest_round.id), now) if is_valid else []
    page = page_of(len(rows), size=_PER_PAGE)
    shown = rows[(page.number - 1) * _PER_PAGE : page.number * _PER_PAGE]
    body = render_template("results/standing.html", form=form, contest_round=contest_round, rows=shown, page=page)
    return body if is_valid else (body, 422)
