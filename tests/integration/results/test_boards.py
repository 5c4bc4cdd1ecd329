"""Answers that are kept for a while: who reads, who waits, who is given what was read before."""

import threading
import time
from datetime import UTC, datetime, timedelta

from quizapp.models.recent import KEPT_FOR, Recent

NOW = datetime(2027, 6, 9, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Source:
    """Gives 1, 2, 3, …; each takes `seconds`, and begins when `gate` is open."""

    def __init__(self, seconds=0.0):
        self.readings, self.seconds, self.begun, self.gate = 0, seconds, threading.Event(), threading.Event()
        self.gate.set()

    def __call__(self):
        self.readings += 1
        found = self.readings
        self.begun.set()
        self.gate.wait()
        time.sleep(self.seconds)
        return found


def test_an_answer_is_kept_and_then_read_anew():
    recent, source = Recent(), Source()
    moments = (NOW, NOW + KEPT_FOR - SECOND, NOW + KEPT_FOR, NOW + 2 * KEPT_FOR)
    assert [recent.get("a", moment, source) for moment in moments] == [1, 1, 2, 3]


def test_what_is_slow_to_read_is_kept_twenty_times_as_long():
    recent, source = Recent(), Source(seconds=1.1)
    assert recent.get("a", NOW, source) == 1
    assert recent.get("a", NOW + KEPT_FOR + SECOND, source) == 1  # 1.1 s x 20 is 22 s
    assert recent.get("a", NOW + 2 * KEPT_FOR, source) == 2


def test_while_one_reads_the_others_are_given_what_is_kept():
    recent, source = Recent(), Source()
    recent.get("a", NOW, source)
    source.begun.clear()
    source.gate.clear()
    later, found = NOW + KEPT_FOR, []
    reader = threading.Thread(target=lambda: found.append(recent.get("a", later, source)))
    reader.start()
    source.begun.wait()
    assert recent.get("a", later, source) == 1
    source.gate.set()
    reader.join()
    assert (found, recent.get("a", later, source), source.readings) == ([2], 2, 2)


def test_where_nothing_is_kept_all_wait_for_the_one_that_reads():
    recent, source, found = Recent(), Source(seconds=0.05), []
    threads = [threading.Thread(target=lambda: found.append(recent.get("a", NOW, source))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, source.readings) == ([1] * 6, 1)


def test_answers_nobody_asks_for_are_forgotten():
    recent = Recent()
    for number in range(5):
        recent.get(number, NOW + number * timedelta(hours=1), lambda: 0)
    assert len(recent._kept) == 1
