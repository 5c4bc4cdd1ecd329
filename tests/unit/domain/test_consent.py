"""Under which name somebody may be published."""

from quizapp.domain.consent import published_name


def test_a_name_is_published_in_full_with_consent():
    assert published_name("Ma Thị Hạnh", purposes={"contest", "publish_name"}, is_minor=False) == "Ma Thị Hạnh"


def test_without_consent_only_the_initials_are_published():
    assert published_name("Ma Thị Hạnh", purposes={"contest"}, is_minor=False) == "M.T.H."


def test_a_child_is_named_only_with_the_guardian_s_consent_too():
    assert published_name("Ma Văn An", purposes={"publish_name"}, is_minor=True) == "M.V.A."
    assert published_name("Ma Văn An", purposes={"publish_name", "guardian"}, is_minor=True) == "Ma Văn An"
