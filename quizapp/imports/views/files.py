"""The files that were brought for a bank: their list, their content, and what they brought undone."""

import io

from flask import abort, flash, render_template, send_file
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.imports import operations, queries
from quizapp.imports.views.blueprint import bank_at, bp, to_bank, upload_at
from quizapp.models import db
from quizapp.web import clock
from quizapp.web.phrases import phrase


@bp.get("/of/<slug>")
def history(slug: str) -> str:
    """Show the files that were brought for a bank, those too that nobody has confirmed yet."""
    bank = bank_at(slug)
    uploads = queries.uploads_of(db.session, bank.id, now=clock.now())
    return render_template("imports/history.html", bank=bank, uploads=uploads, Stage=queries.Stage)


@bp.get("/<int:import_id>/file")
def download(import_id: int) -> Response:
    """Download a file as it came. Whatever it holds, no browser opens it as a page."""
    file = queries.stored_file(db.session, import_id)
    if file is None:
        abort(404)
    return send_file(
        io.BytesIO(file.content), mimetype="application/octet-stream", as_attachment=True, download_name=file.filename
    )


@bp.post("/<int:import_id>/undo")
def undo(import_id: int) -> Response:
    """Delete what an import brought, while no paper has used it."""
    slug = upload_at(import_id).bank_slug
    try:
        removed = operations.undo_import(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        flash(_("Đã hoàn tác: xóa %(num)s câu của lần nhập đó.", num=removed), "good")
    except operations.QuestionsInUse as refusal:
        flash(phrase(refusal, count=refusal.count), "bad")
    except operations.NoSuchImport as refusal:
        flash(phrase(refusal), "bad")
    return to_bank(slug)
