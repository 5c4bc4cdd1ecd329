"""Guidelines for writing items, checked on questions and on whole banks; all of them ask somebody to look.

A rule on one question is one entry in CHECKS, a rule on a bank one in BANK_CHECKS, each with its sentence and the
guideline behind it in PROBLEMS. That a rule on one question is broken by many of a bank's questions is said once, by
the sentence of its `code` + "-often". Of one option that refers to others `question.validate` warns, since it has to
keep its place too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.domain.bank_balance import (
    is_habit,
    keys_are_uneven,
    options_often_refer_to_others,
    without_explanation,
    without_source,
)
from quizapp.domain.item_form import key_is_noticeably_longest, options_are_alike, options_are_of_unequal_form
from quizapp.domain.item_stem import accents_are_missing, negative_is_not_emphasised
from quizapp.domain.numbering import numbers_of
from quizapp.domain.problem import PROBLEMS, Location, Problem
from quizapp.domain.question import Question

Params = Mapping[str, str | int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A guideline on one question. `breach` returns what completes the sentence, None where it is kept."""

    code: str
    breach: Callable[[Question], Params | None]

    @property
    def often(self) -> str:
        """The code by which a bank's habit is reported."""
        return f"{self.code}-often"

    @property
    def source(self) -> str:
        """The guideline."""
        return PROBLEMS[self.code].source


@dataclass(frozen=True, kw_only=True, slots=True)
class BankCheck:
    """A guideline on a whole bank. `breaches` yields what completes the sentence, once for each breach."""

    code: str
    breaches: Callable[[Sequence[Question]], Iterator[Params]]

    @property
    def source(self) -> str:
        """The guideline."""
        return PROBLEMS[self.code].source


CHECKS: tuple[Check, ...] = (
    Check(code="key-noticeably-longest", breach=key_is_noticeably_longest),
    Check(code="options-of-unequal-form", breach=options_are_of_unequal_form),
    Check(code="options-alike", breach=options_are_alike),
    Check(code="negative-without-emphasis", breach=negative_is_not_emphasised),
    Check(code="accents-missing", breach=accents_are_missing),
)
BANK_CHECKS: tuple[BankCheck, ...] = (
    BankCheck(code="keys-uneven", breaches=keys_are_uneven),
    BankCheck(code="options-refer-to-others-often", breaches=options_often_refer_to_others),
    BankCheck(code="explanation-missing", breaches=without_explanation),
    BankCheck(code="source-missing", breaches=without_source),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What the guidelines say: `of_questions` runs parallel to the questions, `of_bank` belongs to none of them."""

    of_questions: tuple[tuple[Problem, ...], ...]
    of_bank: tuple[Problem, ...]


def checked_question(question: Question, location: Location = Location()) -> tuple[Problem, ...]:
    """Return the guidelines that one question breaks."""
    found = ((check.code, check.breach(question)) for check in CHECKS)
    return tuple(Problem(code=code, location=location, params=params) for code, params in found if params is not None)


def checked(questions: Sequence[Question], locations: Sequence[Location]) -> Checked:
    """Return the guidelines that questions break each for itself, and those that they break as a bank.

    `locations` runs parallel to `questions`.
    """
    found = [checked_question(*pair) for pair in zip(questions, locations, strict=True)]
    habits = tuple(_habits(questions, found))
    said = {problem.code.removesuffix("-often") for problem in habits}
    return Checked(
        of_questions=tuple(tuple(p for p in problems if p.code not in said) for problems in found),
        of_bank=(*habits, *_of_bank(questions)),
    )


def _habits(questions: Sequence[Question], found: Sequence[Sequence[Problem]]) -> Iterator[Problem]:
    for check in CHECKS:
        places = [place for place, problems in enumerate(found) if any(p.code == check.code for p in problems)]
        if is_habit(len(places), questions):
            params: Params = {"count": len(places), "numbers": numbers_of(questions, places)}
            yield Problem(code=check.often, params=params)


def _of_bank(questions: Sequence[Question]) -> Iterator[Problem]:
    for check in BANK_CHECKS:
        for params in check.breaches(questions):
            yield Problem(code=check.code, params=params)
