"""The study page of a bank: who sees it, what it tells, and what has to be known before it is published."""

import gzip
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.queries.study import STUDY_PAGE_SIZE
from quizapp.cli.shipped import load_shipped_banks
from quizapp.models import AuditRecord, Bank
from tests.browser import path_of, post_form, text_of
from tests.conftest import Clock
from tests.factories import Factory
from tests.postgres import both_databases
from tests.statements import statements
from tests.unit.test_shipped_banks import FOLDER

SETTINGS = "/banks/thu/study/settings"
PUBLISH, UNPUBLISH = "/banks/thu/study/publish", "/banks/thu/study/unpublish"


@pytest.fixture
def filled(bank: Bank, factory: Factory) -> Bank:
    """The bank with a question that papers draw."""
    factory.question(bank, number=1, key=2)
    factory.session.commit()
    return bank


def published(bank: Bank, factory: Factory) -> Bank:
    bank.study_published_at = factory.clock()
    factory.session.commit()
    return bank


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditRecord.action).where(AuditRecord.subject_type == "bank")))


def stranger(client: FlaskClient) -> FlaskClient:
    return type(client)(client.application, client.application.response_class, use_cookies=True)


def test_until_it_is_published_the_page_is_there_for_the_staff_alone(vera: FlaskClient, filled: Bank) -> None:
    assert stranger(vera).get("/banks/thu/study").status_code == 404
    preview = vera.get("/banks/thu/study")
    assert preview.status_code == 200
    assert "Chưa công bố, chỉ Ban Tổ chức xem được trang này" in text_of(preview)


def test_published_anybody_reads_question_answer_explanation_and_source(
    client: FlaskClient, filled: Bank, factory: Factory
) -> None:
    published(filled, factory)
    page = client.get("/banks/thu/study")
    words = text_of(page)
    assert "1. Câu hỏi số 1 của thu? Trả lời: Phương án 3 câu 1 Giải thích câu 1. Nguồn: Nghị quyết 57-NQ/TW" in words
    assert [f"Phương án {n} câu 1" in words for n in (1, 2, 4)] == [False] * 3
    assert "Ban Tổ chức xem" not in words


def test_only_what_papers_draw_is_told(client: FlaskClient, bank: Bank, factory: Factory) -> None:
    published(bank, factory)
    factory.retire(factory.question(bank, number=1, text="Câu đã rút?"))
    factory.question(bank, number=2, text="Câu chưa duyệt?", reviewed_at=None, is_drawn=False)
    reviewed = factory.question(bank, number=3, text="Câu đã duyệt?")
    factory.question_version(reviewed, text="Bản sửa chưa duyệt?", reviewed_at=None, is_drawn=False)
    factory.session.commit()
    words = text_of(client.get("/banks/thu/study"))
    told = [text for text in ("Câu đã rút?", "Câu chưa duyệt?", "Câu đã duyệt?", "Bản sửa") if text in words]
    assert told == ["Câu đã duyệt?"]


def test_an_answer_that_speaks_of_other_options_is_told_with_them(
    client: FlaskClient, bank: Bank, factory: Factory
) -> None:
    published(bank, factory)
    texts = ("Nhanh", "Rẻ", "Xa", "Cả A và B")
    options = [{"text": text, "is_key": text == texts[3], "is_pinned": False} for text in texts]
    factory.question(bank, number=1, options=options)
    factory.session.commit()
    assert "Nhanh Rẻ Xa Cả A và B Trả lời: Cả A và B" in text_of(client.get("/banks/thu/study"))


def test_a_picture_is_shown_with_its_words(client: FlaskClient, bank: Bank, factory: Factory) -> None:
    published(bank, factory)
    image = {"digest": "ab" * 32, "alt": "Bản đồ xã", "width": 300, "height": 200}
    options = [
        {"text": "", "is_key": True, "is_pinned": False, "image": {**image, "alt": "Biển cấm"}},
        {"text": "", "is_key": False, "is_pinned": False, "image": {**image, "alt": "Biển báo"}},
    ]
    factory.question(bank, number=1, image=image, options=options)
    factory.session.commit()
    page = client.get("/banks/thu/study").text
    assert [f'alt="{alt}"' in page for alt in ("Bản đồ xã", "Biển cấm", "Biển báo")] == [True, True, False]


