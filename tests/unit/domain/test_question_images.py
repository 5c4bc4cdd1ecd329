"""Pictures in questions: what they need in words."""

import pytest

from quizapp.domain.problem import PROBLEMS, Severity
from quizapp.domain.question import Image, Option, Question, validate

PICTURE = Image(digest="ab" * 32, alt="Bản đồ xã", width=300, height=200)
SILENT = Image(digest="cd" * 32, alt=" ", width=300, height=200)


def asked(*options: Option, image: Image | None = None) -> Question:
    return Question(text="Ở đâu?", options=options, image=image)


def problems(question: Question) -> list[tuple[str, object]]:
    return [(problem.code, problem.params.get("where")) for problem in validate(question)]


def test_an_option_may_be_a_picture_alone() -> None:
    assert problems(asked(Option(text="", image=PICTURE, is_key=True), Option(text="Hai"))) == []


@pytest.mark.parametrize(
    ("question", "places"),
    [
        (asked(Option(text="Một", is_key=True), Option(text="Hai"), image=SILENT), ["câu hỏi"]),
        (asked(Option(text="Một", is_key=True, image=SILENT), Option(text="Hai")), ["phương án A"]),
        (
            asked(Option(text="", is_key=True, image=PICTURE), Option(text="", image=SILENT), image=SILENT),
            ["câu hỏi", "phương án B"],
        ),
    ],
)
def test_a_picture_without_words_is_an_error_that_says_where(question: Question, places: list[str]) -> None:
    assert problems(question) == [("image-without-alt", place) for place in places]
    assert PROBLEMS["image-without-alt"].severity is Severity.ERROR


def test_the_sentence_names_the_place() -> None:
    (problem,) = validate(asked(Option(text="Một", is_key=True, image=SILENT), Option(text="Hai")))
    assert problem.message.startswith("Hình ở phương án A chưa có lời mô tả.")
