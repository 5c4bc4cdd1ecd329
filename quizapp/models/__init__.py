"""Tables, one module an aggregate. Importing this registers them all."""

from quizapp.models.adjudication import Decision, PrizeExclusion, Regrade, RoundRuling, ScoreChange
from quizapp.models.attempt import Attempt, Response
from quizapp.models.audit_record import AuditRecord
from quizapp.models.bank import Bank, BankQuestion, ImportedFile, QuestionImport, QuestionVersion, StoredImage
from quizapp.models.base import db
from quizapp.models.contest import Contest, ExternalFigure, Round, RoundNotice, round_bank
from quizapp.models.participant import Consent, Participant
from quizapp.models.publication import Publication
from quizapp.models.staff import StaffAccount, StaffSession
from quizapp.models.throttle import ThrottleEvent
from quizapp.models.unit import Unit

__all__ = [
    "Attempt",
    "AuditRecord",
    "Bank",
    "BankQuestion",
    "Consent",
    "Contest",
    "Decision",
    "ExternalFigure",
    "ImportedFile",
    "Participant",
    "PrizeExclusion",
    "Publication",
    "QuestionImport",
    "QuestionVersion",
    "Regrade",
    "Response",
    "Round",
    "RoundNotice",
    "RoundRuling",
    "ScoreChange",
    "StaffAccount",
    "StaffSession",
    "StoredImage",
    "ThrottleEvent",
    "Unit",
    "db",
    "round_bank",
]
