"""An edition written out as plain files."""

import pytest

from fanlight.edition import queries
from fanlight.edition.mirror import write_mirror
from fanlight.edition.rules import EditionFault

from .making import make_edition, printed


@pytest.fixture
def edition(tmp_path):
    pages = [
        printed("/services/a", b"<p>a</p>"),
        printed("/es/services/a", b"<p>a es</p>", lang="es"),
        printed("/robots.txt", b"User-agent: *", type_="text/plain; charset=utf-8"),
        printed("/_shell", b"shell"),
        printed("/es/_shell", b"shell", lang="es"),
        printed("/services/gone", b"<p>gone</p>", status=410),
    ]
    redirects = {"/services/old": "/services/a", "/es/services/old": "/es/services/a"}
    address = make_edition(tmp_path / "editions", pages=pages, redirects=redirects)
    return queries.Edition(tmp_path / "editions" / address)


def test_every_page_and_redirect_is_a_file(edition, tmp_path):
    out = tmp_path / "out"
    assert write_mirror(edition, out) == 7
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert files == {
        "index.html", "services/a/index.html", "es/services/a/index.html", "robots.txt",
        "services/gone/index.html", "services/old/index.html", "es/services/old/index.html",
    }  # fmt: skip
    assert (out / "services/a/index.html").read_bytes() == b"<p>a</p>"
    moved = (out / "es/services/old/index.html").read_text()
    assert '<html lang="es">' in moved
    assert 'content="0; url=/es/services/a"' in moved
    assert '<a href="/es/services/a">' in moved


def test_an_empty_folder_will_do_and_a_full_one_is_refused(edition, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    assert write_mirror(edition, out) == 7
    with pytest.raises(EditionFault, match=r"is not empty\. Name a new folder"):
        write_mirror(edition, out)


def test_a_damaged_edition_cannot_write_outside_the_folder(tmp_path):
    editions, out = tmp_path / "editions", tmp_path / "deep" / "out"
    address = make_edition(editions, pages=[printed("/../../stolen.txt", b"x", type_="text/plain")])
    with pytest.raises(EditionFault, match="leads out of the folder"):
        write_mirror(queries.Edition(editions / address), out)
    assert not (tmp_path / "stolen.txt").exists()
