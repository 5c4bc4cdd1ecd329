"""Raised and lowered text in plain characters, where Unicode has them: 10⁹, CO₂."""

from collections.abc import Callable, Mapping

_RAISED = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def raised(text: str) -> str:
    """Return `text` as a superscript; unchanged if Unicode lacks one of its signs."""
    return _written_as(text, _RAISED)


def lowered(text: str) -> str:
    """Return `text` as a subscript; unchanged if Unicode lacks one of its signs."""
    return _written_as(text, _LOWERED)


def _written_as(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs[c] for c in text) if text and all(c in signs for c in text) else text


# By the names that OOXML gives them (w:vertAlign, vertAlign).
SCRIPTS: Mapping[str, Callable[[str], str]] = {"superscript": raised, "subscript": lowered}
