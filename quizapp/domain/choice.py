"""A choice as one whole number: bit i is set where the option shown at position i is picked.

A number fits one column that the database can check against the count of options, and compares in one step.
"""

from collections.abc import Iterable, Sequence


def encode(positions: Iterable[int]) -> int:
    """Return the choice that holds these positions, counted from 0."""
    choice = 0
    for position in positions:
        choice |= 1 << position
    return choice


def decode(choice: int) -> tuple[int, ...]:
    """Return the positions, counted from 0 and ascending, that a choice holds."""
    return tuple(i for i in range(choice.bit_length()) if choice >> i & 1)


def to_shown(options: Iterable[int], option_order: Sequence[int]) -> int:
    """Return the choice, in positions as shown, of options given by the bank's order.

    `option_order[position]` is the bank's index of the option shown at `position`.
    """
    wanted = set(options)
    return encode(position for position, option in enumerate(option_order) if option in wanted)


def to_bank(choice: int, option_order: Sequence[int]) -> frozenset[int]:
    """Return the bank's indexes of the options that a choice, in positions as shown, holds."""
    return frozenset(option_order[position] for position in decode(choice))
