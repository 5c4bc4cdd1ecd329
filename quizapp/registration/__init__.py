"""Sign-up by group, consent, and return with a code."""
