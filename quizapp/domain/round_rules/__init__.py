"""A round's rules as one value: what is decided, what contradicts itself, what is frozen once people took part."""

from quizapp.domain.round_rules.contradicting import CONTRADICTIONS, contradictions
from quizapp.domain.round_rules.found import Found
from quizapp.domain.round_rules.freezing import FREEZE_SENTENCES, FREEZES, frozen_changes, reopens_after_review
from quizapp.domain.round_rules.league import (
    LEAGUE_FREEZE_SENTENCES,
    LEAGUE_RANKING,
    LeagueSettings,
    league_contradictions,
    league_frozen_changes,
)
from quizapp.domain.round_rules.settings import (
    AGE_BOUNDS,
    ATTEMPTS_BOUNDS,
    COMPLAINT_BOUNDS,
    MAX_ORGANISER,
    MAX_QUESTIONS,
    MAX_URL,
    POINTS_BOUNDS,
    TIME_LIMIT_BOUNDS,
    RoundRules,
    RoundSettings,
    changed_fields,
    external_round,
)

__all__ = [
    "AGE_BOUNDS",
    "ATTEMPTS_BOUNDS",
    "COMPLAINT_BOUNDS",
    "CONTRADICTIONS",
    "FREEZES",
    "FREEZE_SENTENCES",
    "LEAGUE_FREEZE_SENTENCES",
    "LEAGUE_RANKING",
    "MAX_ORGANISER",
    "MAX_QUESTIONS",
    "MAX_URL",
    "POINTS_BOUNDS",
    "TIME_LIMIT_BOUNDS",
    "Found",
    "LeagueSettings",
    "RoundRules",
    "RoundSettings",
    "changed_fields",
    "contradictions",
    "external_round",
    "frozen_changes",
    "league_contradictions",
    "league_frozen_changes",
    "reopens_after_review",
]
