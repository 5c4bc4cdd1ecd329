"""Numbers of questions with their keys as a list writes them; a number may stand twice."""

import re

Pairs = dict[int, str]  # number of a question → its key as written; keys that disagree, joined by RIVAL

RIVAL = " ≠ "


def put(pairs: Pairs, number: int, key: str) -> None:
    """Add a key; where the list gives the number another one already, both are kept and neither counts."""
    known = rivals(pairs[number]) if number in pairs else []
    if _bare(key) not in map(_bare, known):
        pairs[number] = RIVAL.join([*known, key])


def rivals(written: str) -> list[str]:
    """Return the keys that a list gives one number: a single one unless they disagree."""
    return written.split(RIVAL)


def _bare(key: str) -> str:
    return "".join(sorted(re.sub(r"\W|và", "", key.casefold())))
