"""The child process and whoever waits for it: how far it is, ending it, and bounds on what it may say."""

import time

import pytest

from quizapp.exchange.children import ChildFailed, ChildSaidTooMuch, ChildTookTooLong, NobodyWaits, run_child
from quizapp.exchange.questions.parsed import Parsed
from quizapp.exchange.questions.sandbox import read_in_child
from tests.unit.exchange.questions.builders import codes

MISBEHAVING = "tests.unit.exchange.questions.misbehaving"


def test_how_far_a_child_is_is_heard_among_whatever_else_it_says() -> None:
    heard: list[tuple[int, int]] = []

    def watcher(done: int, total: int) -> bool:
        heard.append((done, total))
        return True

    parsed = read_in_child(b"", "csv", module=f"{MISBEHAVING}.chatters", watcher=watcher)
    assert parsed == Parsed(format="csv")
    assert heard[-1] == (3, 4)
    assert set(heard) <= {(0, 0), (1, 4), (3, 4)}


def test_a_child_that_nobody_waits_for_is_ended_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(NobodyWaits):
        read_in_child(b"", "csv", module=f"{MISBEHAVING}.hangs", watcher=lambda done, total: False)
    assert time.monotonic() - started < 5


def test_an_answer_without_end_is_a_problem_of_the_file() -> None:
    parsed = read_in_child(b"", "csv", module=f"{MISBEHAVING}.floods")
    assert codes(parsed) == ["too-large"]


@pytest.mark.parametrize(
    ("module", "seconds", "failure"),
    [("crashes", 20, ChildFailed), ("hangs", 0.5, ChildTookTooLong), ("floods", 20, ChildSaidTooMuch)],
)
def test_whatever_happens_to_a_child_has_a_name(module: str, seconds: float, failure: type[ChildFailed]) -> None:
    with pytest.raises(ChildFailed) as found:
        run_child(f"{MISBEHAVING}.{module}", (), given=b"", max_seconds=seconds)
    assert found.type is failure


def test_a_child_that_hears_nothing_of_what_it_is_given_is_waited_for_all_the_same() -> None:
    with pytest.raises(ChildTookTooLong):
        run_child(f"{MISBEHAVING}.hangs", (), given=bytes(2**22), max_seconds=0.5)
