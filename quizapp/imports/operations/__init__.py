"""What is done with files of questions, a module a subject: reading, mending, taking in and undoing."""

from quizapp.imports.operations.mending import (
    MendedMeanwhile,
    NoSuchOption,
    UnfitQuestion,
    keyed,
    mend_revision,
    restore_question,
    rewritten,
    store_mend,
)
from quizapp.imports.operations.reading import (
    LIFETIME,
    discard_refused,
    forget_stale,
    give_up_reading,
    note_progress,
    restart_reading,
    store_reading,
    store_upload,
)
from quizapp.imports.operations.recording import AlreadyImported, NoSuchImport, StillReading
from quizapp.imports.operations.taking import (
    FileHasErrors,
    ImportOutcome,
    NothingToImport,
    QuestionsInUse,
    cancel_import,
    confirm_import,
    import_questions,
    undo_import,
)

__all__ = [
    "LIFETIME",
    "AlreadyImported",
    "FileHasErrors",
    "ImportOutcome",
    "MendedMeanwhile",
    "NoSuchImport",
    "NoSuchOption",
    "NothingToImport",
    "QuestionsInUse",
    "StillReading",
    "UnfitQuestion",
    "cancel_import",
    "confirm_import",
    "discard_refused",
    "forget_stale",
    "give_up_reading",
    "import_questions",
    "keyed",
    "mend_revision",
    "note_progress",
    "restart_reading",
    "restore_question",
    "rewritten",
    "store_mend",
    "store_reading",
    "store_upload",
    "undo_import",
]
