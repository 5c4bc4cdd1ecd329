"""Lists of banks and of their questions."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import operations, queries
from quizapp.banks.forms import BankForm, FilterForm
from quizapp.banks.views.blueprint import bank_at, bp
from quizapp.models import db
from quizapp.web import clock
from quizapp.web.paging import Page
from quizapp.web.phrases import phrase


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
    bank = bank_at(slug)
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
        waiting=queries.waiting_count(db.session, bank.id),
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
        change(db.session, now=clock.now(), actor_id=current_user.id, bank_id=bank_at(slug).id, number=number)
    except operations.NoSuchQuestion:
        abort(404)
    db.session.commit()
    flash(done, "good")
    return redirect(url_for("banks.show", slug=slug, **_filters(), _anchor=f"cau-{number}"), 303)
