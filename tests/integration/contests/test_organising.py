"""Contests and rounds as the staff make and change them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from quizapp.models import Contest, Round
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.integration.contests.organising import (
    address,
    begin_attempt,
    contest_fields,
    last_record,
    round_fields,
    stored_fields,
)


@pytest.fixture
def vera(client, factory):
    """The organiser, signed in."""
    return factory.sign_in(client, role="organiser")


# Contests


def test_the_first_contest_becomes_current(client, session, vera):
    answer = post_form(client, "/contests/new", contest_fields())
    assert (answer.status_code, path_of(answer)) == (303, "/contests/")
    contest = session.scalars(select(Contest)).one()
    assert (contest.title, contest.slug, contest.year) == ("Cuộc thi năm 2028", "2028", 2028)
    assert (contest.is_current, contest.is_rehearsal) == (True, False)
    record = last_record(session)
    assert (record.action, record.actor_id, record.subject_id) == ("contest.create", vera.id, contest.id)


def test_a_later_contest_waits_until_it_is_made_current(client, session, factory, vera):
    first = factory.contest()
    post_form(client, "/contests/new", contest_fields(is_rehearsal="y"))
    second = session.scalars(select(Contest).where(Contest.slug == "2028")).one()
    assert (first.is_current, second.is_current, second.is_rehearsal) == (True, False, True)
    post_form(client, f"/contests/{second.id}/edit", contest_fields(make_current="y"))
    assert (first.is_current, second.is_current) == (False, True)
    assert last_record(session).details == {"title": "Cuộc thi năm 2028", "changed": {"is_current": [False, True]}}


def test_a_current_contest_stays_current_when_its_form_is_saved(client, session, factory, vera):
    contest = factory.contest(slug="2028", year=2028, title="Cuộc thi năm 2028")
    post_form(client, f"/contests/{contest.id}/edit", contest_fields(title="Tên mới của cuộc thi"))
    assert (contest.is_current, contest.title) == (True, "Tên mới của cuộc thi")
    assert last_record(session).details["changed"] == {"title": ["Cuộc thi năm 2028", "Tên mới của cuộc thi"]}


def test_saving_without_a_change_records_nothing(client, session, factory, vera):
    contest = factory.contest(slug="2028", year=2028, title="Cuộc thi năm 2028")
    assert post_form(client, f"/contests/{contest.id}/edit", contest_fields()).status_code == 303
    assert last_record(session) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Hãy nhập tên cuộc thi."),
        ({"title": "Ab"}, "Tên cuộc thi có từ 5 đến 200 ký tự."),
        ({"title": "Cuộc\u202ethi năm"}, "Có ký tự lạ không nhìn thấy được."),
        ({"year": "hai nghìn"}, "Hãy nhập một số nguyên"),
        ({"year": "2019"}, "Năm phải từ 2020 đến 2099."),
        ({"year": "9" * 5000}, "Hãy nhập một số nguyên"),
        ({"slug": "Năm 2028"}, "Tên ngắn chỉ gồm chữ thường không dấu"),
        ({"slug": "taken"}, "Tên ngắn này đã được dùng."),
    ],
)
def test_a_contest_that_can_not_be_is_refused_beside_the_field(client, session, factory, vera, changes, sentence):
    factory.contest(slug="taken")
    answer = post_form(client, "/contests/new", contest_fields(**changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert len(session.scalars(select(Contest)).all()) == 1


def test_the_list_shows_contests_with_rounds_and_attempts(client, factory, vera):
    contest = factory.contest(title="Cuộc thi năm nay", is_rehearsal=True)
    contest_round = factory.round(contest, title="Đợt tháng 6")
    begin_attempt(factory, contest_round)
    page = text_of(client.get("/contests/"))
    assert "Cuộc thi năm nay Đang ở trang chủ Diễn tập Năm 2027" in page
    assert "Đợt tháng 6 08:00 08/06/2027 đến 08:00 19/06/2027 5 câu trắc nghiệm, 10 phút 1 Đang mở Sửa" in page


# Rounds


def test_a_round_is_stored_as_it_was_typed(client, session, factory, vera):
    contest, bank = factory.contest(), factory.bank(questions=6)
    answer = post_form(client, f"/contests/{contest.id}/rounds/new", round_fields(bank, groups=["students"]))
    assert (answer.status_code, path_of(answer)) == (303, "/contests/")
    row = session.scalars(select(Round)).one()
    # 08:00 and 22:00 in Vietnam are 7 hours earlier in UTC.
    assert (row.opens_at, row.closes_at) == (
        datetime(2027, 6, 7, 1, tzinfo=UTC),
        datetime(2027, 6, 27, 15, tzinfo=UTC),
    )
    assert (row.title, row.slug, row.kind, row.groups) == ("Đợt tháng 6", "thang-6", "official", ["students"])
    assert row.blueprint == [
        {"count": 4, "topic": "Chuyển đổi số", "difficulty": "easy", "group": None},
        {"count": 1, "topic": None, "difficulty": None, "group": None},
    ]
    assert (row.time_limit_minutes, row.attempts_allowed, row.attempts_period) == (20, 2, "week")
    assert (row.shuffle_questions, row.shuffle_options, row.shows_rank) == (True, True, True)
    assert (row.review, row.ranking, row.prediction_target) == ("after_close", ["score", "duration"], None)
    assert [b.id for b in row.banks] == [bank.id]
    assert last_record(session).action == "round.create"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Tên đợt thi: Hãy nhập tên đợt thi."),
        ({"slug": "thang 6"}, "Tên ngắn trên địa chỉ trang: Tên ngắn chỉ gồm chữ thường không dấu"),
        ({"slug": "taken"}, "Tên ngắn trên địa chỉ trang: Tên ngắn này đã được dùng."),
        ({"kind": "secret"}, "Loại đợt thi: Hãy chọn một mục trong danh sách."),
        ({"opens_at": "mai"}, "Mở lúc: Hãy chọn đủ ngày và giờ"),
        ({"opens_at": "0001-01-01T00:00"}, "Mở lúc: Năm phải từ 2020 đến 2099."),
        ({"closes_at": "2027-06-07T08:00"}, "Đóng lúc: Thời điểm đóng phải sau thời điểm mở."),
        ({"groups": ["martians"]}, "Nhóm được dự thi: Hãy chọn một mục trong danh sách."),
        ({"time_limit_minutes": ""}, "Thời gian làm bài (phút): Hãy nhập số phút."),
        ({"time_limit_minutes": "241"}, "Thời gian làm bài (phút): Thời gian làm bài phải từ 1 đến 240 phút."),
        ({"time_limit_minutes": "-5"}, "Thời gian làm bài (phút): Hãy nhập một số nguyên"),
        ({"attempts_allowed": "0"}, "Số lượt thi của mỗi người: Số lượt thi phải từ 1 đến 100"),
        ({"banks": []}, "Ngân hàng câu hỏi: Hãy chọn ít nhất một ngân hàng câu hỏi."),
        ({"banks": ["1000000"]}, "Ngân hàng câu hỏi: Hãy chọn một mục trong danh sách."),
        ({"blueprint-0-count": "", "blueprint-1-count": ""}, "Ma trận đề: Ma trận đề chưa có dòng nào."),
        ({"blueprint-1-count": "101"}, "Ma trận đề: Dòng 2: Số câu phải từ 1 đến 100."),
        ({"blueprint-0-topic": "Thiên văn"}, "Ma trận đề: Dòng 1: Hãy chọn một mục trong danh sách."),
        ({"blueprint-1-count": "60", "blueprint-0-count": "60"}, "Ma trận đề: Một bài thi có nhiều nhất 100 câu."),
        ({"ranking-0": "", "ranking-1": ""}, "Thứ tự xếp hạng: Hãy chọn ít nhất một tiêu chí xếp hạng."),
        ({"ranking-1": "score"}, "Thứ tự xếp hạng: Mỗi tiêu chí xếp hạng chỉ được chọn một lần."),
        ({"ranking-1": "luck"}, "Thứ tự xếp hạng: Dòng 2: Hãy chọn một mục trong danh sách."),
        ({"ranking-1": "prediction"}, "Câu hỏi dự đoán: Xếp hạng theo dự đoán thì phải có câu hỏi dự đoán."),
        ({"ranking-0": "lot", "ranking-1": "score"}, "Thứ tự xếp hạng: Bốc thăm phân định mọi người nên phải là"),
        ({"minimum_age": "101"}, "Tuổi tối thiểu: Tuổi tối thiểu phải từ 1 đến 100"),
        ({"complaint_days": "91"}, "Nhận khiếu nại sau khi công bố (ngày): Thời gian nhận khiếu nại phải từ 0 đến 90"),
        ({"points-hard": "11"}, "Nhận biết: Điểm của mỗi câu phải là số nguyên từ 1 đến 10."),
        ({"points-hard": "2,5"}, "Vận dụng: Hãy nhập một số nguyên"),
        ({"counted": "luckiest"}, "Lượt được tính: Hãy chọn một mục trong danh sách."),
        ({"partial_rule": "quarter"}, "Câu có nhiều đáp án: Hãy chọn một mục trong danh sách."),
        ({"prediction_asked": "never"}, "Hỏi dự đoán khi nào: Hãy chọn một mục trong danh sách."),
        ({"kind": "external"}, "Loại đợt thi: Hãy chọn một mục trong danh sách."),
        ({"blueprint-1-count": "7"}, "Ma trận đề: Chưa đủ câu để ra đề cho: Cán bộ, công chức, viên chức; Học sinh;"),
    ],
)
def test_a_round_that_can_not_be_is_refused_beside_the_field(client, session, factory, vera, changes, sentence):
    contest, bank = factory.contest(), factory.bank(questions=6)
    factory.round(contest, slug="taken", banks=[bank])
    answer = post_form(client, f"/contests/{contest.id}/rounds/new", round_fields(bank, **changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert len(session.scalars(select(Round)).all()) == 1


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept(client, factory, vera):
    contest, bank = factory.contest(), factory.bank(questions=6)
    changes = {"title": "", "closes_at": "2027-06-01T08:00", "ranking-1": "score", "blueprint-0-count": "3"}
    answer = post_form(client, f"/contests/{contest.id}/rounds/new", round_fields(bank, **changes))
    page = text_of(answer)
    assert "Hãy nhập tên đợt thi." in page
    assert "Thời điểm đóng phải sau thời điểm mở." in page
    assert "Mỗi tiêu chí xếp hạng chỉ được chọn một lần." in page
    assert 'value="2027-06-01T08:00"' in answer.text
    assert 'name="blueprint-0-count" type="text" value="3"' in answer.text or 'value="3"' in answer.text


def test_a_round_short_of_questions_shows_what_is_needed_and_what_there_is(client, factory, vera):
    contest, bank = factory.contest(), factory.bank(questions=2)
    factory.question(bank, number=3, groups=["students"])
    fields = round_fields(bank, groups=["students", "residents"], **{"blueprint-0-count": "3", "blueprint-1-count": ""})
    page = text_of(post_form(client, f"/contests/{contest.id}/rounds/new", fields))
    assert "Chưa đủ câu để ra đề cho: Người dân." in page
    assert "Chuyển đổi số, Nhận biết 3 3 thiếu 1, chỉ có 2 Cả bài thi 3 câu đủ 3 câu thiếu" in page


def test_another_row_is_had_without_a_script_and_stores_nothing(client, session, factory, vera):
    contest, bank = factory.contest(), factory.bank(questions=6)
    url = f"/contests/{contest.id}/rounds/new"
    answer = post_form(client, url, round_fields(bank, action="add-row", title="Dở dang"))
    assert answer.status_code == 200
    assert 'name="blueprint-5-count"' in answer.text  # 3 were sent, 3 more are there
    assert 'value="Dở dang"' in answer.text
    assert session.scalars(select(Round)).all() == []


def test_a_check_before_saving_shows_the_table_and_stores_nothing(client, session, factory, vera):
    contest, bank = factory.contest(), factory.bank(questions=6)
    answer = post_form(client, f"/contests/{contest.id}/rounds/new", round_fields(bank, action="check"))
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Chuyển đổi số, Nhận biết 4 6 6 6 6 Chủ đề bất kỳ 1 6 6 6 6 Cả bài thi 5 câu đủ" in page
    # 5 of the same 6: 25/6 = 4,2 are shared, at least 4 of them always. 25/n <= 2,5 from 10 on.
    assert "Học sinh trùng nhiều Trung bình trùng 4,2 trong 5 câu. Khả năng trùng ít nhất một câu là 100%;" in page
    assert session.scalars(select(Round)).all() == []


def test_an_untouched_form_changes_nothing(client, session, factory, vera):
    contest_round = factory.round(opens_at=factory.clock() - timedelta(days=1, seconds=-17))
    answer = post_form(client, address(contest_round), stored_fields(contest_round))
    assert answer.status_code == 303
    assert last_record(session) is None  # the 17 seconds that the form can't show are kept


def test_a_change_is_recorded_with_both_values(client, session, factory, vera):
    contest_round = factory.round()
    post_form(client, address(contest_round), stored_fields(contest_round, time_limit_minutes="15", title="Đợt hè"))
    assert (contest_round.time_limit_minutes, contest_round.title) == (15, "Đợt hè")
    record = last_record(session)
    assert (record.action, record.actor_id, record.subject_id) == ("round.edit", vera.id, contest_round.id)
    assert record.details["changed"]["time_limit_minutes"] == [10, 15]
    assert set(record.details["changed"]) == {"title", "time_limit_minutes"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"time_limit_minutes": "15"}, "Đã có lượt thi nên không đổi được thời gian làm bài"),
        ({"blueprint-0-count": "4"}, "Đã có lượt thi nên không đổi được ma trận đề"),
        ({"ranking-1": ""}, "Đã có lượt thi nên không đổi được cách xếp hạng"),
        ({"shuffle_options": ""}, "Đã có lượt thi nên không đổi được cách xáo trộn phương án"),
        ({"attempts_allowed": "1"}, "Đã có lượt thi nên chỉ tăng được số lượt thi"),
        ({"closes_at": "2027-06-18T08:00"}, "Đã có lượt thi nên chỉ gia hạn được"),
        ({"opens_at": "2027-06-08T09:00"}, "Đã có lượt thi nên không lùi thời điểm mở được"),
        ({"groups": ["students"]}, "Đã có lượt thi nên chỉ thêm được nhóm"),
        ({"kind": "practice"}, "Đã có lượt thi nên không đổi được loại đợt thi"),
        ({"counted": "last"}, "Đã có lượt thi nên không đổi được lượt nào được tính."),
        ({"partial_rule": "half"}, "Đã có lượt thi nên không đổi được cách chấm câu nhiều đáp án."),
        ({"points-hard": "2"}, "Đã có lượt thi nên không đổi được điểm của mỗi câu."),
        ({"requires_all_answered": "y"}, "Đã có lượt thi nên không đổi được việc có phải trả lời đủ các câu"),
        ({"minimum_age": "14"}, "Đã có lượt thi nên chỉ hạ hoặc bỏ được tuổi tối thiểu"),
        ({"prediction_asked": "first"}, "Đã có lượt thi nên không đổi được lượt nào được hỏi dự đoán."),
        ({"prediction_with_disqualified": "y"}, "Đã có lượt thi nên không đổi được cách đếm con số"),
        ({"complaint_days": "3"}, "Đã có lượt thi nên chỉ kéo dài được thời gian nhận khiếu nại"),
        ({"prizes-minimum_percent": "50"}, "Đã có lượt thi nên không đổi được cơ cấu giải"),
    ],
)
def test_a_round_that_has_started_keeps_its_rules_and_says_why(client, session, factory, vera, changes, sentence):
    contest_round = factory.round()
    begin_attempt(factory, contest_round)
    answer = post_form(client, address(contest_round), stored_fields(contest_round, **changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert last_record(session) is None


def test_a_round_that_has_started_may_be_extended_and_opened_wider(client, session, factory, vera):
    contest_round = factory.round()
    begin_attempt(factory, contest_round)
    changes = {
        "title": "Đợt hè",
        "closes_at": "2027-06-26T08:00",
        "attempts_allowed": "3",
        "review": "never",
        "shows_rank": "",
    }
    assert post_form(client, address(contest_round), stored_fields(contest_round, **changes)).status_code == 303
    assert contest_round.closes_at == datetime(2027, 6, 26, 1, tzinfo=UTC)
    assert (contest_round.title, contest_round.attempts_allowed) == ("Đợt hè", 3)
    assert (contest_round.review, contest_round.shows_rank) == ("never", False)


def test_what_is_frozen_is_shown_as_text_and_sent_as_it_was(client, factory, vera):
    contest_round = factory.round()
    begin_attempt(factory, contest_round)
    page = client.get(address(contest_round))
    assert "Đã có 1 lượt thi" in text_of(page)
    assert '<input type="hidden" name="time_limit_minutes" value="10">' in page.text
    assert '<input type="hidden" name="points-hard" value="1">' in page.text
    assert '<input type="hidden" name="prizes-one_prize" value="round">' in page.text
    assert '<input type="hidden" name="blueprint-0-count" value="5">' in page.text
    assert '<input type="hidden" name="ranking-1" value="duration">' in page.text
    assert f'<input type="hidden" name="banks" value="{contest_round.banks[0].id}">' in page.text


def test_a_round_whose_answers_were_shown_at_closing_opens_no_more(client, factory, clock, vera):
    contest_round = factory.round(review="after_close")
    clock.moment += timedelta(days=11)
    factory.sign_in(client, vera)
    fields = stored_fields(contest_round, review="after_close", closes_at="2027-07-30T08:00")
    answer = post_form(client, address(contest_round), fields)
    assert answer.status_code == 422
    assert "Đợt thi đã đóng và đáp án đã được công bố nên không gia hạn được." in text_of(answer)


def test_a_round_without_attempts_is_deleted_after_a_question(client, session, factory, vera):
    contest_round = factory.round(title="Đợt thừa")
    url = f"{address(contest_round)}/delete"
    assert "Xóa Đợt thừa?" in text_of(client.get(url))
    answer = post_form(client, url, {})
    assert (answer.status_code, path_of(answer)) == (303, "/contests/")
    assert session.scalars(select(Round)).all() == []
    record = last_record(session)
    assert (record.action, record.details["title"]) == ("round.delete", "Đợt thừa")


def test_a_round_with_attempts_is_not_deleted(client, session, factory, vera):
    contest_round = factory.round()
    url = f"{address(contest_round)}/delete"
    token = csrf_token(client.get(url))
    begin_attempt(factory, contest_round)
    answer = client.post(url, data={"csrf_token": token})
    assert (answer.status_code, path_of(answer)) == (303, address(contest_round))
    assert "Đợt thi đã có lượt thi nên không xóa được." in text_of(client.get(answer.location))
    assert "Không xóa được" in text_of(client.get(url))
    assert len(session.scalars(select(Round)).all()) == 1


def test_a_round_is_found_under_its_own_contest_alone(client, factory, vera):
    contest_round, other = factory.round(), factory.contest()
    for path in (f"/contests/{other.id}/rounds/{contest_round.id}", "/contests/9999/edit", "/contests/9999/rounds/new"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/contests/", "/contests/new", "/contests/{c}/edit", "/contests/{c}/rounds/new", "{r}"]
)
def test_organising_is_for_organisers(client, factory, path):
    contest_round = factory.round()
    url = path.format(c=contest_round.contest_id, r=address(contest_round))
    assert path_of(client.get(url)) == "/staff/login"
    factory.sign_in(client, role="analyst")
    assert client.get(url).status_code == 403
