"""New questions looked for among held ones, in a process of its own."""

import pytest

from quizapp.exchange.children import NobodyWaits
from quizapp.exchange.questions.likener import candidates, liken
from quizapp.exchange.questions.similarity import similar_to, wording
from tests.questions import question, questions

HELD = [
    question(1, text="Cơ quan nào cấp căn cước cho công dân?"),
    question(2, text="Chữ ký số dùng để làm gì trên môi trường mạng?"),
]
NEW = [
    question(1, text="Chữ ký số dùng làm gì trên môi trường mạng?", options=HELD[1].options),
    question(2, text="Cơ quan nào cấp căn cước cho công dân vậy?", options=HELD[0].options),
    question(3, text="Thửa đất được đo đạc thế nào?"),
]


def test_the_child_finds_what_a_comparison_in_this_process_finds() -> None:
    expected = similar_to([wording(q) for q in NEW], [wording(q) for q in HELD])
    assert [(match.index, match.other) for match in expected] == [(0, 1), (1, 0)]
    assert liken(NEW, HELD) == expected


def test_places_count_on_from_one_portion_to_the_next() -> None:
    found = liken([*questions(130), NEW[0]], HELD)
    assert found is not None
    assert [(match.index, match.other) for match in found] == [(130, 1)]


def test_nothing_is_like_nothing() -> None:
    assert (liken([], HELD), liken(NEW, [])) == ((), ())


def test_a_comparison_that_nobody_waits_for_ends() -> None:
    with pytest.raises(NobodyWaits):
        liken(questions(2000), questions(2000), watcher=lambda done, total: False)


def test_likely_stems_are_few_and_hold_the_one_that_is_found() -> None:
    stems = ["co quan nao cap can cuoc cho cong dan?", "chu ky so dung de lam gi tren moi truong mang?", "thua dat"]
    assert (candidates(NEW[0], stems), candidates(NEW[1], stems), candidates(question(9), stems)) == ([1], [0], [])
