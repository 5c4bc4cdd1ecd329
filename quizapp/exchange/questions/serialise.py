"""Parsed ↔ plain values: for the command line (`to_json`), and without loss (`pack`, `unpack`)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Difficulty, Image, Option, Question, QuestionType
from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import Parsed

_PLACES = (
    ("sheet", N_("Trang tính %s")),
    ("row", N_("dòng %s")),
    ("line", N_("dòng %s")),
    ("column", N_("cột %s")),
)
_WHOLE_FILE = N_("Cả tệp")


def where(location: Location) -> str:
    """Return the place in Vietnamese: "Trang tính Câu hỏi, dòng 12"; the question's number if nothing else is known."""
    known = [(words, getattr(location, name)) for name, words in _PLACES]
    parts = [words % value for words, value in known if value is not None]
    if not parts:
        parts = _by_number(location)
    place = ", ".join(parts) or _WHOLE_FILE
    return place[0].upper() + place[1:]


def _by_number(location: Location) -> list[str]:
    """Return "câu 3", and where numbers repeat or have gaps which of the file's questions that is."""
    if location.question is None:
        return [N_("câu thứ %s trong tệp") % location.entry] if location.entry is not None else []
    number = N_("câu %s") % location.question
    if location.entry in (None, location.question):
        return [number]
    return [number + " (" + N_("câu thứ %s trong tệp") % location.entry + ")"]


def to_json(parsed: Parsed) -> dict[str, Any]:
    """Return the shape that the command line prints: format, questions, problems."""
    return {
        "format": parsed.format,
        "questions": [_shown_question(question) for question in parsed.questions],
        "problems": [_shown_problem(problem) for problem in parsed.problems],
    }


def _shown_question(question: Question) -> dict[str, Any]:
    packed = pack_question(question)
    packed["options"] = [{"text": o.text, "correct": o.is_key} for o in question.options]
    del packed["image"]  # no file carries one in
    return packed


def _shown_problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "where": where(problem.location),
        "code": problem.code,
        "message": problem.message,
    }


def pack(parsed: Parsed) -> dict[str, Any]:
    """Return all of `parsed` as values that JSON can hold; `unpack` gives it back equal."""
    return {
        "format": parsed.format,
        "questions": [pack_question(question) for question in parsed.questions],
        "locations": [_pack_location(location) for location in parsed.locations],
        "problems": [
            {"code": p.code, "location": _pack_location(p.location), "params": dict(p.params)} for p in parsed.problems
        ],
    }


def unpack(packed: Mapping[str, Any]) -> Parsed:
    """Return what `pack` was given."""
    return Parsed(
        format=packed["format"],
        questions=tuple(unpack_question(question) for question in packed["questions"]),
        locations=tuple(Location(**location) for location in packed["locations"]),
        problems=tuple(
            Problem(code=p["code"], location=Location(**p["location"]), params=p["params"]) for p in packed["problems"]
        ),
    )


def pack_question(question: Question) -> dict[str, Any]:
    """Return all of a question as values that JSON can hold; `unpack_question` gives it back equal."""
    return {
        "number": question.number,
        "type": question.type.value,
        "text": question.text,
        "options": [
            {"text": o.text, "correct": o.is_key, "pinned": o.is_pinned, "image": _pack_image(o.image)}
            for o in question.options
        ],
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else None,
        "groups": list(question.groups),
        "explanation": question.explanation,
        "source": question.source,
        "image": _pack_image(question.image),
    }


def _pack_image(image: Image | None) -> dict[str, Any] | None:
    return asdict(image) if image else None


def _unpack_image(packed: Mapping[str, Any] | None) -> Image | None:
    return Image(**packed) if packed else None


def unpack_question(packed: Mapping[str, Any]) -> Question:
    """Return what `pack_question` was given."""
    return Question(
        number=packed["number"],
        type=QuestionType(packed["type"]),
        text=packed["text"],
        options=tuple(
            Option(
                text=o["text"],
                is_key=o["correct"],
                is_pinned=o["pinned"],
                image=_unpack_image(o.get("image")),
            )
            for o in packed["options"]
        ),
        topic=packed["topic"],
        difficulty=Difficulty(packed["difficulty"]) if packed["difficulty"] else None,
        groups=tuple(packed["groups"]),
        explanation=packed["explanation"],
        source=packed["source"],
        image=_unpack_image(packed.get("image")),
    )


def _pack_location(location: Location) -> dict[str, Any]:
    parts = ("sheet", "row", "column", "line", "question", "entry")
    return {part: getattr(location, part) for part in parts if getattr(location, part) is not None}
