"""E-mail addresses."""

import pytest

from quizapp.domain.email import normalise_email


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("  Van.Ma@HoaAn.gov.vn ", "van.ma@hoaan.gov.vn"),
        ("a+b@x.vn", "a+b@x.vn"),
        ("admin@hoaan.example", "admin@hoaan.example"),
    ],
)
def test_an_address_is_kept_in_lower_case(text, email):
    assert normalise_email(text) == email


@pytest.mark.parametrize(
    "text",
    ["", "van", "van@", "@hoaan.vn", "van@hoaan", "van ma@hoaan.vn", "văn@hoaan.vn", "van@-x.vn", "van@hoaan..vn",
     "van@hoaan.vn\nbcc:x@y.vn", "a" * 65 + "@x.vn", "a@" + "b." * 130 + "vn"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    assert normalise_email(text) is None
