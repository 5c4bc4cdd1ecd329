"""Question banks: lists, questions, versions, review, export."""
