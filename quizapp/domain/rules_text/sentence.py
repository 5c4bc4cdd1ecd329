"""Sentences that are made of settings, to be put into the reader's language where they are shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from quizapp.domain.round_rules import RoundRules


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A name of the catalogue that stands inside a sentence, as a group's or a level's."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """What somebody types to check a draw: the same in every language."""

    text: str


Param = int | str | datetime | Term | Command | tuple[Term, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A message of the catalogue with what completes it. `items`: a list that belongs below it, `steps` one in order.

    A number, moment or Term among `params` is shown as the reader's language does; text is what somebody typed.
    """

    text: str
    params: Mapping[str, Param] = field(default_factory=dict)
    items: tuple["Sentence", ...] = ()
    steps: tuple["Sentence", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """What the rules say under one title. `fields`: the settings that it speaks of; `kinds`: of which rounds."""

    code: str
    title: str
    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    sentences: Callable[[RoundRules], Iterable[Sentence]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A clause of one round, as it is shown."""

    code: str
    title: str
    sentences: Sequence[Sentence]
