"""Writing editions, pointing at one, pruning, and what keeps two printings apart."""

import collections
import subprocess
import sys

import pytest

from fanlight.edition import actions, queries
from fanlight.edition.actions import Busy, NoRoom, Writer, check_room, point_at, printing, prune
from fanlight.edition.rules import EditionFault, edition_address

from .making import make_edition, printed


def test_equal_builds_have_one_address_whatever_the_time_and_the_index(tmp_path):
    addresses = {
        make_edition(tmp_path / place, "same", at=at)
        for place, at in (("a", "2026-01-01T00:00:00.000+00:00"), ("b", "2027-01-01T00:00:00.000+00:00"))
    }
    assert len(addresses) == 1
    indexes = {queries.hash_files(tmp_path / place / addresses.copy().pop())["search/meta.json"] for place in "ab"}
    assert len(indexes) == 2, "two builds of one index differ, or else this test shows nothing"


@pytest.mark.parametrize(
    "other",
    [
        {"body": "other"},
        {"redirects": {"/old": "/"}},
        {"pages": [printed("/more", b"more")]},
    ],
)
def test_another_page_redirect_or_catalogue_has_another_address(tmp_path, other):
    assert make_edition(tmp_path) != make_edition(tmp_path, **{"body": "one", **other})


def test_the_address_does_not_depend_on_the_order_of_pages():
    one, two = {"/a": b"1", "/b": b"2"}, {"/b": b"2", "/a": b"1"}
    assert edition_address(one, {}, b"") == edition_address(two, {}, b"")


def test_an_edition_printed_again_replaces_its_folder(tmp_path):
    address = make_edition(tmp_path)
    (tmp_path / address / "site.json").write_bytes(b"damaged")
    assert make_edition(tmp_path, at="2026-11-23T12:00:00.000+00:00") == address
    assert queries.verify(tmp_path / address) == []
    assert [manifest.printed_at for manifest in queries.listed(tmp_path)] == ["2026-11-23T12:00:00.000+00:00"]


def test_a_writer_starts_from_an_earlier_edition(tmp_path):
    address = make_edition(tmp_path, pages=[printed("/stays", b"stays"), printed("/goes", b"goes")])
    with printing(tmp_path) as folder:
        writer = Writer(folder, tmp_path / address / "pages.sqlite")
        assert set(writer.keys()) == {"/", "/stays", "/goes"}
        writer.remove(["/goes"])
        writer.add([printed("/", b"new")])
        assert {page.path for page in writer.facts()} == {"/", "/stays"}
        assert writer.digests()["/stays"] == printed("/stays", b"stays").digest
        writer.close()
    assert queries.verify(tmp_path / address) == []


def test_only_one_prints_at_a_time(tmp_path):
    code = (
        "import sys, pathlib; from fanlight.edition.actions import Busy, printing\n"
        "try:\n  with printing(pathlib.Path(sys.argv[1])): print('printed')\n"
        "except Busy as fault: print(fault)"
    )
    ask = [sys.executable, "-c", code, str(tmp_path)]
    with printing(tmp_path) as folder:
        said = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
        assert said == "Another edition is being printed right now. Wait until it is done, then print again.\n"
        assert folder.is_dir(), "the other one left our folder alone"
    assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout == "printed\n"


def test_a_second_printing_in_one_process_is_busy_too(tmp_path):
    with printing(tmp_path), pytest.raises(Busy), printing(tmp_path):
        pass


def test_what_a_killed_printing_left_is_cleared_away(tmp_path):
    address = make_edition(tmp_path)
    (tmp_path / ".printing-1" / "search").mkdir(parents=True)
    (tmp_path / ".current-1").symlink_to(address)
    with printing(tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {address, "current", ".lock"}


def test_printing_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), printing(tmp_path) as folder:
        (folder / "pages.sqlite").write_bytes(b"half")
        raise ZeroDivisionError
    assert {path.name for path in tmp_path.iterdir()} == {".lock"}


@pytest.mark.parametrize(("free", "room"), [(249_999_999, False), (250_000_000, True)])
def test_printing_needs_room_for_the_edition_twice(tmp_path, monkeypatch, free, room):
    usage = collections.namedtuple("usage", "total used free")
    monkeypatch.setattr(actions.shutil, "disk_usage", lambda path: usage(10**12, 0, free))
    if room:
        check_room(tmp_path, 100_000_000)
        return
    with pytest.raises(
        NoRoom, match=r"250 MB free .* needs 250 MB\. Remove old editions with `fanlight editions prune`"
    ):
        check_room(tmp_path, 100_000_000)


def test_pruning_keeps_the_newest_and_the_current_one(tmp_path):
    made = [make_edition(tmp_path, f"{n}", at=f"2026-11-22T12:00:0{n}.000+00:00") for n in range(5)]
    point_at(tmp_path, made[0])
    listed = [manifest.address for manifest in queries.listed(tmp_path)]
    assert prune(tmp_path, 2, listed, made[0]) == [made[3], made[2], made[1]]
    assert queries.folders(tmp_path) == sorted([made[0], made[4]])
    assert prune(tmp_path, 1, [made[4], made[0]], made[0]) == [made[4]]
    assert queries.current_address(tmp_path) == made[0]
    assert {path.name for path in tmp_path.iterdir()} == {made[0], "current", ".lock"}


def test_pruning_spares_what_became_current_meanwhile(tmp_path):
    first, second = make_edition(tmp_path, "1"), make_edition(tmp_path, "2")
    assert prune(tmp_path, 1, [second, first], first) == []
    assert queries.folders(tmp_path) == sorted([first, second])


def test_a_manifest_cannot_make_pruning_reach_out_of_the_folder(tmp_path):
    editions, outside = tmp_path / "editions", tmp_path / "outside"
    make_edition(editions)
    outside.mkdir()
    address = make_edition(editions, "evil", current=False)
    content = (editions / address / "manifest.json").read_text().replace(address, "../outside")
    (editions / address / "manifest.json").write_text(content)
    assert "../outside" not in [manifest.address for manifest in queries.listed(editions)]


def test_the_pointer_goes_back_and_forth(tmp_path):
    first, second = make_edition(tmp_path, "1"), make_edition(tmp_path, "2")
    for address in (first, second, first):
        point_at(tmp_path, address)
        assert queries.current_address(tmp_path) == address
        assert (tmp_path / "current").readlink().as_posix() == address, "a copied folder keeps its pointer"


@pytest.mark.parametrize("address", ["", ".", "..", "current", ".lock", "nothing", "../editions"])
def test_the_pointer_never_leads_to_what_is_no_edition(tmp_path, address):
    made = make_edition(tmp_path)
    with pytest.raises(EditionFault, match="There is no edition"):
        point_at(tmp_path, address)
    assert queries.current_address(tmp_path) == made


def test_two_folders_exchange_their_names_in_one_step(tmp_path):
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert actions.exchange(tmp_path / "new", tmp_path / "old")
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["new"]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["old"]
    assert not actions.exchange(tmp_path / "new", tmp_path / "nowhere")


@pytest.mark.parametrize("can", [True, False])
def test_an_edition_of_the_same_address_is_replaced_whole(tmp_path, can, monkeypatch):
    if not can:
        monkeypatch.setattr(actions, "exchange", lambda one, other: False)
    address = make_edition(tmp_path)
    (tmp_path / address / "search" / "extra").write_text("damage", encoding="utf-8")
    assert queries.verify(tmp_path / address)
    assert make_edition(tmp_path) == address
    assert queries.verify(tmp_path / address) == []
    assert not list(tmp_path.glob(".printing-*"))
