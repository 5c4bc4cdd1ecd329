"""Says more than any answer may be long, and goes on."""

import sys

while True:
    sys.stdout.write("x" * 2**20)
