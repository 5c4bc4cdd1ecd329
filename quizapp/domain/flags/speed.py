"""Implausible speed: answered faster than the questions can be read."""

from collections.abc import Sequence
from math import ceil
from statistics import median_low

from quizapp.domain.flags.material import Finding, Found, Material, Sitting

# An entrant was published as second with 20 questions in 45 s, 2.25 s each: no reader takes in a stem and four
# options in that time, whatever the round.
UNREADABLE_MS = 2500
# A round of short statements, or one whose bank was learnt by heart, is quick without foul play: below this only
# the fastest of the round are looked at.
HASTY_MS = 4000
FASTEST_PERCENT = 5


def implausibly_fast(material: Material) -> Found:
    """Return the sittings quicker than UNREADABLE_MS an answered item, or quicker than HASTY_MS and among the fastest.

    Nothing answered is no speed.
    """
    paces = {s.attempt_id: s.duration_ms // s.answered for s in material.sittings if s.answered}
    if not paces:
        return Found(findings=(), total=0)
    ordered = sorted(paces.values())
    fastest, median = quantile(ordered, FASTEST_PERCENT), median_low(ordered)
    flagged = [s for s in material.sittings if s.answered and _is_implausible(paces[s.attempt_id], fastest)]
    flagged.sort(key=lambda s: (paces[s.attempt_id], s.attempt_id))
    findings = [_finding(s, pace_ms=paces[s.attempt_id], median_ms=median) for s in flagged]
    return Found(findings=findings, total=len(paces), figures={"median_ms": median})


def quantile(ordered: Sequence[int], percent: int) -> int:
    """Return the value that `percent` of ascending values do not exceed, by nearest rank."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def _is_implausible(pace_ms: int, fastest_ms: int) -> bool:
    return pace_ms < UNREADABLE_MS or (pace_ms < HASTY_MS and pace_ms <= fastest_ms)


def _finding(sitting: Sitting, *, pace_ms: int, median_ms: int) -> Finding:
    return Finding(
        flag="speed",
        attempt_id=sitting.attempt_id,
        evidence={
            "answered": sitting.answered,
            "duration_ms": sitting.duration_ms,
            "pace_ms": pace_ms,
            "median_ms": median_ms,
        },
    )
