"""Which marks on options tell the key: found out from the whole document, since no single question can tell."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.domain.question import LETTERS
from quizapp.domain.text import N_
from quizapp.exchange.questions.word.drafts import Draft, OptionDraft
from quizapp.exchange.questions.word.lines import Marked

WHOLE, MOST = 0.9, 0.6  # shares of a text that make it marked; MOST of several words, since marks are set by hand
_WORDS = 3
_TRUSTED = 0.5  # of the questions where a mark occurs it tells one option apart
_COVERING = 0.3  # of all questions, for italics, which mark foreign words too, and for labels that Word writes
_SEVERAL = (3, 0.15)  # so many questions with several marked options, and such a share, are meant so, if any asks
_SEVERAL_UNASKED = 0.3  # for several; this share if none does
_LEAST = 10  # questions in which a mark that a single one bears is an oversight
_RARE = (3, 0.1)  # a mark of fewer questions, or of a smaller share, is taken beside the main one but told about
_MAIN = 0.5  # of all questions bear the mark that the others stand beside
_RUNS_ON = 5  # so many labels A that are marked, and no other, are formatting: the stem's runs on into them
_AGREEING = (5, 0.5)  # with the keys that stand in words, where both are known

_STAR = (re.compile(r"^\W*\*|^\s*\*(?!\*)"), re.compile(r"(?<=[^\s*])\s*(?<!\*)\*\s*$|\(\s*\*\s*\)\s*$"))
_TICK = (
    re.compile(r"[✓✔√☑✅]|\[[xX✓]\]"),
    re.compile(
        r"(?<!\s)\s*(?:[✓✔√☑✅]|\((?:[Đđ]úng|ĐÚNG|Đ|[Đđ]áp án đúng|correct|true)\)|\[(?:đúng|x|X)\])\s*[.;,]?\s*$"
    ),
)
_TICK_FIRST = re.compile(r"^\s*(?:[✓✔√☑✅]|\[[xX✓]\])\s*")
_WRONG_END = re.compile(r"(?<!\s)\s*(?:[✗✘❌]|\((?:[Ss]ai|SAI|S|wrong|false)\))\s*[.;,]?\s*$")
_CROSSED = re.compile(r"☒")  # a box that is crossed among empty ones is chosen, beside a ticked one it is not
_CIRCLED = re.compile(r"[Ⓐ-Ⓗⓐ-ⓗ]")
_STAR_FIRST = re.compile(r"^\s*\*(?!\*)\s*")

# Kind of mark, and where: "text", "label" or "number" (a label that Word writes, which mostly bears marks by chance).
Signal = tuple[str, str]
# Nobody sets a sign by accident.
_DELIBERATE: frozenset[Signal] = frozenset([("star", "text"), ("tick", "text"), ("cross", "text"), ("circle", "label")])
Told = Mapping[Signal, frozenset[int]]

_NAMES: Mapping[str, str] = {
    "underline": N_("gạch chân"),
    "highlight": N_("tô nền"),
    "color": N_("màu chữ"),
    "bold": N_("in đậm"),
    "italic": N_("in nghiêng"),
    "star": N_("dấu *"),
    "tick": N_("dấu đúng"),
    "cross": N_("dấu đúng ☒"),
    "circle": N_("chữ cái khoanh tròn"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What the marks of one question say. `rivals`: the readings that disagree, in words."""

    key: frozenset[int] = frozenset()
    rivals: tuple[str, ...] = ()
    name: str = ""  # the mark that says it, in words
    main: str = ""  # the mark that says it in most other questions, if this one is rare


def read_marks(
    drafts: Sequence[Draft], known: Sequence[frozenset[int]], *, asks_several: Sequence[bool]
) -> list[Reading]:
    """Return what the marks say of each question.

    `known`: the keys that stand in words, empty where none does; `asks_several`: whether the stem asks for several.
    """
    told = [_told(draft) for draft in drafts]
    trusted = _trusted(told, drafts, known, asks_several)
    return [_reading(told[place], trusted, asks_several[place]) for place in range(len(drafts))]


