"""Work in a thread: under the app's context, waited for or not, its failure in the log and nowhere else."""

import threading

from flask import current_app

from quizapp.web import background


def test_work_runs_under_the_app_and_can_be_waited_for(app):
    names = []
    with app.app_context():
        job = background.start(lambda: names.append(current_app.name), name="work")
        assert job.wait(20)
    assert names == [app.name]


def test_who_waits_is_told_that_work_goes_on(app):
    may_end = threading.Event()
    with app.app_context():
        job = background.start(lambda: may_end.wait(20), name="work")
        assert not job.wait(0.05)
        may_end.set()
        assert job.wait(20)


def test_a_failure_is_logged(app, caplog):
    def fail():
        raise ZeroDivisionError

    with app.app_context():
        assert background.start(fail, name="work").wait(20)
    assert [(record.message, record.exc_info[0]) for record in caplog.records] == [
        ("background work failed", ZeroDivisionError)
    ]
