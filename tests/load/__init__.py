"""Measurements, run by `make bench`; no test, since machines differ and are shared."""
