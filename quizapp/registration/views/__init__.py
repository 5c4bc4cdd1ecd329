"""Sign-up by group, consent, and return with a code; the staff's list of people."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.consent import GUARDIAN, PURPOSES, RETENTION_MONTHS
from quizapp.domain.dates import read_day
from quizapp.domain.groups import GROUPS, Group
from quizapp.domain.identity import needs_guardian, read_code
from quizapp.domain.phase import local_day
from quizapp.models import db
from quizapp.registration import operations, queries
from quizapp.registration.forms import CorrectionForm, PeopleForm, RegistrationForm, ReturnForm, registration_form
from quizapp.registration.queries import ContestChoice, Profile
from quizapp.registration.views.pages import empty_form_page, own_page
from quizapp.web import clock
from quizapp.web.access import find_participant_id, participant_id
from quizapp.web.paging import page_of
from quizapp.web.phrases import phrase
from quizapp.web.redirects import local_target
from quizapp.web.shared_pages import shared_page
from quizapp.web.throttle import TooManyTries, count_try, take_back

bp = Blueprint("registration", __name__, url_prefix="/registration")

Answer = str | Response | tuple[str, int]
_PEOPLE_PER_PAGE = 50


@bp.route("/", methods=["GET", "POST"])
def register() -> Answer:
    """Show the groups, then the form of the group chosen; register whoever fills it in."""
    return _sign_up() if request.method == "POST" else _empty_form()


def _empty_form() -> Answer:
    if find_participant_id() is None and "group" not in request.args:
        return shared_page(_groups_page)
    contest = queries.kept_contest(db.session())
    if contest is None:
        return render_template("registration/no_contest.html")
    if _is_registered_here(contest):
        return redirect(url_for("registration.home", round=_round_id()))
    chosen = request.args.get("group", "")
    return _empty_form_of(GROUPS[chosen]) if chosen in GROUPS else _groups_page()


def _empty_form_of(group: Group) -> str:
    units = queries.kept_units(db.session(), group.unit_kind.code)
    return empty_form_page(group, units, today=local_day(clock.now()), round_id=_round_id())


def _sign_up() -> Answer:
    contest = queries.kept_contest(db.session())
    if contest is None:
        return render_template("registration/no_contest.html")
    chosen = request.form.get("switch") or request.form.get("group") or request.args.get("group", "")
    if chosen not in GROUPS:
        return _groups_page()
    form = _form(GROUPS[chosen])
    if "switch" in request.form:
        return _registration_page(form)
    return _register(contest, form) if form.validate() else (_registration_page(form), 422)


def _groups_page() -> str:
    if queries.current_contest(db.session()) is None:
        return render_template("registration/no_contest.html")
    return render_template("registration/choose_group.html", round_id=_round_id())


def _register(contest: ContestChoice, form: RegistrationForm) -> Answer:
    try:
        registered = operations.register_participant(
            db.session(),
            now=clock.now(),
            rng=clock.new_rng(),
            contest_id=contest.id,
            registration=form.registration(),
        )
    except operations.AlreadyRegistered as refusal:
        return _lead_back(refusal)
    except operations.UnitClosed:
        form.refuse_unit()
        return _registration_page(form), 422
    _remember(registered.id)
    db.session.commit()
    flash(_("Đã đăng ký xong."), "good")
    return redirect(url_for("registration.home", round=_round_id()), 303)


def _lead_back(refusal: operations.AlreadyRegistered) -> Response:
    """Lead to this browser's own page, or to where the code is asked; nobody is told another's data."""
    home = url_for("registration.home", round=_round_id())
    if refusal.participant_id == find_participant_id():
        return redirect(home, 303)
    flash(phrase(refusal, support=_support()), "info")
    return redirect(url_for("registration.return_with_code", next=home), 303)


@bp.route("/return", methods=["GET", "POST"])
def return_with_code() -> Answer:
    """Let somebody in by code and birth date, on whatever phone."""
    form = ReturnForm()
    if request.method == "GET":
        form.next.data = local_target(request.args.get("next"), "")
        return render_template("registration/return.html", form=form)
    if not form.validate():
        return render_template("registration/return.html", form=form), 422
    try:
        found = _returning(form)
    except TooManyTries as refusal:
        return render_template("registration/return.html", form=form, refusal=phrase(refusal)), 429
    except operations.WrongCode as refusal:
        return render_template("registration/return.html", form=form, refusal=phrase(refusal)), 422
    _remember(found)
    return redirect(local_target(form.next.data, url_for("registration.home")), 303)


def _returning(form: ReturnForm) -> int:
    """Return whose code and birth date these are. The try is counted before it is judged."""
    session, now, code = db.session(), clock.now(), read_code(form.code.data)
    assert code is not None  # the form is valid
    subjects = (("return-code", code), ("return-address", request.remote_addr or ""))
    count_try(session, subjects, now)
    session.commit()
    found = operations.find_returning(session, code=code, birth_date=read_day(form.birth_date.data))
    take_back(session, subjects, now)
    session.commit()
    return found


@bp.post("/leave")
def leave() -> Response:
    """Forget the participant on this browser, which a family or a class may share."""
    _forget()
    flash(_("Máy này không còn nhớ người vừa thi. Người khác có thể đăng ký hoặc nhập mã dự thi."), "info")
    return redirect(url_for("registration.register", round=_round_id()), 303)


@bp.get("/me")
def home() -> Answer:
    """Show a participant's code, the rounds and what can be done in them now."""
    session, now = db.session(), clock.now()
    profile = queries.find_profile(session, participant_id())
    if profile is None:
        _forget()
        return redirect(url_for("registration.register"))
    attempts = queries.attempts_of(session, profile.id)
    cards = tuple(queries.round_cards(session, profile, attempts, now=now, first_id=_round_id()))
    return own_page(profile, cards, now=now)


