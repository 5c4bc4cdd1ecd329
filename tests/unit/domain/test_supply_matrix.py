"""A pool by topic and difficulty, beside what papers ask for."""

from random import Random

import pytest

from quizapp.domain.drawing import BlueprintRow, Candidate
from quizapp.domain.question import TOPICS
from quizapp.domain.supply import supply
from quizapp.domain.supply_matrix import SHADES, MatrixCell, matrix

SCIENCE, INNOVATION, DIGITAL = TOPICS


def questions(count, topic, difficulty, *groups):
    return [
        Candidate(version_id=0, option_count=4, topic=topic, difficulty=difficulty, groups=frozenset(groups))
        for _ in range(count)
    ]


def numbered(*parts):
    candidates = [candidate for part in parts for candidate in part]
    return [
        Candidate(version_id=i, option_count=4, topic=c.topic, difficulty=c.difficulty, groups=c.groups)
        for i, c in enumerate(candidates)
    ]


def figures(line):
    return [(cell.available, cell.asked, cell.missing) for cell in (*line.cells, line.total)]


def test_cells_hold_what_there_is_what_a_paper_takes_and_who_goes_short():
    pool = numbered(
        questions(5, SCIENCE, "easy"),
        questions(2, SCIENCE, "hard", "officials"),
        questions(1, "Địa phương", "easy"),
        questions(3, "Địa phương", "easy", "businesses"),
    )
    rows = (
        BlueprintRow(count=2, topic=SCIENCE, difficulty="easy"),
        BlueprintRow(count=1, topic=SCIENCE, difficulty="hard"),
        BlueprintRow(count=2, topic=SCIENCE),
        BlueprintRow(count=1, topic=DIGITAL),
    )
    found = supply(rows, groups=("officials", "students"), pool=pool, rng=Random(0))

    both = matrix(pool, found)

    lacks_hard, lacks_digital = (("students", 1),), (("officials", 1), ("students", 1))
    assert both.difficulties == ("easy", "medium", "hard")
    # What only businesses get is left out: 1 of "Địa phương". 2 + 1 + 2 of science are asked for, 2 of any difficulty.
    assert [(line.topic, figures(line)) for line in both.rows] == [
        (SCIENCE, [(5, 2, ()), (0, 0, ()), (2, 1, lacks_hard), (7, 5, lacks_hard)]),
        (DIGITAL, [(0, 0, ()), (0, 0, ()), (0, 0, ()), (0, 1, lacks_digital)]),
        ("Địa phương", [(1, 0, ()), (0, 0, ()), (0, 0, ()), (1, 0, ())]),
    ]
    assert figures(both.total) == [
        (6, 2, ()),
        (0, 0, ()),
        (2, 1, lacks_hard),
        (8, 6, (("officials", 1), ("students", 2))),
    ]

    students = matrix(pool, found[1:])
    assert figures(students.rows[0]) == [(5, 2, ()), (0, 0, ()), (0, 1, lacks_hard), (5, 5, lacks_hard)]


def test_questions_without_topic_or_difficulty_have_a_row_and_a_column():
    pool = numbered(questions(2, None, "easy"), questions(1, INNOVATION, None))
    found = supply((BlueprintRow(count=2),), groups=("students",), pool=pool, rng=Random(0))

    shown = matrix(pool, found)

    assert shown.difficulties == ("easy", "medium", "hard", None)
    # A row that leaves both open is no row of questions without them.
    assert [(line.topic, figures(line)) for line in shown.rows] == [
        (INNOVATION, [(0, 0, ()), (0, 0, ()), (0, 0, ()), (1, 0, ()), (1, 0, ())]),
        (None, [(2, 0, ()), (0, 0, ()), (0, 0, ()), (0, 0, ()), (2, 0, ())]),
    ]
    assert figures(shown.total) == [(2, 0, ()), (0, 0, ()), (0, 0, ()), (1, 0, ()), (3, 2, ())]


@pytest.mark.parametrize(("available", "shade"), [(0, 0), (1, 1), (9, 1), (10, 2), (29, 2), (30, 3), (59, 3), (60, 4)])
def test_shades_grow_with_the_number(available, shade):
    assert MatrixCell(available=available, asked=0, missing=()).shade == shade <= len(SHADES)
