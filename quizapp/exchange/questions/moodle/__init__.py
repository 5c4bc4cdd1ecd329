"""Moodle's own files: GIFT, Aiken and Moodle XML."""
