"""A paper obeys its blueprint, whatever the pool."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.drawing import (
    BlueprintRow,
    Candidate,
    NotEnoughQuestions,
    draw_paper,
    order_options,
    pool_for,
    rows_for,
)

TOPICS = ("khcn", "đmst", "cđs")
LEVELS = ("easy", "medium", "hard")


def pool(per_cell=5, **values):
    cells = [(topic, level) for topic in TOPICS for level in LEVELS]
    return [
        Candidate(version_id=number * len(cells) + i, option_count=4, topic=topic, difficulty=level, **values)
        for number in range(per_cell)
        for i, (topic, level) in enumerate(cells)
    ]


@given(seed=st.integers(0, 10_000), counts=st.lists(st.integers(1, 5), min_size=9, max_size=9))
def test_every_cell_of_the_blueprint_is_filled_and_no_question_drawn_twice(seed, counts):
    cells = [(topic, level) for topic in TOPICS for level in LEVELS]
    blueprint = [BlueprintRow(count=n, topic=t, difficulty=d) for n, (t, d) in zip(counts, cells, strict=True)]

    paper = draw_paper(blueprint, pool(), Random(seed))

    drawn = Counter((item.candidate.topic, item.candidate.difficulty) for item in paper)
    assert drawn == dict(zip(cells, counts, strict=True))
    assert len({item.candidate.version_id for item in paper}) == sum(counts)
    assert [item.position for item in paper] == list(range(1, sum(counts) + 1))


def test_overlapping_rows_are_filled_whenever_that_can_be_done():
    # Any two of the topic first: a careless draw may use up the only easy one that the second row needs.
    candidates = [
        Candidate(version_id=1, option_count=4, topic="a", difficulty="easy"),
        Candidate(version_id=2, option_count=4, topic="a", difficulty="hard"),
        Candidate(version_id=3, option_count=4, topic="a", difficulty="hard"),
    ]
    blueprint = [BlueprintRow(count=2, topic="a"), BlueprintRow(count=1, difficulty="easy")]

    for seed in range(50):
        paper = draw_paper(blueprint, candidates, Random(seed), shuffle_questions=False)
        assert [item.candidate.version_id for item in paper][2] == 1


def test_a_chain_of_overlapping_rows_is_rearranged_as_far_as_it_takes():
    # 1 suits only x; 2 suits x or y; 3 suits y or z: places z, y, x leave one way to seat everybody.
    candidates = [
        Candidate(version_id=1, option_count=4, topic="t", difficulty="easy"),
        Candidate(version_id=2, option_count=4, topic="t", difficulty="medium"),
        Candidate(version_id=3, option_count=4, topic="u", difficulty="medium"),
    ]
    blueprint = [
        BlueprintRow(count=1, difficulty="medium"),
        BlueprintRow(count=1, topic="t"),
        BlueprintRow(count=1, difficulty="easy"),
    ]

    for seed in range(50):
        paper = draw_paper(blueprint, candidates, Random(seed), shuffle_questions=False)
        assert [item.candidate.version_id for item in paper] == [3, 2, 1]


def test_a_shortage_names_its_row_and_how_many_there_are():
    row = BlueprintRow(count=6, topic="khcn", difficulty="hard")

    with pytest.raises(NotEnoughQuestions) as shortage:
        draw_paper([BlueprintRow(count=2), row], pool(), Random(1))

    assert (shortage.value.row, shortage.value.available) == (row, 5)


def test_every_question_of_a_cell_is_drawn_about_equally_often():
    candidates = [Candidate(version_id=i, option_count=4, topic="t") for i in range(10)]
    rng = Random(57)
    drawn = Counter(
        item.candidate.version_id for _ in range(2000) for item in draw_paper([BlueprintRow(count=3)], candidates, rng)
    )

    # 2,000 × 3 ÷ 10 = 600 each; the standard deviation is √(2,000 × 0.3 × 0.7) = 20.5, so five of them are 102.
    assert all(abs(count - 600) < 102 for count in drawn.values())


@given(
    option_count=st.integers(2, 8),
    pinned=st.frozensets(st.integers(0, 7)),
    seed=st.integers(0, 1000),
)
def test_shuffling_keeps_pinned_options_in_place_and_every_option_once(option_count, pinned, seed):
    candidate = Candidate(version_id=1, option_count=option_count, pinned=pinned)

    order = order_options(candidate, Random(seed))

    assert sorted(order) == list(range(option_count))
    assert all(order[place] == place for place in pinned if place < option_count)


def test_options_come_in_every_order():
    candidate = Candidate(version_id=1, option_count=3)
    rng = Random(3)

    assert len({order_options(candidate, rng) for _ in range(200)}) == 6


def test_without_shuffling_a_paper_follows_the_blueprint_and_the_bank():
    candidates = [Candidate(version_id=i, option_count=4, topic=t) for i, t in enumerate("ab")]
    blueprint = [BlueprintRow(count=1, topic="b"), BlueprintRow(count=1, topic="a")]

    paper = draw_paper(blueprint, candidates, Random(1), shuffle_questions=False, shuffle_options=False)

    assert [(i.candidate.topic, i.option_order) for i in paper] == [("b", (0, 1, 2, 3)), ("a", (0, 1, 2, 3))]


def test_a_group_has_its_own_rows_or_those_for_all():
    for_all, own = BlueprintRow(count=1), BlueprintRow(count=2, group="students")

    assert rows_for([for_all, own], "students") == (own,)
    assert rows_for([for_all, own], "residents") == (for_all,)


def test_a_group_gets_questions_that_name_it_or_nobody():
    for_all = Candidate(version_id=1, option_count=4)
    students = Candidate(version_id=2, option_count=4, groups=frozenset({"students"}))

    assert pool_for([for_all, students], "students") == (for_all, students)
    assert pool_for([for_all, students], "residents") == (for_all,)
