"""Start, autosave, submit: the hot path."""
