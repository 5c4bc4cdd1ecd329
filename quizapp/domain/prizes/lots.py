"""Draws that anyone can check: a seed that is promised before a round opens and shown once its results are.

The promise is `commitment(seed)`, on the rules page from the start: `printf '%s' SEED | sha256sum` must print it.
An entry's lot is the SHA-256 of the seed, a colon and the entry's number: `printf '%s' SEED:ID | sha256sum` prints it
in 64 hexadecimal digits, in which the smaller text is the smaller lot. The smallest lot is drawn first.
A second draw with the same promise has lots of its own: see `seed_for`.
"""

from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest


def commitment(seed: str) -> str:
    """Return the 64 hexadecimal digits that promise `seed` without telling it."""
    return sha256(seed.encode()).hexdigest()


def lot(seed: str, entry_id: int) -> int:
    """Return the lot of an entry, from 0 to 2**256 - 1; the smaller, the earlier it is drawn.

    By hand: `printf '%s' SEED:ID | sha256sum`.
    """
    return int.from_bytes(sha256(f"{seed}:{entry_id}".encode()).digest(), "big")


def drawn(seed: str, entry_ids: Iterable[int], count: int) -> list[int]:
    """Return `count` different entries in the order they are drawn; all of them where there are no more.

    By hand: print every entry's lot with `printf '%s' SEED:ID | sha256sum`, sort the lines, take the first `count`.
    """
    return nsmallest(count, set(entry_ids), key=lambda entry_id: lot(seed, entry_id))


def seed_for(draw: str, seed: str) -> str:
    """Return the seed of one more draw, so that who lost by lot in the ranking has the same chance in it as others.

    By hand: `printf '%s' SEED:DRAW:ID | sha256sum`.
    """
    return f"{seed}:{draw}"
