"""Prizes: what is planned, who is awarded what, what units are compared by, and draws that anybody can check."""
