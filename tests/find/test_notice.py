"""The emergency notice: on every page within a minute, without printing; and no file can break the door by it."""

import json
import shutil

import pytest

from fanlight.edition.rules import HTML
from fanlight.find.notice import NoticeFault, read_notice

from .asking import until
from .conftest import fanlight

SOON = 12  # seconds; a minute is promised, and the door looks every two
TEXT = {"en": "Offices are <closed> & safe today.", "es": "Las oficinas están cerradas hoy."}
SHOWN = {"en": "Offices are &lt;closed&gt; &amp; safe today.", "es": TEXT["es"]}


@pytest.fixture(scope="module")
def own(home, serve, tmp_path_factory):
    """A door of its own on a copy of the editions: the notice must not show in the other tests."""
    copy = tmp_path_factory.mktemp("notice")
    shutil.copytree(home / "editions", copy / "editions", symlinks=True)
    return serve(copy, "--only", "door")


def put(own, content: bytes) -> None:
    new = own.home / "editions" / "notice.new"
    new.write_bytes(content)
    new.replace(own.home / "editions" / "notice.json")


def taken_down(own) -> None:
    (own.home / "editions" / "notice.json").unlink(missing_ok=True)
    assert until(SOON, lambda: "fl-notice" not in own.ask("/").text)


def test_a_notice_stands_on_every_page_and_is_taken_down(own, edition):
    before = own.ask("/").headers["etag"]
    fanlight(own.home, "notice", f"en={TEXT['en']}", f"es={TEXT['es']}")
    assert until(SOON, lambda: SHOWN["en"] in own.ask("/").text)

    pages = [path for path in edition.paths() if "/_" not in path and edition.body(path).type == HTML]
    live = ["/search?q=rent", "/es/search?q=renta", "/nothing", "/es/nothing", "/%00", "/es/%00"]
    for path in [*pages, *live]:
        lang = "es" if path.split("/")[1].split("?")[0] == "es" else "en"
        for coding in ("br", "gzip", ""):
            answer = own.ask(path, Accept_Encoding=coding)
            assert answer.text.count(SHOWN[lang]) == 1, (path, coding)
            assert len(answer.raw) == int(answer.headers["content-length"])
    assert SHOWN["en"] in own.ask("/", "POST").text

    noticed = own.ask("/").headers["etag"]
    assert noticed != before
    assert own.ask("/", If_None_Match=before).status == 200, "who kept the page without the notice gets it with it"
    assert own.ask("/", If_None_Match=noticed).status == 304
    style = next(path for path in edition.paths() if path.endswith(".css"))
    assert own.ask(style).body == edition.body(style).text(), "only pages bear it"

    fanlight(own.home, "notice", "--clear")
    assert until(SOON, lambda: "fl-notice" not in own.ask("/").text)
    assert own.ask("/").headers["etag"] == before
    assert own.ask("/", If_None_Match=noticed).status == 200


def test_a_notice_in_one_language_is_marked_in_the_other(own):
    put(own, json.dumps({"es": TEXT["es"]}).encode())
    assert until(SOON, lambda: TEXT["es"] in own.ask("/").text)
    assert f'lang="es">{TEXT["es"]}<' in own.ask("/").text
    assert f'lang="es">{TEXT["es"]}<' in own.search("rent").text
    assert f'<p class="usa-alert__text">{TEXT["es"]}<' in own.ask("/es").text
    taken_down(own)


def test_a_broken_notice_leaves_what_was_shown_and_the_door_open(own):
    put(own, json.dumps(TEXT).encode())
    assert until(SOON, lambda: SHOWN["en"] in own.ask("/").text)
    said = len(own.said)
    put(own, b'{"en": ')
    assert until(SOON, lambda: own.ask("/").status == 200 and len(own.said) > said)
    assert SHOWN["en"] in own.ask("/").text
    assert until(SOON, lambda: len(own.said) > said)
    assert not until(4.5, lambda: len(own.said) > said + 1), "one fault of one file is said once"
    assert "must be a JSON mapping" in "".join(own.said[said:])
    taken_down(own)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"en": 1}', b'{"en": "  "}', b"{}", b"[" * 9000, b'{"en": "' + b"x" * 20_000 + b'"}'],
)  # fmt: skip
def test_what_is_no_notice_is_refused_with_a_sentence(content):
    with pytest.raises(NoticeFault, match=r"^The notice .*\.$"):
        read_notice(content)


def test_a_notice_is_read():
    assert read_notice(b'{"en": " Closed. ", "es": ""}') == {"en": "Closed."}
