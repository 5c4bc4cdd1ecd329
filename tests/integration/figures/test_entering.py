"""Official figures of an external round: typed, read from a list, asked about, recorded."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from quizapp.models import AuditRecord, ExternalFigure, Round
from quizapp.units.operations import merge_units
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.statements import statements

SOURCE = "Công văn số 12 ngày 20/6/2027"


def address(contest_round, rest=""):
    return f"/figures/rounds/{contest_round.id}{rest}"


def hidden(page, name):
    return page.text.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


def typed(unit, participants="", attempts="", full_marks="", winners=""):
    numbers = {"participants": participants, "attempts": attempts, "full_marks": full_marks, "winners": winners}
    return {f"u-{unit.id}-{name}": value for name, value in numbers.items()}


def save(client, contest_round, *rows, **fields):
    page = client.get(address(contest_round))
    merged = {name: value for row in rows for name, value in row.items()}
    return client.post(
        address(contest_round),
        data={
            "source": SOURCE,
            "seen": hidden(page, "seen"),
            "csrf_token": csrf_token(page),
            **merged,
            **fields,
        },
    )


def stored(session):
    rows = session.scalars(select(ExternalFigure).order_by(ExternalFigure.unit_id)).all()
    return [(r.group, r.unit_id, r.participants, r.attempts, r.full_marks, r.winners) for r in rows]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client, contest_round, content, name="so-lieu.xlsx"):
    token = csrf_token(client.get(address(contest_round)))
    return client.post(
        address(contest_round, "/upload"), data={"csrf_token": token, "file": (io.BytesIO(content), name)}
    )


def test_figures_are_saved_by_unit_in_the_group_of_its_kind(client, session, clock, vera, province, units):
    village, agency, school = units
    answer = save(
        client, province, typed(village, "120", "1.150", "7", "2"), typed(agency, "9"), typed(school, "", "", "", "")
    )
    assert (answer.status_code, path_of(answer)) == (303, address(province))
    assert stored(session) == [("residents", village.id, 120, 1150, 7, 2), ("officials", agency.id, 9, 9, 0, 0)]
    row = session.get(ExternalFigure, (province.id, "residents", village.id))
    assert (row.source, row.entered_at, row.actor_id) == (SOURCE, clock(), vera.id)
    record = session.scalars(select(AuditRecord)).one()
    assert (record.action, record.subject_id, record.details) == (
        "figures.save",
        province.id,
        {
            "title": "Tìm hiểu chuyển đổi số",
            "participants": 129,
            "attempts": 1159,
            "source": SOURCE,
            "units": {str(village.id): [None, [120, 1150, 7, 2]], str(agency.id): [None, [9, 9, 0, 0]]},
        },
    )


def test_a_row_made_empty_is_taken_away_and_the_others_keep_who_entered_them(
    client, factory, session, clock, vera, province, units
):
    village, agency, _school = units
    save(client, province, typed(village, "120"), typed(agency, "9"))
    first = clock.moment
    clock.moment = first.replace(hour=5)
    factory.sign_in(client, role="administrator")
    save(client, province, typed(agency, "9"))
    assert stored(session) == [("officials", agency.id, 9, 9, 0, 0)]
    row = session.scalars(select(ExternalFigure)).one()
    assert (row.entered_at, row.actor_id) == (first, vera.id)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (("10", "9"), "Số lượt ít hơn số người"),
        (("10", "10", "11"), "Số người đúng tất cả nhiều hơn số người dự thi."),
        (("mười",), "Hãy nhập một số nguyên, ví dụ 120."),
        (("-1",), "Hãy nhập một số nguyên, ví dụ 120."),
        (("", "12345678"), "Hãy nhập một số nguyên, ví dụ 120."),
    ],
)
def test_wrong_figures_name_their_unit_and_nothing_typed_is_lost(
    client, session, vera, province, units, numbers, sentence
):
    village, agency, _school = units
    answer = save(client, province, typed(village, *numbers), typed(agency, "9"))
    assert answer.status_code == 422
    assert "Thôn Nà Mạ, " in text_of(answer)
    assert sentence in text_of(answer)
    assert all(f'value="{number}"' in answer.text for number in (*numbers, "9", SOURCE) if number)
    assert stored(session) == []


def test_more_people_than_a_unit_has_are_asked_about_and_saved_where_they_are_meant(
    client, session, vera, province, units
):
    village, _agency, school = units
    rows = (typed(village, "201"), typed(school, "50"))
    answer = save(client, province, *rows)
    assert answer.status_code == 422
    assert "Thôn Nà Mạ: 201 người dự thi, thuộc diện 200 người." in text_of(answer)
    assert "Trường THCS Hòa An:" not in text_of(answer)
    assert ('name="is_confirmed"' in answer.text, 'value="201"' in answer.text, stored(session)) == (True, True, [])
    assert save(client, province, *rows, is_confirmed="y").status_code == 303
    assert [row[2] for row in stored(session)] == [201, 50]


def test_figures_that_somebody_else_saved_meanwhile_are_not_overwritten_unseen(client, session, vera, province, units):
    village, agency, _school = units
    page = client.get(address(province))
    sent = {"source": SOURCE, "seen": hidden(page, "seen"), "csrf_token": csrf_token(page)}
    save(client, province, typed(village, "120"))
    answer = client.post(address(province), data={**sent, **typed(agency, "9")})
    assert (answer.status_code, "người khác đã lưu số liệu" in text_of(answer)) == (422, True)
    assert 'value="9"' in answer.text
    again = client.post(address(province), data={**sent, **typed(agency, "9"), "seen": hidden(answer, "seen")})
    assert again.status_code == 303
    assert [row[1] for row in stored(session)] == [agency.id]


def test_where_figures_come_from_has_to_be_said(client, session, vera, province, units):
    answer = save(client, province, typed(units[0], "5"), source="")
    assert (answer.status_code, "Hãy ghi số liệu lấy từ đâu." in text_of(answer)) == (422, True)


def test_a_list_fills_the_table_and_saves_nothing(client, session, vera, province, units):
    content = workbook(("Đơn vị", "Số người", "Số lượt"), ("THÔN NÀ MẠ", 120, 150), ("tram y te", 9, None))
    answer = upload(client, province, content)
    assert (answer.status_code, "Đã đọc 2 dòng, chưa lưu" in text_of(answer)) == (200, True)
    assert f'id="u-{units[0].id}-participants" name="u-{units[0].id}-participants" value="120"' in answer.text
    assert f'name="u-{units[1].id}-participants" value="9"' in answer.text
    assert "chưa rõ là đơn vị nào" not in answer.text
    assert stored(session) == []


def test_a_row_of_no_known_unit_is_given_to_one_or_left_out(client, session, vera, province, units):
    village, agency, _school = units
    content = workbook(("Đơn vị", "Số người"), ("Nà Mạ", 120), ("Trạm xá", 9), ("Xã khác", 77))
    page = upload(client, province, content)
    assert page.text.count('<option value="">Chọn đơn vị</option>') == 3
    rows = {
        f"x-{n}-{field}": value
        for n, (name, people) in enumerate([("Nà Mạ", "120"), ("Trạm xá", "9"), ("Xã khác", "77")])
        for field, value in (("name", name), ("participants", people))
    }
    undecided = save(client, province, rows, {"x-0-unit": str(village.id), "x-1-unit": str(agency.id)})
    assert undecided.status_code == 422
    assert "Xã khác: Hãy chọn đơn vị, hoặc chọn bỏ qua dòng này." in text_of(undecided)
    twice = save(client, province, rows, {"x-0-unit": str(village.id), "x-1-unit": str(village.id), "x-2-unit": "skip"})
    assert (twice.status_code, "“Thôn Nà Mạ” đã có một dòng số liệu khác." in text_of(twice)) == (422, True)
    chosen = {"x-0-unit": str(village.id), "x-1-unit": str(agency.id), "x-2-unit": "skip"}
    assert save(client, province, rows, chosen).status_code == 303
    assert [row[1:3] for row in stored(session)] == [(village.id, 120), (agency.id, 9)]


def test_a_row_is_not_given_to_a_unit_that_has_figures_of_its_own(client, session, vera, province, units):
    rows = {"x-0-name": "Nà Mạ", "x-0-participants": "5", "x-0-unit": str(units[0].id)}
    answer = save(client, province, typed(units[0], "120"), rows)
    assert (answer.status_code, "đã có một dòng số liệu khác" in text_of(answer)) == (422, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(("Họ và tên", "Điểm"), ("An", 9)), "không thấy dòng tiêu đề"),
        (b"PK\x03\x04 nonsense", "Không đọc được tệp"),
        (b"", "không thấy dòng tiêu đề"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_leaves_the_table(
    client, session, vera, province, units, content, sentence
):
    save(client, province, typed(units[0], "120"))
    answer = upload(client, province, content)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert 'value="120"' in answer.text


def test_without_a_file_the_form_asks_for_one(client, vera, province):
    token = csrf_token(client.get(address(province)))
    answer = client.post(address(province, "/upload"), data={"csrf_token": token})
    assert (answer.status_code, "Hãy chọn tệp Excel hoặc CSV." in text_of(answer)) == (422, True)


def test_the_template_names_the_units(client, vera, province, units):
    answer = client.get(address(province, "/template.xlsx"))
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0] == ("Đơn vị", "Nhóm", "Số người", "Số lượt", "Số người đúng tất cả", "Số giải")
    assert [row[:2] for row in rows[1:]] == [
        ("Trạm Y tế", "Cán bộ, công chức, viên chức"),
        ("Trường THCS Hòa An", "Học sinh"),
        ("Thôn Nà Mạ", "Người dân"),
    ]


def test_names_of_units_and_of_lists_are_escaped(client, factory, vera, province):
    factory.unit(kind="village", name="<b>Thôn</b>")
    page = upload(client, province, workbook(("Đơn vị", "Số người"), ("<i>Nà Mạ</i>", "<u>1")))
    assert page.status_code == 200
    assert not [tag for tag in ("<b>Thôn", "<i>Nà", "<u>1") if tag in page.text]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_statements_for_one_unit_as_for_three(client, factory, session, vera, province, count):
    for _ in range(count):
        unit = factory.unit(kind="village")
        session.add(
            ExternalFigure(
                round_id=province.id,
                group="residents",
                unit_id=unit.id,
                participants=1,
                attempts=1,
                entered_at=factory.clock(),
                actor_id=vera.id,
            )
        )
    path = address(province)
    session.commit()
    session.expire_all()
    with statements() as seen:
        client.get(path)
    assert len(seen) == 5  # the account; the round; its figures; who entered them; the units


def test_only_rounds_held_by_others_have_such_a_page(client, factory, vera):
    own = factory.round()
    assert [client.get(address(own, rest)).status_code for rest in ("", "/template.xlsx", "/qr.svg")] == [404] * 3
    assert client.get("/figures/rounds/999").status_code == 404


@pytest.mark.parametrize("role", [None, "analyst"])
def test_strangers_and_analysts_may_not(client, factory, province, role):
    if role:
        factory.sign_in(client, role=role)
    for rest in ("", "/template.xlsx"):
        answer = client.get(address(province, rest))
        assert (answer.status_code, path_of(answer)) == ((403, "") if role else (302, "/staff/login"))


def test_a_form_without_its_token_changes_nothing(client, session, vera, province, units):
    post_form(client, address(province), {})
    assert client.post(address(province), data=typed(units[0], "5")).status_code == 400
    assert stored(session) == []


def test_a_round_with_official_figures_is_not_deleted_before_they_are(client, session, vera, province, units):
    save(client, province, typed(units[0], "120"))
    delete = f"/contests/{province.contest_id}/rounds/{province.id}/delete"
    answer = post_form(client, delete, {})
    assert answer.status_code == 303
    assert "đã có số liệu chính thức nên không xóa được" in text_of(client.get("/contests/"))
    assert len(stored(session)) == 1
    save(client, province)
    post_form(client, delete, {})
    assert session.get(Round, province.id) is None


def test_a_merged_unit_s_official_figures_go_with_its_people(session, factory, clock, province, units):
    village = units[0]
    other, third = factory.unit(kind="village"), factory.unit(kind="village")
    for unit, numbers in ((village, (120, 150, 4, 1)), (other, (30, 31, 2, 3))):
        participants, attempts, full_marks, winners = numbers
        session.add(
            ExternalFigure(
                round_id=province.id,
                group="residents",
                unit_id=unit.id,
                participants=participants,
                attempts=attempts,
                full_marks=full_marks,
                winners=winners,
                entered_at=clock(),
            )
        )
    session.flush()
    merge_units(session, now=clock(), actor_id=None, source_id=other.id, target_id=village.id)
    assert stored(session) == [("residents", village.id, 150, 181, 6, 4)]
    merge_units(session, now=clock(), actor_id=None, source_id=village.id, target_id=third.id)
    assert stored(session) == [("residents", third.id, 150, 181, 6, 4)]
