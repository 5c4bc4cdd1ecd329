"""Notices of a round: those given so far, and a page for each kind that may be given."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.notices import NOTICE_KINDS, NOTICE_REFUSALS, NoticeKind, NoticeRefusal, notice_refusal
from quizapp.domain.phase import PHASES, phase
from quizapp.domain.text import N_
from quizapp.models import db
from quizapp.models.base import AnyRow
from quizapp.schedule import operations, queries
from quizapp.schedule.forms import NoticeForm, notice_form
from quizapp.web.clock import now

bp = Blueprint("schedule", __name__, url_prefix="/schedule")

Page = str | tuple[str, int] | Response
_DONE = {
    NoticeKind.EXTENDED: N_("Đã gia hạn và đăng thông báo."),
    NoticeKind.SUSPENDED: N_("Đã tạm dừng và đăng thông báo."),
    NoticeKind.RESUMED: N_("Đã mở lại và đăng thông báo."),
    NoticeKind.WORD: N_("Đã đăng thông báo."),
}
# What only the form can tell is asked there.
_ASKED_IN_FORM = (None, NoticeRefusal.CLOSES_NO_LATER)


@bp.get("/rounds/<int:round_id>/notices")
def notices(round_id: int) -> Page:
    """List the notices of a round, and offer what may be done with it."""
    found = _round_or_404(round_id)
    state = queries.round_state(db.session(), found.Round)
    refusals = {kind: notice_refusal(kind, state, now=now()) for kind in NoticeKind}
    return render_template(
        "schedule/notices.html",
        row=found.Round,
        contest=found.Contest,
        phase=phase(now(), opens_at=found.Round.opens_at, closes_at=found.Round.closes_at),
        phases=PHASES,
        kinds=NOTICE_KINDS,
        offered=[kind for kind, refusal in refusals.items() if refusal in _ASKED_IN_FORM],
        cannot_extend=_sentence(refusals[NoticeKind.EXTENDED]),
        notices=queries.notices_of(db.session(), round_id),
    )


def _sentence(refusal: NoticeRefusal | None) -> str:
    """Return why something is not even offered; nothing where it is."""
    return "" if refusal in _ASKED_IN_FORM else _(NOTICE_REFUSALS[refusal])


# `any` keeps every other ending from being taken for a kind.
@bp.route("/rounds/<int:round_id>/notices/<any(extended, suspended, resumed, notice):kind>", methods=["GET", "POST"])
def give_notice(round_id: int, kind: str) -> Page:
    """Extend, suspend or resume a round, or say a word to everybody."""
    found, asked = _round_or_404(round_id), NoticeKind(kind)
    form = notice_form(asked, found.Round)
    if form.validate_on_submit():
        try:
            operations.give_notice(
                db.session(), now=now(), actor_id=current_user.id, round_id=round_id, kind=asked, **form.values
            )
        except operations.NoticeRefused as refused:
            form.refuse(refused.refusal)
        else:
            db.session.commit()
            flash(_(_DONE[asked]), "good")
            return redirect(url_for("schedule.notices", round_id=round_id), 303)
    return _form_page(form, found, asked)


def _form_page(form: NoticeForm, found: AnyRow, kind: NoticeKind) -> Page:
    page = render_template(
        "schedule/notice.html", form=form, row=found.Round, contest=found.Contest, kind=kind, kinds=NOTICE_KINDS
    )
    return page, 422 if form.errors else 200


def _round_or_404(round_id: int) -> AnyRow:
    found = queries.find_round(db.session(), round_id)
    if found is None:
        abort(404)
    return found
