"""The files that pages fetch (styles, font, icons, logo), each under an address with the hash of its bytes.

An address with a hash can be kept for ever by browsers, and a changed file has a new address. What is served is made
by ``tools/build_theme.py``.
"""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path, PurePosixPath

import msgspec
from django.conf import settings

from fanlight.theme.rules import Site, palette

THEME = Path(__file__).parent
BUILT = THEME / "built"
PACKAGE = THEME.parent

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_UNSAFE_DRAWING = rb"<script|<foreignObject|\bon\w+\s*=|href\s*=\s*[\"']?\s*(?:(https?:)?//|javascript:)"
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


class AssetFault(Exception):
    """A file of the theme or of the site is not there; the message says what to do."""


class Asset(msgspec.Struct, frozen=True):
    """A file that pages fetch: its name in templates, its address with the hash, its type and its bytes."""

    name: str
    address: str
    content_type: str
    body: bytes


def assets(site: Site) -> list[Asset]:
    """All files that the pages of a site fetch: the theme's, and the site's own colour and logo where it has them."""
    return list(_assets_by_name(msgspec.json.encode(site)).values())


def asset_address(site: Site, name: str) -> str:
    """The address of one file by its name in templates, such as ``fanlight.css`` or ``logo``."""
    by_name = _assets_by_name(msgspec.json.encode(site))
    if name not in by_name:
        raise AssetFault(f"There is no asset “{name}”. There are: {', '.join(sorted(by_name))}.")
    return by_name[name].address


@functools.lru_cache(maxsize=8)
def _assets_by_name(site_as_json: bytes) -> dict[str, Asset]:
    # The site's fields hold mappings, so that a site itself cannot be a key of a cache: its JSON can.
    site = msgspec.json.decode(site_as_json, type=Site)
    found = dict(_theme_assets())
    if site.colour:
        found["site.css"] = _asset("site.css", site_css(site.colour).encode())
    if site.logo:
        found["logo"] = _logo(site)
    return found


@functools.cache
def _theme_assets() -> dict[str, Asset]:
    css = _read_built("fanlight.css").decode()
    found: dict[str, Asset] = {}
    for path in sorted({"favicon.svg", "suggest.js", *_CSS_ADDRESS.findall(css)} - {""}):
        name = PurePosixPath(path).name
        folder = "icons/" if path.startswith("icons/") else ""
        found[name] = _asset(name, _read_built(folder + name))

    def hashed(match: re.Match[str]) -> str:
        return f"url({found[PurePosixPath(match[1]).name].address})"

    return {"fanlight.css": _asset("fanlight.css", _CSS_ADDRESS.sub(hashed, css).encode()), **found}


def site_css(colour: str) -> str:
    """The styles of a site's own colour: the same custom properties that the theme sets, in other shades."""
    shades = "".join(f"--fl-{name}:{value};" for name, value in palette(colour).items())
    return f":root{{{shades}}}"


def _logo(site: Site) -> Asset:
    path = Path(getattr(settings, "FANLIGHT_HOME", "."), site.logo)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise AssetFault(
            f"The site's logo cannot be read at {path}: put the file there or leave the logo out."
        ) from error
    check_logo(path.name, body)
    return _asset(f"logo{path.suffix.lower()}", body)


def check_logo(name: str, body: bytes) -> None:
    """Check that a logo is the drawing that its name says, and a plain one.

    Raises:
        AssetFault: with what to do instead.
    """
    kind = PurePosixPath(name).suffix.lower()
    if kind == ".png" and not body.startswith(b"\x89PNG"):
        raise AssetFault(f"The logo {name} is no PNG file, whatever its name says: save it as .png or .svg.")
    if kind == ".svg" and b"<svg" not in body:
        raise AssetFault(f"The logo {name} is no SVG drawing, whatever its name says: save it as .svg or .png.")
    if kind == ".svg" and re.search(_UNSAFE_DRAWING, body, re.IGNORECASE):
        raise AssetFault(f"The logo {name} holds script or loads from elsewhere: save it as a plain drawing.")


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    digest = hashlib.sha256(body).hexdigest()[:8]
    return Asset(name, f"/assets/{stem}.{digest}{suffix}", CONTENT_TYPES[suffix], body)


def _read_built(name: str) -> bytes:
    try:
        return (BUILT / name).read_bytes()
    except OSError as error:
        raise AssetFault(f"The theme is not built ({name} is missing): run python tools/build_theme.py") from error


@functools.cache
def icon(name: str) -> str:
    """The drawing of an icon, to stand inside a page: no request, and it takes the colour of the words beside it."""
    svg = _read_built(f"icons/{name}.svg").decode()
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    inner = re.sub(r'<path fill="none" d="M0 0h24v24H0[zV]?"/>|<path d="M0 0h24v24H0z" fill="none"/>', "", inner)
    return f'<svg class="fl-icon" aria-hidden="true" viewBox="0 0 24 24">{inner}</svg>'


def fingerprint() -> str:
    """A hash over all that makes a page look and speak as it does: templates, tags, translations and built files.

    When it changes, every page has to be rendered again.
    """
    digest = hashlib.sha256()
    for path in sorted(_looks(PACKAGE)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _looks(package: Path) -> set[Path]:
    found = {path for path in package.rglob("templates/**/*") if path.is_file()}
    found |= set(package.rglob("templatetags/*.py"))
    found |= set(package.rglob("locale/*/LC_MESSAGES/*.mo"))
    found |= {path for path in BUILT.rglob("*") if path.is_file()}
    # Not templates, yet they make what stands in a page.
    return found | {THEME / "assets.py", THEME / "rules.py"}
