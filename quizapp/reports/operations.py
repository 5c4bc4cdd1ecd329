"""What reports write: that somebody took a file of results away."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.models import Contest, Round


def record_export(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    contest: Contest,
    contest_round: Round | None,
    file_format: str,
    with_names: bool,
) -> None:
    """Write into the audit record which results were exported, as what, and whether with people's names."""
    subject = contest_round or contest
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="results.export_with_names" if with_names else "results.export",
        subject_type="round" if contest_round else "contest",
        subject_id=subject.id,
        details={"title": subject.title, "format": file_format},
    )
    session.flush()
