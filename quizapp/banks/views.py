"""Question banks: import with preview, export."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import operations, queries
from quizapp.banks.forms import BankForm, FilterForm, UploadForm
from quizapp.domain.question import PROBLEMS, Location, Problem
from quizapp.exchange.questions import FORMATS, MAX_BYTES, dump, read
from quizapp.exchange.questions import template as template_file
from quizapp.models import Bank, db
from quizapp.web import clock
from quizapp.web.phrases import phrase

bp = Blueprint("banks", __name__, url_prefix="/banks")

XLSX = "xlsx"
_FORM_OVERHEAD = 64 * 1024  # the token, the other fields and the boundaries around the file


@dataclass(frozen=True, slots=True)
class Pager:
    """What the pagination macro asks for."""

    number: int
    pages: int
    url: Callable[[int], str]


@bp.url_value_preprocessor
def allow_large_upload(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the upload's own page, and no other, take a file; this runs before the form is read for its token."""
    if endpoint == "banks.upload":
        request.max_content_length = MAX_BYTES + _FORM_OVERHEAD


@bp.app_template_filter("problem_text")
def problem_text(problem: Problem) -> str:
    """Return the sentence of a problem in the visitor's language."""
    return _(PROBLEMS[problem.code].message) % {name: _translated(value) for name, value in problem.params.items()}


@bp.app_template_filter("file_place")
def file_place(location: Location) -> str:
    """Return where in a file something stands, as its reader would look for it."""
    parts = {
        _("trang tính “%(value)s”"): location.sheet,
        _("dòng %(value)s"): location.row or location.line,
        _("cột %(value)s"): location.column,
    }
    known = [words % {"value": value} for words, value in parts.items() if value is not None]
    place = ", ".join(known) or _("cả tệp")
    return place[0].upper() + place[1:]


def _translated(value: str | int) -> str | int:
    return _(value) if isinstance(value, str) and value else value


def _bank(slug: str) -> Bank:
    bank = queries.find_bank(db.session, slug)
    if bank is None:
        abort(404)
    return bank


def _preview(import_id: int) -> queries.Preview:
    preview = queries.find_preview(db.session, import_id)
    if preview is None:
        abort(404)
    return preview


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
        pager=Pager(page.number, page.pages, lambda n: url_for("banks.show", slug=slug, **_filters(), page=n)),
        imports=queries.finished_imports(db.session, bank.id),
        formats=FORMATS,
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


@bp.get("/template.xlsx")
def template() -> Response:
    """Download the template to write questions in."""
    return _download(template_file(), XLSX, "mau-cau-hoi")


@bp.get("/<slug>/export.<format_code>")
def export(slug: str, format_code: str) -> Response:
    """Download a bank's questions; importing the file gives them back."""
    bank = _bank(slug)
    if format_code not in FORMATS:
        abort(404)
    return _download(dump(queries.bank_questions(db.session, bank.id), format_code), format_code, slug)


def _download(content: bytes, format_code: str, name: str) -> Response:
    found = FORMATS[format_code]
    return send_file(
        io.BytesIO(content), mimetype=found.MEDIA_TYPE, as_attachment=True, download_name=name + found.EXTENSIONS[0]
    )


@bp.get("/<slug>/import")
def upload_form(slug: str) -> str:
    """Ask for a file."""
    return _upload_page(_bank(slug), UploadForm())


@bp.post("/<slug>/import")
def upload(slug: str) -> Response | tuple[str, int]:
    """Read a file and keep it for the preview; of a file that can't be read nothing is kept."""
    bank, form = _bank(slug), UploadForm()
    if not form.validate():
        return _upload_page(bank, form), 422
    content, filename = form.file.data.read(), form.filename
    db.session.commit()  # reading takes seconds, in which others may write
    parsed = read(content, format_code=form.format.data or None, filename=filename)
    try:
        stored = operations.store_import(
            db.session,
            now=clock.now(),
            actor_id=current_user.id,
            bank_id=bank.id,
            filename=filename,
            content=content,
            parsed=parsed,
        )
    except operations.UnreadableFile as refusal:
        return _upload_page(bank, form, refusal.problems), 422
    db.session.commit()
    return redirect(url_for("banks.preview", import_id=stored.id), 303)


