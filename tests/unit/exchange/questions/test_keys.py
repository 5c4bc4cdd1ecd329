import pytest

from quizapp.exchange.questions.keys import Counting, KeyCell, KeyReading, counting, read_key

FOUR = ("Huế", "Đà Nẵng", "Cần Thơ", "Hà Nội")


def reading(text: str, options: tuple[str, ...] = FOUR, count: Counting = Counting.FROM_ONE) -> KeyReading:
    return read_key(KeyCell(text=text, options=options), count)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("A", {0}),
        ("d", {3}),
        ("B.", {1}),
        ("B ", {1}),
        ("Đáp án C", {2}),
        ("A, C", {0, 2}),
        ("AC", {0, 2}),
        ("A;C", {0, 2}),
        ("a và d", {0, 3}),
        ("C A", {0, 2}),
        ("1", {0}),
        ("1,3", {0, 2}),
        ("Hà Nội", {3}),
        ("hà nội", {3}),
        ("Ha Noi", {3}),
        ("D. Hà Nội", {3}),
        ("Huế; Hà Nội", {0, 3}),
        ("Huế\nHà Nội", {0, 3}),
    ],
)
def test_a_key_is_read(text: str, key: set[int]) -> None:
    assert reading(text) == KeyReading(key=frozenset(key))


@pytest.mark.parametrize("text", ["E", "0", "5", "Hải Phòng", "A, E", "DA", "?"])
def test_a_key_that_means_no_option_is_out_of_range(text: str) -> None:
    assert reading(text) == KeyReading(is_out_of_range=True)


def test_an_empty_key_is_no_reading() -> None:
    assert reading("") == KeyReading()


def test_an_options_value_and_its_place_that_disagree_are_both_told() -> None:
    assert reading("2", ("2", "1", "3", "4")) == KeyReading(key=frozenset({0}), rival=frozenset({1}))


def test_an_options_value_and_its_place_that_agree_are_one() -> None:
    assert reading("2", ("1", "2", "3", "4")) == KeyReading(key=frozenset({1}))


def test_an_option_called_like_another_letter_is_told() -> None:
    assert reading("AB", ("A", "B", "AB", "O")) == KeyReading(key=frozenset({2}), rival=frozenset({0, 1}))


@pytest.mark.parametrize(("text", "key"), [("Đ", 0), ("S", 1), ("TRUE", 0), ("false", 1), ("Sai", 1), ("A", 0)])
def test_true_and_false_have_short_forms(text: str, key: int) -> None:
    assert reading(text, ("Đúng", "Sai")) == KeyReading(key=frozenset({key}))


def counted(*texts: str, is_numbered: bool = False) -> Counting:
    return counting(KeyCell(text=text, options=FOUR, is_numbered=is_numbered) for text in texts)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1", "4"), Counting.FROM_ONE),
        (("0", "3"), Counting.FROM_ZERO),
        (("1", "2", "3"), Counting.UNCLEAR),
        (("A", "Hà Nội"), Counting.FROM_ONE),
        (("0", "4"), Counting.FROM_ONE),
    ],
)
def test_a_whole_file_tells_from_where_its_numbers_count(texts: tuple[str, ...], expected: Counting) -> None:
    assert counted(*texts) == expected


def test_numbered_option_columns_tell_that_keys_count_from_one() -> None:
    assert counted("1", "2", is_numbered=True) == Counting.FROM_ONE


def test_where_the_count_is_unclear_both_readings_are_told() -> None:
    assert reading("2", count=Counting.UNCLEAR) == KeyReading(key=frozenset({1}), rival=frozenset({2}))


def test_where_the_count_is_unclear_an_options_own_text_settles_it() -> None:
    assert reading("2", ("1", "2", "3", "4"), Counting.UNCLEAR) == KeyReading(key=frozenset({1}))
