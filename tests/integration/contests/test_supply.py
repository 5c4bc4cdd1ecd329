"""What the banks have for a round: the page about it, and the part of the round's form that says so."""

import pytest

from quizapp.domain.question import TOPICS
from tests.browser import path_of, text_of
from tests.statements import statements

SCIENCE, INNOVATION, DIGITAL = TOPICS


@pytest.fixture
def vera(client, factory):
    """The organiser, signed in."""
    return factory.sign_in(client, role="organiser")


def blueprint(*rows):
    return [{"count": count, "topic": topic, "difficulty": level, "group": None} for count, topic, level in rows]


def bank_of(factory, *parts, **values):
    """A bank of (count, topic, difficulty)."""
    bank = factory.bank(**values)
    kinds = [(topic, level) for count, topic, level in parts for _ in range(count)]
    for number, (topic, level) in enumerate(kinds, start=1):
        factory.question(bank, number=number, topic=topic, difficulty=level)
    return bank


def form_address(contest_round):
    return f"/contests/{contest_round.contest_id}/rounds/{contest_round.id}"


def address(contest_round, query=""):
    return f"{form_address(contest_round)}/supply{query}"


@pytest.fixture
def two_of_five(factory):
    """A round of 2 questions from 5 in one bank and of 1 from 4 in another, for students and residents."""
    banks = [bank_of(factory, (5, SCIENCE, "easy"), slug="mot"), bank_of(factory, (4, DIGITAL, "medium"), slug="hai")]
    rows = blueprint((2, SCIENCE, "easy"), (1, DIGITAL, None))
    return factory.round(banks=banks, blueprint=rows, groups=["students", "residents"])


def test_the_page_shows_the_banks_by_topic_and_difficulty(client, vera, two_of_five):
    page = text_of(client.get(address(two_of_five)))

    assert "Đủ câu hỏi cho mọi nhóm được dự thi" in page
    assert "Đề rút từ: Ngân hàng hai; Ngân hàng mot." in page
    assert (
        "Chủ đề Nhận biết Thông hiểu Vận dụng Mọi mức độ "
        f"{SCIENCE} 5 cần 2 0 0 5 cần 2 {DIGITAL} 0 4 0 4 cần 1 Mọi chủ đề 5 cần 2 4 0 9 cần 3"
    ) in page
    assert f"{SCIENCE}, Nhận biết 2 5 5 {DIGITAL} 1 4 4 Cả bài thi 3 câu đủ 3 câu đủ" in page


def test_neighbours_are_spoken_of_in_plain_words(client, vera, two_of_five):
    page = text_of(client.get(address(two_of_five)))

    # As tests/unit/domain/test_overlap.py works out: 1,05 shared, one at least with 0,775, one in its place with 0,304.
    sentence = (
        "Trung bình trùng 1 trong 3 câu. Khả năng trùng ít nhất một câu là 78%; "
        "khả năng có câu trùng ở đúng cùng vị trí là 30%."
    )
    assert f"Học sinh {sentence} Người dân {sentence}" in page
    assert "Cán bộ, công chức, viên chức" not in page  # not admitted
    assert page == text_of(client.get(address(two_of_five)))


def test_questions_that_keep_their_order_meet_more_often(client, vera, two_of_five):
    # As tests/unit/domain/test_overlap.py works out: none in its place with 0,65 × 0,75.
    two_of_five.shuffle_questions = False

    for path in (address(two_of_five), form_address(two_of_five)):
        assert "khả năng có câu trùng ở đúng cùng vị trí là 51%." in text_of(client.get(path))


