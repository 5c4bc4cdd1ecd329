"""Question banks: import with preview, export."""
