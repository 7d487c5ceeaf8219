"""Asks a running door over plain HTTP, as any client would, or as none should."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any

import brotli
import msgspec


class Answer(msgspec.Struct, frozen=True):
    """One answer, its header names in lower case."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> bytes:
        """The body as it was before compression."""
        coding = self.headers.get("content-encoding", "")
        return {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}[coding](self.raw)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Serving:
    """A door that runs, and all that it has said on stdout and stderr."""

    def __init__(
        self, process: subprocess.Popen[str], port: int, said: list[str], home: Path, listener: threading.Thread
    ) -> None:
        self.process = process
        self.port = port
        self.said = said
        self.home = home
        self.listener = listener

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path. Headers are given with `_` for `-`; nothing is sent that is not said here."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        fields = response.getheaders()
        assert len({name.lower() for name, _ in fields}) == len(fields), f"a header stands twice: {fields}"
        answer = Answer(response.status, {name.lower(): value for name, value in fields}, response.read())
        connection.close()
        return answer

    def search(self, query: str, lang: str = "en", **more: str) -> Answer:
        """Ask for a page of results."""
        prefix = "" if lang == "en" else f"/{lang}"
        return self.ask(f"{prefix}/search?{urllib.parse.urlencode({'q': query, **more})}")

    def raw(self, content: bytes, wait: float = 20) -> bytes:
        """Send bytes as they are, and return all that comes back, or that came within `wait` seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as line:
            got = b""
            try:
                line.sendall(content)
                while part := line.recv(65_536):
                    got += part
            except (ConnectionError, TimeoutError):
                pass
            return got

    def wait_until_open(self) -> None:
        """Wait until the door answers at all."""
        for _ in range(200):
            try:
                self.ask("/")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the door did not open: {self.said}")

    def stop(self) -> None:
        """Stop it, and see that it went by itself."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.listener.join(10)
        if self.process.stdout:
            self.process.stdout.close()


def until(seconds: float, true: Any) -> bool:
    """Ask again and again until something is true, at most so many seconds."""
    ending = time.monotonic() + seconds
    while time.monotonic() < ending:
        if true():
            return True
        time.sleep(0.2)
    return False
