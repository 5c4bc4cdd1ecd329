"""How far a reading has come, as it is counted, written to a pipe, heard there, and made one figure."""

import io

from hypothesis import given
from hypothesis import strategies as st

from quizapp.exchange.children import step_in, written_to
from quizapp.exchange.questions.progress import Course, counted, counted_of, heard_by


def test_steps_are_told_now_and_then() -> None:
    heard: list[tuple[int, int]] = []
    with heard_by(lambda done, total: heard.append((done, total))):
        assert list(counted(range(120))) == list(range(120))
        assert list(counted(range(3), every=1)) == [0, 1, 2]
    assert heard == [(0, 120), (50, 120), (100, 120), (0, 3), (1, 3), (2, 3)]


def test_more_things_than_were_foretold_are_no_more_than_all() -> None:
    heard: list[tuple[int, int]] = []
    with heard_by(lambda done, total: heard.append((done, total))):
        assert len(list(counted_of(range(101), 60))) == 101
    assert heard == [(0, 60), (50, 60), (60, 60)]


def test_nobody_has_to_listen() -> None:
    assert list(counted([1, 2])) == [1, 2]


def test_what_is_written_is_heard_at_the_other_end() -> None:
    pipe = io.StringIO()
    tell = written_to(pipe)
    tell(3, 40)
    tell(0, 0)
    assert [step_in(line) for line in pipe.getvalue().encode().splitlines()] == [(3, 40), (0, 0)]


@given(st.binary(max_size=60))
def test_a_line_that_says_no_step_is_none(line: bytes) -> None:
    found = step_in(line)
    assert found is None or line.split()[0] == b"progress"


def test_a_step_beyond_the_end_is_none() -> None:
    lines = (b"progress 5 4", b"progress -1 4", b"progress 1", b"progress 1 2 3", b"", b"\xff 1 2")
    assert [step_in(line) for line in lines] == [None] * 6


def test_each_pass_takes_half_of_what_is_left() -> None:
    course = Course()
    # First pass to its end: half. The second begins there and takes half of the other half, at its middle a quarter.
    shown = [course.at(*step) for step in ((0, 0), (5, 10), (10, 10), (0, 4), (2, 4), (4, 4), (1, 2))]
    assert shown == [0, 0.25, 0.5, 0.5, 0.625, 0.75, 0.8125]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 20)), max_size=30))
def test_the_figure_never_falls_and_never_says_that_all_is_done(steps: list[tuple[int, int]]) -> None:
    course = Course()
    shown = [0.0, *(course.at(*step) for step in steps)]
    assert shown == sorted(shown)
    assert shown[-1] < 1
