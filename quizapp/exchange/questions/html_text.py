"""HTML as other systems store it → the plain text that a reader of it sees."""

from dataclasses import dataclass
from html.parser import HTMLParser

from quizapp.domain.text import clean_lines
from quizapp.exchange.questions.scripts import lowered, raised

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
))
# fmt: on
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("head", "noscript", "script", "style", "template", "title"))
_PICTURES = frozenset(("audio", "canvas", "embed", "iframe", "img", "math", "object", "svg", "video"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """Text without markup, line breaks kept; `pictures`: how many things it can't hold were left out."""

    text: str
    pictures: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.pictures = 0
        self._unseen = 0
        self._scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _PICTURES:
            self._picture(dict(attrs))
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")
        elif tag in ("sup", "sub"):
            self._scripts.append(tag)

    def _picture(self, attributes: dict[str, str | None]) -> None:
        self.pictures += 1
        self.parts.append(f" {attributes.get('alt') or ''} ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN and tag not in ("sup", "sub"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("sup", "sub") and self._scripts:
            self._scripts.pop()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        text = " ".join(data.split()) if data.strip() else ""
        # A source's own line breaks are spaces; only tags break lines.
        spaced = (" " if data[:1].isspace() else "") + text + (" " if data[-1:].isspace() and text else "")
        if self._scripts:
            spaced = raised(spaced) if self._scripts[-1] == "sup" else lowered(spaced)
        self.parts.append(spaced)


def plain(html: str) -> Plain:
    """Return what a reader of `html` sees as text; its lines are those that the tags break."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Plain(text=clean_lines("".join(reader.parts)), pictures=reader.pictures)
