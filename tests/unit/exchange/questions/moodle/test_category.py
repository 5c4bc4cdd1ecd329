"""Categories of Moodle ↔ topics."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.text import clean
from quizapp.exchange.questions import names
from quizapp.exchange.questions.moodle.category import path_of, topic_of


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("$course$/top/Chuyển đổi số", "Chuyển đổi số"),
        ("$course$/top", None),
        ("$course$", None),
        ("top", None),
        ("", None),
        ("$course$/Default for C1", "Default for C1"),
        ("$cat1$/top/Mặc định cho Lớp 8/An toàn", "An toàn"),
        ("tom/dick/harry", "tom / dick / harry"),
        ("Hội thi 2026/CĐS", "Chuyển đổi số"),
        ("An toàn//bảo mật", "An toàn/bảo mật"),
        ("$course$/top/ a / b ", "a / b"),
    ],
)
def test_a_path_means_a_topic(path: str, topic: str | None) -> None:
    assert topic_of(path) == topic


TOPICS = st.text(st.sampled_from("a/ $b.top"), min_size=1, max_size=12).map(clean).filter(bool)


@settings(max_examples=200, deadline=None)
@given(TOPICS)
def test_a_topic_comes_back_from_its_path(topic: str) -> None:
    assert topic_of(path_of(topic)) == names.topic(topic)
