"""What each role may do."""

from quizapp.domain.roles import ROLE_HINTS, ROLE_TITLES, ROLES, Permission, Role


def test_every_role_has_a_title_a_hint_and_permissions():
    assert set(ROLES) == set(ROLE_TITLES) == set(ROLE_HINTS) == set(Role)


def test_an_analyst_sees_figures_and_nobody_by_name():
    assert ROLES[Role.ANALYST] == {Permission.VIEW_REPORTS, Permission.SIGNED_IN}


def test_an_organiser_does_all_but_manage_accounts():
    assert ROLES[Role.ADMINISTRATOR] - ROLES[Role.ORGANISER] == {Permission.MANAGE_STAFF}
    assert ROLES[Role.ADMINISTRATOR] == set(Permission)
