"""What happened in a round, written as a table that a reader can check by hand.

A row is an attempt, in any order. Columns: `who`; `unit` and `registered` of the person, in the first of their rows;
`right`: how many answers are right, the others are wrong but for those left open; `seconds` from start to end; `at`:
when it ended; `guess`; `besides`: any of "left 2" (questions left open), "times out" (its time ended it),
"disqualified", "no prizes" (the person is kept from prizes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from quizapp.domain.phase import VIETNAM

YEAR = 2027
USUAL_UNIT = "Na Mạ"
USUAL_REGISTRATION = "01/06 08:00"


def moment(text: str) -> datetime:
    """Return "07/06 08:10" or "07/06 08:10:30.500", in Vietnam's time, as a moment."""
    day, clock = text.split()
    number, month = map(int, day.split("/"))
    return datetime.combine(date(YEAR, month, number), time.fromisoformat(clock), tzinfo=VIETNAM).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A row of a table."""

    who: str
    unit: str
    registered_at: datetime
    right: int
    left: int
    started_at: datetime
    ended_at: datetime
    guess: int | None
    notes: frozenset[str]


def sittings(table: str) -> list[Sitting]:
    """Return the rows of a table in the order in which they began."""
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    rows = [_sitting(dict(zip(header, line, strict=True))) for line in lines]
    return sorted(rows, key=lambda row: row.started_at)


def _sitting(row: Mapping[str, str]) -> Sitting:
    notes = [note.strip() for note in row.get("besides", "").split(",") if note.strip()]
    left = [int(note.removeprefix("left ")) for note in notes if note.startswith("left ")]
    ended_at = moment(row["at"])
    return Sitting(
        who=row["who"],
        unit=row.get("unit") or USUAL_UNIT,
        registered_at=moment(row.get("registered") or USUAL_REGISTRATION),
        right=int(row["right"]),
        left=sum(left),
        started_at=ended_at - timedelta(seconds=float(row["seconds"])),
        ended_at=ended_at,
        guess=int(row["guess"]) if row.get("guess") else None,
        notes=frozenset(note for note in notes if not note.startswith("left ")),
    )
