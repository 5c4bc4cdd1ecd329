"""GIFT (.txt, .gift): Moodle's question banks as text."""

import re
from collections.abc import Iterable

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Question, QuestionType
from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.questions import kinds
from quizapp.exchange.questions.assess import Entry, gather
from quizapp.exchange.questions.drafts import TRUE_FALSE_TEXTS, Draft, entry, number_in
from quizapp.exchange.questions.html_text import Plain, plain, plain_where_marked
from quizapp.exchange.questions.kinds import left_out
from quizapp.exchange.questions.moodle.category import topic_of
from quizapp.exchange.questions.moodle.gift_answers import Answers, answers_in, kind_of
from quizapp.exchange.questions.moodle.gift_syntax import CATEGORY, Block, blocks, formatted, plain_signs
from quizapp.exchange.questions.moodle.gift_writing import written
from quizapp.exchange.questions.moodle.plain_file import beginning, lines_of
from quizapp.exchange.questions.parsed import Parsed, refusal
from quizapp.exchange.questions.progress import counted
from quizapp.exchange.questions.tags import read_tags

CODE = "gift"
TITLE = N_("GIFT của Moodle (.txt)")
EXTENSIONS: tuple[str, ...] = (".txt", ".gift")
MEDIA_TYPE = "text/plain"
CARRIES = frozenset({"number", "topic", "difficulty", "groups", "explanation", "source", "pins"})

_CHOICE = re.compile(r"(?<!\\)\{\s*(?:[~=]|#\s*[-=%\d.]|(?:T|F|TRUE|FALSE)\s*[#}])")
_LABELLED = re.compile(r"^[ \t]*[A-Ha-h] ?[.)/] ?\S", re.MULTILINE)  # A. B. C.: options as GIFT has none
_GAP = "_____"
_ENDS = frozenset('?.!:;"”')
_STYLE = "moodle"  # the format of texts that name none
_NAME = re.compile(r"::(.*?)::", re.DOTALL)


def sniff(content: bytes) -> bool:
    """Tell whether a file is text with answers in braces, and no bank of another kind that also holds braces."""
    text = beginning(content)
    answers = len(_CHOICE.findall(text))
    return answers > 0 and answers >= len(_LABELLED.findall(text)) / 4


def parse(content: bytes) -> Parsed:
    """Return the questions of the file. Raises Refused."""
    reading = _Reading()
    for block in counted(blocks(lines_of(content))):
        reading.take(block)
    if not reading.entries and not reading.problems:
        raise refusal("no-questions")
    return gather(reading.entries, CODE, reading.problems)


class _Reading:
    """The questions so far, and the category that the next ones stand in."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._topic: str | None = None
        self._count = 0

    def take(self, block: Block) -> None:
        if block.text.startswith(CATEGORY):
            self._topic = topic_of(block.text[len(CATEGORY) :])
            return
        self._count += 1
        self._question(block)

    def _question(self, block: Block) -> None:
        name, text = _named(block.text)
        number = number_in(plain_signs(name))
        location = Location(line=block.line, question=self._count if number is None else number, entry=self._count)
        opening, closing = text.find("{"), text.find("}")
        if (opening < 0) != (closing < 0) or closing < opening:
            reason = N_("thiếu dấu { hoặc } quanh các phương án")
            self.problems.append(Problem(code="unreadable-question", location=location, params={"reason": reason}))
        elif opening < 0:
            self.problems.append(left_out(kinds.PASSAGE, location))
        else:
            answers = answers_in(text[opening + 1 : closing])
            self._answered(answers, _stem(text[:opening], text[closing + 1 :]), block, location)

    def _answered(self, answers: Answers, stem: str, block: Block, location: Location) -> None:
        kind = kind_of(answers)
        if kind:
            self.problems.append(left_out(kind, location))
        else:
            self.entries.append(entry(_draft(answers, stem, block, location, self._topic)))


def _named(text: str) -> tuple[str, str]:
    """Return a question's name and what follows it."""
    match = _NAME.match(text)
    return (match[1], text[match.end() :].strip()) if match else ("", text)


def _stem(before: str, after: str) -> str:
    """Return the stem; a gap where the answers stood inside it.

    Punctuation alone after the answers makes no gap where the stem has ended before them.
    """
    has_ended = plain_signs(before).rstrip()[-1:] in _ENDS
    return f"{before}{_GAP}{after}" if re.search(r"\w", after) or (after and not has_ended) else before


def _draft(answers: Answers, stem: str, block: Block, location: Location, topic: str | None) -> Draft:
    style, _ = formatted(stem, _STYLE)
    return Draft(
        location=location,
        number=location.question or 0,
        stem=_shown(stem, _STYLE),
        options=_options(answers, style),
        key=answers.key,
        type=answers.type,
        topic=topic,
        feedback=_shown(answers.feedback, style),
        tags=read_tags(block.tags),
        is_graded=answers.is_graded,
    )


def _options(answers: Answers, style: str) -> list[Plain]:
    if answers.type is QuestionType.TRUE_FALSE:
        return [Plain(text=text) for text in TRUE_FALSE_TEXTS]
    return [_shown(text, style) for text in answers.texts]


def _shown(text: str, default: str) -> Plain:
    """Return a text of the file as a reader of Moodle sees it; `default` is its format if it names none."""
    style, rest = formatted(text, default)
    rest = plain_signs(rest)
    if style == "html":
        return plain(rest)
    return plain_where_marked(rest) if style == _STYLE else Plain(text=clean_lines(rest))


def dump(questions: Iterable[Question]) -> bytes:
    """Return a GIFT file; `parse` gives the questions back."""
    return written(questions).encode()
