"""Reads of results, of what is published of them, and of what papers need."""
