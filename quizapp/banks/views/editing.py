"""Questions written and rewritten in the browser."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import operations, queries
from quizapp.banks.forms import QuestionForm, question_data
from quizapp.banks.operations import AlreadyReviewed, MayNotReview, QuestionRepeated, StaleVersion
from quizapp.banks.views.blueprint import bank_at, bp, question_at
from quizapp.banks.views.pictures import MAX_PICTURES_BYTES, take_pictures
from quizapp.domain.differences import Change, question_changes
from quizapp.domain.question import Question
from quizapp.domain.review import may_review
from quizapp.exchange.images import MAX_BYTES
from quizapp.models import Bank, db
from quizapp.web import clock
from quizapp.web.phrases import phrase

Page = str | Response | tuple[str, int]
_WITH_PICTURES = ("banks.add_question", "banks.save_question")


@bp.url_value_preprocessor
def allow_pictures(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the pages that take pictures, and no other, take large forms; runs before the form is read for its token."""
    if endpoint in _WITH_PICTURES:
        request.max_content_length = MAX_PICTURES_BYTES


@bp.get("/<slug>/questions/new")
def new_question(slug: str) -> Page:
    """Ask for a new question."""
    return _form_page(bank_at(slug), QuestionForm(), Question(text="", options=()))


@bp.post("/<slug>/questions/new")
def add_question(slug: str) -> Page:
    """Add a question to a bank, as a draft or reviewed at once."""
    bank, form = bank_at(slug), QuestionForm()
    sizes = take_pictures(form, bank.id)
    question = form.question(sizes)
    if _is_preview() or not form.makes(question):
        return _form_page(bank, form, question), _status(form)
    try:
        number = operations.add_question(
            db.session, now=clock.now(), actor_id=current_user.id, bank_id=bank.id, question=question
        )
        _review_if_asked(bank, number, version=1)
    except (QuestionRepeated, MayNotReview) as refusal:
        return _refused(bank, form, question, refusal)
    db.session.commit()
    return _saved(bank, number, _("Đã thêm câu %(number)s.", number=number))


@bp.get("/<slug>/questions/<int:number>/edit")
def edit_question(slug: str, number: int) -> Page:
    """Ask how a question should read."""
    bank = bank_at(slug)
    stored = question_at(bank, number)
    form = QuestionForm(formdata=None, data=question_data(stored.question))
    return _form_page(bank, form, stored.question, stored=stored)


@bp.post("/<slug>/questions/<int:number>/edit")
def save_question(slug: str, number: int) -> Page:
    """Make what was typed the newest version of a question, as a draft or reviewed at once."""
    bank, form = bank_at(slug), QuestionForm()
    sizes = take_pictures(form, bank.id)
    stored, question = question_at(bank, number), form.question(sizes)
    if _is_preview() or not form.makes(question):
        return _form_page(bank, form, question, stored=stored), _status(form)
    try:
        edited = operations.edit_question(
            db.session,
            now=clock.now(),
            actor_id=current_user.id,
            bank_id=bank.id,
            number=number,
            based_on=_based_on(),
            question=question,
        )
        _review_if_asked(bank, number, version=edited.version)
    except StaleVersion as refusal:
        return _stale(bank, form, question, refusal, number=number)
    except (QuestionRepeated, MayNotReview) as refusal:
        return _refused(bank, form, question, refusal, stored=stored)
    db.session.commit()
    return _saved(bank, number, _outcome(edited))


def _is_preview() -> bool:
    """Tell whether only the preview was asked for; a browser with scripts draws it itself."""
    return request.form.get("action") == "preview"


def _status(form: QuestionForm) -> int:
    return 422 if form.sentences() else 200


def _based_on() -> int:
    """Return the version that the author had before them; 0, which none is, for nonsense."""
    return request.form.get("version", 0, type=int)


def _review_if_asked(bank: Bank, number: int, *, version: int) -> None:
    if request.form.get("action") == "review":
        with suppress(AlreadyReviewed):
            operations.review_question(
                db.session,
                now=clock.now(),
                actor_id=current_user.id,
                bank_id=bank.id,
                number=number,
                version=version,
            )


def _outcome(edited: operations.Edited) -> str:
    if edited.is_new:
        return _("Đã lưu thành phiên bản %(version)s.", version=edited.version)
    return _("Không có gì khác trước nên không tạo phiên bản mới.")


def _saved(bank: Bank, number: int, done: str) -> Response:
    flash(done, "good")
    return redirect(url_for("banks.question", slug=bank.slug, number=number), 303)


def _refused(
    bank: Bank,
    form: QuestionForm,
    question: Question,
    refusal: Exception,
    *,
    stored: queries.StoredQuestion | None = None,
) -> Page:
    db.session.rollback()
    params = {"number": refusal.number} if isinstance(refusal, QuestionRepeated) else {}
    form.form_errors.append(phrase(refusal, **params))
    return _form_page(bank, form, question, stored=stored), 422


def _stale(bank: Bank, form: QuestionForm, question: Question, refusal: StaleVersion, *, number: int) -> Page:
    """Show what somebody changed meanwhile; the next save is based on it, and what was typed is in the form still."""
    db.session.rollback()
    stored = question_at(bank, number)
    newest = stored.newest
    started = queries.find_version(db.session, stored.id, _based_on()) if _based_on() < newest.version else None
    changes = question_changes(started.question, newest.question, _) if started else ()
    form.form_errors.append(phrase(refusal))
    return _form_page(bank, form, question, stored=stored, version=newest.version, meanwhile=changes), 409


def _form_page(
    bank: Bank,
    form: QuestionForm,
    question: Question,
    *,
    stored: queries.StoredQuestion | None = None,
    version: int | None = None,
    meanwhile: tuple[Change, ...] | None = None,
) -> str:
    """Return the form with its preview. `version`: what the next save is based on, by default what this one was."""
    started = _based_on() if request.method == "POST" else stored.newest.version if stored else 1
    return render_template(
        "banks/edit.html",
        bank=bank,
        form=form,
        question=question,
        stored=stored,
        version=started if version is None else version,
        meanwhile=meanwhile,
        warnings=queries.question_warnings(db.session, bank.id, stored.question) if stored else (),
        topics=queries.bank_topics(db.session, bank.id),
        may_review=may_review(
            author_id=current_user.id,
            reviewer_id=current_user.id,
            needs_second_person=bank.needs_second_person,
        ),
        max_bytes=MAX_BYTES,
    )
