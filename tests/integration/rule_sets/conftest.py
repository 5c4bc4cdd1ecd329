"""How the rounds of this folder are set up: a preset, units, questions, a table of what people did."""

import pytest

from tests.integration.rule_sets.holding import Field, make_round


@pytest.fixture
def field_of(factory):
    """Make a contest with units: by name, kind and headcount."""

    def make(units=None, **contest_values):
        named = {"Na Mạ": ("village", None)} if units is None else units
        return Field(
            factory=factory,
            contest=factory.contest(**contest_values),
            units={
                name: factory.unit(kind=kind, name=name, headcount=headcount)
                for name, (kind, headcount) in named.items()
            },
        )

    return make


@pytest.fixture
def bank(factory):
    """A bank of 36 questions of every difficulty; every third has two right options of four."""
    bank = factory.bank()
    for number in range(1, 37):
        level = ("easy", "medium", "hard")[number % 3]
        several = number % 9 in (0, 4, 8)  # of every difficulty
        options = [
            {"text": f"Phương án {place + 1} câu {number}", "is_key": is_key, "is_pinned": False}
            for place, is_key in enumerate((number % 2 == 0, several, number % 2 == 1, False))
        ]
        factory.question(
            bank, number=number, options=options, type="multiple" if several else "single", difficulty=level
        )
    return bank


@pytest.fixture
def hold(field_of, bank):
    """Hold a round by a preset as a table says; settings may be adjusted by name."""

    def held(code, table, *, units=None, banks=None, **adjusted):
        return make_round(field_of(units), code, banks=banks or [bank], **adjusted).play(table)

    return held
