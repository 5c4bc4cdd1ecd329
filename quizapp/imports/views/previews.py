"""A file while it is read, as it was understood, and on its way into the bank."""

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.imports import operations, queries
from quizapp.imports.queries import Stage
from quizapp.imports.views.blueprint import bp, preview_at, question_address, to_bank, to_preview, upload_at
from quizapp.models import db
from quizapp.web import clock
from quizapp.web.paging import page_of
from quizapp.web.phrases import phrase

_REFRESH_SECONDS = 2  # where no script asks


@bp.get("/<int:import_id>")
def preview(import_id: int) -> str | Response:
    """Show where a file stands: how far it is read, or what was understood of it before anything is written."""
    found = upload_at(import_id)
    if found.stage is Stage.IMPORTED:
        return redirect(url_for("banks.show", slug=found.bank_slug))
    if found.stage in (Stage.READING, Stage.INTERRUPTED):
        return render_template("imports/reading.html", upload=found, words=_words(found), refresh=_REFRESH_SECONDS)
    if found.stage is Stage.REFUSED:
        problems = preview_at(import_id).file_problems
        return render_template("imports/refused.html", upload=found, problems=problems)
    return _preview_page(preview_at(import_id))


@bp.get("/<int:import_id>/progress")
def progress(import_id: int) -> Response:
    """Return how far the reading of a file is, for a page that waits."""
    found = queries.find_upload(db.session, import_id, now=clock.now())
    if found is None:
        return jsonify(is_reading=False)
    return jsonify(is_reading=found.stage is Stage.READING, done=found.done, total=queries.STEPS, words=_words(found))


def _words(found: queries.Upload) -> str:
    """Return what is being done with a file."""
    if found.is_compared:
        return _("Đang so với câu hỏi đã có trong các ngân hàng")
    return _("Đang đọc tệp")


def _preview_page(found: queries.Preview, *, refusal: str = "") -> str:
    page = page_of(found.size, size=queries.PAGE_SIZE)
    first = (page.number - 1) * queries.PAGE_SIZE
    places = range(first, min(first + queries.PAGE_SIZE, found.size))
    return render_template(
        "imports/preview.html",
        preview=found,
        entries=queries.preview_entries(db.session, found, places),
        page=page,
        kept_days=operations.LIFETIME.days,
        place=lambda position: question_address(found.id, position),
        refusal=refusal,
    )


@bp.post("/<int:import_id>/confirm")
def confirm(import_id: int) -> Response | tuple[str, int]:
    """Take a previewed file into its bank, in one transaction."""
    found = upload_at(import_id)
    try:
        outcome = operations.confirm_import(
            db.session,
            now=clock.now(),
            actor_id=current_user.id,
            import_id=import_id,
            skip_bad=request.form.get("skip_bad") == "yes",
            seen=request.form.get("seen"),
        )
    except operations.AlreadyImported as refusal:
        flash(phrase(refusal), "info")
        return to_bank(found.bank_slug)
    except operations.StillReading:
        return to_preview(import_id)
    except (operations.MendedMeanwhile, operations.FileHasErrors, operations.NothingToImport) as refusal:
        return _preview_page(preview_at(import_id), refusal=phrase(refusal)), 422
    db.session.commit()
    flash(ngettext("Đã ghi %(num)s câu vào ngân hàng.", "Đã ghi %(num)s câu vào ngân hàng.", outcome.imported), "good")
    return to_bank(found.bank_slug)


@bp.post("/<int:import_id>/cancel")
def cancel(import_id: int) -> Response:
    """Forget a file that was not taken in; one that is being read is read no further."""
    slug = upload_at(import_id).bank_slug
    try:
        operations.cancel_import(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        flash(_("Đã bỏ tệp; ngân hàng không thay đổi."), "info")
    except operations.AlreadyImported as refusal:
        flash(phrase(refusal), "info")
    except operations.NoSuchImport:
        abort(404)
    return to_bank(slug)
