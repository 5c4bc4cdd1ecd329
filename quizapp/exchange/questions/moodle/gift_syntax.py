"""GIFT: blocks, escapes, and what stands between the braces.

Source: docs.moodle.org, GIFT format; where that is silent, Moodle's question/format/gift/format.php.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

CATEGORY = "$CATEGORY:"
_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
# An escaped sign is kept apart from the same sign that means something, at a place of Unicode that nobody uses.
_SIGNS = "~=#{}:\\"
_KEPT = {sign: chr(0x10FF00 + place) for place, sign in enumerate(_SIGNS)}
_KEPT["n"] = chr(0x10FF00 + len(_SIGNS))
_PLAIN = str.maketrans({kept: "\n" if sign == "n" else sign for sign, kept in _KEPT.items()})
_TAG = re.compile(r"\[tag:((?:\\.|[^\]\\\n])+)\]")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,9})?)%")


@dataclass(kw_only=True, slots=True)
class Block:
    """Lines between two blank ones: a question, or the category of those that follow."""

    line: int  # of the first that is no comment, from 1
    text: str = ""  # without comments; escaped signs kept apart
    comments: list[str] = field(default_factory=list)

    @property
    def tags(self) -> list[str]:
        """The tags that the comments above the question carry."""
        return [_unescaped_tag(tag) for comment in self.comments for tag in _TAG.findall(comment)]


def blocks(file_lines: Iterable[str]) -> list[Block]:
    """Return the blocks of a file's lines, comments taken out of them; a category is a block by itself."""
    found: list[Block] = []
    lines: list[str] = []
    block = Block(line=0)
    for number, line in enumerate(file_lines, 1):
        bare = line.strip()
        if bare.startswith("//"):
            block.comments.append(bare[2:])
        elif bare.startswith(CATEGORY):
            found += _closed(block, lines)
            found.append(Block(line=number, text=bare))
            block, lines = Block(line=0), []
        elif bare:
            block.line = block.line or number
            lines.append(bare)
        elif lines:
            found += _closed(block, lines)
            block, lines = Block(line=0), []
    return _mended(found + _closed(block, lines))


def _closed(block: Block, lines: list[str]) -> list[Block]:
    block.text = kept_apart("\n".join(lines))
    return [block] if lines else []


def _mended(found: Sequence[Block]) -> list[Block]:
    """Return the blocks, those joined between which a blank line stands among the answers of one question."""
    mended: list[Block] = []
    for block in found:
        if mended and block.text[:1] in ("~", "=", "#", "}") and _is_open(mended[-1].text):
            mended[-1].text += "\n" + block.text
        else:
            mended.append(block)
    return mended


def _is_open(text: str) -> bool:
    return text.rfind("{") > text.rfind("}")


def kept_apart(text: str) -> str:
    """Return `text` with its escaped signs replaced by stand-ins."""
    return _ESCAPED.sub(lambda match: _KEPT[match[1]], text) if "\\" in text else text


def plain_signs(text: str) -> str:
    """Return `text` with the stand-ins of escaped signs replaced by what they stand for."""
    return text.translate(_PLAIN)


def escaped(text: str) -> str:
    """Return `text` for a GIFT file, on one line."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", "\\n")


def escaped_tag(text: str) -> str:
    """Return a comment's token that carries the tag `text`."""
    return "[tag:" + re.sub(r"([\]\\])", r"\\\1", text).replace("\n", "\\n") + "]"


def _unescaped_tag(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text)


def formatted(text: str, default: str) -> tuple[str, str]:
    """Return the format that `text` names and what follows: "[html]a" → "html", "a"."""
    match = _FORMAT.match(text)
    return (match[1].lower(), text[match.end() :]) if match else (default, text)
