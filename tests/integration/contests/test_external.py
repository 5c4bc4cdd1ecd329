"""Rounds that others hold, as the staff make and change them."""

import pytest
from sqlalchemy import select

from quizapp.domain.prizes.plan import PrizePlan, from_json
from quizapp.models import Round
from tests.browser import path_of, post_form, text_of
from tests.integration.contests.organising import address, last_record
from tests.statements import statements


@pytest.fixture
def vera(client, factory):
    """The organiser, signed in."""
    return factory.sign_in(client, role="organiser")


def external_fields(**changes):
    return {
        "action": "save",
        "title": "Cuộc thi của tỉnh",
        "slug": "tinh",
        "opens_at": "2027-06-07T08:00",
        "closes_at": "2027-06-27T22:00",
        "organiser": "Sở Khoa học và Công nghệ",
        "external_url": "https://thi.tuyenquang.gov.vn/?dot=1",
        **changes,
    }


def external_round(factory, **values):
    return factory.round(
        **{
            "kind": "external",
            "organiser": "Sở Tư pháp",
            "external_url": "https://thi.example.vn/",
            "banks": [],
            "blueprint": [],
            "ranking": [],
            **values,
        }
    )


def test_a_round_of_others_is_stored_without_papers_ranking_and_prizes(client, session, factory, vera):
    contest = factory.contest()
    url = f"/contests/{contest.id}/rounds/new?kind=external"
    answer = post_form(client, url, external_fields(groups=["officials"]))
    assert (answer.status_code, path_of(answer)) == (303, "/contests/")
    row = session.scalars(select(Round)).one()
    assert (row.kind, row.organiser) == ("external", "Sở Khoa học và Công nghệ")
    assert row.external_url == "https://thi.tuyenquang.gov.vn/?dot=1"
    assert (row.banks, row.blueprint, row.ranking, row.groups) == ([], [], [], ["officials"])
    assert from_json(row.prizes) == PrizePlan()
    assert last_record(session).details["organiser"] == "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"organiser": ""}, "Đơn vị tổ chức: Hãy ghi đơn vị tổ chức."),
        ({"external_url": ""}, "Địa chỉ trang thi: Hãy nhập địa chỉ trang thi."),
        ({"external_url": "thi.vn"}, "Địa chỉ trang thi: Địa chỉ trang thi phải bắt đầu bằng https://"),
        ({"external_url": "javascript:alert(1)"}, "Địa chỉ trang thi: Địa chỉ trang thi phải bắt đầu bằng https://"),
        ({"closes_at": "2027-06-07T08:00"}, "Đóng lúc: Thời điểm đóng phải sau thời điểm mở."),
        ({"title": ""}, "Tên đợt thi: Hãy nhập tên đợt thi."),
        ({"slug": "taken"}, "Tên ngắn trên địa chỉ trang: Tên ngắn này đã được dùng."),
    ],
)
def test_what_can_not_be_is_refused_and_kept(client, session, factory, vera, changes, sentence):
    contest = factory.contest()
    factory.round(contest, slug="taken")
    fields = external_fields(**changes)
    answer = post_form(client, f"/contests/{contest.id}/rounds/new?kind=external", fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    for name in ("title", "organiser", "external_url"):
        assert f'value="{fields[name]}"' in answer.text
    assert len(session.scalars(select(Round)).all()) == 1


def test_a_round_of_others_is_changed_by_its_own_form(client, session, factory, vera):
    row = external_round(factory, title="Cuộc thi của tỉnh", slug="tinh")
    page = client.get(address(row))
    assert 'value="Sở Tư pháp"' in page.text
    assert "blueprint" not in page.text
    assert post_form(client, address(row), external_fields(organiser="Tỉnh đoàn")).status_code == 303
    assert last_record(session).details["changed"]["organiser"] == ["Sở Tư pháp", "Tỉnh đoàn"]


def test_an_untouched_form_changes_nothing(client, session, factory, vera):
    row = external_round(factory, time_limit_minutes=1, attempts_allowed=None, review="never", shows_rank=False)
    fields = external_fields(
        title=row.title,
        slug=row.slug,
        organiser=row.organiser,
        external_url=row.external_url,
        opens_at="2027-06-08T08:00",
        closes_at="2027-06-19T08:00",
    )
    assert post_form(client, address(row), fields).status_code == 303
    assert last_record(session) is None


def test_the_list_says_who_holds_it_and_leads_there(client, factory, vera):
    external_round(factory, title="Cuộc thi <b>của</b> tỉnh", organiser="<i>Sở</i>")
    page = client.get("/contests/")
    assert "Cuộc thi <b>của</b> tỉnh do <i>Sở</i> tổ chức" in text_of(page)
    assert "<i>Sở" not in page.text
    assert '<a href="https://thi.example.vn/" rel="noopener noreferrer">' in page.text
    assert "/supply" not in page.text


def test_the_list_takes_as_many_statements_for_three_rounds_as_for_one(client, factory, vera):
    contest = factory.contest()
    external_round(factory, contest=contest)
    with statements() as one:
        client.get("/contests/")
    factory.round(contest)
    external_round(factory, contest=contest)
    with statements() as three:
        client.get("/contests/")
    assert len(one) == len(three)
