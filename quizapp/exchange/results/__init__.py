"""The part of a file of results that anyone can recompute: how it is laid out, written, read and checked.

A file holds the rules, keys, papers and what they came to (layout.py), so that `quizapp results verify` needs nothing
else: no database, no network. A new column is one entry in layout.py, and its value in rows.py or parsing.py.
"""
