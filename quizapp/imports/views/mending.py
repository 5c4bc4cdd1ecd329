"""Questions of a file put right before anything is written: the key chosen, edited, left out, taken back."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from quizapp.domain.question import TOPICS
from quizapp.imports import operations, queries
from quizapp.imports.forms import MendForm, mend_data
from quizapp.imports.views.blueprint import bp, preview_at, question_address, to_bank, to_preview, upload_at
from quizapp.models import db
from quizapp.models.base import reading, restart_for_writing
from quizapp.web.phrases import phrase


@bp.post("/<int:import_id>/questions/<int:position>/key")
def choose_key(import_id: int, position: int) -> Response:
    """Make the options that were picked the right ones."""
    picked = [int(value) for value in request.form.getlist("key") if value.isdecimal() and len(value) < 3]
    try:
        with reading():
            mend = operations.keyed(db.session, _file_of(import_id, position), position - 1, picked)
    except operations.NoSuchOption as refusal:
        flash(phrase(refusal), "bad")
        return redirect(question_address(import_id, position), 303)
    return _change(import_id, position, partial(operations.store_mend, mend=mend))


@bp.post("/<int:import_id>/questions/<int:position>/drop")
def drop(import_id: int, position: int) -> Response:
    """Leave a question out."""
    with reading():
        _file_of(import_id, position)
    return _change(import_id, position, partial(operations.store_mend, mend=None))


@bp.post("/<int:import_id>/questions/<int:position>/restore")
def restore(import_id: int, position: int) -> Response:
    """Take a question as the file has it."""
    return _change(import_id, position, operations.restore_question)


def _file_of(import_id: int, position: int) -> queries.MendedFile:
    """Return the file that a question is part of; leads elsewhere if there is no such question that waits."""
    db.session.rollback()  # lets go of the write lock that came with looking up who is signed in
    found = queries.waiting_file(db.session, import_id)
    if found is None:
        abort(_where_it_went(import_id))
    if not 1 <= position <= found.size:
        abort(404)
    return found


def _where_it_went(import_id: int) -> Response:
    """Return the way to the bank of a file that was taken in meanwhile, or to the page that says how far it is."""
    upload = upload_at(import_id)
    if upload.stage is not queries.Stage.IMPORTED:
        return to_preview(import_id)
    flash(phrase(operations.AlreadyImported()), "info")
    return to_bank(upload.bank_slug)


def _change(import_id: int, position: int, change: Callable[..., None], *, done: str = "") -> Response:
    """Change a question, say that it is `done`, and go back to where it stands."""
    restart_for_writing(db.session)
    try:
        change(db.session, import_id, place=position - 1)
        db.session.commit()
        if done:
            flash(done, "good")
    except (operations.AlreadyImported, operations.StillReading):
        return _where_it_went(import_id)
    except operations.NoSuchImport:
        abort(404)
    return redirect(question_address(import_id, position), 303)


@bp.get("/<int:import_id>/questions/<int:position>")
def edit_form(import_id: int, position: int) -> str:
    """Show a question to be put right."""
    found = _preview_of(import_id, position)
    form = MendForm(data=mend_data(found.file.question(position - 1)))
    return _edit_page(found, position, form, seen=operations.mend_revision(found.file.mends, position - 1))


@bp.post("/<int:import_id>/questions/<int:position>")
def edit(import_id: int, position: int) -> Response | tuple[str, int]:
    """Keep a question as somebody put it right; what was typed stays on the page where it is refused."""
    form = MendForm()
    seen, is_overtaken = form.seen.data or "", False
    if form.validate():
        try:
            with reading():
                mend = operations.rewritten(db.session, _file_of(import_id, position), position - 1, form.question())
            done = _("Đã sửa câu %(number)s. Chưa có gì được ghi vào ngân hàng.", number=position)
            return _change(import_id, position, partial(operations.store_mend, mend=mend, seen=seen), done=done)
        except operations.UnfitQuestion as unfit:
            form.refuse(unfit.problems)
        except operations.MendedMeanwhile:
            is_overtaken = True
    found = _preview_of(import_id, position)
    if is_overtaken:
        seen = operations.mend_revision(found.file.mends, position - 1)
    return _edit_page(found, position, form, seen=seen, is_overtaken=is_overtaken), 422


def _preview_of(import_id: int, position: int) -> queries.Preview:
    found = preview_at(import_id)
    if not 1 <= position <= found.size:
        abort(404)
    return found


def _edit_page(found: queries.Preview, position: int, form: MendForm, *, seen: str, is_overtaken: bool = False) -> str:
    [entry] = queries.preview_entries(db.session, found, [position - 1])
    return render_template(
        "imports/edit.html",
        preview=found,
        entry=entry,
        as_read=found.file.as_read(position - 1),
        form=form,
        seen=seen,
        topics=TOPICS,
        back=question_address(found.id, position),
        is_overtaken=is_overtaken,
    )
