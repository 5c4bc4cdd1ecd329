"""Repeat winners: people who already won in an earlier round that was published."""

from quizapp.domain.flags.material import Finding, Found, Material, leading

# In one national week a family of three all won, and a winner had eight prizes of the contest.
LEAST_WINS = 1


def repeat_winners(material: Material) -> Found:
    """Return the people with LEAST_WINS or more earlier wins, those with the most first."""
    people = leading(material.sittings)
    repeated = [s for s in people if len(material.won.get(s.participant_id, ())) >= LEAST_WINS]
    repeated.sort(key=lambda s: (-len(material.won[s.participant_id]), s.attempt_id))
    findings = [
        Finding(
            flag="winner",
            attempt_id=s.attempt_id,
            evidence={
                "wins": len(material.won[s.participant_id]),
                "rounds": ", ".join(material.won[s.participant_id]),
            },
        )
        for s in repeated
    ]
    return Found(findings=findings, total=len(people))
