"""MathML → the line of plain text that says the same, where there is one: 1/6, x², √(a + b).

Source of the elements: W3C, MathML 3, chapter 3 (presentation).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from quizapp.exchange.questions.scripts import lowered, raised

MAX_DEPTH = 40
_ROWS = frozenset(("math", "mrow", "mstyle", "mpadded", "semantics", "mfenced", "merror", "mphantom", "menclose"))
_LEAVES = frozenset(("mi", "mn", "mo", "ms", "mtext", "mspace"))
_ASIDE = frozenset(("annotation", "annotation-xml"))  # the same formula once more, in another language
_SIGNS_APART = "=<>≤≥≠≈+−×·÷±∈∉⊂∪∩→⇒⇔"


@dataclass(slots=True)
class Node:
    """An element of a formula: its name without prefix, what stands directly in it, its children."""

    name: str
    texts: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)


def formula_text(node: Node) -> tuple[str, bool]:
    """Return a formula as text and whether that says all of it."""
    return _written(node, 0)


def _written(node: Node, depth: int) -> tuple[str, bool]:
    if node.name in _ASIDE:
        return "", True
    if node.name in _LEAVES:
        return _leaf(node), True
    if depth > MAX_DEPTH:
        return "", False
    pairs = [_written(child, depth + 1) for child in node.children if child.name not in _ASIDE]
    parts, is_whole = [text for text, _ in pairs], all(whole for _, whole in pairs)
    text = _joined(node.name, parts)
    return (text, is_whole) if text is not None else (" ".join(parts), False)


def _leaf(node: Node) -> str:
    text = " ".join("".join(node.texts).split())
    return f" {text} " if node.name == "mo" and text and text in _SIGNS_APART else text


def _joined(name: str, parts: Sequence[str]) -> str | None:
    """Return what an element makes of its children; None where one line of text can't say it."""
    if name in _ROWS:
        return f"({', '.join(parts)})" if name == "mfenced" else "".join(parts).strip()
    if name == "msqrt":
        return "√" + bracketed("".join(parts).strip())
    if name == "msubsup" and len(parts) == 3:
        return parts[0] + below(parts[1]) + above(parts[2])
    return _of_two(name, *parts) if len(parts) == 2 else None


def _of_two(name: str, first: str, second: str) -> str | None:
    if name == "mfrac":
        return f"{bracketed(first)}/{bracketed(second)}"
    if name == "msup":
        return bracketed(first) + above(second)
    if name == "msub":
        return first + below(second)
    return None


def above(text: str) -> str:
    """Return `text` raised: 10⁹; where Unicode lacks a sign of it, after a caret: 2^x, 2^(a + b)."""
    return _moved(text.strip(), "^", raised)


def below(text: str) -> str:
    """Return `text` lowered: CO₂; where Unicode lacks a sign of it, after a low line: x_k."""
    return _moved(text.strip(), "_", lowered)


def _moved(text: str, sign: str, move: Callable[[str], str]) -> str:
    close = text.replace(" ", "")
    moved = move(close)
    return moved if moved != close or not text else sign + bracketed(text)


def bracketed(text: str) -> str:
    """Return `text` in brackets, unless it is a single word or number."""
    return text if text.isalnum() or (text.startswith("(") and text.endswith(")")) else f"({text})"
