"""What is decided of a contest as a whole: how its league over the rounds is ranked, and the overall prizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.domain.groups import GROUPS
from quizapp.domain.prizes.plan import PrizePlan
from quizapp.domain.round_rules.found import Found, found_in_prizes, found_in_ranking
from quizapp.domain.text import N_

LEAGUE_RANKING = ("score", "duration", "registered")


@dataclass(frozen=True, kw_only=True, slots=True)
class LeagueSettings:
    """The rules of the league over a contest's rounds; `ranking`: codes of TIEBREAKS, in order."""

    ranking: tuple[str, ...] = LEAGUE_RANKING
    prizes: PrizePlan = field(default_factory=PrizePlan)


LEAGUE_FREEZE_SENTENCES: Mapping[str, str] = {
    "league_ranking": N_(
        "Đã có lượt thi nên không đổi được cách xếp hạng cả cuộc thi: mọi người đã dự thi theo cách này."
    ),
    "prizes": N_("Đã có lượt thi nên không đổi được cơ cấu giải toàn cuộc thi: thể lệ đã công bố với các giải này."),
}


def league_contradictions(league: LeagueSettings) -> tuple[Found, ...]:
    """Return what in the rules of a league contradicts itself; empty where they can stand."""
    return (*found_in_ranking(league.ranking, field="league_ranking"), *found_in_prizes(league.prizes, tuple(GROUPS)))


def league_frozen_changes(before: LeagueSettings, after: LeagueSettings, *, has_attempts: bool) -> tuple[str, ...]:
    """Return the fields whose change is refused, since people took part in a ranked round by these rules."""
    if not has_attempts:
        return ()
    changed = {
        "league_ranking": before.ranking != after.ranking,
        "prizes": not after.prizes.means_the_same_as(before.prizes),
    }
    return tuple(field for field, is_changed in changed.items() if is_changed)
