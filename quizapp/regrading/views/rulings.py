"""A round's questions, the ruling on one of them, what it would change, and its adoption."""

from collections.abc import Mapping, Sequence
from tempfile import TemporaryFile

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from quizapp.domain.allowance import EXCLUSIONS
from quizapp.domain.outcome import Change
from quizapp.domain.regrade import LIFT, AttemptChange, NothingChanges, proposed
from quizapp.domain.rulings import RULING_KINDS
from quizapp.exchange.tables import write_xlsx
from quizapp.models import Round, db
from quizapp.models.base import AnyRow, one_snapshot, restart_for_writing, set_reading
from quizapp.regrading import operations, queries
from quizapp.regrading.forms import AdoptForm, RulingForm, SearchForm
from quizapp.regrading.operations import StaleDryRun
from quizapp.regrading.queries import DryRun, ListedQuestion
from quizapp.regrading.views import files
from quizapp.regrading.views.blueprint import Page, bp, question_or_404, round_or_404
from quizapp.regrading.views.computing import dry_run_of, listed_questions_of
from quizapp.web import clock
from quizapp.web.paging import page_of
from quizapp.web.phrases import phrase
from quizapp.web.templating import number

_PER_PAGE = 20
_CHANGES_PER_PAGE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/rounds/<int:round_id>", endpoint="round")
def round_page(round_id: int) -> Page:
    """Show a round's questions, those whose key looks wrong first, the rulings in force, the regrades before."""
    session, contest_round = db.session(), round_or_404(round_id)
    form = SearchForm(formdata=request.args)
    is_valid = form.validate()
    listed = listed_questions_of(contest_round)
    shown = queries.holding(listed, form.q.data or "") if is_valid else []
    page = page_of(len(shown), size=_PER_PAGE)
    body = render_template(
        "regrading/round.html",
        contest_round=contest_round,
        form=form,
        listed=listed,
        questions=shown[(page.number - 1) * _PER_PAGE : page.number * _PER_PAGE],
        page=page,
        ruled=[q for q in listed if q.ruling],
        regrades=queries.past_regrades(session, round_id),
        is_published=queries.has_publication(session, round_id),
        KINDS=RULING_KINDS,
    )
    return body if is_valid else (body, 422)


@bp.get("/rounds/<int:round_id>/questions/<int:version_id>")
def question(round_id: int, version_id: int) -> Page:
    """Show a question with what was chosen, and ask what is to be ruled of it."""
    contest_round = round_or_404(round_id)
    asked = question_or_404(contest_round, version_id)
    return _question_page(contest_round, asked, RulingForm(asked.question, is_ruled=asked.ruling is not None))


@bp.get("/rounds/<int:round_id>/questions/<int:version_id>/dry-run")
def dry_run(round_id: int, version_id: int) -> Page:
    """Show every mark, score, rank and prize that a ruling would change. Nothing is written."""
    contest_round = round_or_404(round_id)
    asked, form = _asked(contest_round, version_id)
    found = _computed(contest_round, asked, form)
    if not isinstance(found, DryRun):
        return found
    return _dry_run_page(contest_round, asked, form, found, AdoptForm(formdata=None, data={"seen": found.fingerprint}))


@bp.get("/rounds/<int:round_id>/questions/<int:version_id>/dry-run.xlsx", endpoint="export")
def download(round_id: int, version_id: int) -> Page:
    """Send all that a ruling would change as a workbook; record who took it."""
    now, actor_id, session = clock.now(), current_user.id, db.session()
    one_snapshot(session)
    contest_round = round_or_404(round_id)
    asked, form = _asked(contest_round, version_id)
    found = _computed(contest_round, asked, form)
    if not isinstance(found, DryRun):
        return found
    target = TemporaryFile()  # noqa: SIM115 - closed by the server when the answer is sent
    name = f"cham-lai-{contest_round.slug}-cau-{asked.stored.number}.xlsx"
    write_xlsx(files.tables(contest_round, found), target)
    restart_for_writing(session)
    operations.record_export(session, now=now, actor_id=actor_id, contest_round=round_or_404(round_id))
    session.commit()
    target.seek(0)
    return send_file(target, _XLSX, as_attachment=True, download_name=name)


