"""Online multiple-choice contests for a commune. Importing this loads no framework."""

__version__ = "0.1.0"
