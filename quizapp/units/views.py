"""Agencies, schools, villages, enterprises, with their headcounts."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.groups import UNIT_KINDS
from quizapp.domain.unit_list import LINE_PROBLEMS, Change, PlannedLine, parse_unit_list, plan_units
from quizapp.models import Unit, db
from quizapp.models.unit_lists import missing_lists
from quizapp.units import operations, queries
from quizapp.units.forms import EditUnitForm, MergeForm, NewUnitForm, PasteForm, is_kind
from quizapp.web import clock
from quizapp.web.phrases import phrase
from quizapp.web.templating import number

bp = Blueprint("units", __name__, url_prefix="/units")

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The units of a kind, as the page lists them."""

    kind: str
    title: str
    units: list[queries.UnitRow]
    is_missing: bool

    @property
    def headcount(self) -> int:
        """Everybody who could take part, as far as known."""
        return sum(unit.headcount or 0 for unit in self.units if unit.is_active)

    @property
    def participants(self) -> int:
        """Everybody who takes part."""
        return sum(unit.participants for unit in self.units)


@bp.get("/")
def index() -> Answer:
    """List the units by kind, with the current contest's participants."""
    session = db.session()
    contest = queries.find_current_contest(session)
    rows = queries.units(session, contest_id=contest.id if contest else None)
    missing = missing_lists(session)
    sections = [
        Section(
            kind=code,
            title=_(kind.title),
            units=[row for row in rows if row.kind == code],
            is_missing=code in missing,
        )
        for code, kind in UNIT_KINDS.items()
    ]
    return render_template("units/index.html", sections=sections, contest=contest)


@bp.route("/create", methods=["GET", "POST"])
def create() -> Answer:
    """Add a unit."""
    form = NewUnitForm(kind=_asked_kind())
    if form.validate_on_submit():
        try:
            operations.create_unit(db.session(), now=clock.now(), actor_id=current_user.id, **form.values)
        except operations.UnitExists as refusal:
            form.name.errors = (phrase(refusal, name=refusal.name),)
        else:
            db.session.commit()
            flash(_("Đã thêm “%(name)s”.", name=form.name.data), "good")
            return _to_list(form.kind.data)
    return render_template("units/create.html", form=form), _status(form)


@bp.route("/<int:unit_id>", methods=["GET", "POST"])
def edit(unit_id: int) -> Answer:
    """Change a unit's name, headcount and whether it can be chosen."""
    unit = _unit_or_404(unit_id)
    form = EditUnitForm(name=unit.name, headcount=_typed(unit.headcount), is_active=unit.is_active)
    if form.validate_on_submit():
        try:
            operations.edit_unit(
                db.session(), now=clock.now(), actor_id=current_user.id, unit_id=unit_id, **form.values
            )
        except operations.UnitExists as refusal:
            form.name.errors = (phrase(refusal, name=refusal.name),)
        except operations.LastActiveUnit as refusal:
            form.is_active.errors = (phrase(refusal),)
        else:
            db.session.commit()
            flash(_("Đã lưu “%(name)s”.", name=form.name.data), "good")
            return _to_list(unit.kind)
    return render_template("units/edit.html", form=form, unit=unit), _status(form)


@bp.route("/paste", methods=["GET", "POST"])
def paste() -> Answer:
    """Take a pasted list: show what it would do, then do all of it or nothing."""
    form = PasteForm(kind=_asked_kind())
    if not form.validate_on_submit():
        return render_template("units/paste.html", form=form), _status(form)
    if request.form.get("step") != "apply":
        return _preview(form)
    try:
        counts = operations.paste_units(db.session(), now=clock.now(), actor_id=current_user.id, **form.values)
    except operations.UnreadableLines as refusal:
        form.form_errors.append(phrase(refusal))
        return _preview(form)
    db.session.commit()
    flash(_pasted(counts[Change.ADDED], counts[Change.UPDATED]), "good")
    return _to_list(form.kind.data)


@bp.route("/<int:unit_id>/merge", methods=["GET", "POST"])
def merge(unit_id: int) -> Answer:
    """Move everybody of a unit into another."""
    unit = _unit_or_404(unit_id)
    form = MergeForm(targets=queries.merge_targets(db.session(), unit))
    if form.validate_on_submit():
        try:
            moved = operations.merge_units(
                db.session(), now=clock.now(), actor_id=current_user.id, source_id=unit_id, **form.values
            )
        except operations.SamePeople as refusal:
            return _refused_merge(form, unit, phrase(refusal, count=number(len(refusal.clashes))), refusal.clashes)
        except (operations.CatchAllStays, operations.UnfitTarget) as refusal:
            return _refused_merge(form, unit, phrase(refusal, name=unit.name), ())
        db.session.commit()
        flash(_("Đã gộp “%(name)s”, chuyển %(count)s người dự thi.", name=unit.name, count=number(moved)), "good")
        return _to_list(unit.kind)
    return _show_merge(form, unit, clashes=()), _status(form)


def _preview(form: PasteForm) -> Answer:
    lines = parse_unit_list(form.text.data or "")
    planned = list(plan_units(lines, queries.known_units(db.session(), form.kind.data)))
    wrong = [_problem(p) for p in planned if p.change is None]
    page = render_template(
        "units/preview.html",
        form=form,
        planned=planned,
        problems=wrong,
        counts={change.value: sum(p.change is change for p in planned) for change in Change},
        kind_title=_(UNIT_KINDS[form.kind.data].title),
    )
    return page, 422 if wrong or not planned else 200


def _problem(planned: PlannedLine) -> tuple[int, str, str]:
    """Return number, text and what is wrong of a line."""
    line = planned.line
    sentence = _(LINE_PROBLEMS[line.problem]) % {"value": line.value} if line.problem else ""
    return line.number, line.name, sentence


def _pasted(added: int, updated: int) -> str:
    if not added and not updated:
        return _("Danh sách không có gì mới.")
    return _("Đã thêm %(added)s và cập nhật %(updated)s.", added=number(added), updated=number(updated))


def _show_merge(form: MergeForm, unit: Unit, *, clashes: Any) -> str:
    count = queries.count_participants(db.session(), unit.id)
    return render_template("units/merge.html", form=form, unit=unit, participants=count, clashes=clashes)


def _refused_merge(form: MergeForm, unit: Unit, sentence: str, clashes: Any) -> Answer:
    form.form_errors.append(sentence)
    return _show_merge(form, unit, clashes=clashes), 409


def _unit_or_404(unit_id: int) -> Unit:
    try:
        return queries.get_unit(db.session(), unit_id)
    except queries.NoSuchUnit:
        abort(404)


def _asked_kind() -> str | None:
    kind = request.args.get("kind")
    return kind if is_kind(kind) else None


def _typed(headcount: int | None) -> str:
    return "" if headcount is None else number(headcount)


def _to_list(kind: str) -> Response:
    return redirect(url_for("units.index", _anchor=kind), 303)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
