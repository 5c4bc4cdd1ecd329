"""People of a contest who can win no prize: the committee, those who wrote the questions, support staff."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.adjudication import operations
from quizapp.adjudication.forms import ExclusionForm, SearchForm
from quizapp.adjudication.queries import exclusions
from quizapp.adjudication.views.blueprint import Answer, bp
from quizapp.domain.identity import show_code
from quizapp.models import db
from quizapp.models.base import AnyRow
from quizapp.web import clock
from quizapp.web.phrases import phrase


@bp.get("/exclusions")
def exclusion_list() -> Answer:
    """Show who can win no prize in a contest, and find those to be added."""
    session = db.session()
    contests = exclusions.contest_choices(session)
    if not contests:
        return render_template("adjudication/no_round.html")
    contest_id = request.args.get("contest", contests[0].id, type=int)
    return _page(contest_id, ExclusionForm(data={"q": request.args.get("q", "")}))


@bp.post("/exclusions/<int:contest_id>")
def exclude(contest_id: int) -> Answer:
    """Keep those ticked and those listed from the contest's prizes."""
    form = ExclusionForm()
    chosen = {*form.ticked, *_listed(form, contest_id)} if form.validate() else set()
    if form.errors:
        return _page(contest_id, form), 422
    try:
        added = operations.exclude_from_prizes(
            db.session(),
            now=clock.now(),
            actor_id=current_user.id,
            contest_id=contest_id,
            participant_ids=chosen,
            reason=form.reason.data,
        )
    except operations.NobodyChosen as refusal:
        form.people.errors = (phrase(refusal),)
        return _page(contest_id, form), 422
    db.session.commit()
    flash(_("Đã thêm %(count)s người vào danh sách không xét giải.", count=added), "good")
    return redirect(url_for("adjudication.exclusion_list", contest=contest_id), 303)


@bp.post("/exclusions/<int:contest_id>/<int:participant_id>/remove")
def admit(contest_id: int, participant_id: int) -> Response:
    """Let somebody win prizes again."""
    done = operations.admit_to_prizes(
        db.session(), now=clock.now(), actor_id=current_user.id, contest_id=contest_id, participant_id=participant_id
    )
    db.session.commit()
    if done:
        flash(_("Đã bỏ khỏi danh sách; người này lại được xét giải."), "good")
    return redirect(url_for("adjudication.exclusion_list", contest=contest_id), 303)


def _listed(form: ExclusionForm, contest_id: int) -> list[int]:
    """Return whom the lines mean; a line that means nobody, or several, becomes an error of the form."""
    found = exclusions.people_by_line(db.session(), contest_id, form.lines)
    problems = [sentence for line in form.lines if (sentence := _problem(line, found))]
    if problems:
        form.people.errors = tuple(problems)
        return []
    return [people[0].id for people in found.values()]


def _problem(line: str, found: Mapping[str, Sequence[AnyRow]]) -> str | None:
    people = found[line]
    if not people:
        return _("Không tìm thấy “%(line)s” trong cuộc thi này; hãy xem lại mã dự thi hoặc họ tên.", line=line)
    if len(people) == 1:
        return None
    choices = "; ".join(f"{show_code(person.code)} ({person.unit_name})" for person in people)
    return _(
        "Có %(count)s người tên “%(line)s”; hãy ghi mã: %(choices)s.", count=len(people), line=line, choices=choices
    )


def _page(contest_id: int, form: ExclusionForm) -> str:
    session = db.session()
    contests = exclusions.contest_choices(session)
    if contest_id not in {contest.id for contest in contests}:
        abort(404)
    search = SearchForm(contests=contests, contest_id=contest_id)
    search.q.data = (form.q.data or "").strip()
    is_searched = bool(search.q.data) and search.validate()
    return render_template(
        "adjudication/exclusions.html",
        form=form,
        search=search,
        contest_id=contest_id,
        rows=exclusions.excluded_people(session, contest_id),
        found=exclusions.search_people(session, contest_id, search.q.data) if is_searched else [],
        is_searched=is_searched,
        most=exclusions.MOST_FOUND,
        ticked=form.ticked,
    )
