"""Headings over questions: which topic they name, and what kind of questions they announce."""

import re

from quizapp.domain.question import TOPICS
from quizapp.domain.text import clean, fold
from quizapp.exchange.questions import names
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.lines import Role
from quizapp.exchange.questions.word.sights import Kind, Sight

_MAX_TOPIC = 200
_NAMED_BY_TITLE = ("chủ đề", "chuyên đề", "lĩnh vực", "topic")
_SUBHEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_a-z].{2,120}[^.?!:;]")
_ALL_QUESTIONS = re.compile(
    r"(?:phan |bo |ngan hang |danh sach |noi dung |he thong )?(?:cau hoi|de thi)\b.{0,60}", re.DOTALL
)
_DECORATION = " *#_:.-–—\t"


def looks_like_heading(found: Sight) -> bool:
    """Tell whether a line is set as a heading: all of it in capitals, or numbered "1.2."."""
    text = found.whole().text.strip(_DECORATION)
    if found.kind is Kind.TEXT and _SUBHEADING.fullmatch(text):
        return True
    return (
        found.kind is Kind.TEXT
        and 3 < len(text) <= _MAX_TOPIC
        and text == text.upper()
        and text != text.lower()
        and (len(text.split()) > 1)
    )


def is_title_of_questions(found: Sight) -> bool:
    """Tell whether a line is the title over all questions: "BỘ CÂU HỎI", "CÂU HỎI TRẮC NGHIỆM"."""
    text = found.whole().text.strip(_DECORATION)
    return text == text.upper() and bool(_ALL_QUESTIONS.fullmatch(fold(text)))


class Headings:
    """What the headings so far say about the questions under them."""

    def __init__(self) -> None:
        self._topic = ""
        self._part = ""
        self._kind = ""
        self._awaits_title = False
        self._is_capital = False  # the heading that names the topic is written in capitals

    def now(self) -> tuple[str, str, str]:
        """Return topic, heading and announced kind for a question that begins here."""
        self._awaits_title = False
        return self._topic, self._part, self._kind

    @property
    def announces(self) -> str:
        """The kind of questions announced, if not choice questions."""
        return self._kind

    def begin(self, found: Sight) -> None:
        """Take a heading."""
        text = clean(found.whole().text).strip(_DECORATION)
        folded = fold(text)
        self._awaits_title = False
        if found.word in wording.PAPER_WORDS or found.word.startswith("đề"):
            self._kind = self._part = ""
            return
        kind = next((kind for pattern, kind in wording.LEFT_OUT_KINDS if pattern.search(folded)), "")
        if kind or wording.NO_TOPIC.search(folded):
            self._kind, self._part = kind, text[:_MAX_TOPIC]
            return
        self._kind = self._part = ""
        self._topic, self._is_capital = _topic(found, text), text == text.upper()
        self._awaits_title = bool(re.fullmatch(r"\W*[^\W\d_]+(?: (?:thứ |số )?\w+)?\W*", text)) and found.role is None

    def title(self, found: Sight, *, has_begun: bool) -> bool:
        """Take a line set as a heading; return whether it is one. The title of the whole document is none."""
        text = clean(found.whole().text).strip(_DECORATION)
        if self._awaits_title:
            self._topic, self._awaits_title = f"{self._topic}: {text}"[:_MAX_TOPIC], False
            return True
        if is_title_of_questions(found) and not self._is_capital:  # what stands above it are rules of the contest
            self._topic = ""
        known = names.topic(text) in TOPICS
        if known or (has_begun and not wording.NO_TOPIC.search(fold(text))):
            self._topic = names.topic(text) or ""
            return True
        return False


def _topic(found: Sight, text: str) -> str:
    """Return the topic that a heading names: its title alone where that is one of the contest's."""
    if found.role is Role.TOPIC:
        return found.body.text.strip()[:_MAX_TOPIC]
    match = (
        wording.SECTION.match(text)
        or wording.NUMBERED_HEADING.match(text)
        or re.match(r"[^\W\d_]+(?: [^\W\d_]+)?\s*:\s*(?P<title>.+)", text)
    )
    title = clean(match["title"]).strip(_DECORATION) if match else ""
    is_title = bool(title) and (names.topic(title) in TOPICS or _is_known_by_title(text))
    return (title if is_title else text)[:_MAX_TOPIC]


def _is_known_by_title(text: str) -> bool:
    return text.casefold().startswith(_NAMED_BY_TITLE) or bool(re.match(r"[IVX]+\s*[.):/–-]", text))
