"""Accounts, sessions and the audit pages."""
