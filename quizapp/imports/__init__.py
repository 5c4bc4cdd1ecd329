"""Files of questions: read, previewed, mended, taken into a bank, undone."""
