"""What is true of a site: who it is, which languages it speaks, which colours can be read.

Nothing here touches Django or a clock.
"""

from __future__ import annotations

import re

import msgspec

# The interface is translated into these; a test holds this list against the folder `locale`.
INTERFACE_LANGUAGES = ("en", "es")

CONTRAST_NEEDED = 4.5
WHITE = "#ffffff"
NIGHT = "#0a1a1a"
PLASTER = "#f6f3ec"


class SiteFault(ValueError):
    """A site that cannot be shown as it is described; the message says what to change."""


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """How people reach those who run the site. Each part is optional.

    ``service`` is the id of the service that helps when nothing else does: its telephone is offered where search finds
    nothing and the site has none of its own.
    """

    phone: str = ""
    email: str = ""
    url: str = ""
    service: str = ""


class Site(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who the site is.

    ``languages`` are BCP 47 codes, the first is the default and has no prefix in addresses. ``address`` is where the
    site stands, without a closing slash. ``logo`` is a file (svg or png), found from the folder of FANLIGHT_HOME.
    ``sample`` is true until an installer has said who they are.
    """

    name: dict[str, str]
    languages: list[str]
    country: str = "US"
    contact: Contact = Contact()
    colour: str = ""
    logo: str = ""
    address: str = "http://127.0.0.1:8000"
    hours: dict[str, str] = {}
    sample: bool = True

    def prefix(self, lang: str) -> str:
        """What stands before every path of a language: nothing for the default one, else ``/es``."""
        return "" if lang == self.languages[0] else f"/{lang}"

    def called(self, lang: str) -> tuple[str, str]:
        """The site's name and the language it is in: the one asked for, else the first that has a name."""
        for code in (lang, *self.languages, *self.name):
            if self.name.get(code):
                return self.name[code], code
        return "Fanlight", "en"


def check_site(site: Site) -> None:
    """Raise a SiteFault with a plain sentence when a site cannot be shown as described."""
    if not site.languages:
        raise SiteFault("The site has no language: name at least one, such as en.")
    if len(set(site.languages)) < len(site.languages):
        raise SiteFault("The site names a language twice: name each once, the default first.")
    for code in site.languages:
        if code not in INTERFACE_LANGUAGES:
            available = ", ".join(INTERFACE_LANGUAGES)
            raise SiteFault(f"The interface is not translated into “{code}”: choose from {available}.")
    if not site.name.get(site.languages[0], "").strip():
        raise SiteFault(f"The site has no name in its default language, {site.languages[0]}.")
    if not re.fullmatch(r"https?://[^\s/?#]+", site.address):
        raise SiteFault(
            f"The site's address must begin with http:// or https:// and end without a slash: "
            f"“{site.address}” does not."
        )
    if not re.fullmatch(r"[A-Z]{2}", site.country):
        raise SiteFault(f"Write the country as its code of two letters, such as US: “{site.country}” is not.")
    _check_contact(site.contact)
    if site.colour:
        check_colour(site.colour)
    if site.logo and not site.logo.lower().endswith((".svg", ".png")):
        raise SiteFault(f"The logo must be an .svg or .png file: “{site.logo}” is neither.")


def _check_contact(contact: Contact) -> None:
    if contact.url and not re.fullmatch(r"https?://[^\s/?#]+\S*", contact.url):
        raise SiteFault(f"The page for questions must begin with http:// or https://: “{contact.url}” does not.")
    if contact.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact.email):
        raise SiteFault(f"Write the mail address as name@example.gov: “{contact.email}” is not.")
    if contact.phone and not re.fullmatch(r"(?=.*[0-9])[-0-9+#*(), ./xX]{2,40}", contact.phone):
        raise SiteFault(f"The telephone number may hold digits and + - ( ) . only: “{contact.phone}” holds more.")


def check_colour(colour: str) -> None:
    """Raise a SiteFault when white words could not be read on a colour, or it is not written as ``#rrggbb``."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise SiteFault(f"Write the colour as # and six digits, such as #0f6460: “{colour}” is not.")
    found = contrast(colour, WHITE)
    if found < CONTRAST_NEEDED:
        raise SiteFault(
            f"White words on {colour} have a contrast of {found:.1f} to 1, too faint to read; "
            f"{CONTRAST_NEEDED} is needed. Choose a darker colour."
        )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palette(colour: str) -> dict[str, str]:
    """The shades that the styles need, all from one colour: for buttons, links, the dark bands and pale grounds."""
    link = colour
    while contrast(link, PLASTER) < CONTRAST_NEEDED + 0.1:
        link = mix(link, NIGHT, 0.1)
    door = colour
    # The bands carry large areas of words and the lit window: they need to be near night.
    while contrast(door, WHITE) < 13:
        door = mix(door, NIGHT, 0.1)
    return {
        "accent": link,
        "accent-dark": mix(link, NIGHT, 0.35),
        "door": door,
        "door-light": mix(door, mix(colour, WHITE, 0.35), 0.35),
        "mist": mix(colour, WHITE, 0.82),
        "tint": mix(colour, WHITE, 0.92),
    }


def mix(one: str, other: str, share: float) -> str:
    """A colour between two: ``share`` of the way from one to the other."""
    parts = (round(a + (b - a) * share) for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = []
    for channel in _channels(colour):
        part = channel / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
