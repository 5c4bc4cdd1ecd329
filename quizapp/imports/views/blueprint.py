"""The blueprint of the import pages, and what an address names."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from quizapp.exchange.questions import MAX_BYTES
from quizapp.imports import queries
from quizapp.imports.forms import MAX_PASTED_BYTES
from quizapp.models import Bank, db
from quizapp.models.question_store import find_bank
from quizapp.web import clock

bp = Blueprint("imports", __name__, url_prefix="/imports")
_FORM_OVERHEAD = 64 * 1024  # the token, the other fields and the boundaries around the file


@bp.url_value_preprocessor
def allow_large_upload(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the upload's own page, and no other, take a file; this runs before the form is read for its token."""
    if endpoint == "imports.upload":
        request.max_content_length = MAX_BYTES + _FORM_OVERHEAD
        request.max_form_memory_size = MAX_PASTED_BYTES


def bank_at(slug: str) -> Bank:
    """Return the bank at an address; aborts with 404 if there is none."""
    bank = find_bank(db.session, slug)
    if bank is None:
        abort(404)
    return bank


def upload_at(import_id: int) -> queries.Upload:
    """Return how far a file is; aborts with 404 if there is no such upload."""
    found = queries.find_upload(db.session, import_id, now=clock.now())
    if found is None:
        abort(404)
    return found


def preview_at(import_id: int) -> queries.Preview:
    """Return a file that waits for somebody's word; aborts with 404 if it doesn't."""
    found = queries.find_preview(db.session, import_id)
    if found is None:
        abort(404)
    return found


def to_bank(slug: str) -> Response:
    """Send the browser to a bank's page."""
    return redirect(url_for("banks.show", slug=slug), 303)


def to_preview(import_id: int) -> Response:
    """Send the browser to where a file stands."""
    return redirect(url_for("imports.preview", import_id=import_id), 303)


def question_address(import_id: int, position: int) -> str:
    """Return the address of a question in the preview, by its position from 1."""
    page = queries.page_count(position)
    return url_for("imports.preview", import_id=import_id, page=page, _anchor=f"cau-{position}")
