"""Opening and verifying editions, and taking up a new one while the old one is read."""

import shutil
import sqlite3
import threading
import time

import pytest

from fanlight.edition import actions, queries
from fanlight.edition.rules import SCHEMA, EditionFault

from .making import change_manifest, make_edition, printed


@pytest.fixture
def edition(tmp_path):
    return tmp_path / make_edition(tmp_path)


def test_a_whole_edition_has_no_fault(edition):
    assert queries.verify(edition) == []


@pytest.mark.parametrize("name", ["pages.sqlite", "catalogue.json.gz", "site.json", "search/meta.json"])
def test_each_damaged_file_is_named(edition, name):
    content = bytearray((edition / name).read_bytes())
    content[len(content) // 2] ^= 1
    (edition / name).write_bytes(content)
    assert queries.verify(edition) == [f"{name} is damaged: its content is not what was printed"]


@pytest.mark.parametrize("name", ["pages.sqlite", "catalogue.json.gz", "site.json", "search/meta.json"])
def test_each_missing_file_is_named(edition, name):
    (edition / name).unlink()
    assert queries.verify(edition) == [f"{name} is missing"]


@pytest.mark.parametrize("name", ["more.txt", "pages.sqlite-journal", "search/manifest.json"])
def test_each_foreign_file_is_named(edition, name):
    (edition / name).write_bytes(b"x")
    assert queries.verify(edition) == [f"{name} is not of this edition"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema": "x"}'])
def test_a_damaged_manifest_is_named(edition, content):
    (edition / "manifest.json").write_bytes(content)
    (fault,) = queries.verify(edition)
    assert "manifest.json is damaged" in fault
    assert "Print a new one." in fault


def test_pages_changed_together_with_the_manifest_no_longer_fit_the_address(edition):
    database = sqlite3.connect(edition / "pages.sqlite")
    with database:
        database.execute("UPDATE pages SET digest = x'00'")
    database.close()
    change_manifest(edition, files=queries.hash_files(edition))
    (fault,) = queries.verify(edition)
    assert fault.startswith("its address is wrong")


def test_another_format_is_refused_with_the_way_out(edition):
    # A manifest of a later version may hold other things; the version is told all the same.
    (edition / "manifest.json").write_bytes(b'{"schema": 99, "of": "the future"}')
    with pytest.raises(EditionFault, match=f"format 99, and this Fanlight reads format {SCHEMA}.*fanlight print"):
        queries.Edition(edition)


def test_an_edition_whose_pages_cannot_be_read_is_not_opened(edition):
    (edition / "pages.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(EditionFault, match=r"pages\.sqlite cannot be read"):
        queries.Edition(edition)


def test_an_edition_is_never_written_to(edition):
    opened = queries.Edition(edition)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened._db.execute("DELETE FROM pages")


def test_listing_is_newest_first_and_leaves_out_what_is_no_edition(tmp_path):
    first = make_edition(tmp_path, "first", at="2026-11-22T12:00:00.001+00:00")
    second = make_edition(tmp_path, "second", at="2026-11-22T12:00:00.002+00:00")
    shutil.copytree(tmp_path / first, tmp_path / "renamed")
    (tmp_path / "empty").mkdir()
    assert [manifest.address for manifest in queries.listed(tmp_path)] == [second, first]
    assert queries.folders(tmp_path) == sorted([first, second, "renamed", "empty"])


def test_a_swap_is_taken_up_within_five_seconds(tmp_path):
    current = queries.Current(tmp_path)
    assert current.get() is None
    for body in ("one", "two"):
        address = make_edition(tmp_path, body)
        assert _within(5, lambda address=address: (now := current.get()) and now.address == address)
        assert current.get().body("/").text() == f"<h1>{body}</h1>".encode()


def test_going_back_is_taken_up_too(tmp_path):
    first, _ = make_edition(tmp_path, "one"), make_edition(tmp_path, "two")
    current = queries.Current(tmp_path)
    current.get()
    actions.point_at(tmp_path, first)
    assert _within(5, lambda: current.get().address == first)


def test_a_new_edition_that_cannot_be_opened_leaves_the_old_one_open(tmp_path, caplog):
    first = make_edition(tmp_path, "one")
    current = queries.Current(tmp_path)
    current.get()
    second = make_edition(tmp_path, "two", current=False)
    (tmp_path / second / "pages.sqlite").unlink()
    actions.point_at(tmp_path, second)
    time.sleep(queries._LOOK_AGAIN + 0.1)
    assert current.get().address == first


def test_a_damaged_edition_that_is_printed_again_is_opened_again(tmp_path):
    address = make_edition(tmp_path)
    current = queries.Current(tmp_path)
    damaged = current.get()
    assert make_edition(tmp_path) == address
    assert _within(5, lambda: current.get() is not damaged)


def test_a_copied_folder_may_stand_where_the_pointer_would(tmp_path):
    made, door = tmp_path / "made", tmp_path / "door"
    address = make_edition(made)
    shutil.copytree(made / address, door / "current")
    current = queries.Current(door)
    assert current.get().address == address
    assert queries.verify(door / "current") == []
    with pytest.raises(EditionFault, match="not a pointer"):
        shutil.copytree(made / address, door / address)
        actions.point_at(door, address)


def test_readers_of_a_pruned_edition_go_on_reading_it(tmp_path):
    """Threads that have not read yet when the folder goes, and a search that was not asked yet."""
    address = make_edition(tmp_path)
    edition = queries.Current(tmp_path).get()
    shutil.rmtree(tmp_path / address)
    assert _in_threads(8, lambda: edition.body("/").text()) == [b"<h1>one</h1>"] * 8
    assert [hit.id for hit in edition.search("apple", "en", 5)[0]] == ["a"]
    assert edition.site["languages"] == ["en", "es"]


def test_swaps_under_readers_never_fail_nor_mix(tmp_path):
    for body in ("one", "two"):
        make_edition(tmp_path, body, pages=[printed(f"/{n}", f"{body} {n}".encode()) for n in range(20)])
    addresses = [manifest.address for manifest in queries.listed(tmp_path)]
    current, ending = queries.Current(tmp_path), time.monotonic() + 2.5

    def read() -> int:
        seen = set()
        while time.monotonic() < ending:
            edition = current.get()
            words = {edition.body(f"/{n}").text().split()[0] for n in range(20)}
            assert len(words) == 1
            seen |= words
        return len(seen)

    def swap() -> int:
        while time.monotonic() < ending:
            for address in addresses:
                actions.point_at(tmp_path, address)
                time.sleep(0.02)
        return 2

    answers = _in_threads(5, read, swap)
    assert all(answers)


def _within(seconds, true) -> bool:
    ending = time.monotonic() + seconds
    while time.monotonic() < ending:
        if true():
            return True
        time.sleep(0.05)
    return False


def _in_threads(number, work, *others) -> list:
    answers = []
    threads = [
        threading.Thread(target=lambda each=each: answers.append(each())) for each in [*[work] * number, *others]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == len(threads), "a thread failed"
    return answers
