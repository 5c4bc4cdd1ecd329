"""Start, autosave, submit: the hot path."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from quizapp.attempts import operations
from quizapp.attempts.forms import SubmitForm, read_choice, read_offered, read_revision, unclear_prediction
from quizapp.attempts.operations import Saved
from quizapp.attempts.queries import Paper, Progress, find_paper, find_progress
from quizapp.attempts.views.sheets import finish_page, paper_page
from quizapp.domain.choice import decode
from quizapp.models import db
from quizapp.models.base import restart_for_writing
from quizapp.web import clock, origin
from quizapp.web.access import participant_id
from quizapp.web.negotiation import wants_json
from quizapp.web.phrases import phrase

bp = Blueprint("attempts", __name__, url_prefix="/attempts")

_MAY_NOT_START = (
    operations.RoundNotOpen,
    operations.RoundSuspended,
    operations.TooYoung,
    operations.GroupNotAdmitted,
    operations.AllowanceUsedUp,
    operations.PaperNotReady,
)
_ENDED = (operations.AlreadySubmitted, operations.TimeIsUp)


@bp.post("/rounds/<int:round_id>")
def start(round_id: int) -> Response:
    """Begin an attempt, or go on with the open one."""
    try:
        attempt_id = operations.start_attempt(
            db.session(),
            now=clock.now(),
            rng=clock.new_rng(),
            round_id=round_id,
            participant_id=participant_id(),
            origin=operations.Origin(device=origin.device(), network=origin.network()),
        )
    except operations.RoundNotFound:
        abort(404)
    except operations.ParticipantNotFound:
        cookie.pop("participant_id", None)
        return redirect(url_for("registration.register"), 303)
    except _MAY_NOT_START as refusal:
        flash(phrase(refusal), "bad")
        return redirect(url_for("registration.home"), 303)
    db.session.commit()
    return redirect(url_for("attempts.paper", attempt_id=attempt_id), 303)


@bp.get("/<int:attempt_id>")
def paper(attempt_id: int) -> str | Response:
    """Show the paper: one item in front, the others ready for a script."""
    found = _paper(attempt_id)
    if not found.is_open(clock.now()):
        return _result(attempt_id, found)
    return paper_page(
        found,
        current=_current_position(found),
        offered=read_offered(request.args),
        remaining_ms=_remaining_ms(found),
    )


@bp.get("/<int:attempt_id>/state")
def state(attempt_id: int) -> Response:
    """Return what is saved and how much time is left, for a window that comes back to the front."""
    found = _progress(attempt_id)
    items = [{"position": i.position, "picked": list(i.picked), "revision": i.revision} for i in found.items]
    return jsonify(is_open=found.is_open(clock.now()), remaining_ms=_remaining_ms(found), items=items)


@bp.post("/<int:attempt_id>/items/<int:position>")
def save(attempt_id: int, position: int) -> Response | tuple[Response, int]:
    """Save a choice. A script gets JSON; a form is led on to where its button points."""
    answer = _Answer(attempt_id, position)
    choice, revision = read_choice(request.form), read_revision(request.form)
    if choice is None or revision is None:
        return answer.refused(operations.InvalidChoice(), 422)
    if not choice and revision == 1:
        return answer.skipped()
    try:
        saved = operations.save_response(
            db.session(),
            now=clock.now(),
            participant_id=participant_id(),
            attempt_id=attempt_id,
            position=position,
            choice=choice,
            revision=revision,
        )
    except operations.AttemptNotFound:
        abort(404)
    except operations.StaleRevision as refusal:
        return answer.refused(refusal, 409, refusal.current)
    except operations.InvalidChoice as refusal:
        return answer.refused(refusal, 422)
    except _ENDED as refusal:
        return answer.refused(refusal, 410)
    return answer.saved(saved)


@bp.get("/<int:attempt_id>/finish")
def finish(attempt_id: int) -> str | Response:
    """Show what is answered and what is not, before submission."""
    found = _progress(attempt_id)
    if not found.is_open(clock.now()):
        return _result(attempt_id, found)
    return finish_page(found, SubmitForm() if found.prediction_target else None, remaining_ms=_remaining_ms(found))


@bp.post("/<int:attempt_id>/submit")
def submit(attempt_id: int) -> str | Response | tuple[str, int]:
    """Close and mark the attempt; a second tap leads to the same result."""
    form = SubmitForm() if "prediction" in request.form else None
    if form and unclear_prediction(form):
        found = _progress(attempt_id)
        return finish_page(found, form, remaining_ms=_remaining_ms(found)), 422
    try:
        operations.submit_attempt(
            db.session(),
            now=clock.now(),
            participant_id=participant_id(),
            attempt_id=attempt_id,
            prediction=form.prediction.data if form else None,
        )
    except operations.AttemptNotFound:
        abort(404)
    db.session.commit()
    return redirect(url_for("results.attempt", attempt_id=attempt_id), 303)


@dataclass(frozen=True, slots=True)
class _Answer:
    """How a save is answered: JSON for a script, a redirect for a form."""

    attempt_id: int
    position: int

    def saved(self, saved: Saved) -> Response:
        if wants_json():
            return jsonify(picked=list(decode(saved.choice)), revision=saved.revision)
        return self._onwards()

    def skipped(self) -> Response:
        return jsonify(picked=[], revision=0) if wants_json() else self._onwards()

    def refused(self, refusal: Exception, code: int, current: Saved | None = None) -> Response | tuple[Response, int]:
        db.session.rollback()
        if not wants_json():
            flash(phrase(refusal), "bad")
            return redirect(url_for("attempts.paper", attempt_id=self.attempt_id, cau=self.position), 303)
        stored = {"picked": list(decode(current.choice)), "revision": current.revision} if current else {}
        return jsonify(error=type(refusal).__name__, message=phrase(refusal), **stored), code

    def _onwards(self) -> Response:
        target = request.form.get("then", "")
        if target == "finish":
            return redirect(url_for("attempts.finish", attempt_id=self.attempt_id), 303)
        position = int(target) if target.isdecimal() and len(target) < 4 else self.position
        return redirect(url_for("attempts.paper", attempt_id=self.attempt_id, cau=position), 303)


def _paper(attempt_id: int) -> Paper:
    found = find_paper(db.session(), attempt_id=attempt_id, participant_id=participant_id())
    if found is None:
        abort(404)
    return found


def _progress(attempt_id: int) -> Progress:
    found = find_progress(db.session(), attempt_id=attempt_id, participant_id=participant_id())
    if found is None:
        abort(404)
    return found


def _result(attempt_id: int, found: Progress) -> Response:
    """Lead to the result, closing the attempt first if its time is up and nobody has yet."""
    if not found.is_submitted:
        restart_for_writing(db.session())
        operations.submit_attempt(db.session(), now=clock.now(), participant_id=participant_id(), attempt_id=attempt_id)
        db.session.commit()
    return redirect(url_for("results.attempt", attempt_id=attempt_id), 303)


def _remaining_ms(found: Progress) -> int:
    return max(0, int((found.closes_at - clock.now()).total_seconds() * 1000))


def _current_position(found: Paper) -> int:
    """Return the item to show: the one asked for, else the first without an answer, else the last."""
    wanted = request.args.get("cau", type=int)
    if wanted is not None and 1 <= wanted <= len(found.items):
        return wanted
    return found.unanswered[0] if found.unanswered else len(found.items)
