"""The rules of a contest: standard library only, no web, no database, no clock, no global randomness."""
