"""Table: named columns and rows, independent of any file format."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from quizapp.domain.phase import VIETNAM

# What XML 1.0 cannot hold, and the marks that turn a line's direction round.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


class Kind(StrEnum):
    """What a column's cells are: it decides their alignment and number format."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATETIME = "datetime"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column's heading, its width in characters, and what its cells are (a percent is a share from 0 to 1)."""

    title: str
    width: int = 16
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A title, columns, and rows as long as the columns; `rows` may be a generator and is then read once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[object]]


def writable(text: str) -> str:
    """Return `text` without the characters that no file may hold."""
    return _UNWRITABLE.sub("", text)


def local(moment: datetime) -> datetime:
    """Return `moment` as a clock in Viet Nam shows it, without zone; a time without zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(VIETNAM).replace(tzinfo=None)
