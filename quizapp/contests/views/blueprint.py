"""The blueprint of contests and rounds, and what its pages share."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from quizapp.contests import queries
from quizapp.contests.queries import Edition
from quizapp.domain.marking import PARTIAL_RULES
from quizapp.domain.notices import NOTICE_KINDS
from quizapp.domain.phase import PERIODS, PHASES
from quizapp.domain.policy import PREDICTION_ASKED, PREDICTION_TARGETS, REVIEW_POLICIES, ROUND_KINDS
from quizapp.domain.prizes.formulas import COMPONENTS, FORMULAS
from quizapp.domain.prizes.plan import DRAW_AMONG, ONE_PRIZE
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.tiebreak import TIEBREAKS
from quizapp.models import Contest, Round, db
from quizapp.models.notices import PublicNotice, current_notices
from quizapp.web.clock import now

bp = Blueprint("contests", __name__)

Page = str | tuple[str, int] | Response
# What pages call the codes of settings.
TITLES: Mapping[str, object] = {
    "PHASES": PHASES,
    "NOTICE_KINDS": NOTICE_KINDS,
    "PERIODS": PERIODS,
    "ROUND_KINDS": ROUND_KINDS,
    "REVIEW_POLICIES": REVIEW_POLICIES,
    "PREDICTION_TARGETS": PREDICTION_TARGETS,
    "TIEBREAKS": TIEBREAKS,
    "COUNTED_RULES": COUNTED_RULES,
    "PARTIAL_RULES": PARTIAL_RULES,
    "PREDICTION_ASKED": PREDICTION_ASKED,
    "ONE_PRIZE": ONE_PRIZE,
    "DRAW_AMONG": DRAW_AMONG,
    "FORMULAS": FORMULAS,
    "COMPONENTS": COMPONENTS,
}


def notices_of(edition: Edition | None) -> Sequence[PublicNotice]:
    """Return what anybody should know of a contest's rounds; asks only where there has been a notice."""
    if edition is None or not edition.has_notices:
        return ()
    return current_notices(db.session(), edition.id, now=now())


def contest_or_404(contest_id: int) -> Contest:
    """Return a contest; an unknown one is a page that isn't there."""
    contest = queries.find_contest(db.session, contest_id)
    if contest is None:
        abort(404)
    return contest


def round_or_404(contest_id: int, round_id: int) -> Round:
    """Return a round of a contest; an unknown one is a page that isn't there."""
    row = queries.find_round(db.session, contest_id=contest_id, round_id=round_id)
    if row is None:
        abort(404)
    return row


def saved(sentence: str) -> Response:
    """Commit, and lead to the list of contests with a sentence of what was done."""
    db.session.commit()
    flash(sentence, "good")
    return redirect(url_for("contests.index"), 303)


def is_to_be_saved() -> bool:
    """Tell whether a form was sent to be saved, not for more rows or a check."""
    return request.method == "POST" and request.form.get("action", "save") == "save"
