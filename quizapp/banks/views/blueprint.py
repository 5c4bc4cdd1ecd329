"""The blueprint of the bank pages, and the bank and the question that an address names."""

from flask import Blueprint, abort

from quizapp.banks import queries
from quizapp.models import Bank, db
from quizapp.models.question_store import find_bank

bp = Blueprint("banks", __name__, url_prefix="/banks")


def bank_at(slug: str) -> Bank:
    """Return the bank at an address; aborts with 404 if there is none."""
    bank = find_bank(db.session, slug)
    if bank is None:
        abort(404)
    return bank


def question_at(bank: Bank, number: int) -> queries.StoredQuestion:
    """Return the question of a bank that an address names; aborts with 404 if there is none."""
    question = queries.find_question(db.session, bank.id, number)
    if question is None:
        abort(404)
    return question
