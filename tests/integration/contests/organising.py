"""What a browser sends from the forms of contests and rounds, and what was recorded of it."""

from datetime import timedelta

from sqlalchemy import select

from quizapp.models import Attempt, AuditRecord


def contest_fields(**changes):
    """What a browser sends for a sound contest of the usual league, without prizes."""
    return {
        "action": "save",
        "title": "Cuộc thi năm 2028",
        "year": "2028",
        "slug": "2028",
        "league_ranking-0": "score",
        "league_ranking-1": "duration",
        "league_ranking-2": "registered",
        "prizes-one_prize": "round",
        "prizes-encouragement_among": "counted",
        **changes,
    }


def round_fields(bank, **changes):
    """What a browser sends for a sound round of 4 + 1 questions."""
    return {
        "action": "save",
        "title": "Đợt tháng 6",
        "slug": "thang-6",
        "kind": "official",
        "opens_at": "2027-06-07T08:00",
        "closes_at": "2027-06-27T22:00",
        "time_limit_minutes": "20",
        "attempts_allowed": "2",
        "attempts_period": "week",
        "banks": [str(bank.id)],
        "blueprint-0-topic": "Chuyển đổi số",
        "blueprint-0-difficulty": "easy",
        "blueprint-0-group": "",
        "blueprint-0-count": "4",
        "blueprint-1-topic": "",
        "blueprint-1-difficulty": "",
        "blueprint-1-group": "",
        "blueprint-1-count": "1",
        "blueprint-2-topic": "",
        "blueprint-2-difficulty": "",
        "blueprint-2-group": "",
        "blueprint-2-count": "",
        "shuffle_questions": "y",
        "shuffle_options": "y",
        "review": "after_close",
        "ranking-0": "score",
        "ranking-1": "duration",
        "ranking-2": "",
        "prediction_target": "",
        "prediction_asked": "every",
        "counted": "best",
        "partial_rule": "none",
        "points-easy": "1",
        "points-medium": "1",
        "points-hard": "1",
        "minimum_age": "",
        "complaint_days": "7",
        "prizes-one_prize": "round",
        "prizes-minimum_percent": "",
        "prizes-encouragement": "",
        "prizes-encouragement_title": "",
        "prizes-encouragement_amount": "",
        "prizes-encouragement_among": "counted",
        "shows_rank": "y",
        **changes,
    }


def stored_fields(contest_round, **changes):
    """What a browser sends for the factory's round when nothing was touched but `changes`."""
    return {
        "action": "save",
        "title": contest_round.title,
        "slug": contest_round.slug,
        "kind": "official",
        "opens_at": "2027-06-08T08:00",
        "closes_at": "2027-06-19T08:00",
        "time_limit_minutes": "10",
        "attempts_allowed": "2",
        "attempts_period": "round",
        "banks": [str(bank.id) for bank in contest_round.banks],
        "blueprint-0-topic": "",
        "blueprint-0-difficulty": "",
        "blueprint-0-group": "",
        "blueprint-0-count": "5",
        "shuffle_questions": "y",
        "shuffle_options": "y",
        "review": "after_submit",
        "ranking-0": "score",
        "ranking-1": "duration",
        "ranking-2": "submitted",
        "prediction_target": "",
        "prediction_asked": "every",
        "counted": "best",
        "partial_rule": "none",
        "points-easy": "1",
        "points-medium": "1",
        "points-hard": "1",
        "minimum_age": "",
        "complaint_days": "7",
        "prizes-one_prize": "round",
        "prizes-minimum_percent": "",
        "prizes-encouragement": "",
        "prizes-encouragement_title": "",
        "prizes-encouragement_amount": "",
        "prizes-encouragement_among": "counted",
        "shows_rank": "y",
        **changes,
    }


def prize_row(number, title, count, group="", amount=""):
    """A row of individual prizes as it is typed."""
    prefix = f"prizes-individual-{number}"
    return {
        f"{prefix}-title": title,
        f"{prefix}-count": count,
        f"{prefix}-group": group,
        f"{prefix}-amount": amount,
    }


def address(contest_round):
    return f"/contests/{contest_round.contest_id}/rounds/{contest_round.id}"


def begin_attempt(factory, contest_round):
    person = factory.participant(contest_round.contest)
    now = factory.clock()
    factory.session.add(
        Attempt(
            round_id=contest_round.id,
            participant_id=person.id,
            number=1,
            started_at=now,
            closes_at=now + timedelta(minutes=10),
        )
    )
    factory.session.flush()


def last_record(session):
    return session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
