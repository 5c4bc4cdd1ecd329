"""numbering.xml: the labels that Word puts before paragraphs by itself (ECMA-376 Part 1, 17.9)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from quizapp.exchange.questions.word.lines import Label
from quizapp.exchange.questions.word.properties import Properties, properties, value
from quizapp.exchange.questions.xml_reading import ended

LEVELS = 9
_MOST = 1_000_000
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """How one level of a list counts, and what a reader sees of it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None  # the paragraph style that stands on this level
    said: Properties = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    """A list: the abstract one whose counters it shares, and where it differs."""

    abstract: str
    starts: Mapping[int, int]
    levels: Mapping[int, Level]


class Numbering:
    """Counts the paragraphs of a document's lists."""

    def __init__(
        self, abstracts: Mapping[str, Mapping[int, Level]], lists: Mapping[str, _List], links: Mapping[str, str]
    ) -> None:
        self._abstracts = abstracts
        self._lists = lists
        self._links = links  # abstract list → the style whose list it stands for
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, number: str, style: str | None) -> int:
        """Return the level of list `number` on which paragraphs of a style stand."""
        levels = self._abstracts.get(self._lists[number].abstract, {}) if number in self._lists else {}
        return next((place for place, level in levels.items() if style and level.style == style), 0)

    def next_label(self, number: str, place: int) -> Label | None:
        """Count one paragraph on level `place` of list `number`; None if the document has no such list."""
        entry = self._lists.get(number)
        if entry is None:
            return None
        levels = {**self._abstracts.get(entry.abstract, {}), **entry.levels}
        counters = self._counters.setdefault(entry.abstract, [None] * LEVELS)
        self._restart(number, entry, counters)
        before = counters[place]
        counters[place] = levels.get(place, Level()).start if before is None else before + 1
        counters[place + 1 :] = [None] * (LEVELS - place - 1)
        return replace(_label(levels, counters, place), series=f"{entry.abstract}/{place}")

    def _restart(self, number: str, entry: _List, counters: list[int | None]) -> None:
        """Set the counters back that a list starts anew, the first time it is met."""
        for place, start in entry.starts.items():
            if (number, place) not in self._begun:
                self._begun.add((number, place))
                counters[place] = start - 1

    def style_list(self, number: str) -> str | None:
        """Return the style in which a list that only points elsewhere is defined."""
        entry = self._lists.get(number)
        return self._links.get(entry.abstract) if entry else None


def _label(levels: Mapping[int, Level], counters: list[int | None], place: int) -> Label:
    level = levels.get(place, Level(text=f"%{place + 1}."))
    if level.format == "bullet":
        return Label(text="-", format="bullet", value=counters[place] or 0)
    text = _PLACE.sub(lambda found: _count(levels, counters, int(found[1]) - 1), level.text)
    return Label(text=text.strip(), format=level.format, value=counters[place] or 0)


def _count(levels: Mapping[int, Level], counters: list[int | None], place: int) -> str:
    level = levels.get(place, Level())
    count = counters[place]
    return written(level.start if count is None else count, level.format)


def written(count: int, number_format: str) -> str:
    """Return a count as a reader sees it: 2 is "B" in upperLetter; formats that are rare here are decimal."""
    if number_format == "none":
        return ""
    if number_format in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("A") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter if number_format == "upperLetter" else letter.lower()
    if number_format in ("upperRoman", "lowerRoman") and 0 < count < 40:
        numeral = _roman(count)
        return numeral.upper() if number_format == "upperRoman" else numeral
    return f"{count:02}" if number_format == "decimalZero" else str(count)


def _roman(count: int) -> str:
    numeral = ""
    for size, sign in _ROMAN:
        numeral += sign * (count // size)
        count %= size
    return numeral


def read_numbering(xml: bytes | None) -> Numbering:
    """Return the lists of a numbering part. Raises Refused."""
    abstracts: dict[str, Mapping[int, Level]] = {}
    lists: dict[str, _List] = {}
    links: dict[str, str] = {}
    for element in ended(xml or b"<none/>", "abstractNum", "num"):
        if element.tag == "num":
            lists[value(element, "numId") or ""] = _list(element)
            continue
        name = value(element, "abstractNumId") or ""
        abstracts[name] = dict(_levels(element))
        link = element.find("numStyleLink")
        if link is not None:
            links[name] = value(link) or ""
    return Numbering(abstracts, lists, links)


def _list(element: Element) -> _List:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.findall("lvlOverride"):
        place = _whole(value(override, "ilvl"))
        start = override.find("startOverride")
        if start is not None and place < LEVELS:
            starts[place] = _whole(value(start))
        levels.update(_levels(override))
    abstract = element.find("abstractNumId")
    return _List(abstract="" if abstract is None else value(abstract) or "", starts=starts, levels=levels)


def _levels(element: Element) -> Iterator[tuple[int, Level]]:
    for found in element.findall("lvl"):
        place = _whole(value(found, "ilvl"))
        if place < LEVELS:
            yield place, _level(found)


def _level(element: Element) -> Level:
    level = Level(said=properties(element.find("rPr")))
    for child in element.iter():
        said = value(child) or ""
        if child.tag == "start":
            level = replace(level, start=_whole(said))
        elif child.tag == "numFmt" and said != "custom":
            level = replace(level, format=said)
        elif child.tag == "lvlText":
            level = replace(level, text=said)
        elif child.tag == "pStyle":
            level = replace(level, style=said)
    return level


def _whole(text: str | None) -> int:
    return min(int(text), _MOST) if text and text.isdecimal() and len(text) < 9 else 0
