"""What a participant is told of a result that was changed, or that does not count."""

from datetime import timedelta

import pytest

from quizapp.models import Contest, Decision, Regrade, Response, RoundRuling, ScoreChange, db
from tests.browser import text_of
from tests.statements import statements

HOSTILE = "<script>alert(1)</script>"
MANY = [{"text": f"Phương án {i}", "is_key": i in (0, 1), "is_pinned": False} for i in range(4)]


@pytest.fixture
def contest_round(factory):
    return factory.round(partial_rule="no_wrong")


@pytest.fixture
def an(factory, contest_round, signed_in_as):
    participant = factory.participant(contest_round.contest, full_name="Ma Thị Hạnh")
    signed_in_as(participant)
    return participant


def respond(attempt, question, **values):
    """An item of an attempt, shown in the bank's order; the second option is picked and earns nothing."""
    row = {"position": 1, "option_order": "0123", "option_count": 4, "allows_many": question.type == "multiple"}
    row |= {"choice": 0b0010, "mark": 0, "revision": 1}
    db.session.add(Response(attempt_id=attempt.id, question_version_id=question.id, **{**row, **values}))
    db.session.flush()


def regrade(contest_round, clock, reason="Đáp án nhập sai."):
    row = Regrade(round_id=contest_round.id, made_at=clock(), reason=reason, rulings=[], attempts_changed=1)
    db.session.add(row)
    db.session.flush()
    return row


def rule(contest_round, question, made, kind, keys=()):
    db.session.add(
        RoundRuling(
            round_id=contest_round.id, question_version_id=question.id, regrade_id=made.id, kind=kind, keys=list(keys)
        )
    )
    db.session.flush()


def contest_of(participant):
    return db.session.get(Contest, participant.contest_id)


def shown(client, attempt):
    return text_of(client.get(f"/results/attempts/{attempt.id}"))


def test_a_changed_result_is_told_with_its_reason_the_newest_first(client, factory, contest_round, an, clock):
    """840 parts a point: 7/10 → 8/10, then 8/10 → 7/9."""
    attempt = factory.attempt(an, contest_round, score=7 * 840, max_score=9 * 840)
    for reason, (old, old_max, new, new_max) in (
        (f"Câu 3 nhập sai {HOSTILE}", (7, 10, 8, 10)),
        ("Câu 5 bị hủy.", (8, 10, 7, 9)),
    ):
        made = regrade(contest_round, clock, reason)
        parts = {"old_score": old, "old_max_score": old_max, "new_score": new, "new_max_score": new_max}
        row = {name: points * 840 for name, points in parts.items()}
        db.session.add(ScoreChange(regrade_id=made.id, attempt_id=attempt.id, **row))
        db.session.flush()
    page = client.get(f"/results/attempts/{attempt.id}")
    text = text_of(page)
    first = "Kết quả của ông/bà đã thay đổi: 8/10 → 7/9 Lý do: Câu 5 bị hủy."
    second = f"Kết quả của ông/bà đã thay đổi: 7/10 → 8/10 Lý do: Câu 3 nhập sai {HOSTILE}"
    assert -1 < text.find(first) < text.find(second)
    assert HOSTILE not in page.text


def test_a_result_that_no_regrade_changed_says_nothing_of_changes(client, factory, contest_round, an, clock):
    regrade(contest_round, clock)
    assert "đã thay đổi" not in shown(client, factory.attempt(an, contest_round))


@pytest.mark.parametrize(
    ("kind", "keys", "mark", "expected"),
    [
        (
            "accept",
            [[1]],
            840,
            (
                "Câu 1: đúng Câu? A. Phương án 1 câu 901 Đáp án đúng B. Phương án 2 câu 901 "
                "Đáp án đúng, cũng là lựa chọn của ông/bà C. Phương án 3 câu 901 D. Phương án 4 câu 901 "
                "Quyết định của Ban Tổ chức: thêm đáp án được chấp nhận."
            ),
        ),
        (
            "key",
            [[1]],
            840,
            (
                "Câu 1: đúng Câu? A. Phương án 1 câu 901 B. Phương án 2 câu 901 "
                "Đáp án đúng, cũng là lựa chọn của ông/bà C. Phương án 3 câu 901 D. Phương án 4 câu 901 "
                "Quyết định của Ban Tổ chức: đáp án được sửa."
            ),
        ),
        (
            "void",
            [],
            0,
            (
                "Câu 1: không tính điểm Câu? A. Phương án 1 câu 901 B. Phương án 2 câu 901 "
                "Lựa chọn của ông/bà C. Phương án 3 câu 901 D. Phương án 4 câu 901 "
                "Quyết định của Ban Tổ chức: câu này bị hủy, không tính điểm cho ai."
            ),
        ),
        (
            "give",
            [],
            840,
            (
                "Câu 1: được đủ điểm Câu? A. Phương án 1 câu 901 B. Phương án 2 câu 901 "
                "Lựa chọn của ông/bà C. Phương án 3 câu 901 D. Phương án 4 câu 901 "
                "Quyết định của Ban Tổ chức: mọi người được đủ điểm câu này."
            ),
        ),
    ],
)
def test_a_ruling_stands_beside_its_item(client, factory, contest_round, an, clock, kind, keys, mark, expected):
    question = factory.question(contest_round.banks[0], number=901, text="Câu?")
    attempt = factory.attempt(an, contest_round)
    respond(attempt, question, mark=mark)
    rule(contest_round, question, regrade(contest_round, clock), kind, keys)
    assert expected in shown(client, attempt)


