"""What choices earn."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.choice import decode, encode, to_bank, to_shown
from quizapp.domain.marking import (
    PARTIAL_RULES,
    AnsweredItem,
    MarkingRules,
    in_points,
    mark,
    mark_attempt,
    most_of,
    shown_points,
)


def item(choice, *keys, position=1, **values):
    return AnsweredItem(position=position, keys=keys, choice=choice, **values)


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
    assert mark(item(choice, key)) == expected


def test_an_attempt_adds_up_its_marks():
    marked = mark_attempt(
        [
            item(0b0001, 0b0001, position=1),
            item(0b0010, 0b0001, position=2),
            item(None, 0b0001, position=3),
            item(0b1000, 0b1000, position=4),
            item(0, 0b1000, position=5),  # picked, then taken back
        ]
    )

    assert marked.marks == {1: 1, 2: 0, 3: 0, 4: 1, 5: 0}
    assert (marked.score, marked.max_score, marked.answered, marked.is_complete) == (2, 5, 3, False)


def test_an_attempt_is_complete_once_every_item_is_answered():
    answered = [item(0b10, 0b01, position=1), item(0b01, 0b01, position=2)]
    assert mark_attempt(answered).is_complete
    assert not mark_attempt([*answered, item(0, 0b01, position=3)]).is_complete


ABC = 0b00111  # the key is A, B and C of five options


@pytest.mark.parametrize(
    ("rule", "choice", "points", "earned"),
    [
        # Worth 7 points, one of three right: 7 × 1/3 = 7/3, two of three 14/3.
        ("no_wrong", 0b00001, 7, Fraction(7, 3)),
        ("no_wrong", 0b00011, 7, Fraction(14, 3)),
        ("no_wrong", ABC, 7, 7),
        ("no_wrong", 0b01011, 7, 0),  # two right, one wrong
        # Right less wrong: (1 - 0)/3, (2 - 1)/3, (3 - 1)/3, (1 - 1)/3, (1 - 2)/3 < 0.
        ("proportional", 0b00001, 1, Fraction(1, 3)),
        ("proportional", 0b01011, 1, Fraction(1, 3)),
        ("proportional", 0b01111, 1, Fraction(2, 3)),
        ("proportional", 0b01111, 2, Fraction(4, 3)),
        ("proportional", 0b01001, 1, 0),
        ("proportional", 0b11001, 1, 0),
        ("proportional", ABC, 1, 1),
        # Half of 3 points is 3/2, however much is missing.
        ("half", 0b00001, 3, Fraction(3, 2)),
        ("half", 0b00011, 3, Fraction(3, 2)),
        ("half", 0b01011, 3, 0),
        ("half", 0b11000, 3, 0),
        ("half", ABC, 3, 3),
        ("none", 0b00011, 3, 0),
        ("none", ABC, 3, 3),
    ],
)
def test_a_part_of_the_key_earns_what_the_rule_says(rule, choice, points, earned):
    rules = MarkingRules(partial=rule)
    assert in_points(mark(item(choice, ABC, points=points), rules), rule) == earned


def test_points_by_difficulty_and_parts_add_up_exactly():
    rules = MarkingRules(partial="no_wrong", points={"medium": 2, "hard": 3})
    assert [rules.points_of(level) for level in ("easy", "medium", "hard", None)] == [1, 2, 3, 1]
    marked = mark_attempt(
        [
            item(0b001, 0b111, position=1, points=1),  # 1/3
            item(0b011, 0b111, position=2, points=2),  # 4/3
            item(0b001, 0b011, position=3, points=3),  # 3/2
        ],
        rules,
    )
    # 1/3 + 4/3 + 3/2 = 19/6 of 6 points.
    assert in_points(marked.score, "no_wrong") == Fraction(19, 6)
    assert in_points(marked.max_score, "no_wrong") == 6


@pytest.mark.parametrize(
    ("marks", "rule", "shown"), [(8, "none", 8), (2, "half", 1), (3, "half", 1.5), (1960, "no_wrong", 2.33)]
)
def test_points_are_shown_whole_or_with_two_decimals(marks, rule, shown):
    assert shown_points(marks, rule) == shown
    assert type(shown_points(marks, rule)) is type(shown)


def test_any_accepted_key_earns_all_and_the_first_measures_parts():
    rules = MarkingRules(partial="no_wrong")
    assert in_points(mark(item(0b1000, 0b0011, 0b1000), rules), "no_wrong") == 1
    assert in_points(mark(item(0b0001, 0b0011, 0b1000), rules), "no_wrong") == Fraction(1, 2)
    assert mark(item(0b0100, 0b0011, 0b1000), rules) == 0


def test_what_is_given_earns_all_unanswered_too_and_what_is_void_counts_for_nothing():
    marked = mark_attempt(
        [
            item(None, 0b01, position=1, is_given=True, points=3),
            item(0b10, 0b01, position=2, is_given=True),
            item(0b01, 0b01, position=3, is_void=True),
            item(0b01, 0b01, position=4, points=2),
        ]
    )
    assert marked.marks == {1: 3, 2: 1, 3: 0, 4: 2}
    assert (marked.score, marked.max_score) == (6, 6)


masks = st.integers(1, 0b1111_1111)
rules_of_marking = st.sampled_from(list(PARTIAL_RULES)).map(lambda code: MarkingRules(partial=code))


@given(key=masks, choice=st.none() | st.integers(0, 0b1111_1111), points=st.integers(1, 10), rules=rules_of_marking)
def test_a_mark_is_exact_and_lies_between_nothing_and_all(key, choice, points, rules):
    answered = item(choice, key, points=points)
    earned = mark(answered, rules)
    assert 0 <= earned <= most_of(answered, rules) == points * rules.parts
    assert (earned == most_of(answered, rules)) is (choice == key)
    if choice and choice != key:
        right, wrong = (choice & key).bit_count(), (choice & ~key).bit_count()
        shares = {
            "none": 0,
            "no_wrong": 0 if wrong else Fraction(right, key.bit_count()),
            "proportional": max(0, Fraction(right - wrong, key.bit_count())),
            "half": Fraction(1, 2) if right and not wrong else 0,
        }
        assert in_points(earned, rules.partial) == points * shares[rules.partial]


@given(key=masks, choice=st.integers(0, 0b1111_1111), more=st.integers(0, 7), rules=rules_of_marking)
def test_a_further_wrong_pick_never_raises_a_mark(key, choice, more, rules):
    wrong = choice | (1 << more & ~key)
    assert mark(item(wrong, key), rules) <= mark(item(choice, key), rules)


@given(key=masks, choice=st.integers(0, 0b1111_1111), more=st.integers(0, 7), rules=rules_of_marking)
def test_a_further_right_pick_never_lowers_a_mark(key, choice, more, rules):
    right = choice | (1 << more & key)
    assert mark(item(right, key), rules) >= mark(item(choice, key), rules)


@given(positions=st.sets(st.integers(0, 7)))
def test_a_choice_holds_the_positions_it_was_made_of(positions):
    assert set(decode(encode(positions))) == positions


@given(order=st.permutations(range(6)), options=st.sets(st.integers(0, 5)))
def test_a_choice_means_the_same_options_as_shown_and_in_the_bank(order, options):
    assert to_bank(to_shown(options, order), order) == options


def test_a_key_is_found_where_its_option_is_shown():
    # Shown: the bank's C, A, D, B. The bank's key A stands second.
    assert to_shown({0}, (2, 0, 3, 1)) == 0b0010
