"""Reads of accounts, sessions and the audit record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.domain.roles import Role
from quizapp.models import AuditRecord, StaffAccount, StaffSession


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountUser:
    """The signed-in account, as Flask-Login and the pages see it; read anew with every request."""

    id: int
    role: str
    full_name: str
    email: str
    must_change_password: bool
    session_id: int
    token: str = field(repr=False)
    is_active: bool = True
    is_authenticated: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what the cookie holds: the session's token."""
        return self.token


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """What a password is checked against."""

    account_id: int
    is_active: bool
    password_hash: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRow:
    """An account in the list; `last_login_at` None: never yet."""

    id: int
    email: str
    full_name: str
    role: str
    is_active: bool
    must_change_password: bool
    last_login_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountDetails:
    """An account as its page shows it."""

    id: int
    email: str
    full_name: str
    role: str
    is_active: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRow:
    """One audit record. `actor` None: the command line or the system."""

    recorded_at: datetime
    actor: str | None
    action: str
    details: Mapping[str, Any]


class NoSuchAccount(LookupError):
    """There is no account with this id."""


def hash_token(token: str) -> str:
    """Return what the database holds of a session's token: whoever reads the table can't sign in with it."""
    return sha256(token.encode()).hexdigest()


def find_signed_in(session: Session, *, token: str, now: datetime) -> AccountUser | None:
    """Return the account whose running session has this token, or None. One statement."""
    found = session.execute(
        select(
            StaffAccount.id,
            StaffAccount.role,
            StaffAccount.full_name,
            StaffAccount.email,
            StaffAccount.must_change_password,
            StaffSession.id.label("session_id"),
        )
        .join(StaffSession, StaffSession.account_id == StaffAccount.id)
        .where(
            StaffSession.token_hash == hash_token(token),
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > now,
            StaffAccount.is_active,
        )
    ).one_or_none()
    return AccountUser(token=token, **found._mapping) if found else None


def find_credentials(session: Session, email: str) -> Credentials | None:
    """Return the credentials of the account of an e-mail address in lower case, or None."""
    found = session.execute(
        select(StaffAccount.id.label("account_id"), StaffAccount.is_active, StaffAccount.password_hash).where(
            StaffAccount.email == email
        )
    ).one_or_none()
    return Credentials(**found._mapping) if found else None


def find_account(session: Session, email: str) -> StaffAccount | None:
    """Return the account of an e-mail address in lower case, or None."""
    return session.scalar(select(StaffAccount).where(StaffAccount.email == email))


def get_account(session: Session, account_id: int) -> StaffAccount:
    """Return an account. Raises NoSuchAccount."""
    account = session.get(StaffAccount, account_id)
    if account is None:
        raise NoSuchAccount(account_id)
    return account


def account_details(session: Session, account_id: int) -> AccountDetails:
    """Return an account for its page. Raises NoSuchAccount."""
    account = get_account(session, account_id)
    return AccountDetails(
        id=account.id,
        email=account.email,
        full_name=account.full_name,
        role=account.role,
        is_active=account.is_active,
    )


def accounts(session: Session) -> Sequence[AccountRow]:
    """Return all accounts, active ones first, each with its last sign-in."""
    last_login = (
        select(func.max(StaffSession.created_at)).where(StaffSession.account_id == StaffAccount.id).scalar_subquery()
    )
    rows = session.execute(
        select(
            StaffAccount.id,
            StaffAccount.email,
            StaffAccount.full_name,
            StaffAccount.role,
            StaffAccount.is_active,
            StaffAccount.must_change_password,
            last_login.label("last_login_at"),
        ).order_by(StaffAccount.is_active.desc(), StaffAccount.email)
    )
    return [AccountRow(**row._mapping) for row in rows]


def other_administrators(session: Session, account_id: int) -> int:
    """Return how many active administrators there are beside an account; keeps them as they are until commit."""
    rows = session.scalars(
        select(StaffAccount.id)
        .where(StaffAccount.role == Role.ADMINISTRATOR, StaffAccount.is_active, StaffAccount.id != account_id)
        .with_for_update()
    )
    return len(rows.all())


def count_audit_records(session: Session, *, action: str | None) -> int:
    """Return how many audit records there are, of one action or of all."""
    return session.scalar(_of_action(select(func.count(AuditRecord.id)), action)) or 0


def audit_records(session: Session, *, action: str | None, offset: int, limit: int) -> Sequence[AuditRow]:
    """Return audit records, newest first, of one action or of all."""
    newest_first = (
        select(AuditRecord.recorded_at, StaffAccount.full_name.label("actor"), AuditRecord.action, AuditRecord.details)
        .outerjoin(StaffAccount, StaffAccount.id == AuditRecord.actor_id)
        .order_by(AuditRecord.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [AuditRow(**row._mapping) for row in session.execute(_of_action(newest_first, action))]


def _of_action(statement: Any, action: str | None) -> Any:
    return statement if action is None else statement.where(AuditRecord.action == action)
