"""What a mistyped word may have meant."""

import pytest

from fanlight.edition.spelling import Vocabulary

WORDS = Vocabulary([("retirement", 9), ("funeral", 4), ("federal", 7), ("cost", 3), ("coast", 2), ("jubilacion", 5)])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("retirment", ["retirement"]), ("rettirment", ["retirement"]), ("funerl", ["funeral"]),
        ("uneral", ["funeral"]), ("jubilasion", ["jubilacion"]), ("caost", ["cost", "coast"]), ("cxst", ["cost"]),
        ("fxnxral", []), ("cst", []), ("2024", []), ("", []), ("x" * 5000, []),
    ],
)  # fmt: skip
def test_the_nearest_words_are_found(word, meant):
    assert WORDS.near(word) == meant
