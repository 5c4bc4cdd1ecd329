"""Options that share a cell, or carry their own labels: "A. Hà Nội\\nB. Huế" → "Hà Nội", "Huế"."""

import re
from collections.abc import Sequence

from quizapp.domain.question import LETTERS, MAX_OPTIONS, refers_to_others

_LABEL = re.compile(r"([A-Ha-h]|[1-8])\s*[.):/]\s*(?=\S)|([A-H])\s*-\s+(?=\S)")
_INLINE = re.compile(r"(?:^|(?<=\s))([A-H])\s?[.)]\s*(?=\S)")


def split_options(text: str, *, usual: int = 0) -> tuple[str, ...]:
    """Return the options of one cell, their labels taken off.

    Labels tell where an option begins; where a line lacks its label, `usual`, the number of options that the table's
    other questions have, tells it from the second line of the option above. Without any label each line is an option.
    """
    _, options = split_question(text, usual=usual)
    lines = tuple(text.split("\n"))
    return options or (lines if 1 < len(lines) <= MAX_OPTIONS else ())


def split_question(text: str, *, usual: int = 0) -> tuple[str, tuple[str, ...]]:
    """Return the stem and the labelled options of a text that holds both; no options if fewer than two are labelled."""
    before, options = _by_lines(text.split("\n"), usual)
    if len(options) < 2:
        before, options = _inline(text)
    return (before, options) if len(options) > 1 else (text, ())


def _by_lines(lines: Sequence[str], usual: int) -> tuple[str, tuple[str, ...]]:
    before: list[str] = []
    groups: list[list[str]] = []
    for line in lines:
        index, rest = _labelled(line)
        if index is not None and _makes_room(groups, before, index):
            groups.append([rest])
        elif groups and refers_to_others(line):
            groups.append([line])  # "Tất cả các phương án trên" goes on from no option
        else:
            (groups[-1] if groups else before).append(line)
    if len(groups) > 1:
        _makes_room(groups, before, usual)
    return "\n".join(before), tuple("\n".join(group) for group in groups)


def _labelled(line: str) -> tuple[int | None, str]:
    """Return the place, from 0, that a line's label names, and the line without it."""
    match = _LABEL.match(line)
    if not match:
        return None, line
    label = (match[1] or match[2]).upper()
    return (LETTERS if label.isalpha() else "12345678").index(label), line[match.end() :]


def _makes_room(groups: list[list[str]], before: list[str], index: int) -> bool:
    """Tell whether an option may stand at `index`; lines without label become the options missing before it."""
    missing = index - len(groups)
    if missing <= 0:
        return missing == 0
    lines = groups[-1] if groups else before
    if len(lines) < missing + bool(groups):
        return False
    unlabelled = [[line] for line in lines[-missing:]]
    del lines[-missing:]
    groups.extend(unlabelled)
    return True


def _inline(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what stands before "A." and the texts after "A.", "B.", "C.", wherever in a line they stand."""
    starts: list[re.Match[str]] = []
    for match in _INLINE.finditer(text):
        if len(starts) < MAX_OPTIONS and match[1] == LETTERS[len(starts)]:
            starts.append(match)
    if not starts:
        return text, ()
    ends = [match.start() for match in starts[1:]] + [len(text)]
    options = tuple(text[match.end() : end].strip() for match, end in zip(starts, ends, strict=True))
    return text[: starts[0].start()].strip(), options


def without_labels(options: Sequence[str]) -> tuple[str, ...]:
    """Return options that stand in columns of their own without their labels, if every one has that of its place."""
    found = [_labelled(option) for option in options]
    if len(options) > 1 and all(index == place for place, (index, _) in enumerate(found)):
        return tuple(rest for _, rest in found)
    return tuple(options)
