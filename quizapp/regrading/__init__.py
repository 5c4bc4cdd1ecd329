"""Regrading: rulings on a round's questions, what they would change, and their adoption."""
