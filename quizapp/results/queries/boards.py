"""Ranks so far, kept for a while: reading everybody's results for every result page would be too dear."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from sqlalchemy.orm import Session

from quizapp.domain.ranking import RankKey, rank_key
from quizapp.models.recent import Recent
from quizapp.models.standings import RankedRound, actual_number, standings


class Board:
    """The rank keys of a round, best first; `actual`: the number that was to be guessed, once it is known."""

    def __init__(self, keys: Mapping[int, RankKey], *, actual: int | None) -> None:
        self.actual = actual
        self._lock = Lock()
        self._by_participant = dict(keys)
        self._sorted = sorted(keys.values())

    @contextmanager
    def with_own(self, participant_id: int, key: RankKey) -> Iterator[Sequence[RankKey]]:
        """Yield the keys in ascending order, the participant's brought up to `key`; they stay so inside the block.

        Whoever has just submitted finds the new result in its place, however old the board is.
        """
        with self._lock:
            kept = self._by_participant.get(participant_id)
            if kept != key:
                if kept is not None:
                    self._sorted.pop(bisect_left(self._sorted, kept))
                insort(self._sorted, key)
                self._by_participant[participant_id] = key
            yield self._sorted


BOARDS: Recent[Board] = Recent()


def board(session: Session, ranked: RankedRound, now: datetime) -> Board:
    """Return the rank keys of a round as they were about KEPT_FOR ago at most (see Recent)."""

    def load() -> Board:
        actual = actual_number(session, ranked, now)
        keys = {s.participant_id: rank_key(s, ranked.ranking) for s in standings(session, ranked, actual)}
        return Board(keys, actual=actual)

    return BOARDS.get((ranked.id, tuple(ranked.ranking), ranked.is_over(now)), now, load)
