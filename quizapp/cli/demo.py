"""A rehearsal to look at: invented units with headcounts, and people who took part in June and are in September."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.cli.simulation import run
from quizapp.contests.operations import seed_rehearsal
from quizapp.models import Attempt, Contest, Round
from quizapp.units.operations import UnitExists, create_unit

# Invented, like their headcounts; their names say so.
_MARK = "(ví dụ)"
UNITS: Mapping[str, Sequence[tuple[str, int]]] = {
    "agency": (
        ("Đảng ủy xã", 14),
        ("Ủy ban nhân dân xã", 22),
        ("Văn phòng HĐND và UBND xã", 16),
        ("Phòng Văn hóa - Xã hội", 15),
        ("Phòng Kinh tế", 17),
        ("Trung tâm Dịch vụ công", 12),
        ("Ủy ban MTTQ Việt Nam xã", 18),
        ("Trạm Y tế xã", 15),
        ("Công an xã", 21),
    ),
    "school": (
        ("Trường THCS Hòa An", 317),
        ("Trường THPT Hòa An", 214),
        ("Trường THCS Nà Lẹng", 148),
        ("Trường Tiểu học Hòa An", 76),
    ),
    "village": (
        ("Thôn Nà Mạ", 198),
        ("Thôn Khuổi Luông", 241),
        ("Thôn Bản Chang", 263),
        ("Thôn Nà Tông", 287),
        ("Thôn Pác Hóp", 214),
        ("Thôn Khuôn Làn", 232),
        ("Thôn Đồng Hương", 305),
        ("Thôn Làng Mới", 276),
        ("Thôn Phiêng Luông", 189),
        ("Thôn Cốc Táy", 221),
        ("Thôn Bó Củng", 208),
        ("Thôn Nà Đao", 247),
        ("Thôn Khuổi Hiu", 173),
        ("Thôn Tân Hợp", 312),
        ("Thôn Trung Tâm", 341),
        ("Thôn Lũng Rẩu", 156),
        ("Thôn Nà Khau", 197),
    ),
    "enterprise": (("Doanh nghiệp", 24), ("Hợp tác xã", 18), ("Hộ kinh doanh", 28)),
}
# June's people and September's; half of September's were there in June: 1,500 different people in all.
ROUNDS: Mapping[str, int] = {"thang-6": 1100, "thang-9": 800}
_SEED = 139
_BATCH = 25

Progress = Callable[[str, int, int], None]  # title of the round, sittings done, sittings in all


def fill(session: Session, *, now: datetime, commit: Callable[[], None], progress: Progress) -> None:
    """Make the rehearsal and fill those of its rounds that nobody took part in yet; a round is committed whole."""
    _create_units(session, now=now)
    contest = seed_rehearsal(session, now=now)
    commit()
    for slug, participants in ROUNDS.items():
        contest_round = session.scalars(select(Round).where(Round.contest_id == contest.id, Round.slug == slug)).one()
        if session.scalar(select(Attempt.id).where(Attempt.round_id == contest_round.id).limit(1)) is None:
            _fill_round(session, contest, contest_round, now=now, participants=participants, progress=progress)
            commit()


def _create_units(session: Session, *, now: datetime) -> None:
    for kind, units in UNITS.items():
        for name, headcount in units:
            try:
                create_unit(session, now=now, actor_id=None, kind=kind, name=f"{name} {_MARK}", headcount=headcount)
            except UnitExists:
                continue


def _fill_round(
    session: Session, contest: Contest, contest_round: Round, *, now: datetime, participants: int, progress: Progress
) -> None:
    simulation = run.prepare(
        session,
        now=now,
        rng=Random(f"{_SEED} {contest_round.slug}"),
        contest=contest,
        contest_round=contest_round,
        participants=participants,
    )
    for done in simulation.run():
        if done % _BATCH == 0 or done == len(simulation.plan):
            progress(contest_round.title, done, len(simulation.plan))
