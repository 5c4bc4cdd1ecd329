"""Differences of versions: worked by hand, and what holds for any two texts."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.differences import MAX_TOKENS, Part, PartKind, question_changes, word_changes
from quizapp.domain.question import Difficulty, Image, Option, QuestionType
from tests.questions import question

_TEXTS = st.text(alphabet="ab ạ,.\n", max_size=40)


def marked(before: str, after: str) -> str:
    """Return the changes as one text: what came in {}, what went in []."""
    marks = {PartKind.SAME: "%s", PartKind.ADDED: "{%s}", PartKind.REMOVED: "[%s]"}
    return "".join(marks[part.kind] % part.text for part in word_changes(before, after))


def test_changes_are_told_by_words_not_by_letters() -> None:
    assert marked("Trụ sở xã ở đâu?", "Trụ sở mới của xã ở đâu?") == "Trụ sở{ mới của} xã ở đâu?"
    assert marked("Ba", "Bà") == "[Ba]{Bà}"
    assert marked("Nghị quyết 57-NQ/TW", "Nghị quyết 58-NQ/TW") == "Nghị quyết [57]{58}-NQ/TW"


def test_words_that_only_a_space_keeps_apart_are_one_change() -> None:
    assert marked("một hai ba", "bốn năm ba") == "[một hai]{bốn năm} ba"
    assert marked("một, hai ba", "bốn, năm ba") == "[một]{bốn}, [hai]{năm} ba"


def test_equal_and_empty_texts() -> None:
    assert word_changes("", "") == ()
    assert marked("a", "a") == "a"
    assert marked("", "a b") == "{a b}"
    assert marked("a b", "") == "[a b]"


@settings(max_examples=150)
@given(before=_TEXTS, after=_TEXTS)
def test_either_text_can_be_read_out_of_the_changes(before: str, after: str) -> None:
    parts = word_changes(before, after)
    assert "".join(part.text for part in parts if part.kind is not PartKind.ADDED) == before
    assert "".join(part.text for part in parts if part.kind is not PartKind.REMOVED) == after
    assert all(part.text for part in parts)


def test_texts_too_long_to_compare_are_shown_whole() -> None:
    long = "a b " * MAX_TOKENS
    parts = word_changes(long, long + "c")
    assert parts == (Part(kind=PartKind.REMOVED, text=long), Part(kind=PartKind.ADDED, text=long + "c"))


def test_a_question_that_says_the_same_has_no_changes() -> None:
    assert question_changes(question(1), question(1)) == ()
    assert question_changes(question(1), replace(question(1), number=2)) == ()


def test_every_part_of_a_question_is_compared_by_its_name() -> None:
    before = question(1)
    image = Image(digest="1" * 64, alt="Sơ đồ", width=4, height=3)
    first, second, third, _fourth = before.options
    after = replace(
        before,
        text="Thủ tục mới?",
        type=QuestionType.MULTIPLE,
        options=(replace(first, is_key=True, image=image), second, replace(third, text="Khác", is_pinned=True)),
        topic=None,
        difficulty=Difficulty.HARD,
        groups=(),
        explanation="Khác.",
        source=None,
        image=image,
    )
    labels = [change.label for change in question_changes(before, after)]
    assert labels == [
        "Kiểu câu hỏi",
        "Câu hỏi",
        "Phương án C",
        "Phương án D",
        "Đáp án đúng",
        "Giữ nguyên vị trí",
        "Chủ đề",
        "Mức độ",
        "Nhóm",
        "Giải thích",
        "Nguồn",
        "Hình của câu hỏi",
        "Hình của phương án A",
    ]
    by_label = {change.label: change.parts for change in question_changes(before, after)}
    assert by_label["Đáp án đúng"] == (Part(kind=PartKind.ADDED, text="A, "), Part(kind=PartKind.SAME, text="B"))
    removed, added = by_label["Mức độ"]
    assert (removed.text, added.text) == ("Nhận biết", "Vận dụng")


def test_another_picture_of_the_same_words_is_a_change() -> None:
    images = [Image(digest=digit * 64, alt="Sơ đồ", width=4, height=3) for digit in "12"]
    (change,) = question_changes(*(replace(question(1), image=image) for image in images))
    assert [part.text for part in change.parts] == ["Sơ đồ", " (đã thay bằng hình khác)"]


def test_names_are_given_in_the_visitors_words() -> None:
    words = {"Nhận biết": "Recall", "Vận dụng": "Apply", "Mức độ": "Level", "Phương án %s": "Option %s"}
    after = replace(question(1), difficulty=Difficulty.HARD, options=(Option(text="x"), *question(1).options[1:]))
    changes = question_changes(question(1), after, lambda text: words.get(text, text))
    assert [change.label for change in changes] == ["Option A", "Level"]
    assert [part.text for part in changes[1].parts] == ["Recall", "Apply"]
