"""Standings, and what a participant sees of theirs."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.domain.groups import UNIT_KINDS
from quizapp.domain.phase import PERIODS, PHASES
from quizapp.domain.policy import PREDICTION_TARGETS
from quizapp.models import db
from quizapp.results.forms import StandingForm
from quizapp.results.queries import own, public, standing
from quizapp.web import clock
from quizapp.web.access import participant_id
from quizapp.web.paging import page_of

bp = Blueprint("results", __name__, url_prefix="/results")
_PER_PAGE = 50


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
    return render_template("results/attempt.html", result=result, targets=PREDICTION_TARGETS, periods=PERIODS)


@bp.get("/")
def index() -> str:
    """Show everybody a round's figures and units; the best by name once it is over."""
    session, now = db.session(), clock.now()
    contest = public.find_current_contest(session)
    rounds = public.public_rounds(session, contest.id, now) if contest else []
    chosen = _chosen_round(rounds)
    if contest is None or chosen is None:
        return render_template("results/nothing_yet.html")
    turnout = public.public_turnout(session, contest.id, chosen.ranked.id, now)
    return render_template(
        "results/index.html",
        contest=contest,
        rounds=rounds,
        chosen=chosen,
        turnout=turnout,
        kinds=[(k, units) for k in UNIT_KINDS.values() if (units := public.ranked_units(turnout, k.code))],
        winners=public.winners(session, chosen, now),
        guessed_number=public.guessed_number(session, chosen, now),
        targets=PREDICTION_TARGETS,
        phases=PHASES,
    )


def _chosen_round(rounds: list[public.PublicRound]) -> public.PublicRound | None:
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
