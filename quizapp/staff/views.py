"""Accounts, sessions and the audit pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from quizapp.domain.audit_actions import ACTIONS, FIELDS, Details
from quizapp.domain.roles import ROLE_HINTS, ROLE_TITLES
from quizapp.models import db
from quizapp.staff import operations, queries
from quizapp.staff.forms import ChangePasswordForm, EditAccountForm, LoginForm, NewAccountForm
from quizapp.web import clock, throttle
from quizapp.web.phrases import phrase
from quizapp.web.redirects import local_target

bp = Blueprint("staff", __name__, url_prefix="/staff")
_PAGE_LENGTH = 50

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page of a list, for the pagination macro."""

    number: int
    pages: int
    count: int
    url: Callable[[int], str]


@bp.route("/login", methods=["GET", "POST"])
def login() -> Answer:
    """Sign in, then go on to where the visitor was sent from."""
    target = local_target(request.args.get("next"), url_for("reports.index"))
    if current_user.is_authenticated:
        return redirect(target)
    form = LoginForm()
    if form.validate_on_submit():
        try:
            _begin_session(_checked(form.email.data or "", form.password.data or ""))
        except throttle.TooManyTries as refusal:
            return _refused_login(form, refusal, 429)
        except operations.WrongPassword as refusal:
            return _refused_login(form, refusal, 422)
        return redirect(target, 303)
    return render_template("staff/login.html", form=form), _status(form)


@bp.post("/logout")
def logout() -> Response:
    """End this browser's session."""
    operations.end_session(db.session(), now=clock.now(), actor_id=current_user.id, session_id=current_user.session_id)
    db.session.commit()
    logout_user()
    cookie.pop("csrf_token", None)
    flash(_("Đã đăng xuất."), "good")
    return redirect(url_for("staff.login"), 303)


@bp.route("/password", methods=["GET", "POST"])
def change_password() -> Answer:
    """Change one's own password."""
    user = current_user._get_current_object()
    form = ChangePasswordForm(email=user.email)
    if form.validate_on_submit() and _is_current_password(form, user.email):
        operations.change_password(
            db.session(), now=clock.now(), actor_id=user.id, session_id=user.session_id, password=form.new.data or ""
        )
        db.session.commit()
        flash(_("Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất."), "good")
        return redirect(url_for("reports.index"), 303)
    return render_template("staff/change_password.html", form=form), _status(form)


@bp.get("/accounts")
def accounts() -> Answer:
    """List the accounts."""
    return render_template("staff/accounts.html", accounts=queries.accounts(db.session()), roles=ROLE_TITLES)


@bp.route("/accounts/create", methods=["GET", "POST"])
def create_account() -> Answer:
    """Add an account; its one-time password is on the answer's page and nowhere else."""
    form = NewAccountForm()
    if form.validate_on_submit():
        try:
            password = operations.create_account(
                db.session(), now=clock.now(), rng=clock.new_rng(), actor_id=current_user.id, **form.values
            )
        except operations.EmailTaken as refusal:
            form.email.errors = (phrase(refusal),)
        else:
            db.session.commit()
            return _show_password(form.full_name.data or "", form.email.data or "", password)
    return render_template("staff/create_account.html", form=form, hints=_role_hints()), _status(form)


@bp.route("/accounts/<int:account_id>", methods=["GET", "POST"])
def edit_account(account_id: int) -> Answer:
    """Change an account's name, role and whether it may be used."""
    account = _account_or_404(account_id)
    form = EditAccountForm(obj=account)
    if form.validate_on_submit():
        try:
            operations.edit_account(
                db.session(), now=clock.now(), actor_id=current_user.id, account_id=account_id, **form.values
            )
        except operations.LastAdministrator as refusal:
            form.form_errors.append(phrase(refusal))
        else:
            db.session.commit()
            flash(_("Đã lưu tài khoản %(email)s.", email=account.email), "good")
            return redirect(url_for("staff.accounts"), 303)
    return render_template("staff/edit_account.html", form=form, account=account, hints=_role_hints()), _status(form)