def _upload_page(bank: Bank, form: UploadForm, problems: tuple[Problem, ...] = ()) -> str:
    accept = ",".join(extension for found in FORMATS.values() for extension in found.EXTENSIONS)
    return render_template(
        "banks/upload.html",
        bank=bank,
        form=form,
        problems=problems,
        accept=accept,
        max_megabytes=MAX_BYTES // 2**20,
    )


@bp.get("/imports/<int:import_id>")
def preview(import_id: int) -> str | Response:
    """Show what was understood of a file, before anything of it is written."""
    found = _preview(import_id)
    if found.is_imported:
        return redirect(url_for("banks.show", slug=found.bank_slug))
    return _preview_page(found)


def _preview_page(found: queries.Preview, *, refusal: str = "") -> str:
    pages = queries.page_count(len(found.entries))
    number = min(max(request.args.get("page", 1, int), 1), pages)
    first = (number - 1) * queries.PAGE_SIZE
    return render_template(
        "banks/preview.html",
        preview=found,
        entries=found.entries[first : first + queries.PAGE_SIZE],
        pager=Pager(number, pages, lambda n: url_for("banks.preview", import_id=found.id, page=n)),
        place=lambda position: _entry_address(found.id, position),
        refusal=refusal,
    )


def _entry_address(import_id: int, position: int) -> str:
    page = queries.page_count(position)
    return url_for("banks.preview", import_id=import_id, page=page, _anchor=f"cau-{position}")


@bp.post("/imports/<int:import_id>/confirm")
def confirm(import_id: int) -> Response | tuple[str, int]:
    """Take a previewed file into its bank, in one transaction."""
    found = _preview(import_id)
    skip_bad = request.form.get("skip_bad") == "yes"
    try:
        outcome = operations.confirm_import(
            db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id, skip_bad=skip_bad
        )
    except operations.AlreadyImported as refusal:
        flash(phrase(refusal), "info")
        return _to_bank(found.bank_slug)
    except (operations.FileHasErrors, operations.NothingToImport) as refusal:
        return _preview_page(found, refusal=phrase(refusal)), 422
    db.session.commit()
    flash(ngettext("Đã ghi %(num)s câu vào ngân hàng.", "Đã ghi %(num)s câu vào ngân hàng.", outcome.imported), "good")
    return _to_bank(found.bank_slug)


@bp.post("/imports/<int:import_id>/cancel")
def cancel(import_id: int) -> Response:
    """Forget a previewed file."""
    slug = _preview(import_id).bank_slug
    try:
        operations.cancel_import(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        flash(_("Đã bỏ tệp; ngân hàng không thay đổi."), "info")
    except operations.AlreadyImported as refusal:
        flash(phrase(refusal), "info")
    return _to_bank(slug)


@bp.post("/imports/<int:import_id>/undo")
def undo_import(import_id: int) -> Response:
    """Delete what an import brought, while no paper has used it."""
    slug = _preview(import_id).bank_slug
    try:
        removed = operations.undo_import(db.session, now=clock.now(), actor_id=current_user.id, import_id=import_id)
        db.session.commit()
        flash(_("Đã hoàn tác: xóa %(num)s câu của lần nhập đó.", num=removed), "good")
    except operations.QuestionsInUse as refusal:
        flash(phrase(refusal, count=refusal.count), "bad")
    except operations.NoSuchImport as refusal:
        flash(phrase(refusal), "bad")
    return _to_bank(slug)


def _to_bank(slug: str) -> Response:
    return redirect(url_for("banks.show", slug=slug), 303)
