"""An organiser who is signed in, and her bank."""

import pytest
from flask.testing import FlaskClient

from quizapp.models import Bank
from tests.browser import post_form
from tests.factories import PASSWORD, Factory


@pytest.fixture
def vera(client: FlaskClient, factory: Factory) -> FlaskClient:
    """The browser of the organiser Vera."""
    account = factory.account("organiser")
    factory.session.commit()
    answer = post_form(client, "/staff/login", {"email": account.email, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.fixture
def bank(factory: Factory) -> Bank:
    """An empty bank at /banks/thu."""
    bank = factory.bank(slug="thu", title="Ngân hàng thử")
    factory.session.commit()
    return bank
