"""One attempt with everything known of it, and the decision on it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from quizapp.adjudication import operations
from quizapp.adjudication.forms import CHOICE_HINTS, STATES, DecisionForm
from quizapp.adjudication.queries import attempts, examined, reviewing, rounds
from quizapp.adjudication.queries.material import papers
from quizapp.adjudication.views import sentences
from quizapp.adjudication.views.blueprint import Answer, bp
from quizapp.domain.allowance import EXCLUSIONS, Exclusion
from quizapp.domain.flags import FLAGS
from quizapp.domain.phase import Phase, phase
from quizapp.models import db
from quizapp.models.base import AnyRow
from quizapp.web import clock
from quizapp.web.phrases import phrase


@bp.get("/attempts/<int:attempt_id>")
def attempt(attempt_id: int) -> Answer:
    """Show all about an attempt: times, answers, evidence, earlier decisions."""
    found = _attempt(attempt_id)
    newest = attempts.newest_decision_ids(db.session(), [attempt_id]).get(attempt_id)
    return _page(found, _form(found, seen_id=newest))


@bp.post("/attempts/<int:attempt_id>")
def decide(attempt_id: int) -> Answer:
    """Decide on an attempt, or on all of its person in the round."""
    found = _attempt(attempt_id)
    form = _form(found)
    if not form.validate():
        return _page(found, form), 422
    session, now = db.session(), clock.now()
    contest_round, _title = attempts.get_round(session, found.round_id)
    seen = examined.examined(session, contest_round, now)
    try:
        count = operations.decide(
            session, form.ruling(attempt_id), now=now, actor_id=current_user.id, findings=seen.findings
        )
    except (operations.DecidedMeanwhile, operations.NothingToChange) as refusal:
        session.rollback()
        return _refused(attempt_id, phrase(refusal))
    session.commit()
    flash(_("Đã lưu quyết định cho %(count)s bài thi.", count=count), "good")
    return redirect(url_for("adjudication.index", round=found.round_id, flag=_asked_flag()), 303)


def _refused(attempt_id: int, sentence: str) -> Answer:
    """Show the page as it is now, with what was typed; the next try speaks of what it shows."""
    found = _attempt(attempt_id)
    form = _form(found)
    form.seen.data = str(attempts.newest_decision_ids(db.session(), [attempt_id]).get(attempt_id, ""))
    form.form_errors.append(sentence)
    return _page(found, form), 409


def _attempt(attempt_id: int) -> AnyRow:
    try:
        return attempts.get_attempt(db.session(), attempt_id)
    except attempts.UnknownAttempt:
        abort(404)


def _form(found: AnyRow, *, seen_id: int | None = None) -> DecisionForm:
    siblings = attempts.siblings(db.session(), found)
    has_others = any(s.id != found.id and s.submitted_at and s.exclusion != Exclusion.DISQUALIFIED for s in siblings)
    return DecisionForm(
        is_disqualified=found.exclusion == Exclusion.DISQUALIFIED, has_others=has_others, seen_id=seen_id
    )


def _page(found: AnyRow, form: DecisionForm) -> str:
    session, now = db.session(), clock.now()
    contest_round, contest_title = attempts.get_round(session, found.round_id)
    seen = examined.examined(session, contest_round, now)
    findings = seen.findings.get(found.id, [])
    twin_id = next((f.others[0] for f in findings if f.flag == "answers"), None)
    compared = papers(session, [twin_id])[twin_id] if twin_id else {}
    return render_template(
        "adjudication/attempt.html",
        attempt=found,
        form=form,
        contest_round=contest_round,
        contest_title=contest_title,
        findings=findings,
        people=reviewing.attempt_rows(session, {other for finding in findings for other in finding.others}),
        rank=None if found.exclusion else seen.ranks.get(found.id),
        items=attempts.item_lines(session, found, compared),
        twin_id=twin_id,
        siblings=attempts.siblings(session, found),
        decisions=attempts.decisions(session, found.id),
        published=rounds.published_version(session, contest_round),
        is_over=phase(now, opens_at=contest_round.opens_at, closes_at=contest_round.closes_at) is Phase.CLOSED,
        asked_flag=_asked_flag(),
        flags=FLAGS,
        states=STATES,
        exclusions=EXCLUSIONS,
        hints={code.value: _(hint) for code, hint in CHOICE_HINTS.items()},
        sentence=sentences.evidence_sentence,
        stored_sentence=sentences.stored_sentence,
    )


def _asked_flag() -> str | None:
    flag = request.args.get("flag")
    return flag if flag in FLAGS else None
