"""The files that pages fetch: addresses with hashes, nothing from elsewhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import brotli
import pytest

from fanlight.theme import assets
from fanlight.theme.assets import Asset, AssetFault, asset_address, fingerprint
from fanlight.theme.rules import Site

SITE = Site(name={"en": "Fanlight"}, languages=["en", "es"])


def by_name(site: Site = SITE) -> dict[str, Asset]:
    return {each.name: each for each in assets.assets(site)}


def test_each_address_holds_the_hash_of_its_bytes() -> None:
    for asset in assets.assets(SITE):
        found = re.fullmatch(r"/assets/[\w-]+\.([0-9a-f]{8})\.(css|woff2|svg|js)", asset.address)
        assert found, asset.address
        assert found[1] == hashlib.sha256(asset.body).hexdigest()[:8]


def test_styles_fetch_nothing_but_our_own_hashed_files() -> None:
    files = by_name()
    css = files["fanlight.css"].body.decode()
    inside = set(re.findall(r"url\(([^)]*)\)", css)) - {'""'}
    assert inside
    assert inside <= {asset.address for asset in files.values()}
    assert "http:" not in css
    assert "https:" not in css
    assert "@import" not in css


def test_the_first_view_stays_small() -> None:
    files = by_name()
    first = [files["fanlight.css"], files["atkinson-hyperlegible-next.woff2"], files["favicon.svg"]]
    assert sum(len(brotli.compress(each.body)) for each in first) < 40_000


def test_a_site_s_colour_comes_as_custom_properties_and_only_where_it_has_one() -> None:
    assert "site.css" not in by_name()
    coloured = by_name(Site(name={"en": "X"}, languages=["en"], colour="#7a2048"))["site.css"]
    assert re.fullmatch(r":root\{(--fl-[a-z-]+:#[0-9a-f]{6};)+\}", coloured.body.decode())


def test_every_shade_of_a_site_is_one_that_the_theme_knows() -> None:
    known = set(re.findall(r"(--fl-[a-z-]+):", by_name()["fanlight.css"].body.decode()))
    assert set(re.findall(r"(--fl-[a-z-]+):", assets.site_css("#7a2048"))) <= known


def test_a_logo_is_served_under_its_hash(tmp_path: Path) -> None:
    logo = tmp_path / "seal.svg"
    logo.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    site = Site(name={"en": "X"}, languages=["en"], logo=str(logo))
    assert re.fullmatch(r"/assets/logo\.[0-9a-f]{8}\.svg", asset_address(site, "logo"))


@pytest.mark.parametrize(
    "drawing", [b"<svg><script>1</script></svg>", b'<svg><image href="https://x.example/a"/></svg>']
)
def test_a_logo_that_holds_script_or_loads_from_elsewhere_is_refused(tmp_path: Path, drawing: bytes) -> None:
    logo = tmp_path / "bad.svg"
    logo.write_bytes(drawing)
    with pytest.raises(AssetFault, match="plain drawing"):
        assets.assets(Site(name={"en": "X"}, languages=["en"], logo=str(logo)))


def test_a_missing_logo_and_a_missing_asset_are_said_plainly() -> None:
    with pytest.raises(AssetFault, match="cannot be read"):
        assets.assets(Site(name={"en": "X"}, languages=["en"], logo="/nowhere/seal.png"))
    with pytest.raises(AssetFault, match=r"no asset “other\.css”"):
        asset_address(SITE, "other.css")


def test_the_fingerprint_changes_with_any_template_tag_or_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "fanlight"
    files = [
        package / "find/templates/find/a.html",
        package / "theme/templatetags/b.py",
        package / "theme/locale/es/LC_MESSAGES/django.mo",
        package / "theme/built/fanlight.css",
        package / "theme/assets.py",
        package / "theme/rules.py",
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")
    monkeypatch.setattr(assets, "PACKAGE", package)
    monkeypatch.setattr(assets, "THEME", package / "theme")
    monkeypatch.setattr(assets, "BUILT", package / "theme" / "built")
    seen = {fingerprint()}
    for file in files:
        file.write_text("2")
        seen.add(fingerprint())
    assert len(seen) == len(files) + 1
    assert fingerprint() == fingerprint()
