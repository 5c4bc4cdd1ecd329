"""What a line looks like by itself, before its neighbours are asked."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from quizapp.domain.question import LETTERS
from quizapp.domain.text import fold
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.answer_lists import AnswerList, pairs_in_line
from quizapp.exchange.questions.word.inline import inline_options
from quizapp.exchange.questions.word.lines import NOTHING, Label, Line, Marked, Marks, Role

LETTERED = ("upperLetter", "lowerLetter")
_MAX_HEADING = 160  # characters
ANY = -1  # an option whose label names no letter


class Kind(Enum):
    """What a line may be."""

    QUESTION = auto()
    NUMBER = auto()  # a number without a word: a question, or part of a list
    OPTION = auto()
    KEY = auto()
    NOTE = auto()
    SECTION = auto()
    ANSWERS = auto()  # the heading over a list of answers
    PAIRS = auto()  # numbers with letters: a line of such a list
    END = auto()
    TEXT = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """A line with its label taken off."""

    kind: Kind
    line: Line
    body: Marked
    label: Marked = NOTHING
    number: int | None = None
    letter: int = ANY
    is_upper: bool = True
    is_loose: bool = False  # a label that may as well be text: "A:", "D -"
    word: str = ""
    role: Role | None = None
    has_options: bool = False  # "A. … B. …" stands inside it
    answers: AnswerList | None = None  # of a whole table
    key: Marked = NOTHING  # that stands in a question's label: "Câu 1 (Đáp án B)."

    @property
    def series(self) -> str:
        """The automatic list that counts the line."""
        return self.line.label.series if self.line.label else ""

    def whole(self) -> Marked:
        """Return the line as a reader sees it."""
        return Marked((*self.label.runs, *self.body.runs))


_ROLE_KINDS = {
    Role.STEM: Kind.QUESTION,
    Role.OPTION: Kind.OPTION,
    Role.KEY: Kind.KEY,
    Role.SECTION: Kind.SECTION,
    Role.MORE: Kind.TEXT,
}


def sight(line: Line) -> Sight:
    """Return what `line` looks like."""
    content = _without_tags(line.content)
    if line.role is Role.OWN:
        return _own(line)
    if line.role is not None:
        kind = _ROLE_KINDS.get(line.role, Kind.NOTE)
        role = line.role if kind in (Kind.NOTE, Kind.TEXT) else None
        label = Marked(((line.label.text, line.label.marks),)) if line.label else Marked()
        letter = line.label.value - 1 if line.label else ANY
        return Sight(
            kind=kind, line=line, body=content, label=label, number=line.number, letter=letter, role=role, word="row"
        )
    if line.label is not None:
        return _auto(line, line.label, content)
    return _typed(line, content)


def _own(line: Line) -> Sight:
    """Return a paragraph that the project wrote: its label says all, its text is taken as it is."""
    found = _question(line, line.content) or _key_or_note(line, line.content) or _option(line, line.content)
    return found or Sight(kind=Kind.TEXT, line=line, body=line.content)


def _without_tags(content: Marked) -> Marked:
    """Return the content without the tags of mixing software."""
    if "<" not in content.text:
        return content
    parts: list[tuple[str, Marks]] = []
    start = 0
    for match in wording.MIXER_TAG.finditer(content.text):
        parts += content.cut(start, match.start()).runs
        start = match.end()
    return Marked((*parts, *content.cut(start).runs)) if start else content


def _auto(line: Line, label: Label, content: Marked) -> Sight:
    """Return a line that Word labels. A label that is typed besides goes before a bullet or a number."""
    shown = Marked(((label.text + " ", label.marks),))
    typed = _typed(line, content)
    if label.format in LETTERED and wording.OPTION.fullmatch(label.text + " "):
        same = typed.kind is Kind.OPTION and typed.letter == label.value - 1
        body = typed.body if same and typed.body else content
        upper = label.format == "upperLetter"
        return Sight(kind=Kind.OPTION, line=line, body=body, label=shown, letter=label.value - 1, is_upper=upper)
    if typed.kind in (Kind.QUESTION, Kind.OPTION, Kind.KEY, Kind.NOTE) and not typed.is_loose:
        return typed
    whole = _typed(line, Marked((*shown.runs, *content.runs)))
    if whole.kind is Kind.NUMBER and label.format not in ("decimal", "decimalZero"):
        return Sight(kind=Kind.TEXT, line=line, body=content, label=shown)
    return whole


def _typed(line: Line, content: Marked) -> Sight:
    text = content.text
    found = _whole_line(line, content) if len(text) <= _MAX_HEADING else None
    found = found or _question(line, content) or _key_or_note(line, content) or _option(line, content)
    found = found or _number(line, content)
    if found:
        return found
    return Sight(kind=Kind.TEXT, line=line, body=content, has_options=len(inline_options(text)) > 1)


def _whole_line(line: Line, content: Marked) -> Sight | None:
    """Return a line that by the whole of it is a heading, an end, a row of answers."""
    text = content.text.strip()
    bare = fold(text)
    if wording.END.fullmatch(bare) and text == text.upper():
        return Sight(kind=Kind.END, line=line, body=content)
    may_be_other = wording.OPTION.match(text) or wording.NOTES[Role.EXPLANATION].fullmatch(text)
    if wording.ANSWERS.fullmatch(bare) and (text == text.upper() or not may_be_other):
        return Sight(kind=Kind.ANSWERS, line=line, body=content)
    if len(pairs_in_line(text)) > 1:
        return Sight(kind=Kind.PAIRS, line=line, body=content)
    return _section(line, content, text)


def _section(line: Line, content: Marked, text: str) -> Sight | None:
    match = wording.SECTION.match(text)
    if match and (match["word"][0].isupper() or match["word"][0] == "_"):
        return Sight(kind=Kind.SECTION, line=line, body=content, word=match["word"].casefold())
    if text == text.upper() and (wording.CAPITAL_SECTION.match(text) or _is_capital_heading(text)):
        return Sight(kind=Kind.SECTION, line=line, body=content, word="phần")
    if is_structural(text) and wording.NUMBERED_HEADING.match(text):
        return Sight(kind=Kind.SECTION, line=line, body=content, word="phần")
    return None


def _is_capital_heading(text: str) -> bool:
    """Tell whether a line in capitals is numbered like a chapter: "II. CHUYỂN ĐỔI SỐ"; options are A to H."""
    match = wording.NUMBERED_HEADING.match(text)
    return bool(match) and text.lstrip(" *#_")[0] in "IVX" and len(match["title"]) > 5 if match else False


def is_structural(text: str) -> bool:
    """Tell whether a short line in capitals says what kind of questions follow: "B. TỰ LUẬN (3 điểm)"."""
    match = wording.NUMBERED_HEADING.match(text)
    title = re.sub(r"\([^)]*\)", "", match["title"]).strip() if match else ""
    return (
        bool(title)
        and title == title.upper()
        and bool(re.match(r"(?:phan |cau hoi |bai tap )?(?:trac nghiem|tu luan|tra loi ngan|dung\W*sai)", fold(title)))
    )


def _question(line: Line, content: Marked) -> Sight | None:
    match = wording.QUESTION.match(content.text)
    if not match or not _begins_question(match, content.text):
        return None
    word = match["word"].casefold()
    points = wording.POINTS.match(content.text, match.end())
    body = content.cut(points.end() if points else match.end())
    key = wording.KEY_IN_TAG.fullmatch(match["tag"] or "")
    start = match.start("tag")
    tag = content.cut(*match.span("tag")) if match["tag"] and wording.DIFFICULTY_TAG.match(match["tag"]) else Marked()
    return Sight(
        kind=Kind.QUESTION,
        line=line,
        body=Marked((*tag.runs, *body.runs)),
        label=content.cut(0, match.end()),
        number=int(match["number"]),
        word="bài" if word.startswith("bài") else "câu",
        key=content.cut(start + key.start("value"), start + key.end("value")) if key else NOTHING,
        has_options=len(inline_options(content.text, match.end())) > 1,
    )


def _begins_question(match: re.Match[str], text: str) -> bool:
    """Tell "Câu 5 Thủ đô…" from "Câu 5 và câu 6 dựa vào…"."""
    rest = text[match.end() :]
    if match["end"] not in ("", ",") or match["tag"] or not rest:
        return True
    is_word = match["word"][0].isupper() and not rest.casefold().startswith("câu")
    return is_word and not rest[0].islower() and rest[0] not in ",;"


def _key_or_note(line: Line, content: Marked) -> Sight | None:
    text = content.text
    match = wording.KEY_BY_ARROW.fullmatch(text) or wording.KEY_LETTER.fullmatch(text) or wording.KEY.fullmatch(text)
    if match:
        start = match.start("value")
        value = content.cut(start, match.end("value"))
        if len(pairs_in_line(value.text)) > 1:
            return Sight(kind=Kind.PAIRS, line=line, body=value)
        return Sight(kind=Kind.KEY, line=line, body=value, label=content.cut(0, start))
    for role, pattern in wording.NOTES.items():
        match = pattern.fullmatch(text)
        if match:
            start = match.start("value")
            return Sight(kind=Kind.NOTE, line=line, body=content.cut(start), label=content.cut(0, start), role=role)
    return None


def _option(line: Line, content: Marked) -> Sight | None:
    match = wording.OPTION.match(content.text)
    if not match:
        return None
    letter = match["letter"] or chr(ord("A") + ord(match["circled"].upper()) - ord("Ⓐ"))
    sign = (match["sign"] or ".").strip()
    body = content.cut(match.end())
    return Sight(
        kind=Kind.OPTION,
        line=line,
        body=body,
        label=content.cut(0, match.end()),
        letter=LETTERS.index(letter.upper()),
        is_upper=letter.isupper(),
        is_loose=(sign in (":", "-", "–", "") and match["sign"] != "\t") or (sign == "/" and not letter.isupper()),
    )


def _number(line: Line, content: Marked) -> Sight | None:
    match = wording.NUMBER.match(content.text)
    if not match:
        return None
    return Sight(
        kind=Kind.NUMBER,
        line=line,
        body=content.cut(match.end()),
        label=content.cut(0, match.end()),
        number=int(match["number"]),
        has_options=len(inline_options(content.text, match.end())) > 1,
    )
