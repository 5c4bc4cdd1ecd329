"""What sign-up, a participant's own page and the staff's list of people read."""

from quizapp.registration.queries.people import (
    ConsentLine,
    PeopleFilter,
    PersonRow,
    consents_of,
    contest_choices,
    count_people,
    filter_units,
    people_rows,
    round_titles,
    unit_name,
)
from quizapp.registration.queries.profiles import AttemptLine, Profile, attempts_of, find_profile
from quizapp.registration.queries.rounds import RoundCard, round_cards
from quizapp.registration.queries.sign_up import (
    ContestChoice,
    UnitChoice,
    current_contest,
    find_returning,
    find_same_person,
    is_offered,
    is_registered,
    kept_contest,
    kept_units,
    unit_choices,
)

__all__ = [
    "AttemptLine",
    "ConsentLine",
    "ContestChoice",
    "PeopleFilter",
    "PersonRow",
    "Profile",
    "RoundCard",
    "UnitChoice",
    "attempts_of",
    "consents_of",
    "contest_choices",
    "count_people",
    "current_contest",
    "filter_units",
    "find_profile",
    "find_returning",
    "find_same_person",
    "is_offered",
    "is_registered",
    "kept_contest",
    "kept_units",
    "people_rows",
    "round_cards",
    "round_titles",
    "unit_choices",
    "unit_name",
]
