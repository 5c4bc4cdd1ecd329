"""What is wrong with a file of questions, in the visitor's language."""

from flask_babel import gettext as _

from quizapp.domain.problem import PROBLEMS, Location, Problem


def problem_text(problem: Problem) -> str:
    """Return the sentence of a problem in the visitor's language."""
    return _(PROBLEMS[problem.code].message) % {name: _translated(value) for name, value in problem.params.items()}


def file_place(location: Location) -> str:
    """Return where in a file something stands, as its reader would look for it."""
    parts = {
        _("trang tính “%(value)s”"): location.sheet,
        _("dòng %(value)s"): location.row or location.line,
        _("cột %(value)s"): location.column,
    }
    known = [words % {"value": value} for words, value in parts.items() if value is not None]
    place = ", ".join(known) or _by_number(location) or _("cả tệp")
    return place[0].upper() + place[1:]


def _by_number(location: Location) -> str:
    """Return "câu 3", and where numbers repeat or have gaps which of the file's questions that is."""
    if location.question is None:
        return _("câu thứ %(entry)s trong tệp", entry=location.entry) if location.entry else ""
    number = _("câu %(number)s", number=location.question)
    if location.entry in (None, location.question):
        return number
    return _("%(number)s (câu thứ %(entry)s trong tệp)", number=number, entry=location.entry)


def _translated(value: str | int) -> str | int:
    return _(value) if isinstance(value, str) and value else value