def test_what_is_missing_is_said_in_words_for_whom_and_of_what(client, factory, vera):
    bank = bank_of(factory, (3, SCIENCE, "easy"))
    factory.question(bank, number=9, topic=SCIENCE, difficulty="hard", groups=["students"])
    rows = blueprint((3, SCIENCE, "easy"), (1, SCIENCE, "hard"))
    contest_round = factory.round(banks=[bank], blueprint=rows, groups=["students", "residents"])

    page = text_of(client.get(address(contest_round)))
    assert "Chưa ra được đề cho: Người dân." in page
    assert f"{SCIENCE} 3 cần 3 0 1 cần 1 Người dân: thiếu 1 4 cần 4 Người dân: thiếu 1" in page
    assert (
        "Người dân thiếu câu Chưa ra được đề: còn thiếu 1 câu. "
        f"Cần thêm câu hỏi dùng được cho nhóm này ({SCIENCE}, Vận dụng: 1 câu)."
    ) in page

    residents = text_of(client.get(address(contest_round, "?group=residents")))
    assert "Số câu dùng được cho: Người dân" in residents
    assert f"{SCIENCE} 3 cần 3 0 0 cần 1 thiếu 1 3 cần 4 thiếu 1" in residents

    students = text_of(client.get(address(contest_round, "?group=students")))
    assert f"{SCIENCE} 3 cần 3 0 1 cần 1 4 cần 4 Mọi chủ đề" in students


def test_papers_that_are_too_alike_come_with_advice(client, factory, vera):
    # 5 of 6: 25/6 are shared; 25/n <= 2,5 from 10 questions on.
    contest_round = factory.round(banks=[factory.bank(questions=6)], groups=["students"])

    page = text_of(client.get(address(contest_round)))

    assert "Hai đề giống nhau quá nửa ở: Học sinh." in page
    assert "Học sinh trùng nhiều Trung bình trùng 4,2 trong 5 câu." in page
    assert (
        "Hai đề giống nhau quá nửa. Thêm 4 câu hỏi cho nhóm này thì phần trùng không còn quá nửa "
        "(Chủ đề bất kỳ: 4 câu)."
    ) in page


def test_only_what_papers_draw_counts(client, factory, vera):
    bank = bank_of(factory, (5, SCIENCE, "easy"))
    retired = factory.question(bank, number=20, topic=SCIENCE, difficulty="hard")
    factory.question(bank, number=21, topic=SCIENCE, difficulty="hard", is_drawn=False, reviewed_at=None)
    factory.retire(retired)
    bank_of(factory, (5, DIGITAL, "easy"))  # of another bank
    contest_round = factory.round(banks=[bank], blueprint=blueprint((2, SCIENCE, "easy")))

    page = text_of(client.get(address(contest_round)))

    assert f"{SCIENCE} 5 cần 2 0 0 5 cần 2 Mọi chủ đề 5 cần 2 0 0 5 cần 2" in page


def test_the_page_can_be_read_once_people_took_part(client, factory, vera, two_of_five):
    factory.attempt(factory.participant(two_of_five.contest, "students"), two_of_five)

    page = text_of(client.get(address(two_of_five)))

    assert "Đã có 1 lượt thi nên ma trận đề và danh sách ngân hàng giữ nguyên." in page
    form = client.get(form_address(two_of_five))
    assert f'href="{address(two_of_five)}"' in form.text
    assert "Trung bình trùng 1 trong 3 câu." in text_of(form)


def test_the_list_of_contests_and_the_form_lead_to_the_page(client, vera, two_of_five):
    for path in ("/contests/", form_address(two_of_five)):
        assert f'href="{address(two_of_five)}"' in client.get(path).text


def test_a_group_that_is_not_admitted_shows_all(client, vera, two_of_five):
    assert "Số câu dùng được cho: mọi nhóm được dự thi" in text_of(client.get(address(two_of_five, "?group=officials")))


@pytest.mark.parametrize("banks", [1, 3])
def test_the_page_takes_few_statements(client, factory, vera, banks):
    rows = blueprint((2, SCIENCE, "easy"), (2, SCIENCE, None))
    contest_round = factory.round(banks=[bank_of(factory, (6, SCIENCE, "easy")) for _ in range(banks)], blueprint=rows)

    with statements() as seen:
        client.get(address(contest_round))

    # The account, the contest, the round, its banks' ids, their questions, the banks' titles, the number of attempts.
    assert len(seen) == 7


def test_the_page_is_for_organisers_and_for_rounds_that_exist(client, factory, two_of_five):
    assert path_of(client.get(address(two_of_five))) == "/staff/login"
    factory.sign_in(client, role="analyst")
    assert client.get(address(two_of_five)).status_code == 403
    factory.sign_in(client, role="organiser")
    assert client.get(f"/contests/{factory.contest().id}/rounds/{two_of_five.id}/supply").status_code == 404
