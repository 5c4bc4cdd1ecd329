import pytest

from quizapp.exchange.questions.options import split_options, split_question, without_labels


@pytest.mark.parametrize(
    ("text", "usual", "options"),
    [
        ("A. Huế\nB. Hà Nội", 0, ("Huế", "Hà Nội")),
        ("a) Huế\nb) Hà Nội\nc) Đà Nẵng", 0, ("Huế", "Hà Nội", "Đà Nẵng")),
        ("1. Huế\n2. Hà Nội", 0, ("Huế", "Hà Nội")),
        ("A.Huế\nB.Hà Nội", 0, ("Huế", "Hà Nội")),
        ("Huế\nHà Nội\nCần Thơ", 0, ("Huế", "Hà Nội", "Cần Thơ")),
        ("A. Thành phố\nHuế\nB. Hà Nội", 0, ("Thành phố\nHuế", "Hà Nội")),
        ("A. Huế\nB. Hà Nội\nCần Thơ", 3, ("Huế", "Hà Nội", "Cần Thơ")),
        ("A. Huế\nB. Hà Nội\nthủ đô", 2, ("Huế", "Hà Nội\nthủ đô")),
        ("A. Huế\nHà Nội\nC. Cần Thơ", 0, ("Huế", "Hà Nội", "Cần Thơ")),
        ("Huế\nB. Hà Nội", 0, ("Huế", "Hà Nội")),
        ("A. Huế\nB. Hà Nội\nCả A và B", 0, ("Huế", "Hà Nội", "Cả A và B")),
        ("A. 80% B. 85% C. 90%", 0, ("80%", "85%", "90%")),
        ("A. Huế B. Hà Nội\nC. Vinh D. Pleiku", 0, ("Huế", "Hà Nội", "Vinh", "Pleiku")),
        ("Chỉ một dòng", 0, ()),
    ],
)
def test_options_of_one_cell_are_told_apart(text: str, usual: int, options: tuple[str, ...]) -> None:
    assert split_options(text, usual=usual) == options


def test_a_cell_may_hold_the_stem_and_its_options() -> None:
    text = "Thủ đô là gì?\nA. Huế\nB. Hà Nội"
    assert split_question(text) == ("Thủ đô là gì?", ("Huế", "Hà Nội"))


def test_a_stem_that_names_one_letter_holds_no_options() -> None:
    assert split_question("Vitamin A. có ở đâu?") == ("Vitamin A. có ở đâu?", ())


def test_labels_in_columns_of_their_own_are_taken_off_together() -> None:
    assert without_labels(["A. Huế", "B. Hà Nội"]) == ("Huế", "Hà Nội")


def test_labels_out_of_place_are_text() -> None:
    assert without_labels(["B. Huế", "A. Hà Nội"]) == ("B. Huế", "A. Hà Nội")
