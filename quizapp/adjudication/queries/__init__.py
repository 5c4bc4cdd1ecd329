"""Reads of flags, decisions and people kept from prizes."""
