"""Participation statistics and exports."""
