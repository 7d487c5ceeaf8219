"""Runs the whole suite: everything on SQLite, then what needs a database once more on PostgreSQL.

What the machine lacks (Chromium, PostgreSQL) is installed with apt when this runs as root; otherwise one loud sentence
says what is not tested and how to mend that.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _apt(package: str, what: str, program: str) -> bool:
    """See that a program is there, and install it when that can be done."""
    if _program(program):
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package} for {what} …", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env, check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
            env=env, check=False, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    if _program(program):
        return True
    print(
        f"\n!!! NOT TESTED: {what}. Install {package} (Debian: apt-get install {package}) and run again.\n", flush=True
    )
    return False


def _program(name: str) -> str:
    if found := shutil.which(name):
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(versions[0]) if versions else ""


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own on this machine alone, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="fanlight-postgres-"))
    as_user = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    init = [*as_user, _program("initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    control = [*as_user, _program("pg_ctl"), "-D", str(data), "-w", "-s"]
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    subprocess.run(init, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    log = str(folder / "log")
    subprocess.run([*control, "-l", log, "-o", options, "start"], check=True, cwd=folder)
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _pytest(*args: str, **env: str) -> int:
    command = [sys.executable, "-m", "pytest", *args]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode


def main(args: list[str]) -> int:
    """Run both rounds; return the status of the first that failed."""
    _apt("chromium", "pages in a real browser", "chromium")
    with_postgres = _apt("postgresql", "the database on PostgreSQL", "initdb")
    print("--- everything, on SQLite", flush=True)
    # The house tests have run as part of `make check` already.
    if failed := _pytest("--ignore=tests/house", *args):
        return failed
    if with_postgres:
        print("--- what needs a database, on PostgreSQL", flush=True)
        with _postgres() as url:
            return _pytest("-m", "db", *args, FANLIGHT_DATABASE_URL=url)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
