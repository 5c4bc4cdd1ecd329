"""A question as its author's text is kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.authoring import tidy
from quizapp.domain.question import Image, Option, Question
from tests.questions import question

_TEXTS = st.text(alphabet="aạ \t\n\r\u200b", max_size=12)


def test_texts_are_cleaned_and_empty_ones_are_none() -> None:
    image = Image(digest="1" * 64, alt=" Sơ  đồ ", width=4, height=3)
    typed = Question(
        text=" Một  hai\r\n\r\n ba\u200b ",
        options=(Option(text=" Hoà\n", is_key=True, is_pinned=True, image=image), Option(text="")),
        topic="  ",
        groups=("students", "officials"),
        explanation="",
        source=" Luật \n số 1 ",
    )
    kept = Image(digest="1" * 64, alt="Sơ đồ", width=4, height=3)
    assert tidy(typed) == Question(
        text="Một hai\nba",
        options=(Option(text="Hoà", is_key=True, is_pinned=True, image=kept), Option(text="")),
        topic=None,
        groups=("officials", "students"),
        explanation=None,
        source="Luật\nsố 1",
    )


def test_a_question_in_order_stays_as_it_is() -> None:
    assert tidy(question(1)) == question(1)


@settings(max_examples=80)
@given(text=_TEXTS, option=_TEXTS, source=st.none() | _TEXTS)
def test_tidying_twice_is_tidying_once(text: str, option: str, source: str | None) -> None:
    once = tidy(Question(text=text, options=(Option(text=option),), source=source))
    assert tidy(once) == once
