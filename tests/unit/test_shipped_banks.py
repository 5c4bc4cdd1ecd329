"""The banks that come with the project: whole, even, sourced, and without a repeated question."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import TOPICS, Question, QuestionType
from quizapp.domain.text import fold
from quizapp.exchange.questions import Parsed, dump, read

FOLDER = Path(__file__).resolve().parents[2] / "question_banks"
TITLES: dict[str, str] = json.loads((FOLDER / "banks.json").read_text(encoding="utf-8"))
TOO_ALIKE = 92

each_bank = pytest.mark.parametrize("slug", TITLES)


@cache
def parsed(slug: str) -> Parsed:
    return read((FOLDER / f"{slug}.xlsx").read_bytes(), filename=f"{slug}.xlsx")


def all_questions() -> list[Question]:
    return [question for slug in TITLES for question in parsed(slug).questions]


def test_every_workbook_has_a_title_and_every_title_a_workbook() -> None:
    assert sorted(TITLES) == sorted(path.stem for path in FOLDER.glob("*.xlsx"))


@each_bank
def test_bank_is_read_without_one_error_or_warning(slug: str) -> None:
    assert parsed(slug).problems == ()


def test_all_banks_as_one_are_read_without_one_error_or_warning() -> None:
    questions = [replace(q, number=number) for number, q in enumerate(all_questions(), start=1)]
    assert read(dump(questions, "xlsx"), filename="all.xlsx").problems == ()


@each_bank
def test_bank_is_written_and_read_back_equal(slug: str) -> None:
    questions = parsed(slug).questions
    assert read(dump(questions, "xlsx"), filename=f"{slug}.xlsx").questions == questions


@each_bank
def test_every_text_is_composed_and_trimmed(slug: str) -> None:
    texts = [text for q in parsed(slug).questions for text in texts_of(q)]
    assert texts == [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]


def texts_of(question: Question) -> list[str]:
    return [question.text, *(o.text for o in question.options), question.explanation or "", question.source or ""]


@each_bank
def test_each_question_has_four_options_and_one_key(slug: str) -> None:
    shapes = {(q.type, len(q.options), len(q.key)) for q in parsed(slug).questions}
    assert shapes == {(QuestionType.SINGLE, 4, 1)}


@each_bank
def test_each_question_says_topic_difficulty_groups_explanation_and_source(slug: str) -> None:
    unfinished = [
        q.text
        for q in parsed(slug).questions
        if not (q.topic in TOPICS and q.difficulty and q.groups and q.explanation and q.source)
    ]
    assert unfinished == []
    assert {group for q in parsed(slug).questions for group in q.groups} == set(GROUPS)


@each_bank
def test_keys_are_spread_evenly_over_the_letters(slug: str) -> None:
    places = Counter(place for q in parsed(slug).questions for place in q.key)
    assert sorted(places) == [0, 1, 2, 3]
    assert max(places.values()) - min(places.values()) <= 1


@each_bank
def test_key_is_the_longest_option_in_less_than_a_third(slug: str) -> None:
    questions = parsed(slug).questions
    assert sum(key_is_longest(q) for q in questions) < len(questions) / 3


def key_is_longest(question: Question) -> bool:
    key = max(len(option.text) for option in question.options if option.is_key)
    return all(len(option.text) < key for option in question.options if not option.is_key)


@each_bank
def test_file_keeps_all_that_was_written(slug: str) -> None:
    numbers = [q.number for q in parsed(slug).questions]
    assert numbers == list(range(1, len(numbers) + 1))


def test_there_are_at_least_80_questions_a_topic_and_400_in_all() -> None:
    topics = Counter(q.topic for q in all_questions())
    assert set(topics) == set(TOPICS)
    assert min(topics.values()) >= 80
    assert topics.total() >= 400


def test_no_question_is_asked_twice_over_all_banks() -> None:
    stems = [fold(q.text) for q in all_questions()]
    alike = [pair for pair in combinations(stems, 2) if fuzz.ratio(*pair, score_cutoff=TOO_ALIKE)]
    assert alike == []


def test_readme_says_how_many_questions_there_are() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(.+)\.xlsx` \| .+ \| (\d+) \|$", readme, re.MULTILINE)
    counts = {slug: len(parsed(slug).questions) for slug in TITLES}
    assert {slug: int(count) for slug, count in table} == counts
    assert f"That is {sum(counts.values())} questions in all" in readme