def test_topics_are_told_apart_and_led_through(client: FlaskClient, bank: Bank, factory: Factory) -> None:
    published(bank, factory)
    for number, topic in enumerate((None, "An toàn thông tin", "Chuyển đổi số", "Khoa học công nghệ"), 1):
        factory.question(bank, number=number, topic=topic)
    factory.session.commit()
    first = text_of(client.get("/banks/thu/study"))
    order = "Khoa học công nghệ 1 câu Chuyển đổi số 1 câu An toàn thông tin 1 câu Các câu khác 1 câu"
    assert (order in first, "số 4 của thu" in first, "số 3 của thu" in first) == (True, True, False)
    assert "Tiếp: Chuyển đổi số" in first
    pages = [text_of(client.get(f"/banks/thu/study?topic={n}")) for n in (2, 3, 4)]
    assert [f"1. Câu hỏi số {n} của thu?" in page for n, page in zip((3, 2, 1), pages, strict=True)] == [True] * 3
    assert "Tiếp:" not in pages[-1]


@pytest.mark.parametrize("query", ["?topic=0", "?topic=9", "?topic=x", "?page=9", "?page=-1"])
def test_an_address_that_makes_no_sense_shows_what_there_is(
    client: FlaskClient, filled: Bank, factory: Factory, query: str
) -> None:
    published(filled, factory)
    assert "1. Câu hỏi số 1 của thu?" in text_of(client.get(f"/banks/thu/study{query}"))


def test_a_long_topic_goes_on_over_pages_and_its_numbers_too(client: FlaskClient, bank: Bank, factory: Factory) -> None:
    published(bank, factory)
    for number in range(1, STUDY_PAGE_SIZE + 2):
        factory.question(bank, number=number)
    factory.session.commit()
    first, last = (client.get(f"/banks/thu/study?page={page}").text for page in (1, 2))
    assert (first.count("<h3>"), last.count("<h3>")) == (STUDY_PAGE_SIZE, 1)
    assert f"<h3>{STUDY_PAGE_SIZE + 1}. Câu hỏi số {STUDY_PAGE_SIZE + 1}" in last


@both_databases
@pytest.mark.parametrize("slug", ["khong-co", "%00", "thu%00"])
def test_a_bank_that_is_not_there_has_no_page(client: FlaskClient, bank: Bank, factory: Factory, slug: str) -> None:
    published(bank, factory)
    assert client.get(f"/banks/{slug}/study").status_code == 404


def test_a_bank_without_anything_drawn_says_so(client: FlaskClient, bank: Bank, factory: Factory) -> None:
    published(bank, factory)
    assert "Chưa có câu hỏi nào" in text_of(client.get("/banks/thu/study"))


@pytest.mark.parametrize("questions", [1, 3])
def test_the_page_takes_three_statements(client: FlaskClient, bank: Bank, factory: Factory, questions: int) -> None:
    published(bank, factory)
    for number in range(questions):
        factory.question(bank, number=number)
    factory.session.commit()
    with statements() as seen:
        client.get("/banks/thu/study")
    assert len(seen) == 3


def test_every_page_of_the_shipped_banks_weighs_at_most_35_kb(
    client: FlaskClient, factory: Factory, clock: Clock
) -> None:
    slugs = load_shipped_banks(factory.session(), now=clock(), folder=FOLDER)
    for bank in factory.session.scalars(select(Bank)):
        published(bank, factory)
    addresses = [f"/banks/{slug}/study?page={page}" for slug in slugs for page in (1, 2)]
    pages = [client.get(address) for address in addresses]
    files = {part for part in pages[0].text.split('"') if part.startswith("/static/")}
    shared = sum(len(gzip.compress(client.get(path, buffered=True).data, 5)) for path in files)
    heaviest = max(len(gzip.compress(page.data, 5)) for page in pages)
    assert (len(files), heaviest + shared <= 34 * 1024) == (3, True)  # a kB is left for the headers


