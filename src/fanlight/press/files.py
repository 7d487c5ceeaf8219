"""The files of an edition that no template makes: assets, robots.txt, sitemap.xml."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from fanlight.edition.rules import HTML, Page, address_of
from fanlight.theme.assets import Asset
from fanlight.theme.rules import Site

#: The sitemap protocol (sitemaps.org) allows 50,000 addresses a file.
_SITEMAP_MOST = 45_000
_XML = "application/xml; charset=utf-8"


def file_pages(site: Site, assets: Iterable[Asset]) -> list[Page]:
    """Make a page of each asset, and robots.txt, which lets search engines read all but the search."""
    lang = site.languages[0]
    pages = [
        Page(
            at=each.address, lang=lang, kind="asset", type=each.content_type, raw=each.body, steps=False, indexed=False
        )
        for each in assets
    ]
    closed = "".join(f"Disallow: {site.prefix(code)}/search\n" for code in site.languages)
    robots = f"User-agent: *\n{closed}Disallow: /api/\n\nSitemap: {site.address}/sitemap.xml\n"
    pages.append(
        Page(
            at="/robots.txt", lang=lang, kind="file", type="text/plain; charset=utf-8", raw=robots.encode(),
            steps=False, indexed=False,
        )
    )  # fmt: skip
    return pages


def sitemap_pages(site: Site, pages: Iterable[Page], path_of: Callable[[Page], str]) -> list[Page]:
    """Make sitemap.xml, with every translation of every page; a large one becomes an index and its parts."""
    entries = []
    base = escape(site.address, {'"': "&quot;"})
    prefixes = [(lang, site.prefix(lang)) for lang in site.languages]
    for page in pages:
        if page.type != HTML or not page.indexed:
            continue
        # An address holds letters, digits and marks that XML has no other use for; only the site's own may not.
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{base}{address_of(prefix, page.at)}"/>'
            for lang, prefix in prefixes
        )
        entries.append(f"<url><loc>{base}{path_of(page)}</loc>{alternates}</url>")
    parts = [entries[start : start + _SITEMAP_MOST] for start in range(0, len(entries), _SITEMAP_MOST)] or [[]]
    if len(parts) == 1:
        return [_xml(site, "/sitemap.xml", _urlset(parts[0]))]
    files = [_xml(site, f"/sitemap-{number}.xml", _urlset(part)) for number, part in enumerate(parts, 1)]
    listed = "".join(f"<sitemap><loc>{escape(site.address + file.at)}</loc></sitemap>" for file in files)
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
    return [_xml(site, "/sitemap.xml", index), *files]


def _urlset(entries: list[str]) -> str:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f"<urlset {spaces}>" + "\n".join(entries) + "</urlset>"


def _xml(site: Site, at: str, body: str) -> Page:
    raw = ('<?xml version="1.0" encoding="UTF-8"?>\n' + body + "\n").encode()
    return Page(at=at, lang=site.languages[0], kind="sitemap", type=_XML, raw=raw, steps=False, indexed=False)
