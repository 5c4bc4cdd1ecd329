"""What speaks against a key, by hand."""

from fractions import Fraction

from quizapp.domain.key_check import Chosen, option_shares, rival, suspicion, upper_bound

A, B, C = (frozenset({index}) for index in range(3))
NONE = frozenset()


def chosen(options, count, upper=0):
    return Chosen(options=options, count=count, upper=upper)


def test_the_upper_group_is_the_best_27_percent_and_whoever_is_level_with_its_last():
    """Of 100, 27 are wanted: 10 with 10 points, then 30 with 9: whoever has 9 or more."""
    assert upper_bound({10: 10, 9: 30, 8: 60}) == 9
    assert upper_bound({10: 27, 9: 73}) == 10
    assert upper_bound({10: 26, 9: 74}) == 9
    assert upper_bound({}) is None


def test_shares_of_options_are_of_all_who_had_the_question():
    """10 papers: 6 A, 2 AB, 2 blank: A 8 of 10, B 2 of 10; of the best, 3 AB of 4: B 75 percent."""
    shares = option_shares([chosen(A, 6, 1), chosen(A | B, 2, 3), chosen(NONE, 2, 0)], 3)
    assert [(s.count, s.percent) for s in shares] == [(8, 80), (2, 20), (0, 0)]
    assert [s.upper_percent for s in shares] == [100, 75, 0]


def test_a_wrong_key_shows_as_the_best_agreeing_on_another_option():
    """Of 50 of the best 43 chose B, 5 the key A, 2 left it: 86 against 10 percent."""
    found = rival([chosen(A, 60, 5), chosen(B, 90, 43), chosen(NONE, 9, 2)], [A])
    assert (found.options, found.percent, found.key_percent) == (B, 86, 10)
    assert suspicion(found) == 76


def test_a_lead_is_striking_beyond_what_chance_makes():
    """5 against 0: 25 > 4 × 5; 4 against 0: 16 = 4 × 4; 12 against 3: 81 > 60; 11 against 4: 49 < 60."""
    leads = [
        rival([chosen(B, 9, b), chosen(A, 9, a), chosen(NONE, 9, 5)], [A])
        for b, a in ((5, 0), (4, 0), (12, 3), (11, 4))
    ]
    assert [found.is_striking for found in leads] == [True, False, True, False]
    assert not rival([chosen(B, 9, 1), chosen(A, 9, 40)], [A]).is_striking


def test_an_accepted_key_is_no_rival():
    found = rival([chosen(A, 60, 5), chosen(B, 90, 43), chosen(C, 9, 2)], [A, B])
    assert (found.options, found.percent, found.key_percent) == (C, 4, 96)
    assert suspicion(found) == -92


def test_of_few_among_the_best_nothing_is_said():
    assert rival([chosen(B, 90, 4)], [A]) is None
    assert rival([chosen(B, 90, 5)], [A]).percent == 100
    assert suspicion(None) == Fraction(-100)


def test_a_question_that_all_of_the_best_have_right_has_no_rival():
    assert rival([chosen(A, 60, 20), chosen(B, 40, 0), chosen(NONE, 5, 3)], [A]) is None
