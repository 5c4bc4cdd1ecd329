"""A file read in the background, with real commits: how far it is, cancelled, interrupted, finished unseen."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from quizapp.domain.question import Option
from quizapp.exchange.questions import Parsed, dump
from quizapp.imports.operations import cancel_import, give_up_reading, note_progress, store_reading, store_upload
from quizapp.models import Bank, QuestionImport, db
from quizapp.models.base import reading
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.factories import PASSWORD, Factory
from tests.integration.imports.conftest import send_file
from tests.questions import question, without_key

PATIENCE_SECONDS = 60.0
SMALL = dump([question(1), without_key(2)], "csv")


@pytest.fixture(scope="module")
def large() -> bytes:
    """A file that takes a second or two to be read."""
    return dump(
        [
            question(n, text=f"Câu {uuid4().hex}?", options=(Option(text=uuid4().hex, is_key=True), Option(text="sai")))
            for n in range(1500)
        ],
        "csv",
    )


@pytest.fixture
def hasty(own_app: Flask) -> Iterator[FlaskClient]:
    """The browser of an organiser whose requests wait for no reading; at the end none is left running."""
    own_app.config["IMPORT_PATIENCE_SECONDS"] = 0
    with own_app.app_context():
        factory = Factory(session=db.session, clock=own_app.config["CLOCK"])
        factory.bank(slug="thu", title="Ngân hàng thử")
        email = factory.account("organiser").email
        db.session.commit()
    client = own_app.test_client()
    assert post_form(client, "/staff/login", {"email": email, "password": PASSWORD}).status_code == 303
    yield client
    readings_end()


def readings_end() -> None:
    """Wait until no file is being read."""
    end = time.monotonic() + PATIENCE_SECONDS
    for thread in [thread for thread in threading.enumerate() if thread.name.startswith("import ")]:
        thread.join(end - time.monotonic())
        assert not thread.is_alive()


def started(client: FlaskClient, content: bytes) -> str:
    """Send a file and return where it stands."""
    answer = send_file(client, "/imports/into/thu", content, "câu hỏi.csv")
    assert answer.status_code == 303
    return path_of(answer)


def stored_silent(app: Flask, *, content: bytes = SMALL) -> str:
    """Store a file that nobody reads, as after a worker's end, and return its address."""
    with app.app_context():
        bank_id = db.session.scalars(select(Bank.id)).one()
        stored = store_upload(
            db.session(),
            now=app.config["CLOCK"](),
            actor_id=None,
            bank_id=bank_id,
            filename="bỏ dở.csv",
            format_code=None,
            content=content,
        )
        db.session.commit()
        return f"/imports/{stored}"


def stored(app: Flask) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(QuestionImport)) or 0


def test_a_page_that_waits_is_told_how_far_it_is_until_the_preview_is_there(hasty: FlaskClient, large: bytes) -> None:
    path = started(hasty, large)
    page = hasty.get(path)
    assert "Có thể rời trang này" in text_of(page)
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.text
    states = []
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        states.append(hasty.get(f"{path}/progress").json)
        if not states[-1]["is_reading"]:
            break
        time.sleep(0.05)
    done = [state["done"] for state in states[:-1]]
    assert done == sorted(done)
    assert {state["total"] for state in states} == {100}
    assert states[0]["words"] == "Đang đọc tệp"
    assert "Câu đọc được 1.500" in text_of(hasty.get(path))


def test_a_file_is_read_to_its_end_though_everybody_left(hasty: FlaskClient, large: bytes) -> None:
    started(hasty, large)
    assert "Đang đọc: " in text_of(hasty.get("/imports/of/thu"))
    readings_end()
    page = hasty.get("/imports/of/thu")
    assert "câu hỏi.csv Chờ xác nhận" in text_of(page)
    assert 'data-label="Số câu">1.500<' in page.text


def test_a_cancelled_reading_ends_and_nothing_is_kept(own_app: Flask, hasty: FlaskClient, large: bytes) -> None:
    path = started(hasty, large)
    answer = post_form(hasty, f"{path}/cancel", {}, page=path)
    assert (answer.status_code, path_of(answer)) == (303, "/banks/thu")
    readings_end()
    assert stored(own_app) == 0
    assert hasty.get(f"{path}/progress").json == {"is_reading": False}
    assert hasty.get(path).status_code == 404


