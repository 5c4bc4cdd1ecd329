"""Files of questions: upload, preview, confirm, undo."""

import io
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.question import Problem
from quizapp.exchange.questions import FORMATS, MAX_BYTES, read
from quizapp.exchange.questions import template as template_file
from quizapp.imports import operations, queries
from quizapp.imports.forms import UploadForm
from quizapp.models import Bank, db
from quizapp.models.question_store import find_bank
from quizapp.web import clock
from quizapp.web.paging import page_of
from quizapp.web.phrases import phrase

bp = Blueprint("imports", __name__, url_prefix="/imports")

_TEMPLATE = "xlsx"
_FORM_OVERHEAD = 64 * 1024  # the token, the other fields and the boundaries around the file


@bp.url_value_preprocessor
def allow_large_upload(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the upload's own page, and no other, take a file; this runs before the form is read for its token."""
    if endpoint == "imports.upload":
        request.max_content_length = MAX_BYTES + _FORM_OVERHEAD


def _bank(slug: str) -> Bank:
    bank = find_bank(db.session, slug)
    if bank is None:
        abort(404)
    return bank


def _preview(import_id: int) -> queries.Preview:
    preview = queries.find_preview(db.session, import_id)
    if preview is None:
        abort(404)
    return preview


@bp.get("/template.xlsx")
def template() -> Response:
    """Download the template to write questions in."""
    found = FORMATS[_TEMPLATE]
    return send_file(
        io.BytesIO(template_file()),
        mimetype=found.MEDIA_TYPE,
        as_attachment=True,
        download_name=f"mau-cau-hoi{found.EXTENSIONS[0]}",
    )


@bp.get("/into/<slug>")
def upload_form(slug: str) -> str:
    """Ask for a file."""
    return _upload_page(_bank(slug), UploadForm())


@bp.post("/into/<slug>")
def upload(slug: str) -> Response | tuple[str, int]:
    """Read a file and keep it for the preview; of a file that can't be read nothing is kept."""
    bank, form = _bank(slug), UploadForm()
    if not form.validate():
        return _upload_page(bank, form), 422
    content, filename = form.file.data.read(), form.filename
    db.session.commit()  # reading takes seconds, in which others may write
    parsed = read(content, format_code=form.format.data or None, filename=filename)
    try:
        stored = operations.store_import(
            db.session,
            now=clock.now(),
            actor_id=current_user.id,
            bank_id=bank.id,
            filename=filename,
            content=content,
            parsed=parsed,
        )
    except operations.UnreadableFile as refusal:
        return _upload_page(bank, form, refusal.problems), 422
    db.session.commit()
    return redirect(url_for("imports.preview", import_id=stored.id), 303)


def _upload_page(bank: Bank, form: UploadForm, problems: tuple[Problem, ...] = ()) -> str:
    accept = ",".join(extension for found in FORMATS.values() for extension in found.EXTENSIONS)
    return render_template(
        "imports/upload.html",
        bank=bank,
        form=form,
        problems=problems,
        accept=accept,
        max_megabytes=MAX_BYTES // 2**20,
    )


@bp.get("/of/<slug>")
def history(slug: str) -> str:
    """Show the files that were taken into a bank."""
    bank = _bank(slug)
    return render_template("imports/history.html", bank=bank, imports=queries.finished_imports(db.session, bank.id))


@bp.get("/<int:import_id>")
def preview(import_id: int) -> str | Response:
    """Show what was understood of a file, before anything of it is written."""
    found = _preview(import_id)
    if found.is_imported:
        return redirect(url_for("banks.show", slug=found.bank_slug))
    return _preview_page(found)


def _preview_page(found: queries.Preview, *, refusal: str = "") -> str:
    page = page_of(len(found.entries), size=queries.PAGE_SIZE)
    first = (page.number - 1) * queries.PAGE_SIZE
    return render_template(
        "imports/preview.html",
        preview=found,
        entries=found.entries[first : first + queries.PAGE_SIZE],
        page=page,
        place=lambda position: _entry_address(found.id, position),
        refusal=refusal,
    )


def _entry_address(import_id: int, position: int) -> str:
    page = queries.page_count(position)
    return url_for("imports.preview", import_id=import_id, page=page, _anchor=f"cau-{position}")


@bp.post("/<int:import_id>/confirm")
def confirm(import_id: int) -> Response | tuple[str, int]:
    """Take a previewed file into its bank, in one transaction."""
    found = _preview(import_id)
    skip_bad = request.form.get("skip_bad") == "yes"
    try:
        outcome = operations.confirm_import(
            db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id, skip_bad=skip_bad
        )
    except operations.AlreadyImported as refusal:
        flash(phrase(refusal), "info")
        return _to_bank(found.bank_slug)
    except (operations.FileHasErrors, operations.NothingToImport) as refusal:
        return _preview_page(found, refusal=phrase(refusal)), 422
    db.session.commit()
    flash(ngettext("Đã ghi %(num)s câu vào ngân hàng.", "Đã ghi %(num)s câu vào ngân hàng.", outcome.imported), "good")
    return _to_bank(found.bank_slug)


@bp.post("/<int:import_id>/cancel")
def cancel(import_id: int) -> Response:
    """Forget a previewed file."""
    slug = _preview(import_id).bank_slug
    try:
        operations.cancel_import(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        flash(_("Đã bỏ tệp; ngân hàng không thay đổi."), "info")
    except operations.AlreadyImported as refusal:
        flash(phrase(refusal), "info")
    return _to_bank(slug)


@bp.post("/<int:import_id>/undo")
def undo(import_id: int) -> Response:
    """Delete what an import brought, while no paper has used it."""
    slug = _preview(import_id).bank_slug
    try:
        removed = operations.undo_import(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        flash(_("Đã hoàn tác: xóa %(num)s câu của lần nhập đó.", num=removed), "good")
    except operations.QuestionsInUse as refusal:
        flash(phrase(refusal, count=refusal.count), "bad")
    except operations.NoSuchImport as refusal:
        flash(phrase(refusal), "bad")
    return _to_bank(slug)


def _to_bank(slug: str) -> Response:
    return redirect(url_for("banks.show", slug=slug), 303)
