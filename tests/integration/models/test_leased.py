"""Values kept for a moment: read once, never longer than their lease, never older than what a writer has told."""

import threading
import time

import pytest

from quizapp.models import leased
from quizapp.models.leased import Leased, outlast


@pytest.fixture
def lease(monkeypatch, no_leases):
    monkeypatch.setattr(leased, "LEASE_SECONDS", 0.1)


class Source:
    """Something that is read, which takes `seconds`; `readings` counts how often."""

    def __init__(self, seconds=0.0):
        self.value, self.readings, self.seconds = 0, 0, seconds

    def read(self):
        self.readings += 1
        found = self.value
        time.sleep(self.seconds)
        return found


def test_a_value_is_read_once_for_its_lease(lease):
    source, kept = Source(), Leased()
    assert [kept.get("a", source.read) for _ in range(5)] == [0] * 5
    assert source.readings == 1
    source.value = 1
    outlast()
    assert (kept.get("a", source.read), source.readings) == (1, 2)


def test_each_key_has_its_own(lease):
    kept = Leased()
    assert [kept.get(key, lambda key=key: key) for key in ("a", "b", "a")] == ["a", "b", "a"]


def test_a_lease_begins_before_the_reading(lease):
    """What took longer to read than its lease is given to whoever waited for it, and to nobody after."""
    source, kept = Source(seconds=0.12), Leased()
    kept.get("a", source.read)
    kept.get("a", source.read)
    assert source.readings == 2


def test_what_is_not_good_any_more_is_read_anew(lease):
    source, kept = Source(), Leased()
    kept.get("a", source.read)
    source.value = 1
    assert kept.get("a", source.read, is_good=lambda value: value == 1) == 1
    assert source.readings == 2


def test_what_fails_is_not_kept(lease):
    source, kept = Source(), Leased()
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", source.read) == 0


def test_threads_that_ask_at_once_cost_one_reading(lease):
    source, kept = Source(seconds=0.03), Leased()
    threads = [threading.Thread(target=kept.get, args=("a", source.read)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert source.readings == 1


def test_nobody_meets_what_was_before_a_change_that_is_told(lease):
    """Two processes' worth of values, read all the time, while a writer changes, waits and tells."""
    source, places, told, older, stop = Source(seconds=0.01), (Leased(), Leased()), [0], [], threading.Event()

    def look(kept):
        while not stop.is_set():
            known = told[0]
            found = kept.get("a", source.read)
            if found < known:
                older.append((known, found))

    readers = [threading.Thread(target=look, args=(kept,)) for kept in places for _ in range(3)]
    for reader in readers:
        reader.start()
    for value in range(1, 6):
        source.value = value
        outlast()
        told[0] = value
    stop.set()
    for reader in readers:
        reader.join()
    assert older == []
    assert source.readings < 60  # it was kept: two places for half a second that a reading each 10 ms would make 100
