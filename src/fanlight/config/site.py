"""Who the site is: kept in `site.json` in FANLIGHT_HOME, written by `fanlight init`."""

from __future__ import annotations

import msgspec

from fanlight.theme.rules import Contact, Site, SiteFault, check_site

from . import environment

#: What a site is called until its installer has said who they are.
SAMPLE = Site(
    name={"en": "Fanlight", "es": "Fanlight"},
    languages=["en", "es"],
    # The service of the starter catalogue that says where to turn. In a catalogue without it, it is passed over.
    contact=Contact(service="usagov-help"),
    sample=True,
)


def load_site() -> Site:
    """Return the site, or the sample where nobody has said who they are.

    Raises:
        SiteFault: when site.json is damaged, with the way out.
    """
    path = environment.home() / "site.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return SAMPLE
    try:
        site = msgspec.json.decode(content, type=Site)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise SiteFault(f"{path} is damaged ({fault}). Run `fanlight init` again.") from fault
    check_site(site)
    return site


def save_site(site: Site) -> None:
    """Check and keep a site.

    Raises:
        SiteFault: when it cannot be shown as described.
    """
    check_site(site)
    path = environment.home() / "site.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.format(msgspec.json.encode(site), indent=2) + b"\n")
    new.replace(path)
