"""An organiser's day: signing in, questions from a file, a round of them, and the results as a file."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from quizapp.domain.question import Option, Question
from quizapp.exchange.questions import dump
from quizapp.exchange.results.layout import SHEETS
from tests.factories import PASSWORD
from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor
from tests.server import RunningServer

pytestmark = pytest.mark.browser

NEW_PASSWORD = "nuong-ngo-tren-doi-57"
QUESTIONS = tuple(
    Question(
        text=f"Trong các số sau, số nào bằng {number} cộng {number}?",
        options=tuple(
            Option(text=f"{value} quả", is_key=value == 2 * number) for value in range(2 * number - 1, 2 * number + 3)
        ),
        topic="Chuyển đổi số",
        explanation=f"{number} cộng {number} bằng {2 * number}.",
    )
    for number in range(1, 6)
)
KEYS = {question.text: next(o.text for o in question.options if o.is_key) for question in QUESTIONS}
TITLE = "Đợt của hành trình"
FORMS = ("/contests/new", "/staff/accounts/create", "/banks/chuyen-doi-so", "/imports/into/chuyen-doi-so")


def test_a_round_of_imported_questions_is_opened_taken_and_exported(
    visit: Callable[..., Visitor], desktop: Visitor, server: RunningServer, rows: Rows, tmp_path: Path
) -> None:
    page = desktop.page
    _sign_in_for_the_first_time(page, server)
    steps.upload(page, "Câu hỏi hành trình", filename="câu hỏi.xlsx", content=dump(QUESTIONS, "xlsx"))
    for question in QUESTIONS:
        expect(page.get_by_text(question.text)).to_be_visible()
    steps.confirm_import(page, len(QUESTIONS))
    _open_round(page)

    expect(page.get_by_text("Đã tạo đợt thi.")).to_be_visible()
    round_id = rows.round_id("hanh-trinh")
    for right, group, kind in ((5, "officials", "agency"), (3, "residents", "village")):
        phone = visit(PHONE).page
        steps.sign_in(phone, rows.person(group, kind))
        _take(phone, round_id, right=right)

    page.goto(f"/reports/?round={round_id}")
    tiles = _tiles(page)
    assert (tiles["Người dự thi"], tiles["Lượt thi"], tiles["Người đúng tất cả"]) == ("2", "2", "1")
    assert tiles["Điểm trung bình"] == "4"  # (5 + 3) / 2
    workbook = _download(page, tmp_path / "results.xlsx")
    _expect_same_sums(workbook, tiles)
    assert {row[6] for row in workbook["Xếp hạng"][1:]} == {5, 3}
    assert len(workbook["Lượt thi"]) == 1 + 2


def _sign_in_for_the_first_time(page: Page, server: RunningServer) -> None:
    steps.staff_sign_in(page, server.email, server.password)
    page.wait_for_url("**/staff/password")
    page.goto("/banks/")
    page.wait_for_url("**/staff/password")  # nothing else before the password is one's own
    passwords = page.locator("input[type=password]")
    for number, password in enumerate((server.password, NEW_PASSWORD, NEW_PASSWORD)):
        passwords.nth(number).fill(password)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    page.wait_for_url("**/reports/**")


def _open_round(page: Page) -> None:
    page.goto("/contests/")
    page.get_by_role("link", name="Thêm đợt thi").first.click()
    now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    page.get_by_role("textbox", name="Tên đợt thi").fill(TITLE)
    page.locator("#slug").fill("hanh-trinh")
    page.locator("#opens_at").fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.locator("#closes_at").fill(f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}")
    page.get_by_label("Câu hỏi hành trình").check()
    rows_of_blueprint = page.locator("table.blueprint tbody tr")
    for number in range(rows_of_blueprint.count()):
        row = rows_of_blueprint.nth(number)
        row.locator("[name$=count]").fill("5" if number == 0 else "")
        if number == 0:
            row.locator("[name$=topic]").select_option("")
            row.locator("[name$=difficulty]").select_option("")
    page.get_by_role("button", name="Kiểm tra đủ câu").click()
    expect(page.locator("#kiem-tra tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Lưu đợt thi").last.click()


def _take(page: Page, round_id: int, *, right: int) -> None:
    steps.begin(page, round_id)
    for position in range(1, 6):
        form = page.locator(f"#cau-{position}")
        key = KEYS[form.locator("legend").inner_text()]
        is_key = page.get_by_text(key, exact=True)
        options = form.locator(".option")
        chosen = options.filter(has=is_key) if position <= right else options.filter(has_not=is_key)
        chosen.first.locator("input").check()
        steps.move_on(page)
    page.wait_for_url("**/finish")
    steps.submit(page)
    expect(page.locator(".score-big")).to_have_text(f"Điểm: {right}/5")


def _tiles(page: Page) -> Mapping[str, str]:
    tiles = page.locator(".tile").all()
    return {t.locator(".tile-label").inner_text(): t.locator(".tile-value").inner_text() for t in tiles}


def _download(page: Page, target: Path) -> Mapping[str, list[tuple[object, ...]]]:
    """Return the sheets of the file that the page gives, as rows of values."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất Excel").click()
    download.value.save_as(target)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(target)}


def _expect_same_sums(sheets: Mapping[str, list[tuple[object, ...]]], tiles: Mapping[str, str]) -> None:
    assert list(sheets)[:6] == ["Tổng hợp", "Theo nhóm", "Theo đơn vị", "Theo ngày", "Xếp hạng", "Lượt thi"]
    assert list(sheets)[6:] == [sheet.title for sheet in SHEETS]  # what a check of the file asks
    totals = {str(row[0]): str(row[1]) for row in sheets["Tổng hợp"] if row[0]}
    for title in ("Người dự thi", "Lượt thi", "Người đúng tất cả"):
        assert totals[title] == tiles[title]
    attempts = int(tiles["Lượt thi"])
    for title in ("Theo nhóm", "Theo đơn vị", "Theo ngày"):
        head, *lines, last = sheets[title]
        column = head.index("Lượt thi")
        parts = [int(str(line[column])) for line in lines if not str(line[0]).startswith("Cộng: ")]
        assert (title, sum(parts), last[column]) == (title, attempts, attempts)


def test_every_page_of_the_staff_fits_a_phone(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = visit(PHONE)
    page = visitor.page
    steps.staff_sign_in(page, rows.account(), PASSWORD)
    page.wait_for_url("**/reports/**")
    links = page.locator("nav a[href^='/']").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    assert len(set(links)) >= 8
    for link in sorted(
        {*links, "/contests/new", "/staff/accounts/create", "/banks/chuyen-doi-so", "/imports/into/chuyen-doi-so"}
    ):
        page.goto(link)
        visitor.check()
