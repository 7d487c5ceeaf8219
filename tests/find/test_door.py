"""Printed pages over HTTP: what every answer carries, and what the addresses that moved lead to."""

import json
import re

import pytest

from fanlight.edition.rules import HTML

POLICY = {
    "default-src 'none'", "style-src 'self'", "font-src 'self'", "img-src 'self'", "form-action 'self'",
    "script-src 'self'", "connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.fixture(scope="module")
def served(edition):
    """Every page that the door must answer at."""
    return {path: edition.body(path) for path in edition.paths() if "/_" not in path}


def test_every_printed_page_answers_as_it_was_printed(door, served):
    assert len(served) > 200
    for path, body in served.items():
        answer = door.ask(path)
        assert (answer.status, answer.headers["content-type"]) == (body.status, body.type), path
        assert answer.raw == body.text(), path
        assert int(answer.headers["content-length"]) == len(answer.raw), path
        assert "content-encoding" not in answer.headers, path
        if body.type == HTML:
            lang = "es" if path.split("/")[1] == "es" else "en"
            assert answer.headers["content-language"] == lang, path
            assert f'<html lang="{lang}">' in answer.text, path


def test_every_answer_protects_the_reader(door, served):
    for path in served:
        headers = door.ask(path, "HEAD").headers
        assert set(headers["content-security-policy"].split("; ")) == POLICY, path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "set-cookie" not in headers, path


def test_no_page_asks_a_third_party_for_anything(served):
    loads = re.compile(
        rb'<(?:link(?! rel="(?:canonical|alternate)")|img|script|iframe|source|use)\b[^>]*(?:href|src)="([^"]*)"'
    )
    for path, body in served.items():
        if body.type == HTML:
            assert [url for url in loads.findall(body.text()) if not re.match(rb"/assets/|#", url)] == [], path
    styles = [body.text() for body in served.values() if body.type.startswith("text/css")]
    assert styles
    assert not any(re.search(rb"url\(\s*['\"]?(?:https?:)?//|@import", style) for style in styles)


def test_each_coding_gives_the_same_page(door, served):
    for path, body in served.items():
        if not body.gz:
            continue
        tags = set()
        for accepted, coding in (("gzip", "gzip"), ("br", "br"), ("identity", ""), ("gzip, deflate, br", "br")):
            answer = door.ask(path, Accept_Encoding=accepted)
            assert answer.headers.get("content-encoding", "") == coding, (path, accepted)
            assert answer.body == body.text(), (path, accepted)
            assert int(answer.headers["content-length"]) == len(answer.raw)
            assert answer.headers["vary"] == "Accept-Encoding"
            tags.add(answer.headers["etag"])
        assert len(tags) == 3, "bodies that differ in bytes need tags that differ"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br;q=0, gzip", "gzip"), ("gzip;q=0", ""), ("*", "br"), ("*;q=0", ""), ("br;q=0, *", "gzip"), ("GZIP", "gzip"),
        ("zstd", ""), ("gzip;q=zzz", ""), (",,;;,=", ""), ("gzip;q=1e400", "gzip"), ("gzip;q=nan", ""), ("x" * 5000, ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/search?q=funeral"])
def test_what_the_client_accepts_decides(door, path, accepted, coding):
    answer = door.ask(path, Accept_Encoding=accepted)
    assert (answer.status, answer.headers.get("content-encoding", "")) == (200, coding)
    assert b"</html>" in answer.body


def test_a_page_that_is_known_is_not_sent_again(door, served):
    for path, body in served.items():
        if body.status != 200:
            continue
        for coding in ("br", ""):
            tag = door.ask(path, Accept_Encoding=coding).headers["etag"]
            for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
                again = door.ask(path, Accept_Encoding=coding, If_None_Match=given)
                assert (again.status, again.raw) == (304, b""), (path, given)
                assert again.headers["etag"] == tag
                assert "cache-control" in again.headers
                assert again.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("given", ['"other"', "other", "", "W/", '"' * 50, "\xff"])
def test_another_tag_gets_the_page(door, given):
    assert door.ask("/", If_None_Match=given).status == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/es", "/services/va-pension", "/search?q=rent", "/nothing", "/api/search?q=a", "/services/old-pension"],
)
@pytest.mark.parametrize("coding", ["br", ""])
def test_head_has_the_same_headers_and_no_body(door, path, coding):
    get, head = (door.ask(path, method, Accept_Encoding=coding) for method in ("GET", "HEAD"))
    assert head.raw == b""
    assert (head.status, _lasting(head.headers)) == (get.status, _lasting(get.headers))
    assert int(get.headers["content-length"]) == len(get.raw)


def test_only_assets_may_be_kept_without_asking(door, served):
    for path in served:
        kept = door.ask(path, "HEAD").headers["cache-control"]
        asset = path.startswith("/assets/")
        assert kept == ("public, max-age=31536000, immutable" if asset else "public, max-age=0, must-revalidate"), path


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/services/", "/services"), ("/es/", "/es"), ("/es/services/va-pension/", "/es/services/va-pension"),
        ("/services/va-pension///", "/services/va-pension"), ("/search/", "/search"),
        ("/es/search/?q=a%20b", "/es/search?q=a%20b"),
        ("/services/old-pension", "/services/new-pension"), ("/services/old-pension/", "/services/new-pension"),
        ("/es/services/old-pension", "/es/services/new-pension"), ("/services/twice-told", "/services/va-pension"),
    ],
)  # fmt: skip
def test_an_address_that_moved_leads_on(door, path, to):
    answer = door.ask(path)
    assert (answer.status, answer.headers["location"], answer.raw) == (301, to, b"")
    assert door.ask(to).status == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/services//evil.example/", "///", "//"])
def test_no_address_leads_to_another_site(door, path):
    location = door.ask(path).headers.get("location", "/")
    assert re.match(r"/(?![/\\])", location) or location == "/"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_service_that_was_split_names_where_to_go(door, prefix):
    answer = door.ask(f"{prefix}/services/split-service")
    assert answer.status == 410
    for half in ("first", "second"):
        assert f'href="{prefix}/services/{half}-half"' in answer.text
    assert door.ask(f"{prefix}/services/ended-service").status == 410


@pytest.mark.parametrize("path", ["/_shell", "/es/_shell", "/_shell/", "/es/_shell/"])
def test_parts_of_live_pages_are_no_pages(door, path):
    answer = door.ask(path)
    assert answer.status == 404
    assert "<!--fanlight:main-->" not in answer.text


def test_the_one_script_is_a_file_of_the_site_and_structured_data_runs_nothing(served):
    bodies = [body.text().decode() for body in served.values() if body.type == HTML]
    scripts = [found for body in bodies for found in re.findall(r"<script([^>]*)>(.*?)</script>", body, re.DOTALL)]
    assert scripts
    for attributes, content in scripts:
        if not re.fullmatch(r' src="/assets/suggest\.[0-9a-f]{8}\.js" defer', attributes):
            assert attributes == ' type="application/ld+json"'
            json.loads(content)


def _lasting(headers):
    return {name: value for name, value in headers.items() if name not in ("date",)}
