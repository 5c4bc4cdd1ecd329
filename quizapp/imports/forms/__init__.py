"""Forms of the import pages."""

from quizapp.imports.forms.mending import MendForm, mend_data
from quizapp.imports.forms.upload import MAX_PASTED_BYTES, Sent, UploadForm

__all__ = ["MAX_PASTED_BYTES", "MendForm", "Sent", "UploadForm", "mend_data"]
