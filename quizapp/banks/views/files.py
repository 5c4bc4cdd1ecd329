"""Banks as files to take elsewhere."""

import io

from flask import abort, send_file
from werkzeug.wrappers import Response

from quizapp.banks import queries
from quizapp.banks.views.blueprint import bank_at, bp
from quizapp.exchange.questions import WRITERS, dump
from quizapp.models import db


@bp.get("/<slug>/export.<format_code>")
def export(slug: str, format_code: str) -> Response:
    """Download a bank's questions; importing the file gives them back."""
    bank = bank_at(slug)
    if format_code not in WRITERS:
        abort(404)
    return _download(dump(queries.bank_questions(db.session, bank.id), format_code), format_code, slug)


def _download(content: bytes, format_code: str, name: str) -> Response:
    found = WRITERS[format_code]
    return send_file(
        io.BytesIO(content), mimetype=found.MEDIA_TYPE, as_attachment=True, download_name=name + found.EXTENSIONS[0]
    )
