"""Text that a spreadsheet must not take for a formula.

Source: OWASP, "CSV Injection": a cell beginning with = + - @ tab or CR.
"""

STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet might compute `text` rather than show it."""
    return text.startswith(STARTS)


def guarded(text: str) -> str:
    """Return `text` with an apostrophe before what looks like a formula; `unguarded` takes it off again."""
    return _GUARD + text if looks_like_formula(text.lstrip(_GUARD)) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    is_guarded = text.startswith(_GUARD) and looks_like_formula(text.lstrip(_GUARD))
    return text[1:] if is_guarded else text
