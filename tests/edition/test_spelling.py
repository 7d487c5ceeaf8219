"""What a mistyped word may have meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanlight.edition.spelling import Vocabulary, mistakes

WORDS = Vocabulary([("retirement", 9), ("funeral", 4), ("federal", 7), ("cost", 3), ("coast", 2), ("jubilacion", 5)])


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("same", "same", 0), ("retirment", "retirement", 1), ("funreal", "funeral", 1), ("fnueral", "funeral", 1),
        ("funerals", "funeral", 1), ("cist", "cost", 1), ("retirmnet", "retirement", 2), ("abc", "xyz", 3), ("", "ab", 2),
    ],
)  # fmt: skip
def test_mistakes_are_counted(first, second, count):
    assert mistakes(first, second, 5) == count


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


@settings(max_examples=200, deadline=None)
@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_counting_is_symmetric_and_stops_early_without_harm(first, second):
    whole = mistakes(first, second, 20)
    assert whole == mistakes(second, first, 20)
    assert abs(len(first) - len(second)) <= whole <= max(len(first), len(second))
    assert mistakes(first, second, 1) == min(whole, 2)
