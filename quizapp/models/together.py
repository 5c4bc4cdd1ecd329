"""An update that many threads ask for at once, written for all who wait in one journey and one commit.

SQLite has one writer, and each commit is a journey to the disk; PostgreSQL is a journey away. While one is under way,
those who come after it gather, and the first of them then writes for all. Who is alone waits for nobody.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Update, bindparam
from sqlalchemy.orm import Session

from quizapp.models.alone import alone
from quizapp.models.given_rows import Columns, ForRows, Row, Types
from quizapp.models.prepared import Prepared, free_engine

_MOST_AT_ONCE = 64


class Together:
    """An update of at most one row, by named values.

    `update` builds it of the values as they will be given. `types`: of the values, by name. `row`: the names of those
    that say which row; who wants to change a row that another is changing waits for the next turn.
    """

    def __init__(self, update: Callable[[Columns], Update], types: Types, *, row: Collection[str]) -> None:
        self._row = row
        self._one = Prepared(update({name: bindparam(name, type_=type_) for name, type_ in types.items()}))
        self._many = ForRows(update, types)
        self._gatherings: WeakKeyDictionary[Engine, _Gathering] = WeakKeyDictionary()
        self._lock = Lock()

    def commit(self, session: Session, values: Row) -> bool:
        """Execute and commit; return whether the row was changed for certain. Raises DBAPIError.

        False: it was not changed, or of those who were written for together one was not. Where the session is in a
        transaction already, the update becomes a part of that and is committed with it.
        """
        engine = free_engine(session)
        if engine is None:
            return self._one.commit(session, values) == 1
        return self._gathering(engine).commit(engine, values)

    def _gathering(self, engine: Engine) -> "_Gathering":
        found = self._gatherings.get(engine)
        if found is None:
            with self._lock:
                found = self._gatherings.setdefault(engine, _Gathering(self._one, self._many, self._row))
        return found


@dataclass(slots=True, eq=False)
class _Asked:
    """What a thread asks for. Its bell rings when it has an outcome, or is to write itself."""

    values: Row
    bell: Any = field(default_factory=Lock)
    outcome: bool | Exception | None = None


class _Gathering:
    """Those who wait to be written for; the first of them writes for all."""

    def __init__(self, one: Prepared, many: ForRows, row: Collection[str]) -> None:
        self._one, self._many, self._row = one, many, row
        self._lock = Lock()
        self._waiting: list[_Asked] = []
        self._has_writer = False

    def commit(self, engine: Engine, values: Row) -> bool:
        """Return whether all who were written for with these values changed a row."""
        asked = _Asked(values)
        asked.bell.acquire()
        with self._lock:
            self._waiting.append(asked)
            is_writer, self._has_writer = not self._has_writer, True
        if not is_writer:
            asked.bell.acquire()
        if asked.outcome is None:
            self._write_for_all(engine, asked)
        if isinstance(asked.outcome, Exception):
            raise asked.outcome
        return bool(asked.outcome)

    def _write_for_all(self, engine: Engine, writer: _Asked) -> None:
        together: list[_Asked] = []
        outcome: bool | Exception = RuntimeError("the writer was stopped")
        try:
            with alone(engine, is_writing=True) as connection:
                together = self._take(writer)
                outcome = self._write(engine, connection, together) == len(together)
        except Exception as error:
            outcome = error
        finally:
            self._settle(together or self._take(writer), outcome)

    def _write(self, engine: Engine, connection: Any, together: Sequence[_Asked]) -> int:
        given = [asked.values for asked in together]
        if len(given) == 1:
            return self._one.change_at(engine, connection, given[0])
        if engine.dialect.name == "sqlite":
            return self._many.change_at(engine, connection, given)
        # In one journey too, and one commit. Each is a statement of its own, which no statistics, however old, can keep
        # from finding its row by key; and all processes lock rows in the same order.
        return self._one.change_each_at(engine, connection, sorted(given, key=self._row_of))

    def _take(self, writer: _Asked) -> list[_Asked]:
        """Return the writer and those who wait, each with a row of their own; who is left waits on."""
        taken: dict[tuple[Any, ...], _Asked] = {self._row_of(writer.values): writer}
        with self._lock:
            for asked in self._waiting:
                if len(taken) < _MOST_AT_ONCE:
                    taken.setdefault(self._row_of(asked.values), asked)
            together = list(taken.values())
            self._waiting = [asked for asked in self._waiting if asked not in together]
        return together

    def _row_of(self, values: Row) -> tuple[Any, ...]:
        return tuple(values[name] for name in self._row)

    def _settle(self, together: Collection[_Asked], outcome: bool | Exception) -> None:
        """Wake the next writer, if anybody waits, and all who have been written for."""
        with self._lock:
            self._has_writer = bool(self._waiting)
            if self._waiting:
                self._waiting[0].bell.release()
        for asked in together:
            asked.outcome = outcome
            asked.bell.release()
