"""The audit pages."""

import pytest

from quizapp import audit
from tests.browser import text_of
from tests.statements import statements

AUDIT = "/staff/audit"


def note(session, clock, action="unit.create", actor_id=None, **details):
    audit.record(session, now=clock(), actor_id=actor_id, action=action, subject_type="unit", details=details)
    session.flush()


def sentences(page):
    """The sentences of the page's rows, from the top."""
    return [
        text_of_cell.split("</td>")[0].split("<br>")[0] for text_of_cell in page.text.split('<td class="main">')[1:]
    ]


def test_records_read_as_sentences_newest_first(client, factory, session, clock):
    vera = factory.sign_in(client)
    note(session, clock, name="Thôn Nà Lừa", actor_id=vera.id)
    note(session, clock, action="staff.reset_password", email="van@hoaan.example")
    page = client.get(AUDIT)
    assert sentences(page) == [
        "Cấp mật khẩu dùng một lần cho van@hoaan.example",
        "Thêm đơn vị “Thôn Nà Lừa”",
    ]
    text = text_of(page)
    assert "08:00 09/06/2027 Hệ thống (dòng lệnh) Cấp mật khẩu" in text
    assert "08:00 09/06/2027 Ma Thị Vân Thêm đơn vị" in text


def test_what_changed_is_listed_in_words(client, factory, session, clock):
    factory.sign_in(client)
    changed = {"role": ["analyst", "organiser"], "is_active": [True, False], "headcount": [None, 420]}
    note(session, clock, action="staff.edit_account", email="van@hoaan.example", changed=changed)
    text = text_of(client.get(AUDIT))
    assert "vai trò: Thống kê → Tổ chức thi đang dùng: có → không số người thuộc diện dự thi: (trống) → 420" in text


def test_an_action_without_a_sentence_and_odd_details_break_no_page(client, factory, session, clock):
    factory.sign_in(client)
    note(session, clock, action="moon.land", changed="<b>all</b>")
    note(session, clock, action="unit.edit", changed={"x": 3})
    assert sentences(client.get(AUDIT)) == ["Sửa đơn vị “…”", "moon.land"]


def test_a_name_is_text_and_no_markup(client, factory, session, clock):
    factory.sign_in(client)
    note(session, clock, name="<script>alert(1)</script> 100%")
    assert sentences(client.get(AUDIT)) == ["Thêm đơn vị “&lt;script&gt;alert(1)&lt;/script&gt; 100%”"]


def test_the_list_can_be_narrowed_to_one_action(client, factory, session, clock):
    factory.sign_in(client)
    note(session, clock, name="A")
    note(session, clock, action="unit.paste", added=1, updated=2)
    page = client.get(f"{AUDIT}?action=unit.paste")
    assert sentences(page) == ["Nhập danh sách đơn vị: thêm 1, cập nhật 2"]
    assert '<option value="unit.paste" selected>' in page.text
    assert "1 thao tác" in text_of(page)


@pytest.mark.parametrize(
    ("query", "first", "count"),
    [("", "120", 50), ("?page=2", "70", 50), ("?page=3", "20", 20), ("?page=99", "20", 20), ("?page=-1", "120", 50),
     ("?page=x", "120", 50)],
)  # fmt: skip
def test_fifty_records_make_a_page(client, factory, session, clock, query, first, count):
    factory.sign_in(client)
    for number in range(1, 121):
        note(session, clock, name=str(number))
    found = sentences(client.get(AUDIT + query))
    assert (found[0], len(found)) == (f"Thêm đơn vị “{first}”", count)


def test_the_pages_keep_the_filter(client, factory, session, clock):
    factory.sign_in(client)
    for number in range(51):
        note(session, clock, name=str(number))
    assert f'href="{AUDIT}?action=unit.create&amp;page=2"' in client.get(f"{AUDIT}?action=unit.create").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_three_times_however_long_it_is(client, factory, session, clock, count):
    factory.sign_in(client)
    for number in range(count):
        note(session, clock, name=str(number))
    with statements() as seen:
        client.get(AUDIT)
    assert len(seen) == 3  # who is signed in, how many, the page


def test_nothing_yet_is_said_so(client, factory):
    factory.sign_in(client)
    assert "Chưa có thao tác nào" in text_of(client.get(AUDIT))
