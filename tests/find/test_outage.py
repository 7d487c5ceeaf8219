"""What stays open when something is down, and what never reaches a log."""

import os
import shutil
import threading

import pytest

from fanlight.edition.queries import Edition, current_address
from fanlight.find.door import Door, where
from tests.edition.making import make_edition, printed

from .asking import until

SECRETS = ["quetzalcoatl", "xochimilco", "popocatepetl"]


@pytest.fixture
def copy(home, tmp_path):
    shutil.copytree(home / "editions", tmp_path / "editions", symlinks=True)
    return tmp_path


def test_the_door_alone_has_no_database(door):
    assert not (door.home / "db.sqlite3").exists()
    assert door.ask("/services/va-pension").status == 200
    assert door.search("pension").status == 200
    assert not (door.home / "db.sqlite3").exists(), "nothing made one either"


def test_settings_of_the_door_have_no_table_no_cookie_and_no_session():
    from fanlight.config.settings import door as settings

    assert settings.DATABASES == {}
    assert settings.MIDDLEWARE == []
    assert settings.INSTALLED_APPS == ["fanlight.theme", "fanlight.find"]


def test_before_the_first_printing_the_door_says_so_and_then_takes_the_edition_up(copy, serve):
    editions, later = copy / "editions", copy / "later"
    editions.rename(later)
    serving = serve(copy, "--only", "door")
    for path in ("/", "/es", "/search?q=rent", "/nothing"):
        answer = serving.ask(path)
        assert (answer.status, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert 'lang="es"' in answer.text
        assert answer.headers["cache-control"] == "no-store"
    assert serving.ask("/api/search?q=rent").json == {
        "error": "No edition has been printed yet. Try again in a minute."
    }
    later.rename(editions)
    assert until(5, lambda: serving.ask("/").status == 200)
    assert serving.search("pension").status == 200


def test_serve_goes_on_when_the_database_breaks_while_it_runs(copy, serve, edition):
    serving = serve(copy)
    database = copy / "db.sqlite3"
    assert database.exists(), "plain `serve` makes the database ready"
    for broken in (b"this is no database" * 100, None):
        for path in copy.glob("db.sqlite3*"):
            path.unlink()
        if broken:
            database.write_bytes(broken)
        for path in edition.paths():
            if "/_" not in path:
                assert serving.ask(path).status == edition.body(path).status, path
        for query in ("pension", "retirment", "mi esposo murio"):
            assert serving.search(query).status == serving.search(query, "es").status == 200
        assert serving.ask("/nothing").status == 404


def test_serve_starts_when_the_database_is_broken_already(copy, serve):
    (copy / "db.sqlite3").write_bytes(b"this is no database" * 100)
    serving = serve(copy)
    assert serving.ask("/services/va-pension").status == 200
    assert "The database cannot be used" in "".join(serving.said)
    assert "Traceback" not in "".join(serving.said)


def test_what_people_look_for_is_nowhere_written(copy, serve):
    serving = serve(copy, "--only", "door")
    first, second, third = SECRETS
    for path in (
        f"/search?q={first}", f"/es/search?q={first}&page=2", f"/api/search?q={first}&limit=0", f"/{second}",
        f"/%ff{second}", f"/services/{second}/", f"/?{third}", f"/search?{third}{'&' * 1500}", f"/{third}{'x' * 3000}",
    ):  # fmt: skip
        for method in ("GET", "HEAD", "POST"):
            serving.ask(path, method, Referer=f"https://example.org/{third}", Content_Length="0")
    serving.raw(f"GET /{second} HTTP/1.1\r\nno colon {third}\r\n\r\n".encode())
    serving.stop()
    written = "".join(serving.said)
    assert "Fanlight is open" in written
    assert not any(word in written for word in SECRETS)
    for path in copy.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word.encode() in content for word in SECRETS), path


def test_a_damaged_edition_is_a_page_and_a_line_without_the_address(copy, caplog):
    folder = copy / "editions" / current_address(copy / "editions")
    door = Door(copy / "editions", lambda: None, 0)
    assert _ask(door, "/")[0] == "200 OK"
    size = (folder / "pages.sqlite").stat().st_size
    with (folder / "pages.sqlite").open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(size - 8192))
    answers = {_ask(door, path)[0] for path in ("/services/va-pension", "/topics", f"/{SECRETS[0]}")}
    assert answers == {"500 Internal Server Error"}
    _, headers, body = _ask(door, "/topics")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert b"Please try again" in body
    assert int(headers["Content-Length"]) == len(body)
    assert _ask(door, "/topics", "HEAD")[2] == b""


def test_a_failure_of_live_pages_leaves_printed_pages_open(copy):
    def fails():
        raise RuntimeError(SECRETS[0])

    door = Door(copy / "editions", fails, 0)
    assert _ask(door, "/search")[0] == "500 Internal Server Error"
    assert _ask(door, "/")[0] == "200 OK"


def test_what_failed_is_told_without_what_was_typed():
    try:
        raise ValueError(SECRETS[0])
    except ValueError as fault:
        told = where(fault)
    assert told.startswith("ValueError at test_outage.py:")
    assert SECRETS[0] not in told


def test_pages_of_two_editions_never_mix_under_threads(tmp_path):
    """Threads ask while the edition is swapped to and fro: a page kept of one is never served as the other's."""
    editions = {}
    for body in ("one", "two"):
        address = make_edition(tmp_path, body, pages=[printed(f"/{n}", f"{body}".encode()) for n in range(30)])
        editions[address] = Edition(tmp_path / address)
    kept = Door(tmp_path, lambda: None, 10_000_000)._kept
    wrong = []

    def read(edition, body):
        for n in list(range(30)) * 40:
            if kept.get(edition, f"/{n}").text() != body:
                wrong.append(n)

    threads = [
        threading.Thread(target=read, args=(edition, body))
        for edition, body in zip(editions.values(), (b"one", b"two"), strict=True)
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _ask(door, path, method="GET"):
    answered = []
    body = door(
        {"REQUEST_METHOD": method, "PATH_INFO": path},
        lambda status, headers, fault=None: answered.append((status, dict(headers))),
    )
    return (*answered[0], b"".join(body))
