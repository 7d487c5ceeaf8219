"""One page of every kind that the door shows, by what the page is, for the tests that must see all of them."""

from __future__ import annotations

from .doors import Door

#: Printed pages and what the door makes itself, with the status of the answer.
KINDS: dict[str, tuple[str, int]] = {
    "home": ("/", 200),
    "life event": ("/life-events/death-of-a-loved-one", 200),
    "life event of a business": ("/life-events/made-up-opening-a-shop", 200),
    "life event, not translated": ("/life-events/made-up-moving-here", 200),
    "life events": ("/life-events", 200),
    "topic": ("/topics/death", 200),
    "crowded topic": ("/topics/arts", 200),
    "topics": ("/topics", 200),
    "audience": ("/audiences/survivors", 200),
    "audiences": ("/audiences", 200),
    "provider": ("/providers/va", 200),
    "provider with an earlier name": ("/providers/made-up-county", 200),
    "provider that ended": ("/providers/made-up-ferry-office", 200),
    "providers": ("/providers", 200),
    "service": ("/services/social-security-survivors-benefits", 200),
    "service with places": ("/services/order-a-death-certificate", 200),
    "service with few places": ("/services/made-up-dog-tag", 200),
    "service with every channel": ("/services/made-up-shop-permit", 200),
    "service, not translated": ("/services/made-up-library-card", 200),
    "paused service": ("/services/made-up-market-stall", 200),
    "service in its season": ("/services/made-up-snow-help", 200),
    "service out of its season": ("/services/made-up-pool-pass", 200),
    "closed service": ("/services/made-up-lamp-oil-grant", 200),
    "programme": ("/services/made-up-orchard-programme", 200),
    "retired service": ("/services/made-up-ferry-pass", 410),
    "all services": ("/services", 200),
    "about": ("/about", 200),
    "how this works": ("/how", 200),
    "results": ("/search?q=social%20security", 200),
    "more results": ("/search?q=social%20security&page=2", 200),
    "results that were misspelt": ("/search?q=hausing%20asistance", 200),
    "narrowed results": ("/search?q=benefits&for=veterans&via=phone&in=US-TX", 200),
    "results narrowed by what is not known": ("/search?q=benefits&for=wizards&by=nobody", 200),
    "no results": ("/search?q=zzxqvw", 200),
    "no results left by what was chosen": ("/search?q=passport&for=farmers&topic=death", 200),
    "search without words": ("/search", 200),
    "no such page": ("/services/death-certificat", 404),
    "address that cannot be read": ("/services/%00", 400),
}


def shelf_of(door: Door) -> str:
    """The address of a shelf: its name is made from what stands on it."""
    return next(page.at for page in door.pages() if page.at.startswith("/topics/arts/"))


def all_kinds(door: Door) -> dict[str, tuple[str, int]]:
    """Every kind of page, with a shelf among them."""
    return {**KINDS, "shelf": (shelf_of(door), 200)}


def in_language(path: str, lang: str) -> str:
    """The address of the same page in a language."""
    if lang == "en":
        return path
    return f"/{lang}" if path == "/" else f"/{lang}{path}"
