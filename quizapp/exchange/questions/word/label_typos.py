"""Labels of options that are mistyped, told by their neighbours: "A. …", "B, …", "C …", "Đ. …".

A line is an option with a mistyped label only where the lines around it bear the letters before and after.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from quizapp.domain.question import LETTERS
from quizapp.exchange.questions.word.deciding import DD
from quizapp.exchange.questions.word.sights import Kind, Sight

_ODD = re.compile(r"\W{0,6}(?P<sign>[A-Ha-hĐđ8])(?P<end>\s?[.,;:)\]/]{1,2}\s*|\s+)(?=\S)")
_LEAST_RUN = 3  # lines "A …", "B …", "C …" that are options though none has a point
_LIKE = {"8": 1, "Đ": 3, "đ": 3}  # signs that stand for a letter: B, D


def mended(sights: Sequence[Sight]) -> list[Sight]:
    """Return the sights, lines whose labels are mistyped as the options they are."""
    found = list(sights)
    for place in range(len(found)):
        if _may_be_option(found[place]):
            _mend_run(found, place)
    for place in range(1, len(found)):
        if _may_be_option(found[place]):
            _mend_one(found, place)
    return found


def _may_be_option(found: Sight) -> bool:
    is_typed = found.line.role is None and found.line.label is None
    return is_typed and (found.kind in (Kind.TEXT, Kind.NUMBER) or found.is_loose)


def _mend_run(sights: list[Sight], start: int) -> None:
    """Make lines options that begin with A, B, C in a row, whatever stands after the letters."""
    run = 0
    for found in sights[start : start + len(LETTERS)]:
        match = _ODD.match(found.whole().text) if _may_be_option(found) else None
        if match is None or match["sign"] != LETTERS[run]:
            break
        run += 1
    if run >= _LEAST_RUN:
        for letter in range(run):
            sights[start + letter] = _as_option(sights[start + letter], letter)


def _mend_one(sights: list[Sight], place: int) -> None:
    """Make a line an option where the lines around it bear the letters before and after."""
    found, before = sights[place], sights[place - 1]
    after = sights[place + 1] if place + 1 < len(sights) else None
    match = _ODD.match(found.whole().text)
    if match is None or found.kind is Kind.OPTION:
        return
    follows = after is not None and after.kind is Kind.OPTION
    if before.kind is not Kind.OPTION:
        if follows and after and after.letter == 1 and match["sign"] == "A":
            sights[place] = _as_option(found, 0)
        return
    letter = before.letter + 1
    if match["sign"] in "đĐ" and letter == DD and match["end"].strip() in (".", ")"):
        _insert_dd(sights, place)
        return
    named = _LIKE.get(match["sign"], LETTERS.find(match["sign"].upper()))
    same_case = match["sign"] == "8" or match["sign"].isupper() == before.is_upper
    is_next = (follows and after is not None and after.letter == letter + 1) or (not follows and letter > 1)
    if named == letter and same_case and is_next:
        sights[place] = _as_option(found, letter)


def _insert_dd(sights: list[Sight], place: int) -> None:
    """Make a line the option đ, which laws put after d, and move the letters behind it on by one."""
    sights[place] = replace(_as_option(sights[place], DD), is_upper=sights[place - 1].is_upper)
    for index in range(place + 1, min(place + len(LETTERS), len(sights))):
        found = sights[index]
        if found.kind is not Kind.OPTION or found.letter != DD + index - place - 1:
            return
        sights[index] = replace(found, letter=found.letter + 1)


def _as_option(found: Sight, letter: int) -> Sight:
    whole = found.whole()
    match = _ODD.match(whole.text)
    end = match.end() if match else 0
    return Sight(
        kind=Kind.OPTION,
        line=found.line,
        body=whole.cut(end),
        label=whole.cut(0, end),
        letter=letter,
        is_upper=match is None or not match["sign"].islower(),
    )
