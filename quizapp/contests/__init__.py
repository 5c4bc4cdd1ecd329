"""Contests and rounds, and the pages about them that anybody may read."""
