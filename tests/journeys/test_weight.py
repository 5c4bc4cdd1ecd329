"""What a page costs on a mobile tariff: everything it loads, as it goes over the wire, nothing cached."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

LIMIT = 35 * 1024


def _weigh(page: Page, address: str) -> int:
    """Return the bytes that a page takes, its headers included."""
    wire = page.context.new_cdp_session(page)
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address)
    wire.detach()
    return sum(sizes)


def test_participants_pages_stay_within_35_kb_over_the_wire(visit: Callable[..., Visitor], rows: Rows) -> None:
    page = visit(PHONE).page
    round_id = rows.open_round(**_twenty_questions(), review="after_submit")
    addresses = ["/", "/contests/rules", "/registration/", *(f"/registration/?group={g}" for g in _GROUPS)]
    addresses += ["/registration/return", "/registration/privacy", "/results/"]
    weights = {address: _weigh(page, address) for address in addresses}
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, round_id)
    weights["the paper"] = _weigh(page, f"/attempts/{attempt}")
    steps.answer(page, {position: position % 4 for position in range(1, 6)})
    weights["home"] = _weigh(page, "/registration/me")
    weights["before submission"] = _weigh(page, f"/attempts/{attempt}/finish")
    steps.submit(page)
    weights["the result with its review"] = _weigh(page, page.url)
    assert {name: weight for name, weight in weights.items() if not 2_000 < weight <= LIMIT} == {}


_GROUPS = ("officials", "students", "residents", "businesses")


def _twenty_questions() -> dict[str, Any]:
    return {
        "blueprint": [{"count": 20, "topic": None, "difficulty": None, "group": None}],
        "time_limit_minutes": 20,
        "banks": ("khoa-hoc-cong-nghe", "doi-moi-sang-tao", "chuyen-doi-so"),
    }
