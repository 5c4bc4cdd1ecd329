"""import(export(bank)) == bank, for every format."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.groups import GROUPS
from quizapp.domain.item_writing import BANK_CHECKS, CHECKS
from quizapp.domain.question import TOPICS, Difficulty, Option, Question, QuestionType, validate
from quizapp.domain.text import clean_lines
from quizapp.exchange.questions import FORMATS, WRITERS, Parsed, dump, pack, unpack
from quizapp.exchange.questions.options import without_labels
from tests.unit.exchange.questions.builders import HEADER, PLANET, understood, xlsx

READ_AND_WRITTEN = [code for code in FORMATS if code in WRITERS]
ALPHABET = st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")) | st.sampled_from("=+-@'#;,\n\"ăđẤ₂_x")
WORDS = st.text(ALPHABET, min_size=1, max_size=30).map(clean_lines).filter(bool)
TRICKY = st.sampled_from(
    ["=1+1", "'=1", "-5", "#N/A", "_x0041_", "5%", "TRUE", "Tất cả các phương án trên", "Cả A và B", "@an", "1"]
)
TEXT = WORDS | TRICKY


@st.composite
def questions(draw: st.DrawFn, number: int) -> Question:
    texts = draw(st.lists(TEXT, min_size=2, max_size=8, unique=True))
    kind = draw(st.sampled_from(QuestionType))
    size = draw(st.integers(1, len(texts))) if kind is QuestionType.MULTIPLE else 1
    key = draw(st.sets(st.sampled_from(range(len(texts))), min_size=size, max_size=size))
    pins = draw(st.sets(st.sampled_from(range(len(texts)))))
    return Question(
        number=number,
        type=kind,
        # A stem of its own for each number, since the same question twice is a problem.
        text=f"{number}) {draw(TEXT)}",
        options=tuple(
            Option(text=text, is_key=place in key, is_pinned=place in pins) for place, text in enumerate(texts)
        ),
        topic=draw(st.none() | st.sampled_from(TOPICS) | st.just("An toàn thông tin")),
        difficulty=draw(st.none() | st.sampled_from(Difficulty)),
        groups=tuple(draw(st.lists(st.sampled_from(sorted(GROUPS)), unique=True))),
        explanation=draw(st.none() | TEXT),
        source=draw(st.none() | TEXT),
    )


def may_stand_in_a_bank(question: Question) -> bool:
    texts = [option.text for option in question.options]
    return list(without_labels(texts)) == texts and {p.severity for p in validate(question)} <= {"warning"}


@st.composite
def banks(draw: st.DrawFn) -> tuple[Question, ...]:
    numbers = draw(st.lists(st.integers(0, 999_999), min_size=1, max_size=5, unique=True))
    return tuple(draw(questions(number).filter(may_stand_in_a_bank)) for number in numbers)


@pytest.mark.parametrize("code", READ_AND_WRITTEN)
@settings(max_examples=40, deadline=None)
@given(bank=banks())
def test_reading_what_was_written_gives_the_bank_back(code: str, bank: tuple[Question, ...]) -> None:
    parsed = understood(dump(bank, code), code)
    assert parsed.questions == bank
    advice = {"option-refers-to-others", "near-duplicate-question", *(c.code for c in (*CHECKS, *BANK_CHECKS))}
    assert {problem.code for problem in parsed.problems} <= advice


@settings(max_examples=20, deadline=None)
@given(bank=banks())
def test_packing_loses_nothing(bank: tuple[Question, ...]) -> None:
    parsed = understood(dump(bank, "xlsx"))
    assert unpack(pack(parsed)) == parsed


def test_packing_keeps_problems_and_places() -> None:
    parsed = understood(xlsx(HEADER, (*PLANET[:6], "F"), (2, "Hai?", "a", "b", None, None, "A")))
    assert (unpack(pack(parsed)), len(parsed.problems), type(unpack(pack(parsed)))) == (parsed, 1, Parsed)
