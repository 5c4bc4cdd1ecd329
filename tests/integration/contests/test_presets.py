"""Choosing the rules of a real contest for a new round."""

import html
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from quizapp.contests.queries import round_settings
from quizapp.domain.edition import official_round
from quizapp.domain.phase import edition_rounds
from quizapp.domain.presets import PRESETS, first_round
from quizapp.models import Round
from tests.browser import path_of, text_of
from tests.statements import statements


@pytest.fixture
def vera(client, factory):
    """The organiser, signed in."""
    return factory.sign_in(client, role="organiser")


def test_strangers_and_analysts_choose_no_rules(client, factory):
    contest = factory.contest()
    assert path_of(client.get(f"/contests/{contest.id}/presets")) == "/staff/login"
    factory.sign_in(client, role="analyst")
    assert client.get(f"/contests/{contest.id}/presets").status_code == 403


def test_every_rule_set_is_offered_with_its_source_and_what_is_assumed(client, factory, vera):
    contest = factory.contest()
    answer = client.get(f"/contests/{contest.id}/presets")
    said = text_of(answer)
    for preset in PRESETS.values():
        assert preset.title in said
        assert preset.source in said
        for url in preset.urls:
            assert f'<a href="{html.escape(url)}" rel="noopener noreferrer">' in answer.text
        assert f'href="/contests/{contest.id}/rounds/new?preset={preset.code}"' in answer.text
    assert "10 câu 10 phút 1 lượt mỗi ngày dự đoán số người dự thi" in said
    assert "15 câu 15 phút (tạm đặt) 1 lượt mỗi tuần dự đoán số người đúng tất cả từ 18 tuổi Cán bộ Người dân" in said


def test_rule_sets_are_found_without_accents(client, factory, vera):
    contest = factory.contest()
    said = text_of(client.get(f"/contests/{contest.id}/presets?q=dak+LAK"))
    assert "2 trong 19 mẫu" in said
    assert "Đắk Lắk 2025" in said
    assert "Đắk Lắk 2022" in said
    assert "Huế 2025" not in said


def test_what_is_not_found_is_said_with_a_way_on_and_shown_as_text(client, factory, vera):
    contest = factory.contest()
    answer = client.get(f"/contests/{contest.id}/presets", query_string={"q": '"><script>alert(1)</script>'})
    assert answer.status_code == 200
    assert "Không có mẫu nào như vậy" in text_of(answer)
    assert "<script>alert" not in answer.text


def test_rule_sets_of_a_contest_that_is_not_there_are_not_found(client, vera):
    assert client.get("/contests/999/presets").status_code == 404


def test_rule_sets_take_no_statement_of_their_own(client, factory, vera):
    contest = factory.contest()
    address = f"/contests/{contest.id}/presets"
    factory.session.expire_all()
    with statements() as seen:
        client.get(address)
    assert len([s for s in seen if "staff" not in s.lower()]) == 1  # the contest


def test_a_preset_fills_the_form_of_a_new_round(client, factory, vera):
    contest = factory.contest()
    answer = client.get(f"/contests/{contest.id}/rounds/new?preset=bo-tu-phap-2021")
    assert "Đã điền theo mẫu “Bộ Tư pháp 2021, luật bầu cử: 19 câu, 20 phút”." in text_of(answer)
    assert "đợt đầu trong" not in text_of(answer)
    assert 'name="time_limit_minutes" value="20"' in _in_order(answer, "time_limit_minutes")
    assert 'value="19"' in _in_order(answer, "blueprint-0-count")
    assert 'value="3"' in _in_order(answer, "attempts_allowed")


def _in_order(answer, name):
    """The tag of a field, its name before its value."""
    (tag,) = [tag for tag in answer.text.split("<") if f'name="{name}"' in tag and tag.startswith("input")]
    value = tag.split('value="')[1].split('"')[0] if 'value="' in tag else ""
    return f'name="{name}" value="{value}"'


def test_a_rule_set_of_several_rounds_begins_with_its_first(client, factory, vera):
    contest = factory.contest(year=2027)
    answer = client.get(f"/contests/{contest.id}/rounds/new?preset=vcnet-2020")
    assert "Đây là đợt đầu trong 4 đợt." in text_of(answer)
    assert _in_order(answer, "title") == 'name="title" value="Tuần 1"'
    # June's round opens on Monday 7 June.
    assert _in_order(answer, "opens_at") == 'name="opens_at" value="2027-06-07T10:00"'
    assert _in_order(answer, "closes_at") == 'name="closes_at" value="2027-06-14T09:00"'


def test_a_preset_that_is_not_there_leaves_the_usual_form(client, factory, vera):
    contest = factory.contest()
    answer = client.get(f"/contests/{contest.id}/rounds/new?preset=sao-hoa")
    assert answer.status_code == 200
    assert _in_order(answer, "time_limit_minutes") == 'name="time_limit_minutes" value="20"'


class _Fields(HTMLParser):
    """What a browser would send of a page's forms as they stand, buttons aside."""

    def __init__(self):
        super().__init__()
        self.sent = []
        self._select = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "select":
            self._select = (values["name"], [])
        elif tag == "option" and self._select:
            self._select[1].append((values.get("value", ""), "selected" in values))
        elif tag == "input" and "name" in values and self._is_sent(values):
            self.sent.append((values["name"], values.get("value", "")))

    def _is_sent(self, values):
        return values.get("type") not in ("checkbox", "radio") or "checked" in values

    def handle_endtag(self, tag):
        if tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, is_chosen in options if is_chosen] or [value for value, _ in options[:1]]
            self.sent.extend((name, value) for value in chosen)
            self._select = None


def _sent(page):
    fields = _Fields()
    fields.feed(page.text)
    sent = {}
    for name, value in fields.sent:
        sent.setdefault(name, []).append(value)
    return sent


@pytest.mark.parametrize("code", PRESETS)
def test_a_round_can_be_made_by_any_rule_set_without_touching_a_setting(client, factory, vera, session, code):
    contest = factory.contest()
    bank = factory.bank(questions=60)
    address = f"/contests/{contest.id}/rounds/new?preset={code}"
    sent = {**_sent(client.get(address)), "banks": [str(bank.id)], "action": "save"}
    answer = client.post(address, data=sent)
    assert (answer.status_code, path_of(answer)) == (303, "/contests/")
    made = round_settings(session, session.scalars(select(Round).where(Round.contest_id == contest.id)).one())
    opens_at, closes_at = edition_rounds(contest.year)["06"]
    fresh = official_round(6, opens_at=opens_at, closes_at=closes_at, bank_ids=frozenset({bank.id}))
    expected = first_round(PRESETS[code], fresh)
    assert replace(made, points=()) == replace(expected, points=())
    assert made.marking.points_of("hard") == expected.marking.points_of("hard")
    assert made.marking.points_of(None) == expected.marking.points_of(None)
