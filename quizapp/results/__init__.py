"""Standings, and what a participant sees of theirs."""
