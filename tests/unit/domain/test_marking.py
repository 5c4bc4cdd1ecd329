"""What choices earn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.choice import decode, encode, to_bank, to_shown
from quizapp.domain.marking import AnsweredItem, mark, mark_attempt


@pytest.mark.parametrize(
    ("choice", "key", "expected"),
    [
        (0b0010, 0b0010, 1),
        (0b0100, 0b0010, 0),
        (None, 0b0010, 0),
        (0, 0b0010, 0),
        (0b0110, 0b0110, 1),  # several keys: all of them
        (0b0010, 0b0110, 0),  # one of two
        (0b0111, 0b0110, 0),  # one too many
    ],
)
def test_an_item_earns_its_mark_for_all_of_the_key_and_nothing_else(choice, key, expected):
    assert mark(choice, key) == expected


def test_an_attempt_adds_up_its_marks():
    marked = mark_attempt(
        [
            AnsweredItem(position=1, key=0b0001, choice=0b0001),
            AnsweredItem(position=2, key=0b0001, choice=0b0010),
            AnsweredItem(position=3, key=0b0001, choice=None),
            AnsweredItem(position=4, key=0b1000, choice=0b1000),
            AnsweredItem(position=5, key=0b1000, choice=0),  # picked, then taken back
        ]
    )

    assert marked.marks == {1: 1, 2: 0, 3: 0, 4: 1, 5: 0}
    assert (marked.score, marked.max_score, marked.answered) == (2, 5, 3)


@given(positions=st.sets(st.integers(0, 7)))
def test_a_choice_holds_the_positions_it_was_made_of(positions):
    assert set(decode(encode(positions))) == positions


@given(order=st.permutations(range(6)), options=st.sets(st.integers(0, 5)))
def test_a_choice_means_the_same_options_as_shown_and_in_the_bank(order, options):
    assert to_bank(to_shown(options, order), order) == options


def test_a_key_is_found_where_its_option_is_shown():
    # Shown: the bank's C, A, D, B. The bank's key A stands second.
    assert to_shown({0}, (2, 0, 3, 1)) == 0b0010
