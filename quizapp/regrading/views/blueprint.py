"""The blueprint of regrading, and what its pages share."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from quizapp.models import Round, db
from quizapp.regrading import queries
from quizapp.regrading.queries import ListedQuestion

bp = Blueprint("regrading", __name__, url_prefix="/regrading")

Page = str | tuple[str, int] | Response


def round_or_404(round_id: int) -> Round:
    """Return a round; an unknown one is a page that isn't there."""
    try:
        return queries.get_round(db.session(), round_id)
    except queries.RoundNotFound:
        abort(404)


def question_or_404(contest_round: Round, version_id: int) -> ListedQuestion:
    """Return a question of a round's papers; one that stands in none is a page that isn't there."""
    try:
        return queries.question_in_round(db.session(), contest_round, version_id)
    except queries.QuestionNotAsked:
        abort(404)
