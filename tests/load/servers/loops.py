"""Another server's loop and threads as a worker of gunicorn's arbiter, which replaces what dies."""

import os
import socket
import threading
from time import sleep
from typing import Any

from gunicorn.workers.base import Worker

_BEAT_SECONDS = 1.0


class LoopWorker(Worker):
    """A process that answers by another server's loop, and tells the arbiter that it lives."""

    def run(self) -> None:
        """Answer until stopped."""
        threading.Thread(target=self._beat, daemon=True).start()
        self.serve(self.sockets[0].sock)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End gently."""
        super().handle_exit(sig, frame)
        threading.Thread(target=self.stop).start()

    def serve(self, listener: socket.socket) -> None:
        """Answer until stopped."""
        raise NotImplementedError  # each server has its own; gunicorn's worker is no ABC

    def stop(self) -> None:
        """End what is under way, and serve()."""
        raise NotImplementedError  # as above

    def _beat(self) -> None:
        while self.alive:
            self.notify()
            sleep(_BEAT_SECONDS)
            if self.ppid != os.getppid():
                os._exit(0)