# At the dry run's own address, so that a refusal is a page of it.
@bp.post("/rounds/<int:round_id>/questions/<int:version_id>/dry-run")
def adopt(round_id: int, version_id: int) -> Page:
    """Put a ruling into force as the dry run showed it, or show a new dry run where something has changed since."""
    form, actor_id = AdoptForm(), current_user.id
    if not form.validate():
        return _refused(round_id, version_id, form)
    _begin_reading()  # others wait for whoever may write: not before it is clear what is to be written
    contest_round = round_or_404(round_id)
    asked, ruling = _asked(contest_round, version_id)
    if not ruling.validate():
        return _question_page(contest_round, asked, ruling, 422)
    restart_for_writing(db.session())
    try:
        count = operations.adopt(
            db.session(),
            now=clock.now(),
            actor_id=actor_id,
            round_id=round_id,
            wanted=ruling.wanted(version_id),
            reason=form.reason.data,
            seen=form.seen.data or "",
        )
    except (StaleDryRun, NothingChanges) as refusal:
        flash(phrase(refusal), "bad")
        return _refused(round_id, version_id, form)
    db.session.commit()
    flash(_("Đã áp dụng: %(count)s lượt thi có kết quả mới.", count=number(count)), "good")
    return redirect(url_for("regrading.round", round_id=round_id), 303)


def _asked(contest_round: Round, version_id: int) -> tuple[ListedQuestion, RulingForm]:
    """Return the question and the ruling that the address names."""
    asked = question_or_404(contest_round, version_id)
    return asked, RulingForm(asked.question, is_ruled=asked.ruling is not None, formdata=request.args)


def _computed(contest_round: Round, asked: ListedQuestion, form: RulingForm) -> DryRun | Page:
    """Return the dry run of what the form asks, or the page that says why there is none yet."""
    if not form.validate():
        return _question_page(contest_round, asked, form, 422)
    wanted = form.wanted(asked.stored.id)
    try:
        ruling = proposed(asked.key, asked.ruling, kind=wanted.kind, chosen=wanted.chosen)
    except NothingChanges as refusal:
        form.kind.errors = [phrase(refusal)]
        return _question_page(contest_round, asked, form, 422)
    found = dry_run_of(contest_round, version_id=asked.stored.id, ruling=ruling, now=clock.now())
    return found or render_template("regrading/computing.html", contest_round=contest_round, asked=asked)


def _begin_reading() -> None:
    """End what was begun, so that nobody waits for this request until it writes."""
    db.session.rollback()
    set_reading(True)


def _refused(round_id: int, version_id: int, form: AdoptForm) -> Page:
    """Show the dry run as it is now with the reason as it was typed."""
    _begin_reading()
    contest_round = round_or_404(round_id)
    asked, ruling = _asked(contest_round, version_id)
    found = _computed(contest_round, asked, ruling)
    if not isinstance(found, DryRun):
        return found
    form.seen.data = found.fingerprint
    return _dry_run_page(contest_round, asked, ruling, found, form), 422


def _question_page(contest_round: Round, asked: ListedQuestion, form: RulingForm, status: int = 200) -> Page:
    page = render_template(
        "regrading/question.html", contest_round=contest_round, asked=asked, form=form, KINDS=RULING_KINDS
    )
    return page, status


def _dry_run_page(
    contest_round: Round, asked: ListedQuestion, ruling: RulingForm, found: DryRun, form: AdoptForm
) -> str:
    view = "attempts" if request.args.get("view") == "attempts" else "people"
    page = page_of(len(found.attempts if view == "attempts" else found.people), size=_CHANGES_PER_PAGE)
    on_page = slice((page.number - 1) * _CHANGES_PER_PAGE, page.number * _CHANGES_PER_PAGE)
    attempts = found.attempts[on_page] if view == "attempts" else ()
    people = found.people[on_page] if view == "people" else ()
    session = db.session()
    return render_template(
        "regrading/dry_run.html",
        contest_round=contest_round,
        asked=asked,
        found=found,
        form=form,
        sent={"kind": ruling.kind.data, "key": ruling.key.data},
        view=view,
        attempts=attempts,
        people=people,
        whose=_whose(contest_round, attempts=attempts, people=people),
        units=queries.unit_names(session, [u.unit_id for u in found.units]) if found.units else {},
        page=page,
        is_published=queries.has_publication(session, contest_round.id),
        is_open=clock.now() < contest_round.closes_at,
        KINDS=RULING_KINDS,
        EXCLUSIONS=EXCLUSIONS,
        LIFT=LIFT,
    )


def _whose(
    contest_round: Round, *, attempts: Sequence[AttemptChange], people: Sequence[Change]
) -> Mapping[int, AnyRow]:
    """Return whose the changes of a page are, by the id of the attempt or of the participant."""
    if attempts:
        return queries.attempt_people(db.session(), contest_round.id, [c.attempt_id for c in attempts])
    ids = [change.participant_id for change in people]
    return queries.people_names(db.session(), contest_round.contest_id, ids) if ids else {}
