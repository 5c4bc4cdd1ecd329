"""What is wrong with a question, and which options refer to others."""

import pytest

from quizapp.domain.problem import PROBLEMS
from quizapp.domain.question import Option, Question, QuestionType, refers_to_others, validate


def question(*texts, key=(0,), text="Việt Nam có bao nhiêu tỉnh, thành phố?", **values):
    options = tuple(Option(text=t, is_key=i in key) for i, t in enumerate(texts))
    return Question(text=text, options=options, **values)


def codes(checked):
    return [problem.code for problem in validate(checked)]


def test_a_sound_question_has_no_problem():
    assert codes(question("34", "63", "61", "58")) == []


@pytest.mark.parametrize(
    ("checked", "expected"),
    [
        (question("34", "63", text=""), ["empty-text"]),
        (question(), ["no-options", "no-key"]),
        (question("34"), ["too-few-options"]),
        (question(*"123456789"), ["too-many-options"]),
        (question("34", "", "61"), ["empty-option"]),
        (question("34", "63", "34"), ["duplicate-option"]),
        (question("34", "63", key=()), ["no-key"]),
        (question("34", "63", key=(0, 1)), ["two-keys-for-single"]),
        (question("34", "x" * 501), ["text-too-long"]),
        (question("34", "63", "Cả hai phương án trên"), ["option-refers-to-others"]),
    ],
)
def test_each_fault_is_named(checked, expected):
    assert codes(checked) == expected


def test_several_keys_are_right_where_several_may_be_picked():
    assert codes(question("34", "63", key=(0, 1), type=QuestionType.MULTIPLE)) == []


def test_options_that_differ_in_accents_alone_differ():
    assert codes(question("Ba", "Bà", "Bá")) == []


def test_every_sentence_is_complete_and_says_which_option():
    problem = next(iter(validate(question("34", "63", "34"))))

    assert problem.message == "Phương án A và C giống nhau. Hãy sửa một trong hai phương án."


def test_every_kind_of_problem_ends_its_sentence():
    assert [code for code, kind in PROBLEMS.items() if not kind.message.endswith(".")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các phương án trên",
        "Tất cả các phương án trên đều đúng.",
        "Tất cả đều đúng",
        "Cả A và B",
        "Cả A, B và C",
        "A và B đúng",
        "A, B, C đều đúng",
        "Cả 1, 2",
        "Đáp án 1 và 2",
        "Cả hai phương án trên",
        "Cả 2 loại",
        "Không có đáp án nào đúng",
        "A và B đều sai",
        "All of the above",
    ],
)
def test_options_that_speak_of_others_are_known(text):
    assert refers_to_others(text)


@pytest.mark.parametrize("text", ["Cả nước", "30% GDP", "3 loại", "Hai phương án", "Vitamin A và khoáng chất", "A"])
def test_options_that_stand_alone_are_left_alone(text):
    assert not refers_to_others(text)
