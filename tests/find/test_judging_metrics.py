"""The figures of judged search, against values worked out by hand and what must hold of any list."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanlight.find.judging.metrics import estimate, ndcg, score, summarise

LETTERS = "abcdefghijklmnop"


@pytest.mark.parametrize(
    ("results", "wanted", "at_1", "at_3", "recall", "mrr"),
    [
        ("abc", "a", 1, 1, 1, 1),
        ("abc", "b", 0, 1, 1, 1 / 2),
        ("abc", "c", 0, 1, 1, 1 / 3),
        ("abcd", "d", 0, 0, 1, 1 / 4),
        ("abcdefghij", "j", 0, 0, 1, 1 / 10),
        ("abcdefghijk", "k", 0, 0, 0, 0),
        ("abc", "xy", 0, 0, 0, 0),
        ("", "a", 0, 0, 0, 0),
        ("abc", "cax", 1, 1, 2 / 3, 1),
        ("bba", "a", 0, 1, 1, 1 / 2),
    ],
)
def test_success_recall_and_the_place_of_the_first(results, wanted, at_1, at_3, recall, mrr):
    found = score(results, dict.fromkeys(wanted, 1.0))
    assert (found.success_at_1, found.success_at_3) == (at_1, at_3)
    assert found.recall_at_10 == pytest.approx(recall)
    assert found.mrr == pytest.approx(mrr)


@pytest.mark.parametrize(
    ("results", "wanted", "expected"),
    [
        ("a", {"a": 1}, 1),
        ("xa", {"a": 1}, 1 / math.log2(3)),
        ("xxxxxxxxxa", {"a": 1}, 1 / math.log2(11)),
        # 3 and 1 in the wrong order: (1/1 + 3/1.585) over (3/1 + 1/1.585).
        ("ba", {"a": 3, "b": 1}, (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        # The gain is the score as it stands, so a 3 is worth three 1s and not seven.
        ("ax", {"a": 1, "b": 3}, 1 / (3 + 1 / math.log2(3))),
        ("xyz", {"a": 2}, 0),
    ],
)
def test_discounted_gain_by_hand(results, wanted, expected):
    assert ndcg(list(results), wanted) == pytest.approx(expected)


def test_more_than_ten_right_answers_can_be_ordered_best_but_not_all_recalled():
    found = score(LETTERS[:10], dict.fromkeys(LETTERS[:16], 1.0))
    assert found.ndcg_at_10 == pytest.approx(1)
    assert found.recall_at_10 == pytest.approx(10 / 16)


@given(
    st.permutations(LETTERS),
    st.dictionaries(st.sampled_from(LETTERS), st.floats(0.1, 100), min_size=1),
    st.integers(1, 9),
)
def test_a_better_answer_further_up_never_lowers_a_figure(order, wanted, place):
    before = score(order, wanted)
    assert all(0 <= value <= 1 + 1e-9 for value in (before.recall_at_10, before.ndcg_at_10, before.mrr))
    swapped = list(order)
    if wanted.get(order[place], 0) < wanted.get(order[place - 1], 0):
        place_up = (order[place - 1], order[place])
    else:
        place_up = (order[place], order[place - 1])
    swapped[place - 1 : place + 1] = place_up
    after = score(swapped, wanted)
    for name in ("success_at_1", "success_at_3", "recall_at_10", "ndcg_at_10", "mrr"):
        assert getattr(after, name) >= getattr(before, name) - 1e-12
    best = sorted(LETTERS, key=lambda letter: -wanted.get(letter, 0))
    assert score(best, wanted).ndcg_at_10 == pytest.approx(1)


def test_the_interval_of_a_share_is_what_theory_says():
    """For 400 queries of which 70 % succeed the mean is normal, with a deviation of sqrt(0.7 · 0.3 / 400) = 0.0229."""
    found = estimate([1.0] * 280 + [0.0] * 120)
    assert found.value == pytest.approx(0.7)
    assert found.low == pytest.approx(0.7 - 1.96 * 0.0229, abs=0.006)
    assert found.high == pytest.approx(0.7 + 1.96 * 0.0229, abs=0.006)
    assert found == estimate([1.0] * 280 + [0.0] * 120)


def test_fewer_queries_make_a_wider_interval_and_equal_ones_a_point():
    few, many = estimate([1.0, 0.0] * 10), estimate([1.0, 0.0] * 500)
    assert few.high - few.low > 5 * (many.high - many.low)
    assert estimate([1.0] * 5).low == estimate([1.0] * 5).high == 1.0


def test_a_group_is_the_mean_of_its_queries():
    group = summarise([score("ab", {"a": 1}), score("ab", {"b": 1})])
    assert group.n == 2
    assert group.figures["success_at_1"].value == 0.5
    assert group.figures["mrr"].value == 0.75
