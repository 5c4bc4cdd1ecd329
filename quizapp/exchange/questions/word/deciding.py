"""The key of each question: what stands in words, in lists of answers, what the marks say; where they disagree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quizapp.domain.question import LETTERS
from quizapp.domain.text import N_, fold
from quizapp.exchange.questions import keys
from quizapp.exchange.questions.keys import Counting, KeyCell
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.drafts import Draft
from quizapp.exchange.questions.word.key_lines import letters_first
from quizapp.exchange.questions.word.lines import as_written
from quizapp.exchange.questions.word.pairs import rivals
from quizapp.exchange.questions.word.signals import Reading, read_marks, without_signs

DD = 4  # the place of đ, after d, where options are lettered as laws letter
_WITH_DD = str.maketrans("đefg", "efgh")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A key in words: the options it means, and in what it can't be taken as it stands."""

    key: frozenset[int] = frozenset()
    source: str = ""  # where it stands, in words
    cell: KeyCell | None = None  # to be told about, if the key fits no option
    is_wrong: bool = False
    rival: frozenset[int] | None = None
    rest: str = ""  # what follows the key: an explanation


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The key of one question, or why there is none."""

    key: frozenset[int] = frozenset()
    marks: str = ""  # the marks that disagree
    said: Said | None = None  # what is wrong with the key in words
    explanations: tuple[str, ...] = field(default=())
    rare: tuple[str, str] | None = None  # the mark that the key is taken from, and that of most other questions


def decide(drafts: Sequence[Draft], listed: Sequence[str | None]) -> list[Decision]:
    """Return the decision on each draft; `listed`: what lists of answers say of it.

    Options whose key is marked with signs ("*B.") lose the signs.
    """
    count = keys.counting(
        KeyCell(text=text.text.strip(), options=_options(draft)) for draft in drafts for text in draft.keys
    )
    said = [_all_said(draft, entry, count) for draft, entry in zip(drafts, listed, strict=True)]
    known = [next((entry.key for entry in entries if entry.key), frozenset[int]()) for entries in said]
    readings = read_marks(drafts, known, asks_several=[_asks_several(draft) for draft in drafts])
    decisions = []
    for draft, entries, reading in zip(drafts, said, readings, strict=True):
        without_signs(draft, reading)
        decisions.append(_decision(entries, reading))
    return decisions


def _options(draft: Draft) -> tuple[str, ...]:
    return tuple(as_written(option.texts) for option in draft.options)


def _asks_several(draft: Draft) -> bool:
    return bool(wording.SEVERAL.search(fold(as_written(draft.stem))))


def _all_said(draft: Draft, listed: str | None, count: Counting) -> list[Said]:
    if draft.is_own:
        return [_own(as_written(draft.keys), draft)]
    options = _options(draft)
    said = [_said(text.text.strip(), options, N_("dòng “Đáp án”"), draft, count) for text in draft.keys]
    listed_keys = rivals(listed) if listed else []
    return said + [_said(key, options, N_("bảng đáp án"), draft, Counting.FROM_ONE) for key in listed_keys]


def _own(text: str, draft: Draft) -> Said:
    """Return a key that the project wrote: letters and nothing else, whatever the options say."""
    places = [LETTERS.find(part.strip()) for part in text.split(",") if part.strip()]
    is_wrong = any(not 0 <= place < len(draft.options) for place in places)
    cell = KeyCell(text=text, options=_options(draft))
    return Said(key=frozenset() if is_wrong else frozenset(places), cell=cell, is_wrong=is_wrong)


def _said(text: str, options: Sequence[str], source: str, draft: Draft, count: Counting) -> Said:
    match = letters_first(text, lambda rest: bool(_by_text(rest, options)))
    plain, rest = match or (text.strip(" *_"), "")
    cell = KeyCell(text=plain, options=tuple(options))
    named = _by_text(rest, options)
    if match and _has_vietnamese_letters(draft):
        cell = KeyCell(text=plain.lower().translate(_WITH_DD), options=tuple(options))
    reading = keys.read_key(cell, count)
    if reading.is_out_of_range or not options:
        return Said(source=source, cell=cell, is_wrong=bool(cell.text), rest=rest)
    rival = reading.rival or _other_label(reading.key, draft) if match else reading.rival
    if named and named != reading.key:
        return Said(key=reading.key, source=source, cell=cell, rival=named)
    return Said(key=reading.key, source=source, cell=cell, rival=rival, rest="" if named else rest)


def _has_vietnamese_letters(draft: Draft) -> bool:
    """Tell whether the options are lettered as laws letter: a, b, c, d, đ, e."""
    return len(draft.options) > DD and "đ" in draft.options[DD].label.text.casefold()


def _by_text(rest: str, options: Sequence[str]) -> frozenset[int]:
    """Return the option whose text follows the letter of the key."""
    bare = fold(rest).strip(" .;()")
    return frozenset(place for place, option in enumerate(options) if bare and fold(option).strip(" .;()") == bare)


def _other_label(key: frozenset[int], draft: Draft) -> frozenset[int] | None:
    """Return the option that bears the key's letter where labels and places disagree: "A B B C"."""
    place = next(iter(key)) if len(key) == 1 else -1
    if place < 0 or draft.options[place].letter in (-1, place):
        return None
    others = [other for other, option in enumerate(draft.options) if option.letter == place]
    return frozenset(others) or None


def _decision(said: Sequence[Said], reading: Reading) -> Decision:
    marked, name = reading.key, reading.name
    explanations = tuple(entry.rest for entry in said if entry.rest)
    wrong = next((entry for entry in said if entry.is_wrong or entry.rival is not None), None)
    if wrong:
        return Decision(said=wrong, key=wrong.key, explanations=explanations)
    found = {entry.key for entry in said if entry.key}
    told = [f"{entry.source} {_letters(entry.key)}" for entry in said if entry.key]
    if len(found) > 1 or (found and len(marked) == 1 and marked not in found):
        shown = told + ([f"{name}"] if name else [])
        return Decision(marks="; ".join(dict.fromkeys(shown)), explanations=explanations)
    if found:
        return Decision(key=next(iter(found)), explanations=explanations)
    rare = (name, reading.main) if reading.main else None
    return Decision(key=marked, marks="; ".join(reading.rivals), explanations=explanations, rare=rare)


def _letters(places: Iterable[int]) -> str:
    return ", ".join(LETTERS[place] if place < len(LETTERS) else str(place + 1) for place in sorted(places))
