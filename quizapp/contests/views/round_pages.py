"""The page of a round's form: what it starts from, what is refused, what is locked, what the banks have."""

from flask import render_template, request
from flask_babel import gettext as _

from quizapp.contests import queries
from quizapp.contests.forms import ExternalRoundForm, RoundForm, round_data
from quizapp.contests.operations import (
    AnswersShown,
    ContradictoryRound,
    PaperNotDrawable,
    RoundFrozen,
    SlugTaken,
)
from quizapp.contests.views.blueprint import TITLES, Page
from quizapp.contests.views.prize_check import are_prizes_meant
from quizapp.domain.groups import GROUPS
from quizapp.domain.round_rules import FREEZE_SENTENCES, RoundSettings
from quizapp.domain.supply import GroupSupply, by_row, supply
from quizapp.models import Contest, Round, db
from quizapp.web.clock import steady_rng
from quizapp.web.phrases import phrase
from quizapp.web.templating import number

REFUSALS = (SlugTaken, ContradictoryRound, PaperNotDrawable, RoundFrozen, AnswersShown)
# Shown as text once people took part; what may only grow, or only ask less, stays a field.
_STILL_OPEN = {"closes_at", "groups", "attempts_allowed", "minimum_age", "complaint_days"}
_LOCKED = frozenset(FREEZE_SENTENCES) - _STILL_OPEN

AnyRoundForm = RoundForm | ExternalRoundForm


def round_form(settings: RoundSettings) -> AnyRoundForm:
    """Return a round's form from what was sent, else from the settings, with room for more rows."""
    if settings.is_external:
        return ExternalRoundForm(data=round_data(settings))
    form = RoundForm(data=round_data(settings))
    for action in ("add-row", "add-prize") if request.method == "GET" else (request.form.get("action", ""),):
        form.add_rows(action)
    form.offer(banks=queries.bank_choices(db.session), topics=queries.topics(db.session))
    if request.form.get("action") == "check":
        form.validate()
    return form


def is_right(form: AnyRoundForm, *, contest_id: int, before: RoundSettings | None) -> bool:
    """Tell whether the form is right, and its prizes are meant where there are more of them than people."""
    if not form.validate():
        return False
    if isinstance(form, ExternalRoundForm):
        return True
    return are_prizes_meant(
        form,
        contest_id=contest_id,
        groups=form.settings(before).admitted,
        before=before.prizes if before else None,
    )


def refuse(form: AnyRoundForm, refusal: Exception) -> None:
    """Put each refusal's sentence beside the field to change."""
    match refusal:
        case ContradictoryRound():
            form.refuse_found(refusal.contradictions)
        case RoundFrozen():
            for field in refusal.fields:
                form.refuse(field, _(FREEZE_SENTENCES[field]))
        case PaperNotDrawable():
            short = "; ".join(_(GROUPS[group].title) for group in refusal.groups)
            form.refuse("blueprint", phrase(refusal, groups=short))
        case AnswersShown():
            form.refuse("closes_at", phrase(refusal))
        case _:
            form.refuse("slug", phrase(refusal))


def round_page(
    form: AnyRoundForm, *, contest: Contest, row: Round | None = None, before: RoundSettings | None = None
) -> Page:
    """Return the page of a round's form; `row` and `before` None: of a new one."""
    status = 422 if form.errors else 200
    if isinstance(form, ExternalRoundForm):
        page = render_template("contests/external_round.html", form=form, contest=contest, row=row, before=before)
        return page, status
    attempts = queries.attempt_count(db.session, row.id) if row else 0
    checks = _checks(form, seed=row.id if row else 0)
    page = render_template(
        "contests/round.html",
        form=form,
        contest=contest,
        row=row,
        before=before,
        attempts=attempts,
        locked=_LOCKED - set(form.errors) if attempts else frozenset(),
        checks=checks,
        check_rows=list(by_row(form.rows(), checks)),
        bank_hints=_bank_hints(),
        **TITLES,
    )
    return page, status


def _bank_hints() -> dict[int, str]:
    """Return what is said below each bank's title."""
    banks = queries.bank_choices(db.session)
    return {bank.id: _("%(count)s câu đang dùng", count=number(bank.questions)) for bank in banks}


def _checks(form: RoundForm, *, seed: int) -> tuple[GroupSupply, ...]:
    """Return what the banks have for the form's papers, as far as it is filled in."""
    return supply(
        form.rows(),
        groups=[code for code in GROUPS if not form.groups.data or code in form.groups.data],
        pool=queries.pool(db.session, form.banks.data or ()),
        rng=steady_rng(seed),
        shuffle_questions=form.shuffle_questions.data,
    )
