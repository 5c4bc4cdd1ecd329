"""Official figures of external rounds: the table, filling it from a file, and the QR code that leads there."""

import io

import segno
from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.official_figures import FIGURES, match_rows
from quizapp.domain.policy import RoundKind
from quizapp.domain.problem import Problem
from quizapp.domain.round_rules.contradicting import is_web_address
from quizapp.exchange import figures as files
from quizapp.figures import operations, queries
from quizapp.figures.forms import FiguresForm, FiguresTable, UploadForm, sent_table, stored_table, table_from_list
from quizapp.figures.queries import StoredFigures
from quizapp.models import db
from quizapp.models.base import AnyRow
from quizapp.web.clock import now
from quizapp.web.phrases import phrase

bp = Blueprint("figures", __name__, url_prefix="/figures")

Page = str | tuple[str, int] | Response
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_QR_KEPT_FOR = 3600  # seconds


@bp.route("/rounds/<int:round_id>", methods=["GET", "POST"])
def edit(round_id: int) -> Page:
    """Show the figures of a round as a table to fill in, and save it."""
    found, stored = _round_or_404(round_id), queries.stored_figures(db.session(), round_id)
    units = queries.units(db.session(), round_id)
    form = FiguresForm(source=stored.source, seen=stored.state)
    if not form.is_submitted():
        return _page(form, stored_table(units, stored.by_unit), found=found, stored=stored)
    table = sent_table(request.form, units, stored.by_unit)
    is_right = table.check()
    if not (form.validate() and is_right):
        return _page(form, table, found=found, stored=stored, status=422)
    try:
        _save(form, table, round_id)
    except operations.HeadcountExceeded:
        form.is_confirmed.errors = (_("Hãy xem các dòng được đánh dấu; nếu số liệu đúng thì chọn ô này."),)
    except operations.FiguresChanged as refusal:
        form.form_errors.append(phrase(refusal))
        form.seen.raw_data, form.seen.data = None, stored.state
    else:
        db.session.commit()
        flash(_("Đã lưu số liệu chính thức của %(title)s.", title=found.Round.title), "good")
        return redirect(url_for("figures.edit", round_id=round_id), 303)
    return _page(form, table, found=found, stored=stored, status=422)


def _save(form: FiguresForm, table: FiguresTable, round_id: int) -> None:
    operations.save_figures(
        db.session(),
        now=now(),
        actor_id=current_user.id,
        round_id=round_id,
        figures=table.figures,
        source=form.source.data,
        seen=form.seen.data or "",
        is_confirmed=form.is_confirmed.data,
    )


@bp.post("/rounds/<int:round_id>/upload")
def upload(round_id: int) -> Page:
    """Fill the table from a list; nothing is saved yet."""
    found, stored = _round_or_404(round_id), queries.stored_figures(db.session(), round_id)
    units = queries.units(db.session(), round_id)
    upload_form = UploadForm()
    form = FiguresForm(formdata=None, source=stored.source, seen=stored.state)
    if not upload_form.validate():
        table = stored_table(units, stored.by_unit)
        return _page(form, table, found=found, stored=stored, upload_form=upload_form, status=422)
    read = files.read_figures(upload_form.file.data.read())
    table = table_from_list(match_rows(read.rows, units), units, stored.by_unit)
    if read.problem is not None:
        return _page(form, table, found=found, stored=stored, problem=read.problem, status=422)
    return _page(form, table, found=found, stored=stored, read=len(read.rows))


@bp.get("/rounds/<int:round_id>/template.xlsx")
def template(round_id: int) -> Response:
    """Send a list of the units to be filled in."""
    found = _round_or_404(round_id)
    content = files.template(queries.units(db.session(), round_id))
    name = f"so-lieu-{found.Contest.slug}-{found.Round.slug}.xlsx"
    return send_file(io.BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=name)


@bp.get("/rounds/<int:round_id>/qr.svg")
def qr(round_id: int) -> Response:
    """Show where an external round is held as a QR code."""
    found = _round_or_404(round_id)
    if not is_web_address(found.Round.external_url):
        abort(404)
    target = io.BytesIO()
    # Dark on white in either colour scheme: scanners of older phones don't read it the other way round.
    segno.make(found.Round.external_url, micro=False).save(target, kind="svg", scale=4, border=4, light="#fff")
    answer = make_response(target.getvalue())
    answer.mimetype = "image/svg+xml"
    answer.headers["Cache-Control"] = f"public, max-age={_QR_KEPT_FOR}"
    return answer


def _round_or_404(round_id: int) -> AnyRow:
    found = queries.find_round(db.session(), round_id)
    if found is None or found.Round.kind != RoundKind.EXTERNAL:
        abort(404)
    return found


def _page(
    form: FiguresForm,
    table: FiguresTable,
    *,
    found: AnyRow,
    stored: StoredFigures,
    upload_form: UploadForm | None = None,
    problem: Problem | None = None,
    read: int | None = None,
    status: int = 200,
) -> Page:
    page = render_template(
        "figures/edit.html",
        form=form,
        table=table,
        row=found.Round,
        contest=found.Contest,
        stored=stored,
        upload_form=upload_form or UploadForm(formdata=None),
        problem=problem,
        read=read,
        columns=FIGURES,
        now=now(),
    )
    return page, status
