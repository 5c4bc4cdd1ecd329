"""Agencies, schools, villages, enterprises, with their headcounts."""
