"""Says on stderr how far it is, and much besides: no line ends, numbers that make no sense; then answers well."""

import json
import sys
import time

from quizapp.exchange.questions.parsed import Parsed
from quizapp.exchange.questions.serialise import pack

sys.stderr.write("progress 1 4\nprogress -1 4\nprogress 9 4\nprogress a b\nprogress 1 2 3\nprogress\n")
sys.stderr.write("x" * 5_000_000 + "\n")
sys.stderr.write("progress 3 4\n")
sys.stderr.flush()
time.sleep(0.6)
json.dump(pack(Parsed(format="csv")), sys.stdout)