def _told(draft: Draft) -> Told:
    """Return for each mark the options that bear it, where it tells options of the question apart."""
    count = len(draft.options)
    if count < 2 or draft.is_own:
        return {}
    found: dict[Signal, set[int]] = defaultdict(set)
    for place, option in enumerate(draft.options):
        for signal in _signals(option):
            found[signal].add(place)
    if ("tick", "text") in found:
        found.pop(("cross", "text"), None)
    return {signal: frozenset(places) for signal, places in found.items()}


def _signals(option: OptionDraft) -> Iterator[Signal]:
    text = Marked(tuple(run for part in option.texts for run in part.runs))
    yield from ((mark, "number" if option.is_auto else "label") for mark in _marks(option.label))
    yield from ((mark, "text") for mark in _marks(text))
    whole = text.text
    if "*" in option.label.text or _STAR_FIRST.match(whole) or _STAR[1].search(whole):
        yield "star", "text"
    if _TICK[0].search(option.label.text) or _TICK_FIRST.match(whole) or _TICK[1].search(whole):
        yield "tick", "text"
    if _CROSSED.search(option.label.text):
        yield "cross", "text"
    if _CIRCLED.search(option.label.text):
        yield "circle", "label"


def _marks(text: Marked) -> Iterator[str]:
    """Yield the marks that a text bears as a whole, or for the most part."""
    pieces = list(text.letters()) or [(len(run.strip()), marks) for run, marks in text.runs if run.strip()]
    total = sum(count for count, _ in pieces)
    counts = Counter[str]()
    for count, marks in pieces:
        for mark in marks:
            counts[mark] += count
    has_words = len(text.text.split()) > _WORDS
    for mark, count in counts.items():
        if count >= WHOLE * total or (has_words and count >= MOST * total):
            yield mark


@dataclass(frozen=True, kw_only=True, slots=True)
class _Trusted:
    """The marks that mean the key in this document, and those of them that may mean several options.

    `stray`: marks of a single question, no key by themselves; beside others they still disagree.
    `rare`: marks of a few questions; `main`: that of most, in words.
    """

    signals: frozenset[Signal]
    several: frozenset[Signal]
    stray: frozenset[Signal]
    rare: frozenset[Signal]
    main: str


def _trusted(
    told: Sequence[Told], drafts: Sequence[Draft], known: Sequence[frozenset[int]], asks_several: Sequence[bool]
) -> _Trusted:
    singles, several, everywhere, asked = Counter[Signal](), Counter[Signal](), Counter[Signal](), set[Signal]()
    for draft, found, asks in zip(drafts, told, asks_several, strict=True):
        for signal, places in found.items():
            counter = singles if len(places) == 1 else everywhere if len(places) == len(draft.options) else several
            counter[signal] += 1
            if asks and counter is several:
                asked.add(signal)
    meant = _DELIBERATE | {
        signal for signal in several if _are_meant(singles[signal], several[signal], is_asked=signal in asked)
    }
    total = sum(len(draft.options) > 1 for draft in drafts)
    trusted = frozenset(
        signal
        for signal in {*singles, *meant}
        if _is_trusted(
            signal,
            told_apart=singles[signal] + (several[signal] if signal in meant else 0),
            occurs=singles[signal] + several[signal] + everywhere[signal],
            total=total,
        )
        and _agrees(signal, told, known)
        and not _runs_on(signal, told)
    )
    counts = Counter(kind for found in told for kind in {_kind(signal) for signal in found.keys() & trusted})
    main = next((kind for kind, count in counts.most_common(1) if count >= _MAIN * total), "")
    least = max(_RARE[0], _RARE[1] * total) if main else 0
    return _Trusted(
        signals=trusted,
        several=meant,
        stray=_seldom(trusted, counts, 2 if total >= _LEAST else 0),
        rare=_seldom(trusted, counts, least if total >= _LEAST else 0),
        main=_NAMES.get(main, ""),
    )


