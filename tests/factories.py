"""Rows for tests. Every method fills in what the test doesn't care about, flushes, and returns the row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session, scoped_session

from quizapp.domain.collation import name_sort_key, sort_key
from quizapp.domain.groups import GROUPS
from quizapp.domain.identity import CODE_ALPHABET, match_key
from quizapp.domain.text import fold
from quizapp.models import (
    Attempt,
    Bank,
    BankQuestion,
    Contest,
    Participant,
    QuestionVersion,
    Round,
    StaffAccount,
    StaffSession,
    Unit,
)

PASSWORD = "mat-khau-dai-de-thu-42"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Factory:
    """Makes rows in `session`, at the clock's moment."""

    session: scoped_session[Session]
    clock: Callable[[], datetime]
    _numbers: Any = field(default_factory=lambda: count(1))

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def unit(self, kind: str = "village", name: str | None = None, **values: Any) -> Unit:
        name = name or f"Thôn {next(self._numbers)}"
        return self._add(
            Unit(**{"kind": kind, "name": name, "folded_name": fold(name), "sort_key": sort_key(name), **values})
        )

    def bank(self, questions: int = 0, slug: str | None = None, **question_values: Any) -> Bank:
        slug = slug or f"bank-{next(self._numbers)}"
        bank = self._add(Bank(slug=slug, title=f"Ngân hàng {slug}", created_at=self.clock()))
        for number in range(1, questions + 1):
            self.question(bank, number=number, **question_values)
        return bank

    def question(
        self, bank: Bank, *, number: int, key: int = 0, options: int | list[dict[str, Any]] = 4, **values: Any
    ) -> QuestionVersion:
        """A single question whose right option is at index `key`, of so many options or of those given."""
        row = self._add(BankQuestion(bank_id=bank.id, number=number))
        text = f"Câu hỏi số {number} của {bank.slug}?"
        if isinstance(options, int):
            options = [
                {"text": f"Phương án {i + 1} câu {number}", "is_key": i == key, "is_pinned": False}
                for i in range(options)
            ]
        return self._add(
            QuestionVersion(
                **{
                    "question_id": row.id,
                    "type": "single",
                    "text": text,
                    "options": options,
                    "topic": "Chuyển đổi số",
                    "difficulty": "easy",
                    "groups": [],
                    "explanation": f"Giải thích câu {number}.",
                    "source": "Nghị quyết 57-NQ/TW",
                    "folded": fold(text),
                    "created_at": self.clock(),
                    "reviewed_at": self.clock(),
                    "is_drawn": True,
                    **values,
                }
            )
        )

    def question_version(self, version: QuestionVersion, **values: Any) -> QuestionVersion:
        """The next version of a question, which says the same but for `values`, and is the newest."""
        copied = ("question_id", "type", "text", "options", "topic", "difficulty", "groups", "explanation", "source")
        version.is_current = False
        self.session.flush()
        return self._add(
            QuestionVersion(
                **{
                    **{name: getattr(version, name) for name in copied},
                    "version": version.version + 1,
                    "folded": fold(version.text),
                    "created_at": self.clock(),
                    **values,
                }
            )
        )

    def retire(self, version: QuestionVersion) -> None:
        """Take a question out of what papers draw."""
        self.session.get_one(BankQuestion, version.question_id).retired_at = self.clock()
        version.is_drawn = False
        self.session.flush()

    def contest(self, **values: Any) -> Contest:
        """A contest, the current one unless said otherwise."""
        number = next(self._numbers)
        if values.get("is_current", True):
            self.session.execute(update(Contest).values(is_current=False))
        return self._add(
            Contest(
                **{
                    "slug": f"contest-{number}",
                    "title": f"Cuộc thi {number}",
                    "year": 2027,
                    "is_current": True,
                    "created_at": self.clock(),
                    **values,
                }
            )
        )

    def round(self, contest: Contest | None = None, banks: list[Bank] | None = None, **values: Any) -> Round:
        """An open official round of 5 questions, 10 minutes, 2 attempts a round, from a bank of 10 questions."""
        contest = contest or self.contest()
        number = next(self._numbers)
        row = Round(
            **{
                "contest_id": contest.id,
                "slug": f"round-{number}",
                "title": f"Đợt {number}",
                "kind": "official",
                "opens_at": self.clock() - timedelta(days=1),
                "closes_at": self.clock() + timedelta(days=10),
                "groups": [],
                "blueprint": [{"count": 5, "topic": None, "difficulty": None, "group": None}],
                "time_limit_minutes": 10,
                "attempts_allowed": 2,
                "attempts_period": "round",
                "review": "after_submit",
                "ranking": ["score", "duration", "submitted"],
                "shuffle_questions": True,
                "shuffle_options": True,
                "shows_rank": True,
                **values,
            }
        )
        row.banks = [self.bank(questions=10)] if banks is None else banks
        return self._add(row)

    def participant(self, contest: Contest, group: str = "residents", **values: Any) -> Participant:
        number = next(self._numbers)
        unit_id = values.pop("unit_id", None) or self.unit(kind=GROUPS[group].unit_kind.code).id
        # No two share a name, whatever birth date and unit a test gives them: they would be one person.
        name = values.pop("full_name", f"Nguyễn Văn An {chr(65 + number // 26 % 26)}{chr(65 + number % 26).lower()}")
        birth_date = values.pop("birth_date", date(1980, 1, 1) + timedelta(days=number))
        code = "".join(CODE_ALPHABET[number // 25**i % 25] for i in range(7))
        return self._add(
            Participant(
                **{
                    "contest_id": contest.id,
                    "code": code,
                    "full_name": name,
                    "folded_name": fold(name),
                    "sort_key": name_sort_key(name),
                    "birth_date": birth_date,
                    "group": group,
                    "unit_id": unit_id,
                    "details": {},
                    "match_key": match_key(full_name=name, birth_date=birth_date, unit_id=unit_id),
                    "registered_at": self.clock(),
                    **values,
                }
            )
        )

    def attempt(self, participant: Participant, contest_round: Round, score: int = 3, **values: Any) -> Attempt:
        """A submitted attempt without a paper: `score` of 5, 5 minutes long, at the clock's moment.

        `submitted_at=None` leaves it open; `seconds` is how long it took.
        """
        seconds = values.pop("seconds", 300)
        submitted_at = values.pop("submitted_at", self.clock())
        is_open = submitted_at is None
        is_empty = values.get("is_timed_out", False) and values.get("answered") == 0
        started_at = self.clock() if is_open else submitted_at - timedelta(seconds=seconds)
        return self._add(
            Attempt(
                **{
                    "round_id": contest_round.id,
                    "participant_id": participant.id,
                    "number": next(self._numbers),
                    "started_at": started_at,
                    "closes_at": started_at + timedelta(minutes=10),
                    "submitted_at": submitted_at,
                    "is_timed_out": False,
                    "prediction": None,
                    "score": None if is_open else score,
                    "max_score": None if is_open else 5,
                    "answered": None if is_open else 5,
                    "duration_ms": None if is_open else seconds * 1000,
                    "exclusion": "empty" if is_empty else None,
                    **values,
                }
            )
        )

    def account(self, role: str = "administrator", **values: Any) -> StaffAccount:
        """An account whose password is PASSWORD."""
        return self._add(
            StaffAccount(
                **{
                    "email": f"{role}-{next(self._numbers)}@hoaan.example",
                    "full_name": "Ma Thị Vân",
                    "role": role,
                    "password_hash": _HASH,
                    "must_change_password": False,
                    "created_at": self.clock(),
                    **values,
                }
            )
        )

    def sign_in(
        self, client: FlaskClient, account: StaffAccount | None = None, role: str = "administrator"
    ) -> StaffAccount:
        """Sign the client in as `account`, by default a new one of `role`, without asking for a password."""
        account = account or self.account(role)
        token = f"token-{next(self._numbers)}-{account.id}"
        self._add(
            StaffSession(
                account_id=account.id,
                token_hash=sha256(token.encode()).hexdigest(),
                created_at=self.clock(),
                expires_at=self.clock() + timedelta(hours=12),
            )
        )
        with client.session_transaction() as cookie:
            cookie.update({"_user_id": token, "_fresh": True})
        return account
