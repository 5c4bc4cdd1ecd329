"""The flagged attempts of a round, with how common each flag is."""

from flask import abort, render_template, request

from quizapp.adjudication.forms import STATES, ReviewForm
from quizapp.adjudication.queries import examined, reviewing, rounds
from quizapp.adjudication.views import sentences
from quizapp.adjudication.views.blueprint import Answer, bp
from quizapp.domain.flags import FLAGS
from quizapp.domain.phase import Phase, phase
from quizapp.models import Round, db
from quizapp.web import clock
from quizapp.web.paging import page_of

_PER_PAGE = 25


@bp.get("/")
def index() -> Answer:
    """List what should be looked at before a round's results are published."""
    session, now = db.session(), clock.now()
    choices = rounds.round_choices(session)
    round_id = request.args.get("round", rounds.latest_round_id(choices, now), type=int)
    if round_id is None:
        return render_template("adjudication/no_round.html")
    contest_round = session.get(Round, round_id) if round_id in {c.id for c in choices} else None
    return _review(contest_round or abort(404), ReviewForm(rounds=choices, round_id=round_id))


def _review(contest_round: Round, form: ReviewForm) -> str:
    session, now = db.session(), clock.now()
    seen = examined.examined(session, contest_round, now)
    verdicts = reviewing.verdicts(session, contest_round.id)
    listed = reviewing.listed_ids(seen, verdicts, form.chosen())
    page = page_of(len(listed), size=_PER_PAGE)
    shown = listed[(page.number - 1) * _PER_PAGE : page.number * _PER_PAGE]
    beside = {other for attempt_id in shown for f in seen.findings.get(attempt_id, ()) for other in f.others}
    people = reviewing.attempt_rows(session, {*shown, *beside})
    return render_template(
        "adjudication/index.html",
        form=form,
        contest_round=contest_round,
        is_over=phase(now, opens_at=contest_round.opens_at, closes_at=contest_round.closes_at) is Phase.CLOSED,
        published=rounds.published_version(session, contest_round),
        rates=[(FLAGS[rate.flag], rate) for rate in seen.examination.base_rates],
        counts=reviewing.count_states(seen, verdicts),
        rows=reviewing.review_rows(shown, people, examined=seen, verdicts=verdicts),
        people=people,
        page=page,
        flags=FLAGS,
        states=STATES,
        sentence=sentences.evidence_sentence,
        definition=sentences.definition,
        usual=sentences.usual,
    )
