"""The harness's protocol on the Python side: one JSON request a line on stdin, one JSON answer a line on stdout."""

import json
import os
import sys


class Channel:
    """Takes stdout for answers; whatever else prints goes to stderr from here on."""

    def __init__(self):
        self._out = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)

    def receive(self) -> dict | None:
        """The next request, or None when the harness has gone."""
        line = sys.stdin.readline()
        return json.loads(line) if line else None

    def send(self, answer: dict) -> None:
        print(json.dumps(answer), file=self._out, flush=True)
