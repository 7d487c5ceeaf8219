"""What a query means: words mended only where they are unknown, joined and parted."""

import pytest

from fanlight.edition.sounds import keys
from fanlight.edition.spelling import Vocabulary
from fanlight.edition.understanding import Word, mended

WORDS = Vocabulary(
    (word, 5)
    for word in "food stamps business unemployment benefits medicaid medicare veterano hijo casa impuesto wic gratis "
    "upward bound prestamo business ahorro deduction work study passport vende".split()
)
SAID = {"benifits", "lonche"}


def understood(query):
    known = {word for word in query.split() if word in WORDS} | SAID
    return mended(query.split(), WORDS, known.__contains__, WORDS.__contains__)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("food", ["food"]),
        ("bizness", ["business"]),  # by sound
        ("deducshun", ["deduction"]),
        ("wik", ["wic"]),
        ("beterano", ["veterano"]),  # Spanish sounds
        ("ijo", ["hijo"]),
        ("inpuesto", ["impuesto"]),
        ("pasport", ["passport"]),
        ("un employment", ["unemployment"]),  # joined
        ("presta mo", ["prestamo"]),
        ("medi keid", ["medicaid"]),
        ("foodstams", ["food", "stamps"]),  # parted, and mended
        ("workstudy", ["work", "study"]),
        ("xyzzyxq", []),
        ("10.551", ["10.551"]),  # a number is never lost to cleverness
        ("i-90", ["i-90"]),
        ("tps", []),
    ],
)
def test_a_word_is_mended(query, meant):
    assert [form for word in understood(query) for form, _ in word.forms] == meant


def test_a_slip_that_others_make_is_looked_up_as_it_is_and_mended():
    assert understood("benifits") == [Word("benifits", [("benifits", 1.0), ("benefits", 0.5)])]


def test_a_known_word_is_never_mended():
    assert understood("casa vende") == [Word("casa", [("casa", 1.0)]), Word("vende", [("vende", 1.0)])]


@pytest.mark.parametrize(
    ("one", "other"), [("vaca", "baca"), ("zapato", "sapato"), ("kiero", "quiero"), ("hijo", "ijo"), ("llave", "yave")]
)
def test_spanish_words_that_sound_alike_share_a_key(one, other):
    assert keys(one)[0] == keys(other)[0]


@pytest.mark.parametrize(
    ("one", "other"), [("fone", "phone"), ("nife", "knife"), ("bizness", "business"), ("nite", "night")]
)
def test_english_words_that_sound_alike_share_a_key(one, other):
    assert keys(one)[1] == keys(other)[1]


@pytest.mark.parametrize(("one", "other"), [("casa", "cosa"), ("rent", "lend"), ("food", "foot")])
def test_words_that_sound_unlike_do_not(one, other):
    assert keys(one)[0] != keys(other)[0]
