"""The pages of one question: as it stands, and as it was."""

from itertools import pairwise

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from quizapp.banks import queries
from quizapp.banks.views.blueprint import bank_at, bp, question_at
from quizapp.banks.views.reviewing import next_to_review
from quizapp.domain.differences import Change, question_changes
from quizapp.domain.review import may_review
from quizapp.models import Bank, db


@bp.get("/<slug>/questions/<int:number>")
def question(slug: str, number: int) -> str:
    """Show a question as it was last written, and what somebody should look at before it is reviewed."""
    bank = bank_at(slug)
    stored = question_at(bank, number)
    is_waiting = stored.newest.reviewed_at is None and stored.retired_at is None
    mine = is_waiting and _may_review(bank, stored)
    return render_template(
        "banks/question.html",
        bank=bank,
        stored=stored,
        warnings=queries.question_warnings(db.session, bank.id, stored.question),
        changes=_changes_from_drawn(stored) if is_waiting else (),
        is_waiting=is_waiting,
        may_review=mine,
        following=next_to_review(bank, number) if mine else None,
    )


def _may_review(bank: Bank, stored: queries.StoredQuestion) -> bool:
    return may_review(
        author_id=stored.newest.author_id,
        reviewer_id=current_user.id,
        needs_second_person=bank.needs_second_person,
    )


def _changes_from_drawn(stored: queries.StoredQuestion) -> tuple[Change, ...]:
    """Return what a draft changes in the version that papers draw meanwhile."""
    if stored.drawn_version is None:
        return ()
    drawn = queries.find_version(db.session, stored.id, stored.drawn_version)
    return question_changes(drawn.question, stored.question, _) if drawn else ()


@bp.get("/<slug>/questions/<int:number>/history")
def history(slug: str, number: int) -> str:
    """Show every version of a question: who wrote it, what it changed, and where it was asked."""
    bank = bank_at(slug)
    stored = question_at(bank, number)
    versions = queries.question_versions(db.session, stored.id)
    changes = {
        newer.version: question_changes(older.question, newer.question, _) for newer, older in pairwise(versions)
    }
    return render_template(
        "banks/history.html",
        bank=bank,
        stored=stored,
        versions=versions,
        changes=changes,
        uses=queries.version_uses(db.session, stored.id),
    )
