"""What waits for review: the list, and the word that a question is right."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import operations, queries
from quizapp.banks.operations import AlreadyReviewed, MayNotReview, NoSuchQuestion, VersionReplaced
from quizapp.banks.views.blueprint import bank_at, bp
from quizapp.models import Bank, db
from quizapp.web import clock
from quizapp.web.phrases import phrase


@bp.get("/<slug>/review")
def reviewing(slug: str) -> str:
    """Show what waits for review."""
    bank = bank_at(slug)
    queue = queries.review_queue(db.session, bank.id, but_written_by=_barred_author(bank))
    return render_template("banks/reviewing.html", bank=bank, queue=queue)


@bp.post("/<slug>/review")
def review_selected(slug: str) -> Response:
    """Review those drafts of the list that were ticked."""
    bank = bank_at(slug)
    reviewed = operations.review_questions(
        db.session, now=clock.now(), actor_id=current_user.id, bank_id=bank.id, versions=_ticked()
    )
    db.session.commit()
    if reviewed.count:
        flash(ngettext("Đã duyệt %(num)s câu.", "Đã duyệt %(num)s câu.", reviewed.count), "good")
    if reviewed.left:
        numbers = ", ".join(map(str, reviewed.left))
        flash(_("Bỏ qua câu %(numbers)s: vừa có phiên bản mới hoặc đã được người khác duyệt.", numbers=numbers), "warn")
    if not reviewed.count and not reviewed.left:
        flash(_("Hãy chọn những câu cần duyệt."), "info")
    return redirect(url_for("banks.reviewing", slug=slug), 303)


def _ticked() -> dict[int, int]:
    """Return the versions ticked, by the numbers of their questions; what makes no sense is passed over."""
    pairs = (value.split("-") for value in request.form.getlist("draft")[: queries.QUEUE_SIZE])
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(_is_number, pair))}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


@bp.post("/<slug>/questions/<int:number>/review")
def review(slug: str, number: int) -> Response:
    """Say that a question is right, and go on to the next one that waits."""
    bank = bank_at(slug)
    version = request.form.get("version", 0, type=int)
    try:
        operations.review_question(
            db.session, now=clock.now(), actor_id=current_user.id, bank_id=bank.id, number=number, version=version
        )
    except NoSuchQuestion:
        abort(404)
    except (VersionReplaced, MayNotReview) as refusal:
        flash(phrase(refusal), "bad")
        return redirect(url_for("banks.question", slug=slug, number=number), 303)
    except AlreadyReviewed as refusal:
        flash(phrase(refusal), "info")
    else:
        db.session.commit()
        flash(_("Đã duyệt câu %(number)s.", number=number), "good")
    return _to_next(bank, number)


def _to_next(bank: Bank, number: int) -> Response:
    """Return the way to the next draft where one after the other is reviewed, else to the question itself."""
    if "next" not in request.form:
        return redirect(url_for("banks.question", slug=bank.slug, number=number), 303)
    following = next_to_review(bank, number)
    if following is None:
        return redirect(url_for("banks.reviewing", slug=bank.slug), 303)
    return redirect(url_for("banks.question", slug=bank.slug, number=following), 303)


def next_to_review(bank: Bank, number: int) -> int | None:
    """Return the number of the draft after a question that the signed-in account may review, None if there is none."""
    return queries.next_draft(db.session, bank.id, after=number, but_written_by=_barred_author(bank))


def _barred_author(bank: Bank) -> int | None:
    """Return whose drafts the signed-in account may not review: its own, where a second person is asked for."""
    author: int | None = current_user.id if bank.needs_second_person else None
    return author
