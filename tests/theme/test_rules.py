"""Who a site is, and which colours can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanlight.theme import rules
from fanlight.theme.rules import Site, SiteFault, check_colour, check_site, contrast, palette


def site(**changes: object) -> Site:
    described = {"name": {"en": "Marigold County", "es": "Condado de Marigold"}, "languages": ["en", "es"], **changes}
    return Site(**described)  # type: ignore[arg-type]


def test_the_default_language_has_no_prefix_and_others_have() -> None:
    assert [site().prefix(lang) for lang in ("en", "es")] == ["", "/es"]
    assert site(languages=["es", "en"]).prefix("es") == ""


def test_a_site_without_a_name_in_the_language_is_called_by_the_one_it_has() -> None:
    assert site().called("es") == ("Condado de Marigold", "es")
    assert site(name={"en": "Marigold County"}).called("es") == ("Marigold County", "en")


def test_a_good_site_passes() -> None:
    check_site(site(colour="#0f6460", logo="seal.svg", address="https://services.marigold.example"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"languages": []}, "no language"),
        ({"languages": ["en", "en"]}, "twice"),
        ({"languages": ["en", "tlh"]}, "choose from en, es"),
        ({"name": {"es": "Condado"}}, "no name in its default language, en"),
        ({"address": "marigold.example"}, "must begin with http"),
        ({"address": "https://marigold.example/"}, "without a slash"),
        ({"colour": "#ffdd00"}, "Choose a darker colour"),
        ({"colour": "green"}, "six digits"),
        ({"logo": "seal.gif"}, ".svg or .png"),
    ],
)
def test_a_site_that_cannot_be_shown_is_refused_with_a_sentence(changes: dict[str, object], words: str) -> None:
    with pytest.raises(SiteFault, match="(?i)" + words.replace(".", r"\.")) as refused:
        check_site(site(**changes))
    assert str(refused.value).endswith((".", "not.", "neither."))


def test_the_languages_offered_are_those_with_a_translation() -> None:
    folders = {path.name for path in (Path(rules.__file__).parent / "locale").iterdir()}
    assert set(rules.INTERFACE_LANGUAGES) == {"en", *folders}


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54)])
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("colour", ["#767676", "#7a2048", "#0000ff", "#000000", "#b30000", "#0f6460"])
def test_every_shade_made_of_an_accepted_colour_can_be_read(colour: str) -> None:
    check_colour(colour)
    shades = palette(colour)
    assert contrast(shades["accent"], rules.PLASTER) >= 4.5
    assert contrast(shades["accent"], shades["tint"]) >= 4.5
    assert contrast(shades["door"], "#ffffff") >= 13
    assert contrast(shades["door"], shades["mist"]) >= 7
