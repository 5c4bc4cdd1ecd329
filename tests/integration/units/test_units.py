"""Units: the list, adding, changing, pasting, and the first units of an installation."""

import pytest
from sqlalchemy import func, select

from quizapp.domain.collation import sort_key
from quizapp.models import AuditRecord, Unit
from quizapp.models.unit_lists import missing_lists
from quizapp.units import operations
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.postgres import both_databases
from tests.statements import statements

UNITS = "/units/"


@pytest.fixture
def vera(client, factory):
    """Vera the organiser, signed in."""
    return factory.sign_in(client, role="organiser")


def names(page):
    """The units of a page's tables, from the top, with what is marked beside them."""
    return [" ".join(text_of_(cell).split()) for cell in page.text.split('<td class="main">')[1:]]


def text_of_(cell):
    bare = cell.split("</td>")[0]
    while "<" in bare:
        start, end = bare.index("<"), bare.index(">")
        bare = bare[:start] + " " + bare[end + 1 :]
    return bare


def audit_of(session):
    row = session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()
    return row.action, row.actor_id, row.details


def headcounts(session):
    session.expire_all()
    return dict(session.execute(select(Unit.name, Unit.headcount)).all())


@both_databases
def test_units_stand_in_vietnamese_order_by_kind_with_catch_alls_last(client, factory, vera):
    factory.unit("village", "Thôn khác", is_catch_all=True)
    for name in ("Thôn Đồng Lạc", "Thôn Dạ Hương", "Thôn Ao Sen", "Thôn Ấp Mới", "Thôn 2", "Thôn Ba"):
        factory.unit("village", name)
    factory.unit("agency", "Phòng Kinh tế")
    factory.unit("school", "Trường THCS", is_active=False)
    assert names(client.get(UNITS)) == [
        "Phòng Kinh tế",
        "Trường THCS Ngừng dùng",
        "Thôn 2",
        "Thôn Ao Sen",
        "Thôn Ấp Mới",
        "Thôn Ba",
        "Thôn Dạ Hương",
        "Thôn Đồng Lạc",
        "Thôn khác Mục chung",
    ]


@both_databases
def test_participants_of_the_current_contest_are_counted_against_the_headcount(client, factory, vera):
    past, current = factory.contest(is_current=False, year=2026), factory.contest()
    unit = factory.unit("village", "Thôn Nà Lừa", headcount=8)
    for contest in (past, current, current, current):
        factory.participant(contest, unit_id=unit.id)
    factory.unit("village", "Thôn Bến", headcount=1200)
    text = text_of(client.get(UNITS))
    assert f"Số người dự thi của {current.title}" in text
    assert "Thôn Nà Lừa 8 3 37,5%" in text  # 3 of 8
    assert "Thôn Bến 1.200 0 0%" in text
    assert "Tổng cộng 1.208 3" in text


def test_without_a_contest_the_list_is_there(client, factory, vera):
    factory.unit("village", "Thôn Nà Lừa")
    text = text_of(client.get(UNITS))
    assert "Chưa có cuộc thi nào đang chạy" in text
    assert "Thôn Nà Lừa – 0 –" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_four_times_however_long_it_is(client, factory, vera, count):
    for _ in range(count):
        factory.unit()
    with statements() as seen:
        client.get(UNITS)
    assert len(seen) == 4  # who is signed in, the contest, the units, the missing lists


def test_a_list_that_only_holds_a_catch_all_is_reminded_of(client, factory, vera, session):
    operations.seed_units(session)
    assert missing_lists(session) == ["school", "village"]
    assert text_of(client.get(UNITS)).count("Chưa có danh sách") == 2
    factory.unit("village", "Thôn Nà Lừa", is_active=False)
    assert missing_lists(session) == ["school", "village"]
    factory.unit("village", "Thôn Bến")
    assert missing_lists(session) == ["school"]


def test_an_empty_installation_misses_every_list(session):
    assert missing_lists(session) == ["agency", "school", "village", "enterprise"]


def test_a_unit_is_added(client, vera, session):
    answer = post_form(
        client, "/units/create", {"kind": "school", "name": " Trường  THCS Hòa An", "headcount": "1.234"}
    )
    assert (answer.status_code, answer.location) == (303, "/units/#school")
    unit = session.scalars(select(Unit)).one()
    assert (unit.kind, unit.name, unit.folded_name, unit.headcount) == (
        "school",
        "Trường THCS Hòa An",
        "truong thcs hoa an",
        1234,
    )
    assert (unit.sort_key, unit.is_active, unit.is_catch_all) == (sort_key("Trường THCS Hòa An"), True, False)
    assert audit_of(session) == (
        "unit.create",
        vera.id,
        {"kind": "school", "name": "Trường THCS Hòa An", "headcount": 1234},
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Hãy nhập tên."),
        ({"name": "123"}, "Tên cần có chữ"),
        ({"name": "T" * 121}, "nhiều nhất 120 ký tự"),
        ({"name": "Thôn\x00A"}, "Có ký tự lạ"),
        ({"headcount": "0"}, "số nguyên từ 1 đến 1.000.000"),
        ({"headcount": "-5"}, "số nguyên từ 1 đến 1.000.000"),
        ({"headcount": "1.000.001"}, "số nguyên từ 1 đến 1.000.000"),
        ({"headcount": "nhiều"}, "số nguyên từ 1 đến 1.000.000"),
        ({"headcount": "1" * 13}, "nhiều nhất 12 ký tự"),
        ({"kind": "planet"}, "Hãy chọn danh sách."),
    ],
)
def test_a_field_that_is_wrong_is_refused_beside_it_and_kept(client, vera, session, fields, sentence):
    page = post_form(client, "/units/create", {"kind": "village", "name": "Thôn Mới", "headcount": "77"} | fields)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="77"' in page.text or "headcount" in fields
    assert session.scalar(select(func.count(Unit.id))) == 0


