import pytest

from quizapp.domain.question import Difficulty, QuestionType
from quizapp.exchange.questions import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhận biết", Difficulty.EASY),
        ("Dễ", Difficulty.EASY),
        ("1", Difficulty.EASY),
        ("Thông hiểu", Difficulty.MEDIUM),
        ("TRUNG BÌNH", Difficulty.MEDIUM),
        ("2", Difficulty.MEDIUM),
        ("Vận dụng", Difficulty.HARD),
        ("Vận dụng cao", Difficulty.HARD),
        ("Khó", Difficulty.HARD),
        ("3", Difficulty.HARD),
        ("hard", Difficulty.HARD),
        ("vô cùng", None),
    ],
)
def test_a_difficulty_has_many_names(text: str, expected: Difficulty | None) -> None:
    assert names.difficulty(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chuyển đổi số", "Chuyển đổi số"),
        ("CĐS", "Chuyển đổi số"),
        ("ĐMST", "Đổi mới sáng tạo"),
        ("KHCN", "Khoa học công nghệ"),
        ("Khoa học, công nghệ", "Khoa học công nghệ"),
        ("Khoa học và công nghệ", "Khoa học công nghệ"),
        ("An toàn thông tin", "An toàn thông tin"),
        ("", None),
    ],
)
def test_a_topic_of_the_contest_gets_the_contests_spelling(text: str, expected: str | None) -> None:
    assert names.topic(text) == expected


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Học sinh", ("students",), ()),
        ("Học sinh; Người dân", ("students", "residents"), ()),
        ("Cán bộ, công chức, viên chức", ("officials",), ()),
        ("Cán bộ, công chức, viên chức, Học sinh", ("officials", "students"), ()),
        ("Học sinh, Doanh nghiệp, hợp tác xã", ("students", "businesses"), ()),
        ("Doanh nghiệp, HTX / Người dân", ("businesses", "residents"), ()),
        ("Học sinh\nNgười dân", ("students", "residents"), ()),
        ("students", ("students",), ()),
        ("Tất cả", (), ()),
        ("", (), ()),
        ("Học sinh, Phi hành gia", ("students",), ("Phi hành gia",)),
    ],
)
def test_groups_are_told_apart_though_their_titles_hold_commas(
    text: str, codes: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert names.groups(text) == (codes, unknown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đúng / Sai", QuestionType.TRUE_FALSE),
        ("Nhiều đáp án", QuestionType.MULTIPLE),
        ("Checkbox", QuestionType.MULTIPLE),
        ("Multiple Choice", None),
    ],
)
def test_a_type_has_many_names(text: str, expected: QuestionType | None) -> None:
    assert (names.is_known_type(text), names.question_type(text)) == (True, expected)


def test_an_essay_is_no_type_of_a_contest() -> None:
    assert names.is_known_type("Tự luận") is False
