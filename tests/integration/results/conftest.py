"""A participant's browser."""

import pytest


@pytest.fixture
def signed_in_as(client):
    """Let the browser be a participant's."""

    def sign_in(participant):
        with client.session_transaction() as cookie:
            cookie["participant_id"] = participant.id

    return sign_in
