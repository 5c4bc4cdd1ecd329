"""What pages have in common is made once, and nothing of one visitor is on another's page."""

import pytest
from flask import render_template_string
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from quizapp.web import fragments
from quizapp.web.fragments import Outline, blank, fragment, outline


@pytest.fixture
def visit(app):
    """Returns a context of a request of its own, in a language."""

    def visiting(language="vi"):
        context = app.test_request_context("/")
        context.push()
        cookie["language"] = language
        contexts.append(context)

    contexts = []
    app.extensions["outlines"].clear()
    yield visiting
    for context in reversed(contexts):
        context.pop()
    app.extensions["outlines"].clear()


def test_values_are_escaped_into_every_blank_of_their_name(visit):
    visit()
    page = Outline(
        render_template_string("<p>{{ blank('name') }}</p><a title='{{ blank('name') }}'>{{ blank('count') }}</a>")
    )
    assert page.filled({"name": "<An> & Bình", "count": 3}) == (
        "<p>&lt;An&gt; &amp; Bình</p><a title='&lt;An&gt; &amp; Bình'>3</a>"
    )
    assert page.filled({"name": Markup("<b>x</b>"), "count": 0}) == "<p><b>x</b></p><a title='<b>x</b>'>0</a>"


def test_a_template_can_write_a_blank_and_nothing_else(visit):
    visit()
    written = render_template_string("{{ blank('a') }}{{ _('Lượt %(number)s', number=blank('b')) }}")
    assert Outline(written).filled({"a": 1, "b": "<2>"}) == "1Lượt &lt;2&gt;"
    for template in (
        "{{ '<' ~ blank('a') }}",
        "{% if blank('a') %}x{% endif %}",
        "{{ blank('a')|upper }}",
        "{{ blank('a')|string }}",
    ):
        with pytest.raises(TypeError):
            render_template_string(template)


def test_a_blank_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        Outline(blank("name").__html__()).filled({"count": 3})


def test_what_is_kept_is_made_once_for_a_key(visit):
    visit()
    made = []

    def make():
        made.append(1)
        return f"{len(made)}: {blank('name').__html__()}"

    pages = [outline(make, "page", key).filled({"name": name}) for key, name in ((1, "An"), (1, "Bình"), (2, "Chi"))]
    assert pages == ["1: An", "1: Bình", "2: Chi"]


def test_each_language_has_its_own(visit):
    visit()
    template = "{{ _('Kết quả') }}"
    vietnamese = outline(lambda: render_template_string(template), "x").filled({})
    visit("en")
    english = outline(lambda: render_template_string(template), "x").filled({})
    assert (vietnamese, english) == ("Kết quả", "Results")
    assert 'lang="vi"' in fragment("_layouts/_footer.html", width="")
    visit()
    assert 'lang="en"' in fragment("_layouts/_footer.html", width="")


def test_a_token_gets_into_no_outline(visit):
    visit()
    with pytest.raises(RuntimeError, match="holds a token"):
        outline(lambda: f"<input value='{generate_csrf()}'>", "form")
    assert outline(lambda: "<input>", "form").filled({}) == "<input>"


def test_no_more_is_kept_than_is_meant(visit, app, monkeypatch):
    visit()
    monkeypatch.setattr(fragments, "_KEPT", 3)
    for number in range(10):
        assert outline(lambda number=number: str(number), number).filled({}) == str(number)
        assert len(app.extensions["outlines"]) <= 3
