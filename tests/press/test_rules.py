"""How clicks are counted, and what refuses a printing: as tables over small made-up sites."""

import pytest

from fanlight.edition.rules import HTML, Printed
from fanlight.press.rules import MOST_LINKS, Wanted, count_clicks, other_refusals, walk


def page(path, *links, kind="topic", lang="en", mark="", main=None, **more):
    facts = {"size": 1000, "steps": True, "indexed": True, "type": HTML, "at": path.removeprefix("/es") or "/", **more}
    return Printed(
        path=path, lang=lang, kind=kind, status=200, digest=b"", key=b"", gz=b"", br=b"", plain=b"", subject="",
        mark=mark, main_links=list(links) if main is None else main, links=list(links), **facts,
    )  # fmt: skip


def site(*pages):
    return {each.path: each for each in pages}


def wanted(**services):
    return Wanted({"en": ""}, services, frozenset())


def test_the_shortest_way_is_found_and_told():
    pages = site(
        page("/", "/a", "/b"), page("/a", "/c"), page("/b", "/c", "/services/x"), page("/c", "/services/x"),
        page("/services/x", mark="start"),
    )  # fmt: skip
    walked = walk(pages, {}, "en", "/")
    assert walked.way("/services/x") == ["/", "/b", "/services/x"]
    assert walked.clicks["/services/x"] == 2


def test_three_clicks_are_allowed_and_four_are_refused_with_the_way():
    pages = site(
        page("/", "/a"), page("/a", "/b"), page("/b", "/services/near", "/c"), page("/c", "/services/far"),
        page("/services/near", mark="start"), page("/services/far", mark="start"),
    )  # fmt: skip
    clicks, refused = count_clicks(pages, {}, wanted(near="start", far="start"))
    assert clicks["en"]["services"].by_clicks == {"3": 1, "far": 1}
    assert [(r.kind, r.what, r.path) for r in refused] == [("far", "far", ["/", "/a", "/b", "/c", "/services/far"])]
    assert "4 clicks" in refused[0].reason


def test_a_page_with_more_than_60_main_links_counts_as_no_step():
    many = [f"/p{number}" for number in range(MOST_LINKS)]
    for extra, reached in (([], True), (["/one-more"], False)):
        pages = site(
            page("/", "/a"), page("/a", "/services/x", *many, *extra, main=["/services/x", *many[1:], *extra]),
            page("/services/x", mark="start"),
        )  # fmt: skip
        _, refused = count_clicks(pages, {}, wanted(x="start"))
        assert (not [r for r in refused if r.kind == "far"]) is reached


@pytest.mark.parametrize("kind", ["all-services", "search"])
def test_an_index_counts_as_no_step(kind):
    pages = site(page("/", "/i"), page("/i", "/services/x", kind=kind, steps=False), page("/services/x", mark="start"))
    _, refused = count_clicks(pages, {}, wanted(x="start"))
    assert [r.kind for r in refused] == ["far"]
    assert "No click path" in refused[0].reason


def test_a_service_without_its_start_action_is_refused():
    pages = site(page("/", "/services/x"), page("/services/x", mark="turn"))
    _, refused = count_clicks(pages, {}, wanted(x="start"))
    assert [(r.kind, r.path) for r in refused] == [("no-start", ["/", "/services/x"])]
    clicks, refused = count_clicks(pages, {}, wanted(x="turn"))
    assert refused == []
    assert clicks["en"]["services"].reached == 1


def test_a_service_without_a_page_is_refused():
    _, refused = count_clicks(site(page("/")), {}, wanted(x="start"))
    assert [r.kind for r in refused] == ["missing"]


def test_the_walk_stays_in_its_language_and_follows_redirects():
    pages = site(
        page("/", "/es", "/old"), page("/es", "/es/services/x", lang="es"), page("/new", "/services/x"),
        page("/services/x", mark="start"), page("/es/services/x", lang="es", mark="start"),
    )  # fmt: skip
    walked = walk(pages, {"/old": "/new"}, "en", "/")
    assert walked.way("/services/x") == ["/", "/new", "/services/x"]
    assert "/es" not in walked.clicks


def test_the_share_reached_by_each_kind_of_way_is_told():
    pages = site(
        page("/", "/life-events/e", "/topics/t"), page("/life-events/e", "/services/x", kind="life-event"),
        page("/topics/t", "/services/x", "/services/y"), page("/services/x", mark="start"),
        page("/services/y", mark="start"),
    )  # fmt: skip
    clicks, refused = count_clicks(pages, {}, wanted(x="start", y="start"))
    assert refused == []
    assert clicks["en"]["services"].by_way == {
        "life-event": 0.5, "topic": 1.0, "audience": 0.0, "provider": 0.0, "service": 0.0,
    }  # fmt: skip


def test_a_dead_link_is_refused_with_its_page():
    pages = site(page("/", "/nowhere", "/search"), page("/a", "/nowhere"))
    refused = other_refusals(pages, {}, wanted())
    assert [(r.kind, r.what) for r in refused] == [("dead-link", "/nowhere")]
    assert "/ and 1 more" in refused[0].reason


def test_a_redirect_to_nothing_is_refused():
    refused = other_refusals(site(page("/")), {"/old": "/gone"}, wanted())
    assert [(r.kind, r.what) for r in refused] == [("dead-link", "/old")]


def test_a_page_missing_in_a_language_is_refused():
    both = Wanted({"en": "", "es": "/es"}, {}, frozenset())
    refused = other_refusals(site(page("/"), page("/es", lang="es", at="/"), page("/a")), {}, both)
    assert [(r.kind, r.what) for r in refused] == [("missing", "/a")]
    assert "in es" in refused[0].reason


def test_a_page_too_large_is_refused_but_an_index_is_not():
    refused = other_refusals(site(page("/", size=60_001), page("/services", size=900_000, steps=False)), {}, wanted())
    assert [(r.kind, r.what) for r in refused] == [("too-large", "/")]
