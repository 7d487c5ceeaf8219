"""What an edition must be to be printed: every service within three clicks, no dead link, no missing page.

A click is a link or button followed from the home page, counted by a breadth-first walk over the printed pages of one
language. A page counts as a step only if its main part offers at most 60 links; search, the list of all services and
the sitemap do not count. A service is reached when its page is open and shows its start action; a programme, or a
service that cannot be used now, when its page says where to turn.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Mapping

import msgspec

from fanlight.catalog.rules.shelves import MOST_LINKS
from fanlight.edition.rules import HTML, Printed, address_of

MOST_CLICKS = 3
LARGEST_PAGE = 60_000
#: Addresses that the door answers by itself, without a printed page.
LIVE = frozenset({"/search", "/api/search"})
#: The kinds of way to a service that are told apart: by the page that the first click opens.
WAYS = ("life-event", "topic", "audience", "provider", "service")


class Refusal(msgspec.Struct, frozen=True):
    """One reason why an edition must not be printed. `path` is the shortest click path found, by address."""

    kind: str
    what: str
    reason: str
    path: list[str] = []


class Walked(msgspec.Struct, frozen=True):
    """The shortest way to every page of one language: clicks and the page before, by address."""

    lang: str
    clicks: dict[str, int]
    before: dict[str, str]

    def way(self, path: str) -> list[str]:
        """Return the addresses from the home page to a page, both included; nothing if it is not reached."""
        if path not in self.clicks:
            return []
        way = [path]
        while way[-1] in self.before:
            way.append(self.before[way[-1]])
        return way[::-1]


def too_full(page: Printed) -> bool:
    """Whether a page offers more links than a person can look through, so that it counts as no step."""
    return len(page.main_links) > MOST_LINKS


def walk(pages: Mapping[str, Printed], redirects: Mapping[str, str], lang: str, home: str, first: str = "") -> Walked:
    """Walk breadth-first from the home page through the pages of one language.

    With `first`, the first click must open a page of that kind: this gives the share reached by each kind of way.
    """
    ways = _ways(pages, redirects, lang)
    return _walk(ways, lang, home, {path for path in ways if not first or pages[path].kind == first})


def _ways(pages: Mapping[str, Printed], redirects: Mapping[str, str], lang: str) -> dict[str, list[str]]:
    """Return, for every page of a language, the pages of that language that one click on it opens."""
    there = {path for path, page in pages.items() if page.lang == lang and page.type == HTML}
    return {
        path: [target for link in pages[path].links if (target := redirects.get(link, link)) in there]
        if pages[path].steps and not too_full(pages[path])
        else []
        for path in there
    }


def _walk(ways: Mapping[str, list[str]], lang: str, home: str, first: Container[str]) -> Walked:
    clicks, before = {home: 0}, {}
    queue = deque([home] if home in ways else [])
    while queue:
        here = queue.popleft()
        for target in ways[here]:
            if target not in clicks and (here != home or target in first):
                clicks[target] = clicks[here] + 1
                before[target] = here
                queue.append(target)
    return Walked(lang, clicks, before)


class Counted(msgspec.Struct):
    """How many services (or programmes) of one language are how many clicks away, and the share by kind of way."""

    reached: int = 0
    of: int = 0
    by_clicks: dict[str, int] = {}
    by_way: dict[str, float] = {}


class Wanted(msgspec.Struct, frozen=True):
    """What must be reached: the languages, with what stands before their paths; the services, with the mark that each
    page must show; and which of them are programmes."""

    prefixes: dict[str, str]
    services: dict[str, str]
    programmes: frozenset[str]


def count_clicks(
    pages: Mapping[str, Printed], redirects: Mapping[str, str], wanted: Wanted
) -> tuple[dict[str, dict[str, Counted]], list[Refusal]]:
    """Count the clicks to every service and programme in every language, and refuse what is too far."""
    counted: dict[str, dict[str, Counted]] = {}
    refusals: list[Refusal] = []
    for lang, prefix in wanted.prefixes.items():
        home = address_of(prefix, "/")
        links = _ways(pages, redirects, lang)
        walked = _walk(links, lang, home, links)
        ways = {way: _walk(links, lang, home, {p for p in links if pages[p].kind == way}) for way in WAYS}
        groups = {"services": Counted(), "programmes": Counted()}
        tallies: dict[str, Counter[str]] = {"services": Counter(), "programmes": Counter()}
        shares: dict[str, Counter[str]] = {"services": Counter(), "programmes": Counter()}
        for service, needed in wanted.services.items():
            path = address_of(prefix, f"/services/{service}")
            group = "programmes" if service in wanted.programmes else "services"
            groups[group].of += 1
            refusal = _unreached(service, path, needed, lang, pages, walked)
            if refusal:
                refusals.append(refusal)
                tallies[group]["far"] += 1
                continue
            groups[group].reached += 1
            tallies[group][str(walked.clicks[path])] += 1
            for way, found in ways.items():
                shares[group][way] += found.clicks.get(path, 99) <= MOST_CLICKS
        for group, result in groups.items():
            result.by_clicks = dict(sorted(tallies[group].items()))
            result.by_way = {way: round(n / result.of, 4) for way, n in shares[group].items() if result.of}
        counted[lang] = groups
    return counted, refusals


def _unreached(
    service: str, path: str, needed: str, lang: str, pages: Mapping[str, Printed], walked: Walked
) -> Refusal | None:
    page = pages.get(path)
    if page is None:
        return Refusal("missing", service, f"{service} has no page in {lang}: {path} was not printed.")
    way = walked.way(path)
    if page.mark != needed:
        wanted = "no start action" if needed == "start" else "nothing that says where to turn"
        return Refusal("no-start", service, f"{path} shows {wanted}: give the service a way to start.", way)
    clicks = walked.clicks.get(path)
    if clicks is None:
        return Refusal(
            "far",
            service,
            f"No click path leads from the home page to {path}. Give the service a topic, an audience or a provider; "
            f"a page with more than {MOST_LINKS} links counts as no step.",
        )
    if clicks > MOST_CLICKS:
        return Refusal(
            "far", service, f"{path} is {clicks} clicks from the home page; at most {MOST_CLICKS} are allowed.", way
        )
    return None


def other_refusals(pages: Mapping[str, Printed], redirects: Mapping[str, str], wanted: Wanted) -> list[Refusal]:
    """Refuse dead internal links, pages missing in a language, and pages too large for a slow line."""
    refusals = []
    live = {address_of(prefix, at) for prefix in wanted.prefixes.values() for at in LIVE} | LIVE
    dead: dict[str, list[str]] = {}
    known = set(pages)
    for page in pages.values():
        # Most links hold: taking those away at once is quicker than asking after each.
        for link in sorted(set(page.links) - known):
            # The door puts an address in the place of one that begins with an underscore.
            if redirects.get(link, link) not in pages and link not in live and not link.startswith("/_"):
                dead.setdefault(link, []).append(page.path)
    for link, sources in sorted(dead.items()):
        more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
        reason = f"{sources[0]}{more} has a link to {link}, and no such page is printed."
        refusals.append(Refusal("dead-link", link, reason, [sources[0], link]))
    for old, new in sorted(redirects.items()):
        if new not in pages:
            refusals.append(Refusal("dead-link", old, f"{old} moved to {new}, and no such page is printed."))
    for page in pages.values():
        if page.type == HTML and page.steps and page.size > LARGEST_PAGE:
            reason = f"{page.path} has {page.size:,} bytes of HTML; at most {LARGEST_PAGE:,} load on a slow line."
            refusals.append(Refusal("too-large", page.path, reason + " Shorten its texts."))
    return refusals + _missing_languages(pages.values(), wanted)


def _missing_languages(pages: Iterable[Printed], wanted: Wanted) -> list[Refusal]:
    there: dict[str, set[str]] = {}
    for page in pages:
        if page.type == HTML:
            there.setdefault(page.at, set()).add(page.lang)
    return [
        Refusal("missing", at, f"{at} is not printed in {lang}, which the site offers.")
        for at, langs in sorted(there.items())
        for lang in wanted.prefixes
        if lang not in langs
    ]