def test_a_further_key_of_several_options_is_named_by_its_letters_as_shown(client, factory, contest_round, an, clock):
    """Shown in the order 3, 2, 1, 0: the bank's 2 and 3 are B and A."""
    question = factory.question(contest_round.banks[0], number=901, type="multiple", options=MANY)
    attempt = factory.attempt(an, contest_round)
    respond(attempt, question, option_order="3210", choice=0b0011, mark=840)
    rule(contest_round, question, regrade(contest_round, clock), "accept", [[2, 3]])
    text = shown(client, attempt)
    assert "thêm đáp án được chấp nhận (cũng đúng: A, B)." in text
    assert text.count("Đáp án đúng") == 2  # of the bank's key alone


def test_part_of_a_key_earns_a_part_that_is_shown(client, factory, contest_round, an):
    """One of two right options, none wrong: 420 of 840 parts."""
    question = factory.question(contest_round.banks[0], number=901, type="multiple", options=MANY)
    attempt = factory.attempt(an, contest_round, score=420, max_score=840)
    respond(attempt, question, mark=420)
    assert "Câu 1: đúng một phần (0,5/1 điểm)" in shown(client, attempt)


def test_an_item_worth_more_than_a_point_says_so(client, factory, an):
    contest_round = factory.round(contest_of(an), points=[["hard", 3]])
    question = factory.question(contest_round.banks[0], number=901, difficulty="hard")
    attempt = factory.attempt(an, contest_round)
    respond(attempt, question)
    assert "Câu 1: chưa đúng (0/3 điểm)" in shown(client, attempt)


@pytest.mark.parametrize(
    ("exclusion", "sentence"),
    [
        ("empty", "Hết giờ mà chưa trả lời câu nào."),
        ("incomplete", "Chưa trả lời đủ các câu như thể lệ yêu cầu."),
        (
            "disqualified",
            "Bị hủy kết quả. Lượt này không vào bảng xếp hạng và thống kê. Lý do của Ban Tổ chức: Thi hộ.",
        ),
    ],
)
def test_an_attempt_that_does_not_count_says_why(client, factory, contest_round, an, clock, exclusion, sentence):
    attempt = factory.attempt(an, contest_round, exclusion=exclusion)
    for reason in ("Nghi vấn.", "Thi hộ."):  # the newest decision rules
        db.session.add(
            Decision(
                attempt_id=attempt.id, made_at=clock(), verdict="disqualified", reason=reason, flags=[], evidence=[]
            )
        )
        db.session.flush()
    text = shown(client, attempt)
    assert f"Lượt này không được tính {sentence}" in text
    assert "Nghi vấn" not in text
    assert ("Thi hộ" in text) == (exclusion == "disqualified")


@pytest.mark.parametrize(
    ("counted", "number", "sentence"),
    [
        ("best", 2, "Lượt được tính là lượt có điểm cao nhất"),
        ("first", 1, "Lượt được tính là lượt nộp đầu tiên"),
        ("last", 3, "Lượt được tính là lượt nộp sau cùng"),
    ],
)
def test_the_rule_says_which_attempt_counts(client, factory, an, clock, counted, number, sentence):
    contest_round = factory.round(contest_of(an), counted=counted)
    attempts = {}
    for n, score in ((1, 2), (2, 5), (3, 3)):
        attempts[n] = factory.attempt(an, contest_round, score=score, number=n, submitted_at=clock())
        clock.moment += timedelta(minutes=20)
    other = next(a for n, a in attempts.items() if n != number)
    text = shown(client, other)
    assert sentence in text
    assert f"Đó là lượt {number}, {attempts[number].score}/5 điểm." in text
    assert f"Mã bài thi (để đối chiếu khi bốc thăm) {other.id}" in text


def test_changes_cost_one_statement_for_whoever_has_some(client, factory, contest_round, an, clock):
    attempt = factory.attempt(an, contest_round)
    page, counts = f"/results/attempts/{attempt.id}", []
    for changes in range(3):
        if changes:
            parts = {"old_score": 2, "old_max_score": 5, "new_score": 3, "new_max_score": 5}
            made = regrade(contest_round, clock)
            db.session.add(ScoreChange(regrade_id=made.id, attempt_id=attempt.id, **parts))
        db.session.commit()
        client.get(page)  # the board is kept from now on
        db.session.expire_all()
        with statements() as seen:
            client.get(page)
        counts.append(len(seen))
    assert counts == [3, 4, 4]
