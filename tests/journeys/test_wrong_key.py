"""A contest from end to end: a preset chosen, a round held, a wrong key found and mended, results published."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from quizapp.domain.question import Option, Question
from quizapp.exchange.questions import dump
from tests.factories import PASSWORD
from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor
from tests.server import RunningServer, running_server

pytestmark = pytest.mark.browser

# "6 cộng 6" says 11 in the bank: whoever adds rightly gets no mark for it.
MISKEYED = 6
QUESTIONS = tuple(
    Question(
        text=f"Hỏi nhanh: {number} cộng {number} bằng bao nhiêu?",
        options=tuple(
            Option(text=f"Bằng {value}", is_key=value == 2 * number - (number == MISKEYED))
            for value in range(2 * number - 1, 2 * number + 3)
        ),
        topic="Chuyển đổi số",
        explanation=f"{number} cộng {number} bằng {2 * number}.",
    )
    for number in range(1, 11)
)
TRUTH = {question.text: f"Bằng {2 * number}" for number, question in enumerate(QUESTIONS, 1)}
BANK = {question.text: next(o.text for o in question.options if o.is_key) for question in QUESTIONS}
CONTEST = "Cuộc thi tìm hiểu về Bác Hồ"
REASON = "Đáp án câu 6 nhập nhầm: 6 cộng 6 bằng 12."


@pytest.fixture(scope="module")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of this journey's own, since it changes which contest is on the front page."""
    with running_server(tmp_path_factory.mktemp("wrong-key")) as running:
        yield running


@pytest.fixture(scope="module")
def rows(server: RunningServer) -> Iterator[Rows]:
    """What the journey finds and leaves in that server's database."""
    rows = Rows.of(server.settings)
    yield rows
    rows.close()


def test_a_wrong_key_is_found_tried_mended_and_the_results_published(
    visit: Callable[..., Visitor], desktop: Visitor, rows: Rows
) -> None:
    page = desktop.page
    steps.staff_sign_in(page, rows.account(), PASSWORD)
    page.wait_for_url("**/reports/**")
    steps.upload(page, "Câu hỏi nhập nhầm", filename="câu hỏi.xlsx", content=dump(QUESTIONS, "xlsx"))
    steps.confirm_import(page, len(QUESTIONS))
    _create_contest(page)
    _open_round_from_preset(page)
    round_id = rows.round_id("bac-ho")

    # Right by the truth is 9 of 10, right by the bank 10 of 10: the wrong one is first.
    adds_rightly, follows_the_bank = (visit(PHONE).page for _ in range(2))
    for phone, answers, right in ((adds_rightly, TRUTH, 9), (follows_the_bank, BANK, 10)):
        steps.sign_in(phone, rows.person())
        _take(phone, round_id, answers)
        expect(phone.locator(".score-big")).to_have_text(f"Điểm: {right}/10")
    rows.end_round(round_id)

    page.goto(f"/publication/rounds/{round_id}")
    page.get_by_role("link", name="Xem lại đáp án, chấm lại").click()
    question = page.locator("article", has_text=f"{MISKEYED} cộng {MISKEYED} bằng")
    question.get_by_role("link", name="Phán quyết về câu này").click()
    _try(page)
    _expect_a_change_of_places(page)
    page.get_by_role("textbox", name="Lý do").fill(REASON)
    page.get_by_role("button", name="Áp dụng và chấm lại").click()
    expect(page.get_by_text(REASON)).to_be_visible()

    _publish(page, round_id)
    _expect_published(visit(PHONE).page, round_id)
    adds_rightly.reload()
    expect(adds_rightly.locator(".score-big")).to_have_text("Điểm: 10/10")
    expect(adds_rightly.get_by_text(REASON)).to_be_visible()


def _create_contest(page: Page) -> None:
    page.goto("/contests/new")
    page.locator("#title").fill(CONTEST)
    page.locator("#slug").fill("bac-ho")
    page.locator("#make_current").check()
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Đã tạo cuộc thi.")).to_be_visible()


def _open_round_from_preset(page: Page) -> None:
    page.locator("section", has_text=CONTEST).get_by_role("link", name="Chọn thể lệ mẫu").click()
    page.get_by_label("Tìm theo tỉnh, năm hoặc chủ đề").fill("bac ho")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Dùng mẫu này").click()
    now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    page.get_by_role("textbox", name="Tên đợt thi").fill("Bác Hồ với quê hương")
    page.locator("#slug").fill("bac-ho")
    page.locator("#opens_at").fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.locator("#closes_at").fill(f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}")
    page.get_by_label("Câu hỏi nhập nhầm").check()
    page.get_by_role("button", name="Lưu đợt thi").last.click()
    expect(page.get_by_text("Đã tạo đợt thi.")).to_be_visible()


def _take(page: Page, round_id: int, answers: dict[str, str]) -> None:
    steps.begin(page, round_id)
    for position in range(1, len(answers) + 1):
        form = page.locator(f"#cau-{position}")
        wanted = answers[form.locator("legend").inner_text()]
        form.locator(".option", has=page.get_by_text(wanted, exact=True)).locator("input").check()
        steps.move_on(page)
    page.wait_for_url("**/finish")
    steps.submit(page)


def _try(page: Page) -> None:
    page.get_by_label("Sửa đáp án").check()
    page.get_by_label("Bằng 12").check()
    page.get_by_role("button", name="Tính thử").click()


def _expect_a_change_of_places(page: Page) -> None:
    """Who adds rightly rises from 9 to 10, from second to first and to its prize; the other falls."""
    tiles = {
        t.locator(".tile-label").inner_text(): t.locator(".tile-value").inner_text()
        for t in page.locator(".tile").all()
    }
    assert {title: tiles[title] for title in ("Lượt thi có kết quả mới", "Người có giải thay đổi")} == {
        "Lượt thi có kết quả mới": "2",
        "Người có giải thay đổi": "2",
    }
    first, second = page.locator("#nguoi + table tbody tr").all()
    for row, score, rank, prize in (
        (first, ("9", "10"), ("2", "1"), ("Giải Nhì", "Giải Nhất")),
        (second, ("10", "9"), ("1", "2"), ("Giải Nhất", "Giải Nhì")),
    ):
        cells = row.locator("td").all_inner_texts()
        for cell, (old, new) in zip(cells[1:], (score, rank, prize), strict=True):
            assert cell.index(old) < cell.rindex(new), cells


def _publish(page: Page, round_id: int) -> None:
    page.goto(f"/publication/rounds/{round_id}")
    page.get_by_role("link", name="Công bố kết quả").last.click()
    page.get_by_role("button", name="Công bố bản 1").click()
    expect(page.get_by_text("Đã công bố").first).to_be_visible()


def _expect_published(page: Page, round_id: int) -> None:
    page.goto("/results/?round=bac-ho")
    first = page.locator("tr", has_text="Giải Nhất").first
    expect(first).to_contain_text("10/10")
