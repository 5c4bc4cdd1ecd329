"""The blueprint of the bank pages, and the bank that an address names."""

from flask import Blueprint, abort

from quizapp.models import Bank, db
from quizapp.models.question_store import find_bank

bp = Blueprint("banks", __name__, url_prefix="/banks")


def bank_at(slug: str) -> Bank:
    """Return the bank at an address; aborts with 404 if there is none."""
    bank = find_bank(db.session, slug)
    if bank is None:
        abort(404)
    return bank
