"""Draws that anyone can check."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.prizes.lots import commitment, drawn, lot, seed_for

entry_ids = st.lists(st.integers(1, 10_000), unique=True, max_size=20)


def printed_by_sha256sum(text):
    return (
        subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True).stdout.decode().split()[0]
    )


def test_the_promise_is_the_published_hash_of_the_seed():
    # FIPS 180-2, appendix B.1.
    assert commitment("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum")
def test_promise_and_lots_are_recomputed_by_a_standard_tool():
    seed = "5f" * 32

    assert commitment(seed) == printed_by_sha256sum(seed)
    assert lot(seed, 4711) == int(printed_by_sha256sum(f"{seed}:4711"), 16)
    assert lot(seed_for("encouragement", seed), 12) == int(printed_by_sha256sum(f"{seed}:encouragement:12"), 16)


def test_the_smallest_lots_are_drawn_first():
    # sha256 of "abc:1" ... "abc:7" begins bfcf 1645 0ffa 21ac c74b cc63 b490.
    assert drawn("abc", [1, 2, 3, 4, 5, 6, 7], 4) == [3, 2, 4, 7]


def test_another_draw_has_lots_of_its_own():
    # sha256 of "abc:encouragement:1" ... "abc:encouragement:7" begins 4d2e 1dfa 22d7 b24d d0b7 687b 56a9.
    assert drawn(seed_for("encouragement", "abc"), [1, 2, 3, 4, 5, 6, 7], 4) == [2, 3, 1, 7]


def test_an_entry_is_in_the_draw_once_and_nobody_is_drawn_for_nothing():
    assert drawn("abc", [3, 3, 2], 5) == [3, 2]
    assert drawn("abc", [3, 2], 0) == []


@given(entry_ids, st.integers(0, 25), st.text(max_size=10), st.randoms(use_true_random=False))
def test_a_draw_ignores_the_order_of_entries(entries, count, seed, rng):
    shuffled = rng.sample(entries, len(entries))

    assert drawn(seed, shuffled, count) == drawn(seed, entries, count)


@given(entry_ids, st.integers(0, 25), st.text(max_size=10))
def test_a_longer_draw_begins_as_the_shorter_one(entries, count, seed):
    assert drawn(seed, entries, count + 1)[:count] == drawn(seed, entries, count)
    assert len(drawn(seed, entries, count)) == min(count, len(entries))
