"""Writes of accounts and their sessions; the web and the command line share them."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.email import normalise_email
from quizapp.domain.passwords import PasswordProblem, normalise, one_time_password, password_problem
from quizapp.domain.roles import ROLES, Role
from quizapp.domain.text import clean
from quizapp.models import StaffAccount, StaffSession
from quizapp.staff.queries import Credentials, find_account, get_account, hash_token, other_administrators

# OWASP's lower setting for Argon2id: 19 MiB, 2 passes, 1 lane; about 21 ms on one core.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# A random password's hash: an unknown address takes as long to refuse as a known one.
DUMMY_HASH = "$argon2id$v=19$m=19456,t=2,p=1$LUKc5SEag8WL1pSSGfv4yg$uIWXBiBZ2210hO9YeVmaUP93QxCsLEbp9peGYylLGAs"
SESSION_LIFETIME = timedelta(hours=12)
_SESSION_KEPT = timedelta(days=30)
_TOKEN_BYTES = 32


class WrongPassword(Exception):
    """No active account has this address and this password."""


class InvalidEmail(ValueError):
    """The text can't be an e-mail address."""


class UnknownRole(ValueError):
    """There is no such role."""


class EmailTaken(Exception):
    """Another account has this address."""


class LastAdministrator(Exception):
    """Nobody would be left who can manage accounts."""


class OwnAccount(Exception):
    """One's own password is changed, not reset: that asks for the current one."""


class UnfitPassword(Exception):
    """The password can't be chosen; `problem` says why."""

    def __init__(self, problem: PasswordProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def verify_password(credentials: Credentials | None, password: str) -> int:
    """Return the id of the account that the password belongs to. Touches no database. Raises WrongPassword."""
    try:
        HASHER.verify(credentials.password_hash if credentials else DUMMY_HASH, normalise(password))
    except (VerifyMismatchError, InvalidHashError):
        raise WrongPassword from None
    if credentials is None or not credentials.is_active:
        raise WrongPassword
    return credentials.account_id


def open_session(session: Session, *, now: datetime, rng: Random, account_id: int) -> str:
    """Return the token of a new session of an account; sessions over for long are forgotten."""
    session.execute(delete(StaffSession).where(StaffSession.expires_at < now - _SESSION_KEPT))
    token = base64.urlsafe_b64encode(rng.randbytes(_TOKEN_BYTES)).decode().rstrip("=")
    session.add(
        StaffSession(
            account_id=account_id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + SESSION_LIFETIME,
        )
    )
    _record(session, now=now, actor_id=account_id, action="staff.login", account_id=account_id)
    session.flush()
    return token


def end_session(session: Session, *, now: datetime, actor_id: int, session_id: int) -> None:
    """End one session: its token opens nothing any more."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.id == session_id, StaffSession.account_id == actor_id, StaffSession.ended_at.is_(None))
        .values(ended_at=now)
    )
    _record(session, now=now, actor_id=actor_id, action="staff.logout", account_id=actor_id)


def change_password(session: Session, *, now: datetime, actor_id: int, session_id: int, password: str) -> None:
    """Give one's own account a new password; ends its other sessions. Raises UnfitPassword."""
    account = get_account(session, actor_id)
    problem = password_problem(password, email=account.email)
    if problem is not None:
        raise UnfitPassword(problem)
    account.password_hash = hash_password(password)
    account.must_change_password = False
    _end_sessions(session, now=now, account_id=actor_id, but=session_id)
    _record(session, now=now, actor_id=actor_id, action="staff.change_password", account_id=actor_id)
    session.flush()


def create_account(
    session: Session, *, now: datetime, actor_id: int | None, email: str, full_name: str, role: str, rng: Random
) -> str:
    """Add an account and return its one-time password. Raises InvalidEmail, UnknownRole, EmailTaken."""
    address = normalise_email(email)
    if address is None:
        raise InvalidEmail(email)
    _check_role(role)
    if find_account(session, address) is not None:
        raise EmailTaken(address)
    password = one_time_password(rng)
    account = StaffAccount(
        email=address,
        full_name=clean(full_name),
        role=role,
        password_hash=hash_password(password),
        must_change_password=True,
        created_at=now,
    )
    session.add(account)
    session.flush()
    details = {"email": address, "role": role}
    _record(session, now=now, actor_id=actor_id, action="staff.create_account", account_id=account.id, details=details)
    return password


def edit_account(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    account_id: int,
    full_name: str,
    role: str,
    is_active: bool,
) -> None:
    """Change an account; disabling it ends its sessions.

    Raises NoSuchAccount, UnknownRole, and LastAdministrator where nobody could manage accounts afterwards.
    """
    _check_role(role)
    account = get_account(session, account_id)
    is_administrator = role == Role.ADMINISTRATOR and is_active
    if _is_administrator(account) and not is_administrator and not other_administrators(session, account_id):
        raise LastAdministrator
    changed = _change(account, {"full_name": clean(full_name), "role": role, "is_active": is_active})
    if not is_active:
        _end_sessions(session, now=now, account_id=account_id)
    if changed:
        details = {"email": account.email, "changed": changed}
        _record(
            session, now=now, actor_id=actor_id, action="staff.edit_account", account_id=account_id, details=details
        )
    session.flush()


def reset_password(session: Session, *, now: datetime, actor_id: int | None, account_id: int, rng: Random) -> str:
    """Return a new one-time password of another's account; ends its sessions. Raises NoSuchAccount, OwnAccount."""
    if account_id == actor_id:
        raise OwnAccount
    account = get_account(session, account_id)
    password = one_time_password(rng)
    account.password_hash = hash_password(password)
    account.must_change_password = True
    _end_sessions(session, now=now, account_id=account_id)
    details = {"email": account.email}
    _record(session, now=now, actor_id=actor_id, action="staff.reset_password", account_id=account_id, details=details)
    session.flush()
    return password


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return HASHER.hash(normalise(password))


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UnknownRole(role)


def _is_administrator(account: StaffAccount) -> bool:
    return account.role == Role.ADMINISTRATOR and account.is_active


def _end_sessions(session: Session, *, now: datetime, account_id: int, but: int | None = None) -> None:
    running = update(StaffSession).where(StaffSession.account_id == account_id, StaffSession.ended_at.is_(None))
    if but is not None:
        running = running.where(StaffSession.id != but)
    session.execute(running.values(ended_at=now))


def _change(account: StaffAccount, after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs, and return [before, after] of it."""
    changed = {field: [getattr(account, field), value] for field, value in after.items()}
    changed = {field: pair for field, pair in changed.items() if pair[0] != pair[1]}
    for field, (_, value) in changed.items():
        setattr(account, field, value)
    return changed


def _record(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    action: str,
    account_id: int,
    details: dict[str, Any] | None = None,
) -> None:
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action=action,
        subject_type="staff_account",
        subject_id=account_id,
        details=details,
    )
