"""What the door shows of itself in an edition: about, how this works, and the shell of pages that are made live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from fanlight.edition.rules import Card, Page, SearchDoc
from fanlight.theme.rules import Site

from .bets import BETS, Bet, bet_faults, expired, print_bets
from .filters import FILTERS, print_filters
from .suggesting import SUGGESTIONS, Never, print_suggestions

#: Where the shell of live pages is printed. Paths that begin with an underscore are never served as they are.
SHELL = "/_shell"


#: What stands in the shell for the address of the same live page in another language.
OTHER_LANGUAGE = "/_other/{}"


class Title(msgspec.Struct, frozen=True):
    """A title in the page's own language."""

    text: str
    lang: str = ""


class AboutPage(msgspec.Struct, frozen=True):
    """A page about the site itself: all of its words are the template's."""

    title: Title
    summary: Title = Title("")


class Shown(msgspec.Struct, frozen=True):
    """A result as a page shows it."""

    href: str
    name: Title
    summary: Title
    note: Title
    provider: Title
    status: str
    programme: bool
    life_event: bool
    recommended: bool = False


def show(card: Card, *, recommended: bool = False) -> Shown:
    """Make a result of a card; `recommended` is one that people put first."""
    return Shown(
        card.href,
        Title(card.name, card.name_lang),
        Title(card.summary, card.summary_lang),
        Title(card.provider),
        Title(card.provider),
        card.status,
        card.kind == "programme",
        card.kind == "life-event",
        recommended,
    )


class Searched(msgspec.Struct, frozen=True):
    """What the door's own search is printed from: what the index knows, what is shown of each record in each language,
    what each facet is called, what is never suggested, and what stands first for some words."""

    docs: Sequence[SearchDoc] = ()
    cards: Sequence[tuple[str, Card]] = ()
    facet_names: dict[str, dict[str, str]] = {}
    never: Sequence[str] = ()
    bets: Sequence[Bet] = ()


def gather(site: Site, searched: Searched) -> list[Page]:
    """Make the door's own pages in every language of the site, and what its search narrows and suggests by."""
    pages = []
    for lang in site.languages:
        with translation.override(lang):
            pages += [
                _page("/about", lang, "about", AboutPage(Title(_("About this site")))),
                _page("/how", lang, "how", AboutPage(Title(_("How this works")))),
                Page(
                    at=SHELL, lang=lang, kind="shell", template="theme/shell.html", value=AboutPage(Title("")),
                    steps=False, indexed=False, elsewhere=OTHER_LANGUAGE,
                ),
            ]  # fmt: skip
    suggestions = print_suggestions(searched.docs, searched.cards, site.languages, Never(searched.never))
    pages.append(_data(SUGGESTIONS, site, suggestions))
    pages.append(_data(FILTERS, site, print_filters(searched.docs, searched.facet_names)))
    if searched.bets:
        pages.append(_data(BETS, site, print_bets(searched.bets)))
    return pages


def search_faults(searched: Searched, site: Site) -> list[tuple[str, str]]:
    """Return what must not be printed, as pairs of record and sentence: best bets that are wrong."""
    return bet_faults(searched.bets, {doc.id for doc in searched.docs}, site.languages)


def search_notes(searched: Searched, today: dt.date) -> list[str]:
    """Return what somebody should look at, though it keeps nothing from being printed: best bets that are over."""
    return expired(searched.bets, today)


def _data(at: str, site: Site, content: bytes) -> Page:
    return Page(
        at=at, lang=site.languages[0], kind="data", type="application/json", raw=content, steps=False, indexed=False
    )


def _page(at: str, lang: str, name: str, value: AboutPage) -> Page:
    return Page(at=at, lang=lang, kind="about", template=f"find/{name}.html", value=value)
