"""Question banks: lists, questions, export."""

import io
from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import operations, queries
from quizapp.banks.forms import BankForm, FilterForm
from quizapp.exchange.questions import WRITERS, dump
from quizapp.models import Bank, db
from quizapp.models.question_store import find_bank
from quizapp.web import clock
from quizapp.web.paging import Page
from quizapp.web.phrases import phrase

bp = Blueprint("banks", __name__, url_prefix="/banks")

_FORM_OVERHEAD = 64 * 1024  # the token, the other fields and the boundaries around the file


def _bank(slug: str) -> Bank:
    bank = find_bank(db.session, slug)
    if bank is None:
        abort(404)
    return bank


@bp.get("/")
def index() -> str:
    """Show every bank."""
    return render_template("banks/index.html", banks=queries.bank_summaries(db.session), form=BankForm())


@bp.post("/")
def create() -> Response | tuple[str, int]:
    """Add a bank."""
    form = BankForm()
    if form.validate():
        try:
            bank = operations.create_bank(db.session, now=clock.now(), actor_id=current_user.id, title=form.title.data)
            db.session.commit()
            return redirect(url_for("banks.show", slug=bank.slug), 303)
        except (operations.BankExists, operations.BankNameEmpty) as refusal:
            form.title.errors = [phrase(refusal)]
    return render_template("banks/index.html", banks=queries.bank_summaries(db.session), form=form), 422


@bp.get("/<slug>")
def show(slug: str) -> str:
    """Show a bank's questions."""
    bank = _bank(slug)
    form = FilterForm(topics=queries.bank_topics(db.session, bank.id), formdata=request.args)
    wanted = form.wanted()
    page = queries.question_page(db.session, bank.id, wanted, number=form.page_number())
    return render_template(
        "banks/show.html",
        bank=bank,
        form=form,
        page=page,
        filters=_filters(),
        pager=Page(number=page.number, pages=page.pages, total=page.total),
        formats=WRITERS,
    )


def _filters() -> dict[str, str]:
    """Return what the address asks for, so that a page can send back to where somebody was."""
    return {
        name: request.args[name] for name in ("q", "topic", "difficulty", "group", "state") if request.args.get(name)
    }


@bp.post("/<slug>/questions/<int:number>/retire")
def retire(slug: str, number: int) -> Response:
    """Retire a question."""
    return _change_question(slug, number, operations.retire_question, _("Đã rút câu %(number)s.", number=number))


@bp.post("/<slug>/questions/<int:number>/restore")
def restore(slug: str, number: int) -> Response:
    """Restore a retired question."""
    return _change_question(slug, number, operations.restore_question, _("Đã dùng lại câu %(number)s.", number=number))


def _change_question(slug: str, number: int, change: Callable[..., None], done: str) -> Response:
    try:
        change(db.session, now=clock.now(), actor_id=current_user.id, bank_id=_bank(slug).id, number=number)
    except operations.NoSuchQuestion:
        abort(404)
    db.session.commit()
    flash(done, "good")
    return redirect(url_for("banks.show", slug=slug, **_filters(), _anchor=f"cau-{number}"), 303)


@bp.get("/<slug>/export.<format_code>")
def export(slug: str, format_code: str) -> Response:
    """Download a bank's questions; importing the file gives them back."""
    bank = _bank(slug)
    if format_code not in WRITERS:
        abort(404)
    return _download(dump(queries.bank_questions(db.session, bank.id), format_code), format_code, slug)


def _download(content: bytes, format_code: str, name: str) -> Response:
    found = WRITERS[format_code]
    return send_file(
        io.BytesIO(content), mimetype=found.MEDIA_TYPE, as_attachment=True, download_name=name + found.EXTENSIONS[0]
    )
