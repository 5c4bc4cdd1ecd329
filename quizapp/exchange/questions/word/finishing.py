"""What can be said of drafts only when all of them are known: options without labels, solutions given apart."""

import re
from collections import Counter
from collections.abc import Sequence

from quizapp.domain.question import MAX_OPTIONS
from quizapp.domain.text import fold
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.drafts import Draft, OptionDraft
from quizapp.exchange.questions.word.lines import FORMULA, PICTURE, Marked, as_written
from quizapp.exchange.questions.word.sights import ANY, Kind, Sight

_MOSTLY = 0.6
# Begins at the bracket, not at the blanks before it: searching through a long run of blanks would take its square.
_BRACKETED = re.compile(r"[(\[](?P<key>[A-H])[)\]]\s*$")
_COUNTED = re.compile(r"\s*\W{0,2}(?P<count>[1-8])\s*[.)/:\]–-]\s*(?=\S)")
_BLANKS = ". …_-:"


def finished(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with their options complete and in order, and solutions joined to their questions."""
    kept = _without_slip([draft for draft in drafts if draft.stem or draft.options or draft.keys])
    for draft in kept:
        if not draft.is_own:
            _drop_empty_tail(draft)
            _take_bullets(draft)
    _take_unlabelled(kept)
    _take_bracketed_keys(kept)
    for draft in kept:
        _in_order(draft)
    return _with_solutions(kept)


def _without_slip(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out what stands below "HẾT" and has no key, where all questions above have one: a slip for opinions."""
    above = [draft for draft in drafts if not draft.is_after_end]
    below = [draft for draft in drafts if draft.is_after_end]
    is_slip = bool(above) and all(draft.keys for draft in above) and not any(draft.keys for draft in below)
    return above if is_slip and len(below) <= len(above) else list(drafts)


def is_empty(option: OptionDraft) -> bool:
    """Tell whether an option holds neither text nor anything that was left out."""
    return not any(text.text.strip(_BLANKS) for text in option.texts)


def _drop_empty_tail(draft: Draft) -> None:
    while draft.options and is_empty(draft.options[-1]):
        draft.options.pop()


def _take_bullets(draft: Draft) -> None:
    """Make the list at the end of a stem the options, where no option has a label: "☐ Huế", "- Huế"."""
    if draft.options:
        return
    count = 0
    while count < len(draft.stem) and wording.BULLET.match(draft.stem[-1 - count].text):
        count += 1
    if 2 <= count <= MAX_OPTIONS and count < len(draft.stem) + bool(draft.above):
        _take_last_lines(draft, count)


def _take_last_lines(draft: Draft, count: int) -> None:
    lines = draft.stem[-count:]
    del draft.stem[-count:]
    counted = [_COUNTED.match(line.text) for line in lines]
    are_counted = [match and int(match["count"]) for match in counted] == list(range(1, count + 1))
    for place, line in enumerate(lines):
        match = counted[place] if are_counted else wording.BULLET.match(line.text)
        start = match.end() if match else 0
        label = line.cut(0, start)
        draft.options.append(OptionDraft(label=label, texts=[line.cut(start)], letter=ANY, is_upper=True))


def _take_unlabelled(drafts: Sequence[Draft]) -> None:
    """Make the last lines of stems options, where a whole document writes its options without labels."""
    bare = [draft for draft in drafts if not draft.options and not draft.kind]
    counts = Counter(len(draft.stem) - 1 for draft in bare if len(draft.stem) > 2)
    usual, times = counts.most_common(1)[0] if counts else (0, 0)
    if not 2 <= usual <= MAX_OPTIONS or times < _MOSTLY * len(drafts):
        return
    for draft in bare:
        if len(draft.stem) > usual:
            _take_last_lines(draft, usual)


def _take_bracketed_keys(drafts: Sequence[Draft]) -> None:
    """Take the letter in brackets behind stems for the key, where most questions have one: "Ai là tác giả? [B]"."""
    found = [_BRACKETED.search(draft.stem[-1].text) if draft.stem and not draft.is_own else None for draft in drafts]
    asked = sum(bool(draft.options) for draft in drafts)
    if not drafts or sum(map(bool, found)) < max(2, _MOSTLY * asked):
        return
    for draft, match in zip(drafts, found, strict=True):
        if match:
            last = draft.stem[-1]
            draft.keys.append(last.cut(*match.span("key")))
            draft.stem[-1] = last.cut(0, len(last.text[: match.start()].rstrip()))


def _in_order(draft: Draft) -> None:
    """Put options that were read row by row but are lettered column by column into the order of their letters."""
    letters = [option.letter for option in draft.options]
    if letters != sorted(letters) and sorted(letters) == list(range(len(letters))):
        draft.options.sort(key=lambda option: option.letter)


def _with_solutions(drafts: Sequence[Draft]) -> list[Draft]:
    """Join a question that is repeated with its solution to the first, which has none."""
    kept: list[Draft] = []
    seen: dict[tuple[object, ...], int] = {}
    for draft in drafts:
        signature = _signature(draft)
        first = seen.get(signature)
        if first is not None and len(draft.options) > 1 and not kept[first].keys and _tells_more(draft, kept[first]):
            draft.topic, draft.part = kept[first].topic, kept[first].part
            kept[first] = draft
        else:
            seen.setdefault(signature, len(kept))
            kept.append(draft)
    return kept


def _tells_more(draft: Draft, first: Draft) -> bool:
    """Tell whether a question that is repeated holds a key, a note or marks that the first lacks."""
    return bool(draft.keys or draft.notes) or (_is_marked(draft) and not _is_marked(first))


def _is_marked(draft: Draft) -> bool:
    """Tell whether marks tell the options of a question apart."""
    marks = {
        frozenset(mark for text in (option.label, *option.texts) for _, found in text.letters() for mark in found)
        for option in draft.options
    }
    return len(marks) > 1


def _signature(draft: Draft) -> tuple[object, ...]:
    texts = [as_written(draft.stem), *(as_written(option.texts) for option in draft.options)]
    return draft.number, *map(fold, texts)


def blocks_with_keys(sights: Sequence[Sight]) -> list[Draft]:
    """Return the questions of a document without any label: a stem, lines of options, "ANSWER: B"."""
    drafts: list[Draft] = []
    lines: list[Sight] = []
    for found in sights:
        if found.kind is Kind.KEY and len(lines) > 2:
            drafts.append(_block(lines, found.body))
        if found.kind not in (Kind.TEXT, Kind.NUMBER) or (found.line.has_gap and _is_complete(lines)):
            lines = []
        if found.kind in (Kind.TEXT, Kind.NUMBER):
            lines.append(found)
    return drafts


def _is_complete(lines: Sequence[Sight]) -> bool:
    """Tell whether lines before an empty one can't be the stem: they are a title, or a block without key."""
    return len(lines) != 1 or looks_like_title(lines[0])


def looks_like_title(found: Sight) -> bool:
    text = found.whole().text.strip()
    return text == text.upper() and text != text.lower()


def _block(lines: Sequence[Sight], key: Marked) -> Draft:
    draft = Draft(number=None, place=lines[0].line.place, keys=[key])
    count = min(len(lines) - 1, 4) if len(lines) > 5 else len(lines) - 1
    draft.stem = [found.whole() for found in lines]
    _take_last_lines(draft, count)
    return draft


def is_skeleton(draft: Draft) -> bool:
    """Tell whether a question is a form to be filled in: "A) A", "A. ……"."""
    texts = [as_written(option.texts).strip(_BLANKS) for option in draft.options]
    holds = any(mark in text.text for option in draft.options for text in option.texts for mark in (PICTURE, FORMULA))
    letters = [chr(ord("A") + place) for place in range(len(texts))]
    return (
        not draft.is_own
        and not holds
        and len(texts) > 1
        and (not any(texts) or [text.upper() for text in texts] == letters)
    )
