"""The staff's pages of regrading: who is let in, what they show, what they refuse."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from quizapp.domain.prizes.plan import IndividualPrize, PrizePlan, to_json
from quizapp.models import AuditRecord, Publication, Regrade, RoundRuling, ScoreChange, db
from quizapp.regrading.views import computing
from tests.browser import path_of, post_form, text_of
from tests.postgres import both_databases
from tests.statements import statements

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def vera(client, factory):
    return factory.sign_in(client, role="organiser")


def at(papers, question=None, what="", **args):
    """The address of a round's page, or of a question's."""
    path = f"/regrading/rounds/{papers.round.id}"
    if question is not None:
        path += f"/questions/{question.id}{what}"
    return f"{path}?{urlencode(args, doseq=True)}" if args else path


def test_an_analyst_and_strangers_stay_out(client, factory, papers):
    papers.answer(1, 1, 1)
    assert path_of(client.get(at(papers))) == "/staff/login"
    factory.sign_in(client, role="analyst")
    assert client.get(at(papers)).status_code == 403
    assert client.get(at(papers, papers.questions[0], "/dry-run", kind="void")).status_code == 403


def test_what_is_not_there_is_not_found(client, vera, papers, factory):
    papers.answer(1, 1, 1)
    unasked = factory.question(papers.round.banks[0], number=77)
    assert client.get("/regrading/rounds/999999").status_code == 404
    assert client.get(at(papers, unasked)).status_code == 404
    assert client.get(at(papers, unasked, "/dry-run", kind="void")).status_code == 404


def test_a_round_without_papers_says_so(client, vera, papers):
    assert "Chưa có bài thi nào được nộp" in text_of(client.get(at(papers)))


@both_databases
def test_the_question_whose_key_the_best_contradict_comes_first(client, vera, papers):
    """Of ten papers all of the best five have B in the third question, whose key is A."""
    for _ in range(5):
        papers.answer(1, 1, 2)
    for _ in range(5):
        papers.answer(2, 2, 2)
    page = client.get(at(papers))
    text = text_of(page)
    assert "Đáp án có thể sai Trong nhóm điểm cao, 100% chọn B, chỉ 0% chọn đáp án." in text
    assert page.text.index(papers.questions[2].text) < page.text.index(papers.questions[0].text)
    assert text.count("Đáp án có thể sai") == 1


def test_how_often_options_were_picked_is_shown(client, vera, papers):
    papers.answer(1, 1, 1)
    papers.answer(2, 1, None)
    papers.answer(1, 1, 1)
    text = text_of(client.get(at(papers, papers.questions[2])))
    assert "Số bài có câu này 3 Bỏ trống 1 Tỷ lệ điểm đạt được 66,7%" in text
    assert "Phương án 1 câu 3 Đáp án 67% (2)" in text


def test_questions_are_found_without_accents(client, vera, papers):
    papers.ask(1, text="Chữ ký số dùng để làm gì?", folded="chu ky so dung de lam gi?")
    papers.answer(1, 1, 1, 1)
    text = text_of(client.get(at(papers, q="CHU KY so")))
    assert "Chữ ký số dùng để làm gì?" in text
    assert papers.questions[0].text not in text
    assert "Không có câu nào chứa nội dung này" in text_of(client.get(at(papers, q="không có đâu")))
    assert client.get(at(papers, q="x" * 81)).status_code == 422


def test_a_dry_run_shows_scores_ranks_and_prizes_old_and_new(client, vera, papers):
    """An has 3 and the prize, Bình 2 with B where A was the key: with B as the key Bình has 3 and An 2."""
    papers.round.prizes = to_json(PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=1),)))
    papers.answer(1, 1, 1, name="Trần An")
    papers.answer(2, 1, 1, name=f"Lê {HOSTILE}")
    page = client.get(at(papers, papers.questions[0], "/dry-run", kind="key", key=1))
    text = text_of(page)
    assert "Đề nghị: Sửa đáp án: B" in text
    assert "Lượt thi có kết quả mới 2 Người có điểm mới 2 Người có thứ hạng mới 2 Người có giải thay đổi 2" in text
    assert "3 → 2 1 → 2 Giải Nhất → không đổi giải" in text
    assert "2 → 3 2 → 1 không → Giải Nhất đổi giải" in text
    assert HOSTILE not in page.text
    assert db.session.scalar(select(func.count()).select_from(Regrade)) == 0


def test_a_dry_run_lists_attempts_too(client, vera, papers):
    papers.answer(2, 1, 1, name="Lê Bình", exclusion="disqualified")
    text = text_of(client.get(at(papers, papers.questions[0], "/dry-run", kind="key", key=1)))
    assert "Chỉ điểm tối đa hoặc điểm của lượt không được tính thay đổi" in text
    text = text_of(client.get(at(papers, papers.questions[0], "/dry-run", kind="key", key=1, view="attempts")))
    assert "Lê Bình" in text
    assert "Bị hủy kết quả 0 → 1 2/3 → 3/3" in text


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({}, "Hãy chọn một phán quyết."),
        ({"kind": "burn"}, "Hãy chọn một phán quyết."),
        ({"kind": "lift"}, "Hãy chọn một phán quyết."),
        ({"kind": "key"}, "Hãy chọn đáp án trong các phương án của câu hỏi."),
        ({"kind": "key", "key": 9}, "Hãy chọn đáp án trong các phương án của câu hỏi."),
        ({"kind": "accept", "key": "x"}, "Hãy chọn đáp án trong các phương án của câu hỏi."),
        ({"kind": "key", "key": [1, 2]}, "Câu này chỉ chọn được một phương án nên đáp án là một phương án."),
        ({"kind": "key", "key": 0}, "Câu này đang được chấm đúng như thế nên không có gì thay đổi."),
    ],
)
def test_what_can_not_be_ruled_is_said_beside_the_field(client, vera, papers, args, sentence):
    papers.answer(1, 1, 1)
    answer = client.get(at(papers, papers.questions[0], "/dry-run", **args))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    if args.get("key") == [1, 2]:
        assert answer.text.count(" checked") == 3  # the kind and both options


def test_a_key_of_several_options_is_for_questions_that_allow_them(client, vera, papers):
    options = [{"text": f"Phương án {i}", "is_key": i < 2, "is_pinned": False} for i in range(4)]
    papers.ask(1, type="multiple", options=options)
    papers.answer(1, 1, 1, 0b0110)
    answer = client.get(at(papers, papers.questions[3], "/dry-run", kind="key", key=[1, 2]))
    assert answer.status_code == 200
    assert "Đề nghị: Sửa đáp án: B, C" in text_of(answer)


def adopt(client, papers, question, reason="Đáp án nhập sai.", **args):
    page = at(papers, question, "/dry-run", **args)
    seen = client.get(page).text.split('name="seen" type="hidden" value="')[1].split('"')[0]
    return post_form(client, page, {"reason": reason, "seen": seen})


def test_an_adoption_is_told_of_and_listed(client, vera, papers):
    papers.answer(2, 1, 1)
    answer = adopt(client, papers, papers.questions[0], kind="key", key=1, reason=f"Nhập sai {HOSTILE}")
    assert (answer.status_code, path_of(answer)) == (303, at(papers))
    page = client.get(at(papers))
    text = text_of(page)
    assert "Đã áp dụng: 1 lượt thi có kết quả mới." in text
    assert "Phán quyết đang có hiệu lực Câu 1" in text
    assert "Sửa đáp án: B" in text
    assert f"Nhập sai {HOSTILE} Ma Thị Vân 1" in text
    assert HOSTILE not in page.text
    assert f"/banks/{papers.round.banks[0].slug}/questions/1/edit" in page.text
    assert db.session.scalars(select(RoundRuling.kind)).all() == ["key"]
    assert papers.scores() == papers.fresh()[0]


def test_no_reason_no_adoption(client, vera, papers):
    papers.answer(2, 1, 1)
    answer = adopt(client, papers, papers.questions[0], kind="key", key=1, reason="  ")
    assert answer.status_code == 422
    assert "Hãy viết lý do, ví dụ: câu hỏi có hai phương án cùng đúng." in text_of(answer)
    answer = adopt(client, papers, papers.questions[0], kind="key", key=1, reason="a" * 1001)
    assert answer.status_code == 422
    assert "a" * 1001 in answer.text
    assert db.session.scalar(select(func.count()).select_from(Regrade)) == 0


def test_a_stale_dry_run_is_shown_anew_with_the_reason_kept(client, vera, papers):
    papers.answer(2, 1, 1)
    page = at(papers, papers.questions[0], "/dry-run", kind="key", key=1)
    fields = {"reason": "Hai phương án cùng đúng.", "seen": "0" * 64}
    answer = post_form(client, page, fields)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "Chưa áp dụng: trong lúc ông/bà xem" in text
    assert "Hai phương án cùng đúng." in text
    assert db.session.scalar(select(func.count()).select_from(Regrade)) == 0
    # The page that refuses holds the new fingerprint: sent again, it is adopted.
    seen = answer.text.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert post_form(client, page, {**fields, "seen": seen}).status_code == 303


def test_a_ruling_that_somebody_else_has_adopted_meanwhile_is_said(client, vera, papers):
    papers.answer(2, 1, 1)
    page = at(papers, papers.questions[0], "/dry-run", kind="key", key=1)
    seen = client.get(page).text.split('name="seen" type="hidden" value="')[1].split('"')[0]
    adopt(client, papers, papers.questions[0], kind="key", key=1)
    answer = post_form(client, page, {"reason": "Nhập sai.", "seen": seen}, page="/staff/password")
    assert answer.status_code == 422
    assert "Câu này đang được chấm đúng như thế" in text_of(answer)
    assert db.session.scalar(select(func.count()).select_from(Regrade)) == 1


def test_a_ruling_is_lifted_again(client, vera, papers):
    attempt = papers.answer(2, 1, 1)
    adopt(client, papers, papers.questions[0], kind="give")
    assert "Bỏ phán quyết đang có" in text_of(client.get(at(papers, papers.questions[0])))
    adopt(client, papers, papers.questions[0], kind="lift", reason="Câu hỏi vẫn đúng.")
    assert papers.scores() == {attempt.id: (2, 3)}
    assert [c.new_score for c in db.session.scalars(select(ScoreChange).order_by(ScoreChange.regrade_id))] == [3, 2]


def test_published_results_are_said_to_stay_as_they_were(client, vera, papers, clock):
    papers.answer(2, 1, 1)
    db.session.add(
        Publication(
            contest_id=papers.round.contest_id,
            round_id=papers.round.id,
            version=1,
            published_at=clock(),
            reason="",
            complaints_until=clock(),
            content={},
        )
    )
    db.session.flush()
    page = at(papers, papers.questions[0], "/dry-run", kind="give")
    assert "Kết quả của đợt này đã được công bố" in text_of(client.get(page))
    adopt(client, papers, papers.questions[0], kind="give")
    page = client.get(at(papers))
    assert "hãy công bố một phiên bản mới kèm lý do" in text_of(page)
    assert f'href="/publication/rounds/{papers.round.id}"' in page.text


def test_all_changes_are_sent_as_a_workbook(client, vera, papers):
    papers.answer(2, 1, 1, name="=1+1")
    papers.answer(1, 1, 1, name="Trần An")
    answer = client.get(at(papers, papers.questions[0], "/dry-run.xlsx", kind="key", key=1))
    book = load_workbook(BytesIO(answer.data))
    answer.close()
    people, attempts = ([[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book)
    assert sorted((row[0], *row[3:7]) for row in people) == [("=1+1", 2, 3, 2, 1), ("Trần An", 3, 2, 1, 2)]
    assert sorted((row[1], *row[5:11]) for row in attempts) == [
        ("=1+1", 0, 1, 2, 3, 3, 3),
        ("Trần An", 1, 0, 3, 3, 2, 3),
    ]
    assert book.worksheets[0]["A2"].data_type == "s"
    assert db.session.scalars(select(AuditRecord.action)).all() == ["results.export_with_names"]


@pytest.mark.parametrize("people", [1, 3])
def test_pages_take_as_many_statements_however_long_they_are(client, vera, papers, people):
    papers.ask(people)
    for _ in range(people):
        papers.answer(2, 1, 1, *[1] * people)
    counts = []
    for page in (at(papers), at(papers, papers.questions[0]), at(papers, papers.questions[0], "/dry-run", kind="give")):
        db.session.commit()
        db.session.expire_all()
        with statements() as seen:
            assert client.get(page).status_code == 200
        counts.append(len(seen))
    assert counts == [9, 6, 23]


def test_questions_of_a_large_round_are_counted_again_when_something_has_changed(client, vera, papers, monkeypatch):
    papers.answer(2, 1, 1)
    monkeypatch.setattr(computing, "LARGE", 1)
    monkeypatch.setattr(computing, "_listed", {})
    monkeypatch.setattr(computing, "_computing", {})
    assert "Số bài có câu này 1" in text_of(client.get(at(papers)))
    with statements() as seen:
        assert "Số bài có câu này 1" in text_of(client.get(at(papers)))
    assert [s for s in seen if "GROUP BY" in s] == []
    papers.answer(1, 1, 1)
    assert "Số bài có câu này 2" in text_of(client.get(at(papers)))


def test_a_large_round_is_computed_in_the_background_and_kept(client, vera, papers, monkeypatch):
    papers.answer(2, 1, 1)
    monkeypatch.setattr(computing, "LARGE", 1)
    monkeypatch.setattr(computing, "_listed", {})
    monkeypatch.setattr(computing, "_computing", {})
    monkeypatch.setattr(computing, "_WAIT_SECONDS", 0.0)
    begun = []

    class Begun:
        """A job that is still running when it is first asked, and done after that."""

        def __init__(self, work, name):
            begun.append(name)
            self._work, self._asked = work, 0

        def wait(self, _seconds):
            self._asked += 1
            if self._asked == 2:
                self._work()
            return self._asked >= 2

    monkeypatch.setattr(computing.background, "start", Begun)
    page = at(papers, papers.questions[0], "/dry-run", kind="give")
    assert "Đang tính lại điểm, thứ hạng và giải thưởng" in text_of(client.get(page))
    assert "Lượt thi có kết quả mới 1" in text_of(client.get(page))
    assert "Lượt thi có kết quả mới 1" in text_of(client.get(page))
    assert len(begun) == 1
    papers.answer(2, 1, 1)
    assert "Đang tính lại" in text_of(client.get(page))
    assert len(begun) == 2
