"""What docs/operate.md and docs/edition.md tell an operator to do, done."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.house import ROOT

OPERATE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")


def environment(home: Path) -> dict[str, str]:
    env = {**os.environ, "FANLIGHT_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    for name in ("DJANGO_SETTINGS_MODULE", "FANLIGHT_DATABASE_URL"):
        env.pop(name, None)
    return env


def fanlight(home: Path, *words: str) -> str:
    command = [sys.executable, "-m", "fanlight", *words]
    done = subprocess.run(
        command, env=environment(home), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


@contextmanager
def serving(home: Path, *words: str) -> Iterator[str]:
    """A server of one folder, and the address where it answers."""
    command = [sys.executable, "-m", "fanlight", "serve", "--port", "0", *words]
    server = subprocess.Popen(command, env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        address = next(line.strip() for line in server.stdout if line.startswith("http://")).rstrip("/")
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/robots.txt", timeout=20).close()
            except urllib.error.HTTPError:
                break
            except urllib.error.URLError:
                time.sleep(0.1)
            else:
                break
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample printed in it."""
    folder = tmp_path_factory.mktemp("operate")
    fanlight(folder, "demo", "--no-serve")
    return folder


def test_the_door_is_open_with_the_database_deleted(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "site", symlinks=True)
    for path in (tmp_path / "site").glob("db.sqlite3*"):
        path.unlink()
    with serving(tmp_path / "site", "--only", "door") as address:
        assert "<h1" in get(f"{address}/es")
        assert '"results":[{' in get(f"{address}/api/search?q=funeral")
    assert list((tmp_path / "site").glob("db.sqlite3*")) == []


def test_serve_stays_open_when_the_database_cannot_be_used(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "site", symlinks=True)
    for path in (tmp_path / "site").glob("db.sqlite3*"):
        path.unlink()
    (tmp_path / "site" / "db.sqlite3").write_text("this is no database " * 400, encoding="utf-8")
    with serving(tmp_path / "site") as address:
        assert "<h1" in get(f"{address}/services/fema-funeral-assistance")
        assert "funeral" in get(f"{address}/search?q=funeral").lower()


def test_a_second_door_is_a_copied_folder(home: Path, tmp_path: Path) -> None:
    editions = tmp_path / "editions"
    editions.mkdir()
    for folder in (home / "editions").iterdir():
        if folder.is_dir() and not folder.is_symlink():
            shutil.copytree(folder, editions / folder.name)
    (editions / "current").symlink_to((home / "editions" / "current").readlink())
    with serving(tmp_path, "--only", "door") as address:
        assert get(f"{address}/") == (get_mirrored(home, tmp_path / "public") / "index.html").read_text(
            encoding="utf-8"
        )
    assert "whole" in fanlight(tmp_path, "editions", "verify")


def get_mirrored(home: Path, folder: Path) -> Path:
    fanlight(home, "mirror", str(folder))
    return folder


def test_a_check_for_the_load_balancer_tells_whether_an_edition_is_open(home: Path, tmp_path: Path) -> None:
    with serving(tmp_path, "--only", "door") as address, pytest.raises(urllib.error.HTTPError) as closed:
        get(f"{address}/robots.txt")
    closed.value.close()
    assert closed.value.code == 503
    with serving(home, "--only", "door") as address:
        assert "User-agent" in get(f"{address}/robots.txt")


def test_a_lost_site_comes_back_from_its_backup(home: Path, tmp_path: Path) -> None:
    fanlight(home, "export", "--format", "fanlight", str(tmp_path / "backup"))
    new = tmp_path / "new"
    fanlight(new, "import", "--format", "fanlight", str(tmp_path / "backup"))
    said = fanlight(new, "print")
    address = (home / "editions" / "current").readlink().name
    assert f"Edition {address} is open" in said


def test_the_web_server_s_settings_can_be_read_and_log_no_question(tmp_path: Path) -> None:
    block = re.search(r"```nginx\n(.*?)```", OPERATE, re.DOTALL)[1]
    log = re.search(r"log_format quiet '(.*?)'", block)[1]
    assert {"$request", "$request_uri", "$args", "$query_string", "$remote_addr"} & set(log.split()) == set()
    nginx = shutil.which("nginx")
    openssl = shutil.which("openssl")
    if not (nginx and openssl):
        pytest.skip("nginx and openssl are not here to read the settings")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.gov", "-days", "2",
         "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    block = re.sub(r"(ssl_certificate_key\s+)[^;]+", rf"\g<1>{key}", block)
    block = re.sub(r"(ssl_certificate\s+)[^;]+", rf"\g<1>{cert}", block).replace("/var/log/nginx", str(tmp_path))
    settings = tmp_path / "nginx.conf"
    settings.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{block}\n}}\n", encoding="utf-8")
    done = subprocess.run([nginx, "-t", "-c", str(settings)], capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr
