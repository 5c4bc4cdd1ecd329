"""HTML as other systems store it → the plain text that a reader of it sees.

The tokens are found in one pass that never looks back, so that no text, however made, takes longer than its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.questions.math_text import MAX_DEPTH, Node, above, below, formula_text
from quizapp.exchange.questions.parsed import refusal

MAX_LENGTH = 1_000_000  # characters of one text, pictures inside it not counted
MAX_TAGS = 20_000  # of one text; a page that Word made has a few hundred

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
))
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
))
# fmt: on
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("head", "noscript", "script", "style", "svg", "template", "title"))
_RAW = frozenset(("script", "style"))  # what stands in them is no markup
_PICTURES = frozenset(("audio", "canvas", "embed", "iframe", "img", "object", "svg", "video"))
_KNOWN = _BLOCKS | _INLINE | _CELLS | _PICTURES | _UNSEEN

_TAG = re.compile(r"</?([A-Za-z][^\s/>]*)")
_END_OR_QUOTE = re.compile(r"[>\"']")
_ATTRIBUTE = r"""(?<![\w-])%s\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_ALT, _LINK = (re.compile(_ATTRIBUTE % name, re.IGNORECASE) for name in ("alt", "href"))
_FILE_NAME = re.compile(r"[\w ().-]{1,100}\.(?:png|jpe?g|gif|svg|webp|bmp)", re.IGNORECASE)
_FILE_LINK = re.compile(r"@@PLUGINFILE@@|\.(?:mp3|mp4|wav|ogg|webm|pdf|docx?|pptx?)$", re.IGNORECASE)
_INLINED = re.compile(r"""data:[\w/+.-]{0,60};base64,[^"'\s<>]*""")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|\[\d+\])\Z", re.IGNORECASE)  # 1st, a footnote's number: raised, not a power
_MARKUP = re.compile(
    r"</?([A-Za-z][A-Za-z0-9]{0,10})(?:\s{1,9}[\w:-]{1,40}\s?=\s?(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*/?>"
)
_STRAY_AND = re.compile(r"&(?!#?\w{1,31};)")
_MAX_SCRIPTS = 3  # raised text in raised text
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """Text without markup, line breaks kept; `pictures`: how many things it can't hold were left out.

    Where a picture has words of its own, they stand in square brackets in its place.
    """

    text: str
    pictures: int = 0


class _Token(NamedTuple):
    """Text where `name` is empty; else a tag: `text` is all of it."""

    text: str
    name: str = ""
    is_end: bool = False
    is_empty: bool = False  # <br/>


def plain(html: str) -> Plain:
    """Return what a reader of `html` sees as text; its lines are those that the tags break. Raises Refused."""
    html = _INLINED.sub("", html) if "base64" in html else html
    if len(html) > MAX_LENGTH or html.count("<") > MAX_TAGS:
        raise refusal("too-large", reason=N_("nội dung một câu hỏi quá dài hoặc có quá nhiều thẻ HTML"))
    if "<" not in html and "&" not in html:
        return Plain(text=clean_lines(" ".join(html.split())))
    reader = _Reader()
    for token in _tokens(html):
        reader.take(token)
    return Plain(text=clean_lines("".join(reader.finished())), pictures=reader.pictures)


def plain_where_marked(text: str) -> Plain:
    """Return the text of something typed by hand that may hold some HTML: "x < 5" stays as it is, "<b>x</b>" is x.

    Line breaks of the source are line breaks, as Moodle shows its own format.
    """
    is_marked = any(match[1].lower() in _KNOWN for match in _MARKUP.finditer(text)) or _ENTITY.search(text)
    if not is_marked:
        return Plain(text=clean_lines(text))
    return plain(_as_html(text))


def _as_html(text: str) -> str:
    """Return `text` with every "<" and "&" that begin nothing known as entities, and its line breaks as tags."""
    parts, last = [], 0
    for match in _MARKUP.finditer(text):
        if match[1].lower() in _KNOWN:
            parts += [_escaped(text[last : match.start()]), match[0]]
            last = match.end()
    return "".join((*parts, _escaped(text[last:])))


def _escaped(text: str) -> str:
    return _STRAY_AND.sub("&amp;", text).replace("<", "&lt;").replace("\n", "<br>")


def _tokens(html: str) -> Iterator[_Token]:
    place = 0
    while place < len(html):
        start = html.find("<", place)
        if start < 0:
            start = len(html)
        if start > place:
            yield _Token(html[place:start])
        if start == len(html):
            return
        place, token = _marked(html, start)
        if token:
            yield token
            if token.name in _RAW and not token.is_end:
                place = _end_of_raw(html, place, token.name)


def _marked(html: str, start: int) -> tuple[int, _Token | None]:
    """Return the place after what begins with the "<" at `start`, and what that is; None for comments."""
    tag = _TAG.match(html, start)
    if tag:
        end = _end_of_tag(html, tag.end())
        text = html[start:end]
        name = tag[1].lower().rpartition(":")[2]
        return end, _Token(text, name, is_end=text.startswith("</"), is_empty=text.endswith("/>"))
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4)
        return (len(html) if end < 0 else end + 3), None
    if html.startswith(("<!", "<?", "</"), start):
        end = html.find(">", start)
        return (len(html) if end < 0 else end + 1), None
    return start + 1, _Token("<")


def _end_of_tag(html: str, place: int) -> int:
    """Return the place after the ">" that closes a tag; one between quotes closes nothing."""
    while match := _END_OR_QUOTE.search(html, place):
        place = match.end()
        if match[0] == ">":
            return place
        closing = html.find(match[0], place)
        if closing < 0:
            end = html.find(">", place)
            return len(html) if end < 0 else end + 1
        place = closing + 1
    return len(html)


def _end_of_raw(html: str, place: int, name: str) -> int:
    match = re.compile(f"</{name}", re.IGNORECASE).search(html, place)
    return match.start() if match else len(html)


class _Reader:
    """Gathers text from tokens."""

    def __init__(self) -> None:
        self.pictures = 0
        self._parts: list[str] = []
        self._unseen = 0
        self._scripts: list[tuple[str, int]] = []  # sup or sub, and where its text begins
        self._formula: list[Node] = []  # from <math> down to the element that is open
        self._preformatted = 0

    def take(self, token: _Token) -> None:
        if self._formula:
            self._take_formula(token)
        elif not token.name:
            self._text(token.text)
        elif token.is_end:
            self._end(token.name)
        else:
            self._start(token)

    def finished(self) -> list[str]:
        while self._scripts:
            self._close_script(self._scripts[-1][0])
        if self._formula:
            self._close_formula()
        return self._parts

    def _text(self, text: str) -> None:
        if self._unseen:
            return
        text = unescape(text) if "&" in text else text
        if self._preformatted:
            self._parts.append(text)
            return
        # A source's own line breaks are spaces; only tags break lines.
        words = " ".join(text.split())
        self._parts.append((" " if text[:1].isspace() else "") + words + (" " if words and text[-1:].isspace() else ""))

    def _start(self, token: _Token) -> None:
        name = token.name
        if name in _PICTURES and not self._unseen:
            self._picture(token)
        if name in _UNSEEN:
            if not token.is_empty:
                self._unseen += 1
        elif name in _BLOCKS:
            self._parts.append("\n")
            self._preformatted += name == "pre"
        elif name in _CELLS:
            self._parts.append(" ")
        elif name in ("sup", "sub", "math") and not token.is_empty:
            self._open(name)
        elif name == "a" and _FILE_LINK.search(_attribute(_LINK, token.text)):
            self.pictures += 1

    def _picture(self, token: _Token) -> None:
        self.pictures += 1
        alt = _attribute(_ALT, token.text)
        words = " ".join(alt.split())
        self._parts.append(f" [{words}] " if words and not _FILE_NAME.fullmatch(words) else " ")

    def _open(self, name: str) -> None:
        if name == "math":
            self._formula.append(Node("math"))
        elif len(self._scripts) < _MAX_SCRIPTS:
            self._scripts.append((name, len(self._parts)))

    def _end(self, name: str) -> None:
        if name in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif name in _BLOCKS:
            self._parts.append("\n")
            self._preformatted -= name == "pre" and self._preformatted > 0
        elif name in ("sup", "sub"):
            self._close_script(name)

    def _close_script(self, name: str) -> None:
        if not self._scripts or self._scripts[-1][0] != name:
            return
        begin = self._scripts.pop()[1]
        text = "".join(self._parts[begin:])
        del self._parts[begin:]
        bare = text.strip()
        if bare and "\n" not in bare and not _ORDINAL.match(bare):
            text = text.replace(bare, above(bare) if name == "sup" else below(bare))
        self._parts.append(text)

    def _take_formula(self, token: _Token) -> None:
        if not token.name:
            self._formula[-1].texts.append(unescape(token.text))
        elif not token.is_end:
            node = Node(token.name)
            self._formula[-1].children.append(node)
            if not token.is_empty and len(self._formula) <= MAX_DEPTH:
                self._formula.append(node)
        elif token.name == "math":
            self._close_formula()
        elif len(self._formula) > 1 and self._formula[-1].name == token.name:
            self._formula.pop()

    def _close_formula(self) -> None:
        text, is_whole = formula_text(self._formula[0])
        self._formula.clear()
        if not self._unseen:
            self._parts.append(text)
            self.pictures += not is_whole


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    match = pattern.search(tag)
    return unescape(match[1] or match[2] or match[3] or "") if match else ""