def test_nothing_is_done_with_a_file_before_it_is_read(own_app: Flask, hasty: FlaskClient) -> None:
    path = stored_silent(own_app)
    token = csrf_token(hasty.get(path))
    for action in ("/confirm", "/questions/1/key", "/questions/1/drop", "/questions/1/restore"):
        answer = hasty.post(f"{path}{action}", data={"csrf_token": token, "key": "0"})
        assert (answer.status_code // 100, path_of(answer)) == (3, path)
    assert hasty.get(f"{path}/questions/1").status_code == 404


def test_a_reading_that_fell_silent_is_begun_again_with_one_tap(own_app: Flask, hasty: FlaskClient) -> None:
    path = stored_silent(own_app)
    clock = own_app.config["CLOCK"]
    clock.moment += timedelta(seconds=29)
    assert "Đang đọc tệp câu hỏi" in text_of(hasty.get(path))
    clock.moment += timedelta(seconds=2)
    assert "Máy chủ đã dừng giữa chừng" in text_of(hasty.get(path))
    assert "bỏ dở.csv Đọc bị gián đoạn" in text_of(hasty.get("/imports/of/thu"))
    assert path_of(post_form(hasty, f"{path}/read", {}, page=path)) == path
    readings_end()
    assert "Câu đọc được 2" in text_of(hasty.get(path))


def test_a_file_that_is_being_read_is_not_read_twice(own_app: Flask, hasty: FlaskClient) -> None:
    path = stored_silent(own_app)
    post_form(hasty, f"{path}/read", {}, page=path)
    readings_end()
    assert "Đang đọc tệp câu hỏi" in text_of(hasty.get(path))  # by whoever spoke last, for half a minute


def test_a_reading_that_failed_is_known_at_once(own_app: Flask, hasty: FlaskClient) -> None:
    path = stored_silent(own_app)
    with own_app.app_context():
        give_up_reading(db.session(), int(path.rsplit("/", 1)[1]))
        db.session.commit()
    assert "Máy chủ đã dừng giữa chừng" in text_of(hasty.get(path))


def test_what_turns_out_late_to_be_no_bank_is_explained_on_its_own_page(own_app: Flask, hasty: FlaskClient) -> None:
    path = started(hasty, b"MZ\x90\x00\x03\x00")
    readings_end()
    page = text_of(hasty.get(path))
    assert "Không nhập được tệp “câu hỏi.csv”" in page
    assert "Không nhận ra loại tệp" in page
    assert "câu hỏi.csv Không đọc được" in text_of(hasty.get("/imports/of/thu"))
    post_form(hasty, f"{path}/cancel", {}, page=path)
    assert stored(own_app) == 0


def test_a_late_answer_of_a_reading_changes_nothing(own_app: Flask, hasty: FlaskClient, large: bytes) -> None:
    """Two read the same file, since the first was slow to say so: what the faster one kept stays."""
    path = started(hasty, large)
    with own_app.app_context():
        kept = {"format": "csv", "questions": [], "locations": [], "problems": []}
        db.session.execute(update(QuestionImport).values(parsed=kept, total=0, done=0))
        db.session.commit()
    readings_end()
    assert "Không nhập được tệp" in text_of(hasty.get(path))


def test_whoever_reads_a_file_is_told_when_nobody_waits_for_it_any_more(own_app: Flask, hasty: FlaskClient) -> None:
    path = stored_silent(own_app)
    import_id, now = int(path.rsplit("/", 1)[1]), own_app.config["CLOCK"]()
    parsed = Parsed(format="csv")
    with own_app.app_context():
        session = db.session()
        assert note_progress(session, import_id, now=now, done=40)
        assert store_reading(session, import_id, now=now, parsed=parsed, alike={})
        assert not note_progress(session, import_id, now=now, done=50)
        assert not store_reading(session, import_id, now=now, parsed=parsed, alike={})
        cancel_import(session, now=now, actor_id=None, import_id=import_id)
        assert not note_progress(session, import_id, now=now, done=50)
        session.commit()
