"""Ranks so far, kept for a short while: reading everybody's results for every result page would be too dear."""

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from quizapp.domain.ranking import RankKey, rank_key
from quizapp.models.standings import RankedRound, actual_number, standings

KEPT_FOR = timedelta(seconds=20)
Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Answers kept for KEPT_FOR in this process, so that a full hall on the result page costs one reading.

    Threads that ask for the same answer wait for the one that reads it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[object, tuple[datetime, Value]] = {}

    def get(self, key: object, now: datetime, load: Callable[[], Value]) -> Value:
        """Return the answer kept under `key`, or what `load` gives where there is none that is recent."""
        with self._lock:
            self._kept = {k: v for k, v in self._kept.items() if v[0] <= now < v[0] + KEPT_FOR}
            if key not in self._kept:
                self._kept[key] = (now, load())
            return self._kept[key][1]

    def clear(self) -> None:
        """Forget everything; for tests, whose clock stands still."""
        with self._lock:
            self._kept.clear()


class Board:
    """The rank keys of a round, best first; `actual`: the number that was to be guessed, once it is known."""

    def __init__(self, keys: Mapping[int, RankKey], *, actual: int | None) -> None:
        self.actual = actual
        self._lock = Lock()
        self._by_participant = dict(keys)
        self._sorted = sorted(keys.values())

    def with_own(self, participant_id: int, key: RankKey) -> Sequence[RankKey]:
        """Return the keys in ascending order, the participant's brought up to `key`.

        Whoever has just submitted finds the new result in its place, however old the board is.
        """
        with self._lock:
            kept = self._by_participant.get(participant_id)
            if kept != key:
                if kept is not None:
                    self._sorted.pop(bisect_left(self._sorted, kept))
                insort(self._sorted, key)
                self._by_participant[participant_id] = key
            return tuple(self._sorted)


BOARDS: Recent[Board] = Recent()


def board(session: Session, ranked: RankedRound, now: datetime) -> Board:
    """Return the rank keys of a round, KEPT_FOR old at most."""

    def load() -> Board:
        actual = actual_number(session, ranked, now)
        keys = {s.participant_id: rank_key(s, ranked.ranking) for s in standings(session, ranked, actual)}
        return Board(keys, actual=actual)

    return BOARDS.get((ranked.id, tuple(ranked.ranking), ranked.is_over(now)), now, load)
