"""What uWSGI loads: the program, and what each of its workers does first."""

import uwsgi

from tests.load.servers.programs import begin_in_worker, program

application = program()
uwsgi.post_fork_hook = lambda: begin_in_worker(application)
