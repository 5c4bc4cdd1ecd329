"""Banks as files to take elsewhere."""

import io
from dataclasses import dataclass

from flask import abort, render_template, send_file
from werkzeug.wrappers import Response

from quizapp.banks import queries
from quizapp.banks.views.blueprint import bank_at, bp
from quizapp.exchange.questions import FORMATS, WRITERS, dump, lost
from quizapp.exchange.questions.losses import PARTS
from quizapp.models import db


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportChoice:
    """A format to take a bank away in. `losses`: (what it can't carry, how many questions have it)."""

    code: str
    title: str
    extension: str
    losses: tuple[tuple[str, int], ...]


@bp.get("/<slug>/export")
def export_choices(slug: str) -> str:
    """Show the formats in which a bank can be taken away, and what each of them would leave behind."""
    bank = bank_at(slug)
    questions = queries.bank_questions(db.session, bank.id)
    choices = [
        ExportChoice(
            code=code,
            title=getattr(writer, "WRITTEN_TITLE", writer.TITLE),  # a format of which one version is written
            extension=writer.EXTENSIONS[0],
            losses=tuple((PARTS[part][0], count) for part, count in lost(questions, code).items()),
        )
        for code, writer in WRITERS.items()
    ]
    return render_template("banks/export.html", bank=bank, questions=len(questions), choices=choices)


@bp.get("/<slug>/export.<format_code>")
def export(slug: str, format_code: str) -> Response:
    """Download a bank's questions; importing the file gives them back."""
    bank = bank_at(slug)
    if format_code not in WRITERS:
        abort(404)
    name = slug if format_code in FORMATS else f"{slug}-{format_code}"  # what can't be read back is told apart
    return _download(dump(queries.bank_questions(db.session, bank.id), format_code), format_code, name)


def _download(content: bytes, format_code: str, name: str) -> Response:
    found = WRITERS[format_code]
    return send_file(
        io.BytesIO(content), mimetype=found.MEDIA_TYPE, as_attachment=True, download_name=name + found.EXTENSIONS[0]
    )
