"""Taking a paper by ordinary forms, as a browser without scripts does."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from quizapp.models import Attempt, Response
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.statements import statements

JSON = {"Accept": "application/json"}


class Taker:
    """A participant An with a browser, and a paper of five items."""

    def __init__(self, client, factory, **round_values):
        self.client, self.factory, self.session, self.clock = client, factory, factory.session, factory.clock
        self.round = factory.round(**round_values)
        self.participant = factory.participant(self.round.contest)
        self.sign_in(self.participant)
        self.attempt_id = 0

    def sign_in(self, participant):
        with self.client.session_transaction() as cookie:
            cookie["participant_id"] = participant.id

    def start(self):
        answer = post_form(self.client, f"/attempts/rounds/{self.round.id}", {}, page="/registration/me")
        assert answer.status_code == 303
        self.attempt_id = self.session.scalar(select(Attempt.id).order_by(Attempt.id.desc()))
        return answer

    @property
    def url(self):
        return f"/attempts/{self.attempt_id}"

    def page(self, **args):
        return self.client.get(self.url, query_string=args)

    def save(self, position, **fields):
        return post_form(self.client, f"{self.url}/items/{position}", fields, page=self.url)

    def save_by_script(self, position, **fields):
        token = csrf_token(self.page())
        return self.client.post(f"{self.url}/items/{position}", data={**fields, "csrf_token": token}, headers=JSON)

    def asked(self):
        asked = select(Response.question_version_id).where(Response.attempt_id == self.attempt_id)
        return self.session.scalars(asked).all()

    def stored(self, position):
        row = self.session.execute(
            select(Response.choice, Response.revision).where(
                Response.attempt_id == self.attempt_id, Response.position == position
            )
        ).one()
        return tuple(row)


@pytest.fixture
def taker(client, factory):
    return Taker(client, factory)


@pytest.fixture
def started(taker):
    taker.start()
    return taker


def test_a_start_leads_to_the_paper(taker):
    answer = taker.start()

    assert path_of(answer) == taker.url
    assert "Câu 1 / 5" in text_of(taker.page())


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"groups": ["students"]}, "Đợt thi này không dành cho nhóm đã đăng ký."),
        ({"minimum_age": 100}, "Theo thể lệ, người dự thi chưa đủ tuổi để tham gia đợt thi này."),
        ({"suspended_at": datetime(2027, 6, 9, tzinfo=UTC)}, "Đợt thi đang tạm dừng."),
    ],
)
def test_a_refused_start_leads_home_and_says_why(client, factory, rules, sentence):
    taker = Taker(client, factory, **rules)

    answer = post_form(client, f"/attempts/rounds/{taker.round.id}", {}, page="/registration/me")

    assert (answer.status_code, path_of(answer)) == (303, "/registration/me")
    # Once as the answer to the start, once on the round's card.
    assert text_of(client.get("/registration/me")).count(sentence) == 2


def test_a_choice_is_saved_and_the_next_item_shown(started):
    answer = started.save(1, choice="2", revision="1", then="2")

    assert answer.location == f"{started.url}?cau=2"
    assert started.stored(1) == (0b0100, 1)
    page = started.page(cau=1).text
    checked = re.findall(r'id="c1-(\d)"[^>]*checked', page)
    assert checked == ["2"]


def test_the_first_item_without_an_answer_is_shown(started):
    started.save(1, choice="0", revision="1", then="2")
    started.save(2, choice="0", revision="1", then="3")

    assert "Câu 3 / 5" in text_of(started.page())


def test_an_item_passed_over_stays_unanswered(started):
    answer = started.save(1, revision="1", then="2")

    assert answer.location == f"{started.url}?cau=2"
    assert started.stored(1) == (None, 0)


def test_the_last_item_leads_to_the_unanswered(started):
    started.save(2, choice="1", revision="1", then="3")
    answer = started.save(5, choice="1", revision="1", then="finish")

    assert answer.location == f"{started.url}/finish"
    listed = re.findall(r"\?cau=(\d+)\"", started.client.get(answer.location).text)
    assert listed == ["1", "3", "4"]


def test_submission_leads_to_the_result_and_marks(started):
    answer = post_form(started.client, f"{started.url}/submit", {}, page=f"{started.url}/finish")

    assert path_of(answer) == f"/results/attempts/{started.attempt_id}"
    assert started.session.get(Attempt, started.attempt_id).score == 0


def test_the_back_button_after_submission_leads_to_the_result(started):
    post_form(started.client, f"{started.url}/submit", {}, page=f"{started.url}/finish")

    for page in (started.page(), started.client.get(f"{started.url}/finish")):
        assert path_of(page) == f"/results/attempts/{started.attempt_id}"


def test_a_paper_opened_after_its_time_is_closed_and_leads_to_the_result(started):
    started.save(1, choice="1", revision="1")
    started.clock.moment += timedelta(minutes=10)

    answer = started.page()

    assert path_of(answer) == f"/results/attempts/{started.attempt_id}"
    attempt = started.session.get(Attempt, started.attempt_id)
    assert (attempt.is_timed_out, attempt.answered) == (True, 1)


@pytest.mark.parametrize("written", ["1568", "1.568", " 1 568 "])
def test_a_prediction_is_asked_where_the_round_asks_and_kept(client, factory, written):
    taker = Taker(client, factory, prediction_target="participants")
    taker.start()
    finish = client.get(f"{taker.url}/finish")
    assert "Có bao nhiêu người dự thi đợt này?" in text_of(finish)

    post_form(client, f"{taker.url}/submit", {"prediction": written}, page=f"{taker.url}/finish")

    assert taker.session.get(Attempt, taker.attempt_id).prediction == 1568


@pytest.mark.parametrize("text", ["khoảng 100", "-1", "1.5", "99999999999"])
def test_an_unclear_prediction_is_asked_again_and_nothing_submitted(client, factory, text):
    taker = Taker(client, factory, prediction_target="participants")
    taker.start()

    answer = post_form(client, f"{taker.url}/submit", {"prediction": text}, page=f"{taker.url}/finish")

    assert answer.status_code == 422
    assert "Hãy nhập một số từ 0 đến 10.000.000, ví dụ 1.568." in text_of(answer)
    assert f'value="{text}"' in answer.text
    assert taker.session.get(Attempt, taker.attempt_id).submitted_at is None


def test_a_script_is_told_what_is_stored(started):
    answer = started.save_by_script(1, choice="3", revision="1")

    assert (answer.status_code, answer.json) == (200, {"picked": [3], "revision": 1})


def test_a_script_with_an_old_revision_is_told_what_is_stored(started):
    started.save_by_script(1, choice="3", revision="2")

    answer = started.save_by_script(1, choice="0", revision="1")

    assert answer.status_code == 409
    assert (answer.json["error"], answer.json["picked"], answer.json["revision"]) == ("StaleRevision", [3], 2)


def test_a_script_after_the_end_is_told_so(started):
    token = csrf_token(started.page())
    started.clock.moment += timedelta(minutes=10)

    answer = started.client.post(
        f"{started.url}/items/1", data={"choice": "1", "revision": "1", "csrf_token": token}, headers=JSON
    )

    assert (answer.status_code, answer.json["error"]) == (410, "TimeIsUp")


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "9", "revision": "1"},
        {"choice": "-1", "revision": "1"},
        {"choice": "x", "revision": "1"},
        {"choice": "1"},
        {"choice": "1", "revision": "0"},
        {"choice": "1", "revision": "1e3"},
        {"choice": "1", "revision": "99999999"},
        {"choice": "4", "revision": "1"},
        {"choice": ["0", "1"], "revision": "1"},
    ],
)
def test_what_is_no_choice_is_refused_and_nothing_stored(started, fields):
    answer = started.save_by_script(1, **fields)

    assert (answer.status_code, answer.json["error"]) == (422, "InvalidChoice")
    assert started.stored(1) == (None, 0)


def test_a_form_with_an_old_revision_shows_what_is_stored_and_says_so(started):
    started.save(1, choice="3", revision="1")

    answer = started.save(1, choice="0", revision="1", then="2")

    assert answer.location == f"{started.url}?cau=1"
    assert "Câu này vừa được trả lời trên một cửa sổ hoặc thiết bị khác" in text_of(started.client.get(answer.location))
    assert started.stored(1) == (0b1000, 1)


def test_the_state_gives_what_is_saved_and_the_time_left(started):
    started.save(2, choice="1", revision="1")
    started.clock.moment += timedelta(seconds=90)

    state = started.client.get(f"{started.url}/state").json

    assert (state["is_open"], state["remaining_ms"]) == (True, 510_000)
    assert state["items"][1] == {"position": 2, "picked": [1], "revision": 1}


def test_somebody_elses_paper_is_not_there(started):
    token = csrf_token(started.page())
    started.sign_in(started.factory.participant(started.round.contest))

    for path in ("", "/state", "/finish"):
        assert started.client.get(started.url + path).status_code == 404
    for path in ("/items/1", "/submit"):
        answer = started.client.post(started.url + path, data={"csrf_token": token, "choice": "1", "revision": "1"})
        assert answer.status_code == 404
    assert started.stored(1) == (None, 0)


def test_without_a_session_a_page_leads_to_the_code_and_a_script_gets_401(started):
    token = csrf_token(started.page())
    with started.client.session_transaction() as cookie:
        del cookie["participant_id"]

    assert path_of(started.page()) == "/registration/return"
    answer = started.client.post(
        f"{started.url}/items/1", data={"choice": "1", "revision": "1", "csrf_token": token}, headers=JSON
    )
    assert answer.status_code == 401


def test_an_answer_that_a_lost_session_kept_from_being_taken_is_picked_when_its_participant_is_back(started):
    old_token = csrf_token(started.page())
    started.client.delete_cookie("quizapp")

    refused = started.client.post(
        f"{started.url}/items/2", data={"choice": "1", "revision": "1", "then": "3", "csrf_token": old_token}
    )

    assert refused.status_code == 400
    link = html.unescape(re.search(r'href="(/registration/return\?next=[^"]+)"', refused.text)[1])
    page = started.client.get(link).text
    fields = {
        "next": html.unescape(re.search(r'name="next"[^>]*value="([^"]*)"', page)[1]),
        "code": started.participant.code,
        "birth_date": f"{started.participant.birth_date:%d/%m/%Y}",
    }
    assert started.stored(2) == (None, 0)
    back = post_form(started.client, "/registration/return", fields, page=link)
    assert back.location == f"{started.url}?cau=2&chon=1"
    assert re.findall(r'id="c2-(\d)"[^>]*checked', started.client.get(back.location).text) == ["1"]


def test_no_page_of_the_paper_tells_the_key(client, factory):
    bank = factory.bank()
    for number in range(1, 6):
        options = [{"text": f"Phương án {i}", "is_key": i == 0, "is_pinned": False} for i in range(4)]
        options[0]["text"] = f"KEY-SENTINEL-{number}"
        factory.question(
            bank, number=number, options=options, explanation="EXPLANATION-SENTINEL", source="SOURCE-SENTINEL"
        )
    taker = Taker(client, factory, banks=[bank], shuffle_options=True)
    taker.start()
    pages = [taker.page(), client.get(f"{taker.url}/state"), client.get(f"{taker.url}/finish")]

    for page in pages:
        everything = page.text + str(page.headers)
        assert "EXPLANATION-SENTINEL" not in everything
        assert "SOURCE-SENTINEL" not in everything
    # The right option is text like the others: no attribute beside it may differ.
    options = re.findall(r'<div class="option">.*?</div>', pages[0].text, re.DOTALL)
    own = r"KEY-SENTINEL-\d|Phương án \d|[A-D]</span>|c\d-\d|value=\"\d\""
    assert len(options) == 20
    assert len({re.sub(own, "", option) for option in options}) == 1


def test_a_saves_request_stays_at_two_statements(started):
    token = csrf_token(started.page())

    with statements() as seen:
        started.client.post(
            f"{started.url}/items/1", data={"choice": "1", "revision": "1", "csrf_token": token}, headers=JSON
        )

    assert len(seen) == 1


def test_start_and_submit_requests_stay_at_five_statements(taker):
    token = csrf_token(taker.client.get("/registration/me"))
    url = f"/attempts/rounds/{taker.round.id}"
    with statements() as start:
        taker.client.post(url, data={"csrf_token": token})
    attempt_id = taker.session.scalar(select(Attempt.id))
    with statements() as submit:
        taker.client.post(f"/attempts/{attempt_id}/submit", data={"csrf_token": token})

    assert (len(start), len(submit)) == (5, 4)


def test_a_start_costs_a_statement_less_while_the_pool_is_kept(taker, leases):
    token = csrf_token(taker.client.get("/registration/me"))
    taker.client.post(f"/attempts/rounds/{taker.round.id}", data={"csrf_token": token})
    another = taker.factory.participant(taker.round.contest)
    taker.sign_in(another)
    with statements() as start:
        taker.client.post(f"/attempts/rounds/{taker.round.id}", data={"csrf_token": token})

    assert len(start) == 4


def test_no_paper_begun_after_a_question_was_retired_asks_it(client, factory, leases):
    """The pool with it was kept in the moment before; whoever retired it is answered when that is gone."""
    bank = factory.bank()
    numbers = {factory.question(bank, number=n).id: n for n in range(1, 7)}
    taker = Taker(client, factory, banks=[bank], blueprint=[{"count": 5}])
    taker.start()
    retired = taker.asked()[0]
    factory.sign_in(client, role="organiser")
    url = f"/banks/{bank.slug}/questions/{numbers[retired]}"
    assert post_form(client, f"{url}/retire", {}, page=url).status_code == 303
    taker.sign_in(factory.participant(taker.round.contest))
    taker.start()

    assert (len(taker.asked()), retired in taker.asked()) == (5, False)