def _are_meant(singles: int, several: int, *, is_asked: bool) -> bool:
    """Tell whether a mark that stands on several options of so many questions is meant so."""
    share = _SEVERAL[1] if is_asked else _SEVERAL_UNASKED
    return singles > 0 and max(_SEVERAL[0], share * (singles + several)) <= several <= 2 * singles


def _runs_on(signal: Signal, told: Sequence[Told]) -> bool:
    """Tell whether a mark only ever stands on the first label, where formatting of the stem runs on."""
    places = [found[signal] for found in told if signal in found]
    return signal[1] != "text" and len(places) >= _RUNS_ON and all(place == {0} for place in places)


def _seldom(trusted: frozenset[Signal], counts: Mapping[str, int], least: float) -> frozenset[Signal]:
    """Return the marks of fewer than `least` questions. Two colours are one kind of mark; no sign is an oversight."""
    return frozenset(signal for signal in trusted if counts[_kind(signal)] < least) - _DELIBERATE


def _kind(signal: Signal) -> str:
    return signal[0].partition(":")[0]


def _is_trusted(signal: Signal, *, told_apart: int, occurs: int, total: int) -> bool:
    if not told_apart or told_apart < _TRUSTED * occurs:
        return False
    is_often_chance = signal[0] == "italic" or signal[1] == "number"
    return not is_often_chance or told_apart >= _COVERING * total


def _agrees(signal: Signal, told: Sequence[Told], known: Sequence[frozenset[int]]) -> bool:
    """Tell whether a mark agrees with the keys that stand in words, where both are known often enough to compare."""
    both = [
        found[signal] == key for found, key in zip(told, known, strict=True) if key and len(found.get(signal, ())) == 1
    ]
    return len(both) < _AGREEING[0] or sum(both) >= _AGREEING[1] * len(both)


def _reading(told: Told, trusted: _Trusted, asks_several: bool) -> Reading:
    """Return the key that the trusted marks of a question agree on."""
    found = {signal: places for signal, places in told.items() if signal in trusted.signals}
    # The text of an option says more than its label: underlining often runs on into the next label.
    used = {
        s: p for s, p in found.items() if s[1] == "text" or (s[1] == "label" and (s[0], "text") not in found)
    } or found
    sets = set(used.values())
    if not sets:
        return Reading()
    names = tuple(f"{name_of(signal)} {_letters(places)}" for signal, places in sorted(used.items()))
    if len(sets) > 1:
        return Reading(rivals=names)
    key = next(iter(sets))
    if used.keys() <= trusted.stray:
        return Reading()
    if len(key) > 1 and not asks_several and not any(signal in trusted.several for signal in used):
        return Reading(rivals=names)
    return Reading(key=key, name=names[0], main=trusted.main if used.keys() <= trusted.rare else "")


def name_of(signal: Signal) -> str:
    """Return the name of a mark in words."""
    return _NAMES[_kind(signal)]


def _letters(places: frozenset[int]) -> str:
    return ", ".join(LETTERS[place] if place < len(LETTERS) else str(place + 1) for place in sorted(places))


def without_signs(draft: Draft, reading: Reading) -> None:
    """Take the stars and ticks off the options whose key they told."""
    if not reading.name.startswith((_NAMES["star"], _NAMES["tick"])):
        return
    for option in draft.options:
        texts = [text for text in option.texts if text] or [Marked()]
        texts[0] = _cut_off(texts[0], (_STAR_FIRST, _TICK_FIRST), Marked.cut)
        texts[-1] = _cut_end(texts[-1])
        option.texts = texts


def _cut_off(text: Marked, patterns: Sequence[re.Pattern[str]], cut: Callable[[Marked, int], Marked]) -> Marked:
    match = next(filter(None, (pattern.match(text.text) for pattern in patterns)), None)
    return cut(text, match.end()) if match else text


def _cut_end(text: Marked) -> Marked:
    match = next(filter(None, (end.search(text.text) for end in (_STAR[1], _TICK[1], _WRONG_END))), None)
    return text.cut(0, match.start()) if match else text
