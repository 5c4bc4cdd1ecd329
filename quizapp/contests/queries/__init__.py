"""What is read of contests and rounds."""

from quizapp.contests.queries.counts import Figures, figures, recent_figures, registered
from quizapp.contests.queries.editions import Edition, StoredRound, current_edition, editions, find_edition
from quizapp.contests.queries.rounds import (
    attempt_count,
    find_contest,
    find_round,
    has_attempts,
    has_figures,
    has_ranked_attempts,
    league_settings,
    round_settings,
    rounds_of,
)
from quizapp.contests.queries.supplies import (
    BankChoice,
    RoundSupply,
    StudyBank,
    bank_choices,
    bank_ids,
    pool,
    round_supply,
    study_banks,
    topics,
)

__all__ = [
    "BankChoice",
    "Edition",
    "Figures",
    "RoundSupply",
    "StoredRound",
    "StudyBank",
    "attempt_count",
    "bank_choices",
    "bank_ids",
    "current_edition",
    "editions",
    "figures",
    "find_contest",
    "find_edition",
    "find_round",
    "has_attempts",
    "has_figures",
    "has_ranked_attempts",
    "league_settings",
    "pool",
    "recent_figures",
    "registered",
    "round_settings",
    "round_supply",
    "rounds_of",
    "study_banks",
    "topics",
]