@bp.post("/accounts/<int:account_id>/reset-password")
def reset_password(account_id: int) -> Answer:
    """Give another's account a one-time password, shown on the answer's page and nowhere else."""
    account = _account_or_404(account_id)
    try:
        password = operations.reset_password(
            db.session(), now=clock.now(), rng=clock.new_rng(), actor_id=current_user.id, account_id=account_id
        )
    except operations.OwnAccount as refusal:
        flash(phrase(refusal), "bad")
        return redirect(url_for("staff.change_password"), 303)
    name, email = account.full_name, account.email
    db.session.commit()
    return _show_password(name, email, password)


@bp.get("/audit")
def audit() -> Answer:
    """Show who changed what, newest first."""
    action = request.args.get("action") or None
    page = _audit_page(action, queries.count_audit_records(db.session(), action=action))
    offset = (page.number - 1) * _PAGE_LENGTH
    rows = queries.audit_records(db.session(), action=action, offset=offset, limit=_PAGE_LENGTH)
    lines = [(row, _sentence(row), _notes(row)) for row in rows]
    return render_template("staff/audit.html", lines=lines, page=page, action=action, actions=ACTIONS)


def _checked(email: str, password: str) -> int:
    """Return the id of the account that e-mail and password belong to. Raises TooManyTries, WrongPassword.

    The try is counted and committed before the password is looked at, and no transaction is open while it
    is hashed: that takes long enough to keep participants' answers waiting.
    """
    session, now = db.session(), clock.now()
    subjects = [("login-account", email), ("login-address", request.remote_addr or "")]
    throttle.count_try(session, subjects, now)
    credentials = queries.find_credentials(session, email)
    session.commit()
    account_id = operations.verify_password(credentials, password)
    throttle.take_back(session, subjects, now)
    return account_id


def _begin_session(account_id: int) -> None:
    """Sign the browser in under a token that nobody knew before, with a new CSRF token."""
    session, now = db.session(), clock.now()
    token = operations.open_session(session, now=now, rng=clock.new_rng(), account_id=account_id)
    user = queries.find_signed_in(session, token=token, now=now)
    session.commit()
    cookie.pop("csrf_token", None)
    login_user(user)


def _refused_login(form: LoginForm, refusal: Exception, status: int) -> Answer:
    form.form_errors.append(phrase(refusal))
    return render_template("staff/login.html", form=form), status


def _is_current_password(form: ChangePasswordForm, email: str) -> bool:
    try:
        _checked(email, form.current.data or "")
    except (throttle.TooManyTries, operations.WrongPassword) as refusal:
        wrong = isinstance(refusal, operations.WrongPassword)
        form.current.errors = (_("Mật khẩu hiện tại chưa đúng.") if wrong else phrase(refusal),)
        return False
    return True


def _show_password(full_name: str, email: str, password: str) -> Answer:
    return render_template("staff/one_time_password.html", full_name=full_name, email=email, password=password)


def _account_or_404(account_id: int) -> queries.AccountDetails:
    try:
        return queries.account_details(db.session(), account_id)
    except queries.NoSuchAccount:
        abort(404)


def _audit_page(action: str | None, count: int) -> Page:
    pages = max(1, -(-count // _PAGE_LENGTH))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return Page(number=number, pages=pages, count=count, url=lambda n: url_for("staff.audit", action=action, page=n))


def _role_hints() -> dict[str, str]:
    return {str(code): _(hint) for code, hint in ROLE_HINTS.items()}


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _sentence(row: queries.AuditRow) -> str:
    """Return what an audit record says; an action without a sentence speaks by its code."""
    known = ACTIONS.get(row.action)
    return _(known.sentence) % Details(row.details) if known else row.action


def _notes(row: queries.AuditRow) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of what a change changed."""
    changed = row.details.get("changed")
    if not isinstance(changed, dict):
        return []
    return [
        (_(FIELDS.get(field, field)), _shown(field, pair[0]), _shown(field, pair[1]))
        for field, pair in changed.items()
        if isinstance(pair, list) and len(pair) == 2
    ]


def _shown(field: str, value: Any) -> str:
    if field == "role" and value in ROLE_TITLES:
        return _(ROLE_TITLES[value])
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return _("(trống)") if value is None else str(value)