@both_databases
def test_publishing_and_taking_back_are_recorded_once(vera: FlaskClient, filled: Bank, session: Session) -> None:
    for _ in range(2):
        answer = post_form(vera, PUBLISH, {}, page=SETTINGS)
        assert (answer.status_code, path_of(answer)) == (303, SETTINGS)
    assert "Đã công bố" in text_of(vera.get(SETTINGS))
    assert stranger(vera).get("/banks/thu/study").status_code == 200
    for _ in range(2):
        post_form(vera, UNPUBLISH, {}, page=SETTINGS)
    assert stranger(vera).get("/banks/thu/study").status_code == 404
    assert actions(session) == ["bank.publish_study", "bank.unpublish_study"]


def test_a_bank_without_anything_drawn_is_not_published(vera: FlaskClient, bank: Bank, session: Session) -> None:
    answer = post_form(vera, PUBLISH, {"is_confirmed": "y"}, page=SETTINGS)
    assert answer.status_code == 422
    assert "Chưa có câu nào được duyệt nên chưa có gì để công bố." in text_of(answer)
    assert actions(session) == []


@pytest.mark.parametrize(("opens", "closes"), [(-1, 1), (3, 9)])
def test_answers_of_an_official_round_that_is_not_over_are_told_on_purpose_only(
    vera: FlaskClient, filled: Bank, factory: Factory, session: Session, opens: int, closes: int
) -> None:
    day = timedelta(days=1)
    now = factory.clock()
    factory.round(title="Đợt tháng 6", banks=[filled], opens_at=now + opens * day, closes_at=now + closes * day)
    session.commit()
    assert "Công bố là cho mọi người biết đáp án trước khi thi" in text_of(vera.get(SETTINGS))
    refused = post_form(vera, PUBLISH, {}, page=SETTINGS)
    assert refused.status_code == 422
    assert "Chưa công bố: đợt thi chính thức nêu ở trên còn dùng các câu này." in text_of(refused)
    assert "Đợt tháng 6" in text_of(refused)
    assert stranger(vera).get("/banks/thu/study").status_code == 404
    assert post_form(vera, PUBLISH, {"is_confirmed": "y"}, page=SETTINGS).status_code == 303
    (details,) = session.scalars(select(AuditRecord.details).where(AuditRecord.action == "bank.publish_study"))
    assert details["rounds"] == ["Đợt tháng 6"]


@pytest.mark.parametrize(
    "values",
    [{"kind": "practice"}, {"closes_at": timedelta(0)}, {"banks": []}],
    ids=["practice", "over", "another bank"],
)
def test_other_rounds_need_no_confirmation(
    vera: FlaskClient, filled: Bank, factory: Factory, values: dict[str, object]
) -> None:
    if "closes_at" in values:
        values = {"closes_at": factory.clock()}
    factory.round(**{"banks": [filled], **values})
    factory.session.commit()
    assert "Công bố là cho mọi người biết đáp án" not in text_of(vera.get(SETTINGS))
    assert post_form(vera, PUBLISH, {}, page=SETTINGS).status_code == 303


def test_the_whole_is_printed_topic_by_topic_by_the_staff(vera: FlaskClient, bank: Bank, factory: Factory) -> None:
    for number, topic in enumerate(("Chuyển đổi số", "Khoa học công nghệ"), 1):
        factory.question(bank, number=number, topic=topic)
    factory.session.commit()
    page = vera.get("/banks/thu/study/print")
    assert page.text.count('<article class="page">') == 2
    assert "Khoa học công nghệ: 1 câu Chuyển đổi số: 1 câu" in text_of(page)
    assert "1. Câu hỏi số 2 của thu?" in text_of(page)


def test_participants_find_it_from_the_front_page_and_the_rules(
    client: FlaskClient, filled: Bank, factory: Factory
) -> None:
    factory.round(banks=[filled])
    factory.round(banks=[filled])
    factory.session.commit()
    assert ["Tài liệu hỏi – đáp" in text_of(client.get(path)) for path in ("/", "/contests/rules")] == [False, False]
    published(filled, factory)
    with statements() as seen:
        front = client.get("/")
    assert ("/contests/rules#on-tap" in front.text, len(seen)) == (True, 1)
    assert client.get("/contests/rules").text.count('href="/banks/thu/study"') == 1