def test_a_name_stands_once_in_a_kind_whatever_its_accents_and_case(client, factory, vera, session):
    factory.unit("village", "Thôn Hòa Bình")
    page = post_form(client, "/units/create", {"kind": "village", "name": "THÔN HOÀ BINH"})
    assert page.status_code == 422
    assert "Đã có “Thôn Hòa Bình”" in text_of(page)
    assert post_form(client, "/units/create", {"kind": "agency", "name": "Thôn Hòa Bình"}).status_code == 303


def test_a_unit_is_changed(client, factory, vera, session):
    factory.unit()
    unit = factory.unit("village", "Thôn Nà Lua", headcount=5)
    answer = post_form(client, f"/units/{unit.id}", {"name": "Thôn Nà Lừa", "headcount": ""})
    assert (answer.status_code, path_of(answer)) == (303, UNITS)
    session.expire_all()
    assert (unit.name, unit.folded_name, unit.sort_key) == ("Thôn Nà Lừa", "thon na lua", sort_key("Thôn Nà Lừa"))
    assert (unit.headcount, unit.is_active) == (None, False)
    assert audit_of(session) == (
        "unit.edit",
        vera.id,
        {
            "name": "Thôn Nà Lừa",
            "changed": {"name": ["Thôn Nà Lua", "Thôn Nà Lừa"], "headcount": [5, None], "is_active": [True, False]},
        },
    )


def test_the_form_shows_what_is_there_and_saving_it_leaves_no_record(client, factory, vera, session):
    unit = factory.unit("village", "Thôn Nà Lừa", headcount=1234)
    page = client.get(f"/units/{unit.id}")
    assert 'value="1.234"' in page.text
    post_form(client, f"/units/{unit.id}", {"name": "Thôn Nà Lừa", "headcount": "1.234", "is_active": "y"})
    assert session.scalars(select(AuditRecord)).all() == []


def test_a_unit_cannot_take_the_name_of_another(client, factory, vera, session):
    factory.unit("village", "Thôn Bến")
    unit = factory.unit("village", "Thôn Nà Lừa")
    page = post_form(client, f"/units/{unit.id}", {"name": "thôn bến", "is_active": "y"})
    assert page.status_code == 422
    assert "Đã có “Thôn Bến”" in text_of(page)
    session.expire_all()
    assert unit.name == "Thôn Nà Lừa"


def test_the_last_unit_that_can_be_chosen_stays_in_use(client, factory, vera, session):
    factory.unit("village", "Thôn Cũ", is_active=False)
    factory.unit("school", "Trường")
    unit = factory.unit("village", "Thôn Nà Lừa")
    page = post_form(client, f"/units/{unit.id}", {"name": "Thôn Nà Lừa"})
    assert page.status_code == 422
    assert "mục duy nhất đang dùng" in text_of(page)
    session.expire_all()
    assert unit.is_active
    factory.unit("village", "Thôn Bến")
    assert post_form(client, f"/units/{unit.id}", {"name": "Thôn Nà Lừa"}).status_code == 303


@pytest.mark.parametrize("path", ["/units/999999", "/units/999999/merge"])
def test_a_unit_that_is_not_there_is_not_found(client, vera, path):
    assert client.get(path).status_code == 404


PASTED = "Thôn Nà Lừa; 1.300\r\nThôn Bến\t420\r\n\r\nthôn cũ\r\nThôn Mới"


@pytest.fixture
def villages(factory):
    factory.unit("village", "Thôn Nà Lừa", headcount=1234)
    factory.unit("village", "Thôn Cũ", headcount=9)


def paste(client, text, **fields):
    return post_form(client, "/units/paste", {"kind": "village", "text": text, **fields})


def test_a_pasted_list_is_shown_before_anything_is_written(client, vera, villages, session):
    page = paste(client, PASTED)
    assert page.status_code == 200
    text = text_of(page)
    assert "Thêm mới: 2 Cập nhật: 1 Giữ nguyên: 1" in text
    assert "Thôn Nà Lừa 1.234 → 1.300 Cập nhật số người 1" in text
    assert "Thôn Bến 420 Thêm mới 2" in text
    assert "Thôn Cũ dán vào: thôn cũ 9 Giữ nguyên 4" in text
    assert "Thôn Mới – Thêm mới 5" in text
    assert headcounts(session) == {"Thôn Nà Lừa": 1234, "Thôn Cũ": 9}


