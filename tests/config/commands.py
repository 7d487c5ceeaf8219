"""Runs the real command in a process and a home of its own, as a person at a shell does."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass


@dataclass
class Answer:
    """What a command said, and how it left."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Shell:
    """A shell whose only site is in a folder of its own."""

    def __init__(self, home):
        self.home = home

    def __call__(self, *args, **settings):
        env = {name: value for name, value in os.environ.items() if not name.startswith(("FANLIGHT_", "DJANGO_"))}
        env |= {"FANLIGHT_HOME": str(self.home), **settings}
        done = subprocess.run(
            [sys.executable, "-m", "fanlight", *map(str, args)],
            env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def fails(self, *args, **settings):
        """Run a command that must fail: with a sentence, a status other than 0, and no traceback."""
        answer = self(*args, **settings)
        assert answer.status not in (0, None), answer
        assert "Traceback" not in answer.out + answer.err
        assert "Error: " in answer.err, answer
        assert answer.err.rstrip()[-1] in ".)?", answer.err
        return answer.err
