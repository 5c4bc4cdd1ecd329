"""A file is brought, or text in its place; it is read in the background."""

import io

from flask import current_app, render_template, send_file
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.problem import Problem
from quizapp.exchange.questions import FORMATS, MAX_BYTES
from quizapp.exchange.questions import template as template_file
from quizapp.imports import operations, queries
from quizapp.imports.forms import UploadForm
from quizapp.imports.views import reading
from quizapp.imports.views.blueprint import bank_at, bp, to_preview, upload_at
from quizapp.models import Bank, db
from quizapp.web import clock

_TEMPLATE = "xlsx"
_PATIENCE_SECONDS = 1.5  # a file that is read by then is shown at once


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
    return _upload_page(bank_at(slug), UploadForm())


@bp.post("/into/<slug>")
def upload(slug: str) -> Response | tuple[str, int]:
    """Keep a file and have it read; of a file that can't be read, and soon shows it, nothing is kept."""
    bank, form = bank_at(slug), UploadForm()
    if not form.validate():
        return _upload_page(bank, form), 422
    sent = form.sent(clock.now())
    import_id = operations.store_upload(
        db.session,
        now=clock.now(),
        actor_id=current_user.id,
        bank_id=bank.id,
        filename=sent.filename,
        format_code=form.format.data or None,
        content=sent.content,
    )
    db.session.commit()
    problems = _read(import_id)
    if problems:
        operations.discard_refused(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        return _upload_page(bank, form, problems, filename=sent.filename), 422
    return to_preview(import_id)


def _read(import_id: int) -> tuple[Problem, ...]:
    """Have a file read, and return what is wrong with it if it turns out soon that nothing in it can be read."""
    reading.begin(import_id).wait(current_app.config.get("IMPORT_PATIENCE_SECONDS", _PATIENCE_SECONDS))
    found = queries.find_upload(db.session, import_id, now=clock.now())
    if found is None or found.stage is not queries.Stage.REFUSED:
        return ()
    preview = queries.find_preview(db.session, import_id)
    return preview.file_problems if preview else ()


def _upload_page(bank: Bank, form: UploadForm, problems: tuple[Problem, ...] = (), filename: str = "") -> str:
    accept = ",".join(extension for found in FORMATS.values() for extension in found.EXTENSIONS)
    return render_template(
        "imports/upload.html",
        bank=bank,
        form=form,
        problems=problems,
        filename=filename,
        accept=accept,
        titles=[_(found.TITLE) for found in FORMATS.values()],
        max_megabytes=MAX_BYTES // 2**20,
    )


@bp.post("/<int:import_id>/read")
def read_again(import_id: int) -> Response:
    """Read a file whose reading was interrupted once more."""
    upload_at(import_id)
    if operations.restart_reading(db.session, import_id, now=clock.now()):
        db.session.commit()
        reading.begin(import_id).wait(current_app.config.get("IMPORT_PATIENCE_SECONDS", _PATIENCE_SECONDS))
    return to_preview(import_id)
