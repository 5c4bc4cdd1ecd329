"""Synthetic people and what they do, for rehearsals; whatever is stored is stored by the real operations."""