@bp.get("/privacy")
def privacy() -> str:
    """Show what is collected, why, who sees it, for how long, and how to ask for it."""
    return render_template(
        "registration/privacy.html", purposes=PURPOSES.values(), guardian=GUARDIAN, months=RETENTION_MONTHS
    )


@bp.get("/participants")
def participants() -> str:
    """List the participants of a contest, as searched and filtered."""
    session = db.session()
    contests = queries.contest_choices(session)
    if not contests:
        return render_template("registration/no_participants.html")
    form = PeopleForm(request.args, contests=contests)
    form.offer_units(queries.filter_units(session, form.contest.data))
    people = form.people_filter()
    page = page_of(queries.count_people(session, people), size=_PEOPLE_PER_PAGE)
    rows = queries.people_rows(session, people, offset=(page.number - 1) * _PEOPLE_PER_PAGE, limit=_PEOPLE_PER_PAGE)
    return render_template("registration/participants.html", form=form, page=page, rows=rows, people=people)


@bp.get("/participants/<int:participant_id>")
def participant(participant_id: int) -> str:
    """Show everything that is stored of a participant."""
    session, now = db.session(), clock.now()
    profile = _profile(participant_id)
    return render_template(
        "registration/participant.html",
        profile=profile,
        consents=queries.consents_of(session, participant_id),
        purposes=(*PURPOSES.values(), GUARDIAN),
        attempts=queries.attempts_of(session, participant_id),
        rounds=queries.round_titles(session, profile.contest_id),
        now=now,
        lacks_guardian=profile.guardian_name is None and needs_guardian(local_day(now), profile.birth_date),
    )


@bp.route("/participants/<int:participant_id>/correct", methods=["GET", "POST"])
def correct(participant_id: int) -> Answer:
    """Put right what was written down wrongly; the record keeps what it was."""
    profile = _profile(participant_id)
    form = _correction_form(profile)
    if request.method == "GET":
        return render_template("registration/correct.html", profile=profile, form=form)
    if not form.validate():
        return render_template("registration/correct.html", profile=profile, form=form), 422
    return _correct(profile, form)


def _correct(profile: Profile, form: CorrectionForm) -> Answer:
    try:
        operations.correct_participant(
            db.session(),
            now=clock.now(),
            actor_id=current_user.id,
            participant_id=profile.id,
            correction=form.correction(),
        )
    except operations.SamePersonRegistered as refusal:
        return render_template("registration/correct.html", profile=profile, form=form, refusal=phrase(refusal)), 422
    db.session.commit()
    flash(_("Đã lưu thông tin mới."), "good")
    return redirect(url_for("registration.participant", participant_id=profile.id), 303)


def _form(group: Group) -> RegistrationForm:
    units = queries.kept_units(db.session(), group.unit_kind.code)
    return registration_form(group, today=local_day(clock.now()), units=units)


def _registration_page(form: RegistrationForm) -> str:
    return render_template("registration/register.html", form=form, round_id=_round_id())


def _correction_form(profile: Profile) -> CorrectionForm:
    units = queries.unit_choices(db.session(), profile.unit_kind, kept_id=profile.unit_id)
    stored = {
        "full_name": profile.full_name,
        "birth_date": f"{profile.birth_date:%d/%m/%Y}",
        "unit_id": profile.unit_id,
        "phone": profile.phone,
    }
    return CorrectionForm(today=local_day(clock.now()), group=GROUPS[profile.group], units=units, data=stored)


def _profile(participant_id: int) -> Profile:
    profile = queries.find_profile(db.session(), participant_id)
    if profile is None:
        abort(404)
    return profile


def _round_id() -> int | None:
    return request.args.get("round", type=int)


def _is_registered_here(contest: ContestChoice) -> bool:
    found = find_participant_id()
    return found is not None and queries.is_registered(db.session(), found, contest_id=contest.id)


def _remember(found: int) -> None:
    """Make this browser the participant's; only its language and its mark (web/origin.py) stay."""
    _forget()
    cookie.permanent = True
    cookie["participant_id"] = found


def _forget() -> None:
    kept = {name: cookie[name] for name in ("language", "device") if name in cookie}
    cookie.clear()
    cookie.update(kept)


def _support() -> str:
    site = current_app.config["SITE"]
    return f"{site.support}, {site.hotline}" if site.hotline else str(site.support)
