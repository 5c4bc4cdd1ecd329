"""What a pool lacks for a blueprint, and what to add to it."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.drawing import BlueprintRow, Candidate, NotEnoughQuestions, draw_paper
from quizapp.domain.overlap import overlap
from quizapp.domain.supply import Addition, by_row, cells, short_groups, supply


def pool(*kinds, groups=frozenset()):
    """One question for each (topic, difficulty)."""
    return [
        Candidate(version_id=number, option_count=4, topic=topic, difficulty=difficulty, groups=groups)
        for number, (topic, difficulty) in enumerate(kinds)
    ]


def figures(rows, candidates):
    return [(cell.asked, cell.available, cell.missing) for cell in cells(rows, candidates)]


def is_drawable(rows, candidates):
    try:
        draw_paper(rows, candidates, Random(0))
    except NotEnoughQuestions:
        return False
    return True


def test_cells_that_do_not_overlap_lack_what_is_asked_beyond_what_is_there():
    candidates = pool(*[("a", "easy")] * 5, *[("a", "hard")] * 2)
    rows = [
        BlueprintRow(count=3, topic="a", difficulty="easy"),
        BlueprintRow(count=4, topic="a", difficulty="hard"),
        BlueprintRow(count=1, topic="b"),
    ]

    assert figures(rows, candidates) == [(3, 5, 0), (4, 2, 2), (1, 0, 1)]


def test_cells_that_want_the_same_questions_are_not_each_enough_for_both():
    # Five questions of a, two of them hard: 4 of a and 3 hard ones are 7 places, and the hard cell has 2 only.
    candidates = pool(*[("a", "easy")] * 3, *[("a", "hard")] * 2)

    assert figures([BlueprintRow(count=4, topic="a"), BlueprintRow(count=2, difficulty="hard")], candidates) == [
        (4, 5, 0),
        (2, 2, 1),
    ]


def test_nothing_is_missing_where_questions_can_be_handed_on():
    # Taking question 0 for the first row leaves none for the third; by way of the second row all are served.
    candidates = pool(("t", "easy"), ("t", "medium"), ("u", "medium"))
    rows = [
        BlueprintRow(count=1, topic="t"),
        BlueprintRow(count=1, difficulty="medium"),
        BlueprintRow(count=1, difficulty="easy"),
    ]

    assert [missing for _, _, missing in figures(rows, candidates)] == [0, 0, 0]


row = st.builds(
    BlueprintRow,
    count=st.integers(1, 3),
    topic=st.sampled_from([None, "a", "b"]),
    difficulty=st.sampled_from([None, "easy", "hard"]),
)
kind = st.tuples(st.sampled_from("ab"), st.sampled_from(["easy", "hard"]))


@settings(max_examples=200)
@given(rows=st.lists(row, min_size=1, max_size=4), kinds=st.lists(kind, max_size=9))
def test_enough_means_that_a_paper_can_be_drawn(rows, kinds):
    assert (sum(cell.missing for cell in cells(rows, pool(*kinds))) == 0) == is_drawable(rows, pool(*kinds))


@settings(max_examples=100)
@given(rows=st.lists(row, min_size=1, max_size=4), kinds=st.lists(kind, max_size=9))
def test_what_is_missing_is_the_least_that_mends_the_pool(rows, kinds):
    checked = cells(rows, pool(*kinds))
    short = [cell for cell in checked if cell.missing]
    added = [(cell.row.topic or "x", cell.row.difficulty or "x") for cell in short for _ in range(cell.missing)]

    assert is_drawable(rows, pool(*kinds, *added))
    assert not short or not is_drawable(rows, pool(*kinds, *added[1:]))


def test_each_group_is_checked_by_its_own_rows_and_questions():
    everybody = pool(*[("a", "easy")] * 3)
    students = [
        Candidate(version_id=9, option_count=4, topic="a", difficulty="easy", groups=frozenset({"students"})),
    ]
    rows = [BlueprintRow(count=4, topic="a"), BlueprintRow(count=2, topic="a", group="officials")]

    found = supply(rows, groups=("officials", "students", "residents"), pool=everybody + students, rng=Random(0))

    assert [(s.group, s.asked, s.missing, s.is_enough, s.overlap is not None) for s in found] == [
        ("officials", 2, 0, True, True),
        ("students", 4, 0, True, True),
        ("residents", 4, 1, False, False),
    ]


def test_a_group_without_rows_has_no_paper():
    rows = [BlueprintRow(count=1, group="students")]
    candidates = pool(("a", "easy"))

    (found,) = supply(rows, groups=("residents",), pool=candidates, rng=Random(0))

    assert (found.cells, found.is_enough, found.overlap) == ((), False, None)
    assert short_groups(rows, groups=("students", "residents"), pool=candidates) == ("residents",)


def test_rows_that_are_each_enough_may_want_the_same_questions():
    rows = [BlueprintRow(topic="a", count=3), BlueprintRow(count=3)]
    candidates = pool(*[("a", "easy")] * 5)

    (found,) = supply(rows, groups=("students",), pool=candidates, rng=Random(0))

    assert [cell.is_short for cell in found.cells] == [False, False]
    assert (found.asked, found.missing, found.is_enough) == (6, 1, False)
    assert short_groups(rows, groups=("students",), pool=candidates) == ("students",)


@settings(max_examples=100)
@given(rows=st.lists(row, min_size=1, max_size=4), kinds=st.lists(kind, max_size=9))
def test_the_short_groups_are_those_that_lack_something(rows, kinds):
    (found,) = supply(rows, groups=("students",), pool=pool(*kinds), rng=Random(0))

    assert found.is_enough is (short_groups(rows, groups=("students",), pool=pool(*kinds)) == ())
    assert found.is_enough is (found.overlap is not None)


def test_what_is_missing_is_to_be_added_rows_of_one_kind_together():
    rows = [
        BlueprintRow(count=3, topic="a", difficulty="easy"),
        BlueprintRow(count=1, topic="b"),
        BlueprintRow(count=2, topic="a", difficulty="easy"),
    ]

    (found,) = supply(rows, groups=("students",), pool=pool(("a", "easy"), ("b", "hard")), rng=Random(0))

    assert found.additions == (Addition(topic="a", difficulty="easy", count=4),)


def test_papers_that_share_more_than_half_say_what_to_add():
    # 4 of 5 and 1 of 4: 16/5 + 1/4 = 3.45 of 5 are shared, more than 2.5. With 16/n + 1/4 <= 2.5, n >= 64/9, so 8.
    rows = [BlueprintRow(count=4, topic="a"), BlueprintRow(count=1, topic="b")]
    candidates = pool(*[("a", "easy")] * 5, *[("b", "easy")] * 4)

    (found,) = supply(rows, groups=("students",), pool=candidates, rng=Random(0))

    assert (found.is_too_alike, found.additions) == (True, (Addition(topic="a", difficulty=None, count=3),))


def test_half_in_common_is_not_too_much():
    (found,) = supply([BlueprintRow(count=5)], groups=("students",), pool=pool(*[("a", "easy")] * 10), rng=Random(0))

    assert found.overlap is not None
    assert (found.overlap.expected, found.is_too_alike, found.additions) == (pytest.approx(2.5), False, ())


@settings(max_examples=100)
@given(rows=st.lists(row, min_size=1, max_size=4), kinds=st.lists(kind, max_size=14))
def test_additions_bring_the_papers_apart(rows, kinds):
    (found,) = supply(rows, groups=("students",), pool=pool(*kinds), rng=Random(0))
    if not found.is_too_alike or not found.additions:
        return

    added = [(more.topic or "x", more.difficulty or "x") for more in found.additions for _ in range(more.count)]

    after = overlap(rows, pool(*kinds, *added), rng=Random(0))
    if after.is_exact:
        assert after.expected <= found.asked / 2 + 1e-9


def test_rows_come_with_the_cell_of_every_group_that_draws_by_them():
    everybody, again = BlueprintRow(count=4, topic="a"), BlueprintRow(count=4, topic="a")
    own = BlueprintRow(count=2, topic="a", group="officials")
    rows = [everybody, own, again]

    found = supply(rows, groups=("officials", "students"), pool=pool(*[("a", "easy")] * 6), rng=Random(0))

    shown = [(r, [cell and (cell.available, cell.missing) for cell in cells]) for r, cells in by_row(rows, found)]
    assert shown == [(everybody, [None, (6, 0)]), (own, [(6, 0), None]), (again, [None, (6, 2)])]
