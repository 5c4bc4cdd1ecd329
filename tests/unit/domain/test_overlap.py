"""What two neighbours' papers have in common: formulas against arithmetic and against papers that are drawn."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.drawing import BlueprintRow, Candidate, NotEnoughQuestions, draw_paper
from quizapp.domain.overlap import (
    exact_overlap,
    expected_overlap,
    none_at_same_place,
    overlap,
    shared_distribution,
    strata,
)


def pool(*kinds):
    """One question for each (topic, difficulty)."""
    return [
        Candidate(version_id=number, option_count=4, topic=topic, difficulty=difficulty)
        for number, (topic, difficulty) in enumerate(kinds)
    ]


def test_two_samples_of_two_from_five_share_by_hand():
    # Of C(5, 2) = 10 second samples C(3, 2) = 3 miss both, 2 × 3 = 6 hit one, 1 hits both.
    assert shared_distribution(2, 2, 5) == (0.3, 0.6, 0.1)


def test_shared_questions_of_one_cell_by_hand():
    # Mean 2²/5 = 0.8, some with 1 - 0.3. Two places: one shared question stands at the same one with 1/2, and two do
    # in one of their 2 orders: 0.6 × 1/2 + 0.1 × 1/2 = 0.35.
    found = exact_overlap([(2, 5)])

    assert (found.expected, found.any_shared, found.same_place, found.is_exact) == (
        pytest.approx(0.8),
        pytest.approx(0.7),
        pytest.approx(0.35),
        True,
    )


def test_independent_cells_add_and_multiply():
    # 2 of 5 and 1 of 4: 0.8 + 0.25 expected; nothing shared with 0.3 × 0.75 = 0.225.
    # Shared 0, 1, 2, 3 of three places: 0.225, 0.6 × 0.75 + 0.3 × 0.25 = 0.525, 0.1 × 0.75 + 0.6 × 0.25 = 0.225, 0.025.
    # None in its place: 1, 2/3, 1 - 2/3 + 1/6 = 1/2, 2/6 (2 of 6 orders): 0.225 + 0.35 + 0.1125 + 0.025/3 = 0.695833…
    found = exact_overlap([(2, 5), (1, 4)])

    assert (found.expected, found.any_shared) == (pytest.approx(1.05), pytest.approx(0.775))
    assert found.same_place == pytest.approx(1 - (0.6875 + 0.025 / 3))


def test_without_shuffling_a_cell_keeps_its_places():
    # Within the cells: 1 - 0.65 × 0.75, since the one question of the second cell always stands at its place.
    found = exact_overlap([(2, 5), (1, 4)], shuffle_questions=False)

    assert found.same_place == pytest.approx(1 - 0.65 * 0.75)


@pytest.mark.parametrize(
    ("shared", "places", "expected"),
    [(0, 7, 1), (1, 4, 3 / 4), (3, 3, 2 / 6), (4, 4, 9 / 24), (2, 4, 1 - 2 / 4 + 1 / 12)],  # derangements: 2, 9
)
def test_matching_places_by_hand(shared, places, expected):
    assert none_at_same_place(shared, places) == pytest.approx(expected)


def test_a_pool_that_is_used_up_is_the_same_paper_for_everybody():
    found = exact_overlap([(3, 3)])

    assert (found.expected, found.any_shared) == (3, 1)


def simulated(rows, candidates, *, shuffle_questions, pairs=4000):
    rng = Random(2026)
    shared = met = total = 0
    for _ in range(pairs):
        one, other = (
            [i.candidate.version_id for i in draw_paper(rows, candidates, rng, shuffle_questions=shuffle_questions)]
            for _ in range(2)
        )
        total += len(set(one) & set(other))
        shared += bool(set(one) & set(other))
        met += any(a == b for a, b in zip(one, other, strict=True))
    return total / pairs, shared / pairs, met / pairs


@pytest.mark.parametrize("shuffle_questions", [True, False])
def test_the_formulas_agree_with_papers_that_are_drawn(shuffle_questions):
    # Two rows ask for the same cell, as organisers may write it: 3 of 9 easy ones, and 1 of 6 hard ones.
    candidates = pool(*[("a", "easy")] * 9, *[("a", "hard")] * 6)
    easy = BlueprintRow(count=2, topic="a", difficulty="easy")
    rows = [
        easy,
        BlueprintRow(count=1, topic="a", difficulty="hard"),
        BlueprintRow(count=1, topic="a", difficulty="easy"),
    ]

    found = overlap(rows, candidates, rng=Random(1), shuffle_questions=shuffle_questions)

    # Standard errors over 4,000 pairs are at most 0.013 (mean) and 0.008; four of them are allowed.
    means = simulated(rows, candidates, shuffle_questions=shuffle_questions)
    assert found.is_exact
    assert (found.expected, found.any_shared, found.same_place) == tuple(
        pytest.approx(mean, abs=margin) for mean, margin in zip(means, (0.052, 0.032, 0.032), strict=True)
    )


def test_samples_of_different_sizes_share_by_hand():
    # 1 and 3 of 4: the one is among the three with 3/4.
    assert shared_distribution(1, 3, 4) == shared_distribution(3, 1, 4) == (0.25, 0.75)


def test_a_row_that_wants_what_another_left_by_hand():
    # First 1 of a's 2, then 1 of the 3 left of a's 2 and b's 2: a's other one with 1/3, one of b's with 2/3. So papers
    # take (2, 0) of a and b with 1/3 and (1, 1) with 2/3; E = 4/3 and 2/3, so (16/9)/2 + (4/9)/2 = 10/9 are shared.
    # Nothing is shared only where both take (1, 1): 4/9 × 1/2 × 1/2 = 1/9.
    rows = [BlueprintRow(count=1, topic="a"), BlueprintRow(count=1)]
    candidates = pool(*[("a", "easy")] * 2, *[("b", "easy")] * 2)

    found = overlap(rows, candidates, rng=Random(1))

    assert (found.expected, found.any_shared) == (pytest.approx(10 / 9), pytest.approx(8 / 9))
    assert found.is_exact
    assert expected_overlap(rows, strata(rows, candidates)) == pytest.approx(10 / 9)


CLOSE = (0.06, 0.035, 0.035)  # more than four standard errors of 4,000 pairs drawn independently


def as_simulated(rows, candidates, *, margins, shuffle_questions=True):
    means = simulated(rows, candidates, shuffle_questions=shuffle_questions)
    return tuple(pytest.approx(mean, abs=margin) for mean, margin in zip(means, margins, strict=True))


@pytest.mark.parametrize(
    "rows",
    [
        [BlueprintRow(count=3, topic="a"), BlueprintRow(count=2, difficulty="easy")],
        [BlueprintRow(count=2, difficulty="easy"), BlueprintRow(count=3, topic="a"), BlueprintRow(count=1)],
        [
            BlueprintRow(count=1, topic="a", difficulty="hard"),
            BlueprintRow(count=2, topic="a"),
            BlueprintRow(count=2, topic="b"),
        ],
    ],
)
def test_rows_that_want_the_same_questions_agree_with_papers_that_are_drawn(rows):
    candidates = pool(*[("a", "easy")] * 7, *[("b", "easy")] * 6, *[("a", "hard")] * 4)

    found = overlap(rows, candidates, rng=Random(1))

    assert found.is_exact
    assert (found.expected, found.any_shared, found.same_place) == as_simulated(rows, candidates, margins=CLOSE)


@settings(max_examples=150)
@given(
    rows=st.lists(
        st.builds(
            BlueprintRow,
            count=st.integers(1, 3),
            topic=st.sampled_from([None, "a", "b"]),
            difficulty=st.sampled_from([None, "easy", "hard"]),
        ),
        min_size=1,
        max_size=3,
    ),
    sizes=st.lists(st.integers(0, 6), min_size=4, max_size=4),
)
def test_the_mean_is_that_of_the_distribution(rows, sizes):
    kinds = [("a", "easy"), ("a", "hard"), ("b", "easy"), ("b", "hard")]
    candidates = pool(*[kind for kind, size in zip(kinds, sizes, strict=True) for _ in range(size)])
    try:
        found = overlap(rows, candidates, rng=Random(1))
    except NotEnoughQuestions:
        return
    if found.is_exact:
        assert expected_overlap(rows, strata(rows, candidates)) == pytest.approx(found.expected)
        assert 0 <= found.same_place <= found.any_shared + 1e-9 <= 1 + 2e-9


HANDED_ON = [BlueprintRow(count=3, topic="a"), BlueprintRow(count=3, difficulty="easy")]
OPEN_ROWS = [BlueprintRow(count=9, topic="a"), BlueprintRow(count=9, difficulty="easy"), BlueprintRow(count=9)]


@pytest.mark.parametrize(
    ("rows", "sizes", "shuffle_questions"),
    [
        (HANDED_ON, (4, 1, 2), True),  # the first row may have to give an easy one back
        (OPEN_ROWS, (20, 20, 20), True),  # too many ways to fill the rows
        ([BlueprintRow(count=3, topic="a"), BlueprintRow(count=2, difficulty="easy")], (9, 6, 4), False),
    ],
)
def test_what_no_formula_covers_is_simulated_and_says_so(rows, sizes, shuffle_questions):
    kinds = [("a", "hard"), ("a", "easy"), ("b", "easy")]
    candidates = pool(*[kind for kind, size in zip(kinds, sizes, strict=True) for _ in range(size)])

    found = overlap(rows, candidates, rng=Random(1), shuffle_questions=shuffle_questions)

    assert not found.is_exact
    assert (found.expected, found.any_shared, found.same_place) == as_simulated(
        rows, candidates, margins=(0.3, 0.1, 0.1), shuffle_questions=shuffle_questions
    )
    assert found == overlap(rows, candidates, rng=Random(1), shuffle_questions=shuffle_questions)


def test_a_row_that_nothing_suits_has_no_overlap():
    with pytest.raises(NotEnoughQuestions):
        overlap([BlueprintRow(count=1, topic="b")], pool(("a", "easy")), rng=Random(1))
