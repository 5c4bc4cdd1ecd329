"""What is markup in a format is text in a question, and comes back as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.question import Option, Question, QuestionType
from quizapp.domain.text import clean, clean_lines
from quizapp.exchange.questions import WRITERS, dump
from tests.unit.exchange.questions.builders import understood

FORMATS = ("gift", "moodle-xml", "qti")
PIECES = st.sampled_from(
    ("{", "}", "~", "=", "#", "####", ":", "::", "\\", "\\n", "//", "->", "%50%", "%", "[html]", "[plain]", "[tag:x]",
     "]", "$CATEGORY: a", "<b>", "</p>", "<br>", "&lt;", "&amp;", "&", "]]>", "<!--", "<?", "'", '"', "\n", " ", "a",
     "đ", "T", "TRUE", "Nguồn: x", "\nNguồn:", "Câu 5", "/", "_____", "10⁹", "🙂")
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join).map(clean_lines).filter(bool)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=4, unique=True))
    kind = draw(st.sampled_from(QuestionType))
    key = draw(st.sets(st.sampled_from(range(len(texts))), min_size=1)) if kind == "multiple" else {0}
    pins = draw(st.sets(st.sampled_from(range(len(texts)))))
    return Question(
        number=7,
        type=kind,
        text=draw(TEXTS),
        options=tuple(Option(text=t, is_key=i in key, is_pinned=i in pins) for i, t in enumerate(texts)),
        topic=draw(st.none() | TEXTS.map(clean)),
        explanation=draw(st.none() | TEXTS),
        source=draw(st.none() | TEXTS),
    )


@pytest.mark.parametrize("code", FORMATS)
@settings(max_examples=100, deadline=None)
@given(question=questions())
def test_signs_of_a_format_come_back_as_they_were(code: str, question: Question) -> None:
    assert understood(dump([question], code), code).questions == (question,)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("words", [("Đúng", "Sai"), ("Sai", "Đúng"), ("True", "False"), ("Đúng", "Sai", "Cả hai")])
@pytest.mark.parametrize("kind", QuestionType)
def test_true_and_false_keep_their_type_and_order(code: str, words: tuple[str, ...], kind: QuestionType) -> None:
    options = tuple(Option(text=word, is_key=word in ("Sai", "False")) for word in words)
    question = Question(number=1, text="Trái Đất phẳng.", options=options, type=kind)
    assert understood(dump([question], code), code).questions[0] == question


@pytest.mark.parametrize("code", FORMATS)
def test_questions_without_number_are_numbered_by_their_place(code: str) -> None:
    options = (Option(text="a", is_key=True), Option(text="b"))
    known = [Question(text=text, options=options) for text in ("Câu 9", "Hai?")]
    assert [question.number for question in understood(dump(known, code), code).questions] == [1, 2]


@pytest.mark.parametrize("code", FORMATS)
def test_all_but_pictures_is_carried(code: str) -> None:
    assert {"number", "topic", "difficulty", "groups", "explanation", "source", "pins"} <= WRITERS[code].CARRIES
