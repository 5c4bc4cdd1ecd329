"""What tags say about a question."""

import pytest

from quizapp.domain.problem import Location
from quizapp.domain.question import Difficulty, Option, Question, QuestionType
from quizapp.exchange.questions.tags import (
    Tags,
    explained,
    read_tags,
    shown_after,
    tags_of,
    without_source,
)

OPTIONS = (Option(text="Huế", is_pinned=True), Option(text="Hà Nội", is_key=True))


def test_a_questions_tags_are_read_back() -> None:
    question = Question(
        text="?", options=OPTIONS, type=QuestionType.TRUE_FALSE, difficulty=Difficulty.HARD, groups=("businesses",)
    )
    tags = tags_of(question, read_as=QuestionType.SINGLE)
    assert tags == [
        "Mức độ: Vận dụng",
        "Nhóm đối tượng: Doanh nghiệp, HTX",
        "Loại: Đúng / Sai",
        "Giữ nguyên vị trí: A",
    ]
    assert read_tags(tags) == Tags(
        difficulty=Difficulty.HARD,
        groups=("businesses",),
        type=QuestionType.TRUE_FALSE,
        pins=frozenset({0}),
    )


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Thông hiểu", Tags(difficulty=Difficulty.MEDIUM)),
        ("hard", Tags(difficulty=Difficulty.HARD)),
        ("học sinh", Tags(groups=("students",))),
        ("CĐS", Tags(topic="Chuyển đổi số")),
        ("3", Tags()),
        ("ôn tập", Tags()),
        ("Giữ nguyên vị trí: Không", Tags(pins=frozenset())),
        ("Giữ nguyên vị trí: A, C", Tags(pins=frozenset({0, 2}))),
        ("Chủ đề: An toàn", Tags(topic="An toàn")),
        ("Mức độ: vô cùng", Tags(unknown_difficulty="vô cùng")),
        ("Nhóm đối tượng: Người ngoài", Tags(unknown_groups=("Người ngoài",))),
    ],
)
def test_tags_of_other_people_are_understood_where_they_mean_something(tag: str, expected: Tags) -> None:
    assert read_tags([tag]) == expected


def test_what_a_label_says_wrongly_is_a_problem() -> None:
    tags = read_tags(["Mức độ: vô cùng", "Nhóm đối tượng: Người ngoài"])
    assert [(p.code, p.params) for p in tags.problems(Location())] == [
        ("unknown-difficulty", {"value": "vô cùng"}),
        ("unknown-group", {"value": "Người ngoài"}),
    ]


@pytest.mark.parametrize(
    ("explanation", "source"),
    [("Vì thế.", "Luật"), (None, "Luật"), ("Vì thế.", None), (None, None), ("Nguồn: a", None), ("x", "Nguồn: y\nz")],
)
def test_explanation_and_source_share_a_text(explanation: str | None, source: str | None) -> None:
    question = Question(text="?", options=OPTIONS, explanation=explanation, source=source)
    text, tags = shown_after(question)
    assert explained(text, read_tags(tags)) == (explanation, source)


def test_a_source_is_a_tag_only_where_the_text_would_be_split_in_another_way() -> None:
    usual, odd = (Question(text="?", options=OPTIONS, source=source) for source in ("Luật", "Luật\nNguồn:"))
    assert (shown_after(usual), shown_after(odd)) == (("Nguồn: Luật", []), ("", ["Nguồn: Luật\nNguồn:"]))


def test_a_source_runs_to_the_end_of_the_text() -> None:
    assert without_source("Vì thế.\nNguồn: Luật\nĐiều 3") == ("Vì thế.", "Luật\nĐiều 3")
