"""What another ruling on a question makes of marks and scores, by hand."""

import pytest

from quizapp.domain.marking import AnsweredItem, MarkingRules
from quizapp.domain.regrade import (
    LIFT,
    AttemptChange,
    ItemChange,
    NothingChanges,
    attempt_change,
    effect,
    fingerprint,
    item_change,
    packed,
    proposed,
    with_ruling,
)
from quizapp.domain.rulings import Ruling

A, B, C, D = (frozenset({index}) for index in range(4))
AB, ABC = A | B, A | B | C
POINT = MarkingRules()


def item(choice, *keys, **values):
    """Options are shown in the bank's order: the option at index i is bit i."""
    return AnsweredItem(position=1, keys=tuple(sum(1 << i for i in key) for key in keys), choice=choice, **values)


def test_a_corrected_key_takes_the_point_from_the_old_one_and_gives_it_to_the_new():
    picked_a, picked_b = 0b0001, 0b0010
    assert item_change(item(picked_a, A), item(picked_a, B), POINT) == ItemChange(mark=0, most_delta=0)
    assert item_change(item(picked_b, A), item(picked_b, B), POINT) == ItemChange(mark=1, most_delta=0)


def test_a_further_key_takes_nothing_from_anybody():
    assert [item_change(item(choice, A), item(choice, A, B), POINT).mark for choice in (1, 2, 4, 0, None)] == [
        1,
        1,
        0,
        0,
        0,
    ]


def test_a_given_item_is_worth_its_points_to_whoever_had_it_unanswered_too():
    hard = MarkingRules(points={"hard": 3})
    changes = [
        item_change(item(choice, A, points=3), item(choice, A, points=3, is_given=True), hard)
        for choice in (1, 2, None)
    ]
    assert changes == [ItemChange(mark=3, most_delta=0)] * 3


def test_a_void_item_takes_its_points_from_score_and_maximum():
    assert item_change(item(1, A), item(1, A, is_void=True), POINT) == ItemChange(mark=0, most_delta=-1)
    assert item_change(item(1, A, is_void=True), item(1, A), POINT) == ItemChange(mark=1, most_delta=1)


def test_parts_of_a_key_are_measured_by_the_corrected_one():
    """Key AB → ABC, 840 parts a point: A alone was 1/2 = 420 and is 1/3 = 280; AB was 840 and is 2/3 = 560."""
    parts = MarkingRules(partial="no_wrong")
    assert item_change(item(0b001, AB), item(0b001, ABC), parts) == ItemChange(mark=280, most_delta=0)
    assert item_change(item(0b011, AB), item(0b011, ABC), parts) == ItemChange(mark=560, most_delta=0)
    assert item_change(item(0b111, AB), item(0b111, ABC), parts) == ItemChange(mark=840, most_delta=0)
    assert item_change(item(0b001, AB), item(0b001, AB, is_void=True), parts) == ItemChange(mark=0, most_delta=-840)


def test_a_score_follows_its_one_mark():
    """7 of 10, of which 0 for this item: 7 - 0 + 1 = 8 of 10; voided with its point: 7 - 1 = 6 of 9."""
    assert attempt_change(5, old_mark=0, score=7, max_score=10, item=ItemChange(mark=1, most_delta=0)) == AttemptChange(
        attempt_id=5, old_mark=0, new_mark=1, old_score=7, new_score=8, old_max_score=10, new_max_score=10
    )
    voided = attempt_change(5, old_mark=1, score=7, max_score=10, item=ItemChange(mark=0, most_delta=-1))
    assert (voided.new_score, voided.new_max_score, voided.is_other_result) == (6, 9, True)
    # Wrong, then void: the score stays, what it is out of does not.
    wrong = attempt_change(5, old_mark=0, score=7, max_score=10, item=ItemChange(mark=0, most_delta=-1))
    assert (wrong.new_score, wrong.new_max_score, wrong.is_other_result) == (7, 9, True)


def test_an_attempt_that_stays_as_it_is_is_no_change():
    assert attempt_change(5, old_mark=1, score=7, max_score=10, item=ItemChange(mark=1, most_delta=0)) is None


def test_further_keys_join_those_accepted_before():
    first = proposed(A, None, kind="accept", chosen=B)
    assert first == Ruling(kind="accept", keys=(B,))
    assert proposed(A, first, kind="accept", chosen=C) == Ruling(kind="accept", keys=(B, C))


def test_a_further_key_beside_a_corrected_one_leaves_the_old_key_out():
    corrected = proposed(A, None, kind="key", chosen=B)
    both = proposed(A, corrected, kind="accept", chosen=C)
    assert both == Ruling(kind="key", keys=(B, C))
    assert effect(A, both) == (B, frozenset({B, C}))


def test_a_further_key_after_a_gift_accepts_the_banks_and_it():
    assert proposed(A, Ruling(kind="give"), kind="accept", chosen=B) == Ruling(kind="accept", keys=(B,))


def test_a_corrected_key_replaces_all_that_was_ruled():
    assert proposed(A, Ruling(kind="accept", keys=(B, C)), kind="key", chosen=D) == Ruling(kind="key", keys=(D,))


def test_lifting_leaves_no_ruling():
    assert proposed(A, Ruling(kind="void"), kind=LIFT) is None


@pytest.mark.parametrize(
    ("current", "kind", "chosen"),
    [
        (None, LIFT, frozenset()),
        (None, "key", A),
        (None, "accept", A),
        (Ruling(kind="void"), "void", frozenset()),
        (Ruling(kind="give"), "give", frozenset()),
        (Ruling(kind="accept", keys=(B,)), "accept", B),
        (Ruling(kind="key", keys=(B,)), "key", B),
    ],
)
def test_what_marks_as_now_is_no_ruling(current, kind, chosen):
    with pytest.raises(NothingChanges):
        proposed(A, current, kind=kind, chosen=chosen)


def test_the_order_of_further_keys_marks_alike_but_the_first_key_does_not():
    assert effect(A, Ruling(kind="accept", keys=(B, C))) == effect(A, Ruling(kind="accept", keys=(C, B)))
    assert effect(A, Ruling(kind="accept", keys=(B,))) != effect(A, Ruling(kind="key", keys=(B, A)))


def test_rulings_on_other_questions_stay():
    held = {1: Ruling(kind="void"), 2: Ruling(kind="accept", keys=(AB,))}
    assert with_ruling(held, 1, Ruling(kind="give")) == {1: Ruling(kind="give"), 2: held[2]}
    assert with_ruling(held, 1, None) == {2: held[2]}
    assert packed(with_ruling(held, 7, Ruling(kind="key", keys=(C,)))) == [
        {"question_version_id": 1, "kind": "void", "keys": []},
        {"question_version_id": 2, "kind": "accept", "keys": [[0, 1]]},
        {"question_version_id": 7, "kind": "key", "keys": [[2]]},
    ]


def test_a_fingerprint_tells_parts_order_and_entries_apart():
    prints = [
        fingerprint([1, 2], [3]),
        fingerprint([1], [2, 3]),
        fingerprint([2, 1], [3]),
        fingerprint([1, 2, 3]),
        fingerprint(["1", 2], [3]),
    ]
    assert len(set(prints)) == len(prints)
    assert fingerprint([1, 2], [3]) == prints[0]