def test_what_was_shown_is_written_in_one_go(client, vera, villages, session):
    answer = paste(client, PASTED, step="apply")
    assert (answer.status_code, answer.location) == (303, "/units/#village")
    assert headcounts(session) == {"Thôn Nà Lừa": 1300, "Thôn Cũ": 9, "Thôn Bến": 420, "Thôn Mới": None}
    assert audit_of(session) == ("unit.paste", vera.id, {"kind": "village", "added": 2, "updated": 1})
    assert "Đã thêm 2 và cập nhật 1." in text_of(client.get(UNITS))


def test_the_same_list_again_changes_nothing(client, vera, villages, session):
    paste(client, PASTED, step="apply")
    before = headcounts(session)
    assert paste(client, PASTED, step="apply").status_code == 303
    assert headcounts(session) == before
    assert "Danh sách không có gì mới." in text_of(client.get(UNITS))


@pytest.mark.parametrize("step", ["preview", "apply"])
def test_one_bad_line_stops_the_whole_list_and_is_named(client, vera, villages, session, step):
    page = paste(client, "Thôn Tốt; 5\nThôn Hỏng; nhiều\nThôn Tốt", step=step)
    assert page.status_code == 422
    text = text_of(page)
    assert "2 dòng cần sửa" in text
    assert "Dòng 2 : Số người “nhiều” không phải là số. Thôn Hỏng" in text
    assert "Dòng 3 : Trùng tên với dòng 1" in text
    assert 'value="apply"' not in page.text
    assert "Thôn Hỏng; nhiều" in page.text
    assert headcounts(session) == {"Thôn Nà Lừa": 1234, "Thôn Cũ": 9}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Hãy dán danh sách vào đây."),
        ("\n \n", "Danh sách không có dòng nào."),
        ("a\n" * 1001, "Nhiều nhất 1000 dòng"),
        ("a" * 200_001, "nhiều nhất 200000 ký tự"),
    ],
)
def test_an_empty_or_endless_list_is_refused(client, vera, session, text, sentence):
    page = paste(client, text, step="apply")
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert headcounts(session) == {}


def test_a_unit_out_of_use_is_not_brought_back_by_a_list(client, factory, vera, session):
    unit = factory.unit("village", "Thôn Cũ", is_active=False)
    assert "đang ngừng dùng" in text_of(paste(client, "Thôn Cũ; 5"))
    paste(client, "Thôn Cũ; 5", step="apply")
    session.expire_all()
    assert (unit.headcount, unit.is_active) == (5, False)


def test_the_list_of_the_page_one_came_from_is_chosen(client, vera):
    assert '<option selected value="school">' in client.get("/units/paste?kind=school").text
    assert client.get("/units/paste?kind=planet").status_code == 200


def test_markup_in_a_pasted_name_stays_text(client, vera):
    page = paste(client, "<script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert csrf_token(page)


@both_databases
def test_the_first_units_are_those_of_the_plan_and_one_catch_all_a_kind(session):
    assert operations.seed_units(session) == 14
    rows = session.execute(select(Unit.kind, Unit.name, Unit.is_catch_all).order_by(Unit.id)).all()
    assert sorted(row.name for row in rows if row.is_catch_all) == [
        "Cơ quan, đơn vị khác",
        "Thôn khác",
        "Trường học khác",
    ]
    assert [row.name for row in rows if row.kind == "enterprise"] == ["Doanh nghiệp", "Hợp tác xã", "Hộ kinh doanh"]
    assert [row.name for row in rows if row.kind == "agency" and not row.is_catch_all] == [
        "Đảng ủy xã",
        "Hội đồng nhân dân xã",
        "Ủy ban nhân dân xã",
        "Văn phòng HĐND và UBND xã",
        "Phòng Văn hóa - Xã hội",
        "Phòng Kinh tế",
        "Trung tâm Dịch vụ công",
        "Ủy ban MTTQ Việt Nam xã và các tổ chức chính trị - xã hội",
    ]
    assert {row.name for row in rows if row.kind in ("village", "school")} == {"Thôn khác", "Trường học khác"}


def test_seeding_again_adds_nothing_and_overwrites_nothing(session):
    operations.seed_units(session)
    unit = session.scalars(select(Unit).where(Unit.name == "Phòng Kinh tế")).one()
    unit.name, unit.headcount = "Phòng Kinh tế xã", 7
    session.delete(session.scalars(select(Unit).where(Unit.name == "Đảng ủy xã")).one())
    session.flush()
    assert operations.seed_units(session) == 0
    assert headcounts(session)["Phòng Kinh tế xã"] == 7
    assert "Đảng ủy xã" not in headcounts(session)


def test_a_kind_that_staff_have_begun_is_left_to_them(session, factory):
    factory.unit("village", "Thôn Nà Lừa")
    assert operations.seed_units(session) == 13
    assert "Thôn khác" not in headcounts(session)
