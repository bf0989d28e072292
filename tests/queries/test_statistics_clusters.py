"""Shares of answers clustered in customers, and how much of the spread lies between them, against published figures."""

import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import f as f_distribution
from scipy.stats import t as student

from queries.statistics.clusters import Group, clearest_difference, clustered_share, one_way_components
from queries.statistics.intervals import newcombe_difference, normal_quantile, wilson

# Shrout and Fleiss 1979, table 2: four judges' ratings of six targets.
RATINGS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)


def sums(groups: list[np.ndarray]) -> dict[str, Any]:
    values = np.concatenate(groups)
    return {
        "groups": len(groups),
        "n": values.size,
        "size_squares": sum(group.size**2 for group in groups),
        "within_squares": float(sum(((group - group.mean()) ** 2).sum() for group in groups)),
        "between_squares": float(sum(group.size * (group.mean() - values.mean()) ** 2 for group in groups)),
    }


def test_components_are_those_of_shrout_and_fleiss_1979() -> None:
    """Mean squares of 11.24 and 6.26 (table 3), ICC(1,1) of .17 (table 4); upper limit .72 in R's package psych."""
    found = one_way_components(**sums(list(RATINGS)))
    assert found is not None and found.share is not None
    assert found.within == pytest.approx(6.26, abs=0.005)
    assert found.between == pytest.approx((11.24 - 6.26) / 4, abs=0.005)
    assert found.share.value == pytest.approx(0.17, abs=0.005)
    assert (found.share.low, found.share.high) == (0, pytest.approx(0.72, abs=0.005))


def test_the_interval_of_the_share_is_that_of_the_ratio_of_mean_squares() -> None:
    groups = [np.array(group, dtype=float) for group in ([1, 2, 3], [5, 6, 7], [9, 9, 12], [4, 4, 4])]
    found = one_way_components(**sums(groups))
    assert found is not None and found.share is not None
    ratio, size = found.between / found.within * 3 + 1, 3
    ends = [ratio / f_distribution.ppf(0.975, 3, 8), ratio * f_distribution.ppf(0.975, 8, 3)]
    assert [found.share.low, found.share.high] == pytest.approx([(end - 1) / (end + size - 1) for end in ends])


def test_components_of_unequal_groups_are_not_biased() -> None:
    """Variances of 1 between and 4 within, in 2,000 firms of 12 customers with 2 to 13 values each; 97 % covered."""
    random = np.random.default_rng(5)
    found = [
        one_way_components(**sums([random.normal(random.normal(), 2, size) for size in range(2, 14)]))
        for _ in range(2000)
    ]
    kept = [one for one in found if one is not None and one.share is not None]
    assert len(kept) == 2000
    assert np.mean([one.within for one in kept]) == pytest.approx(4, abs=0.05)
    assert np.mean([one.between for one in kept]) == pytest.approx(1, abs=0.08)  # a little above: not below 0
    covers = [one.share.low <= 0.2 <= one.share.high for one in kept if one.share]
    assert 0.94 <= np.mean(covers) <= 0.985


def test_groups_that_differ_wholly_or_not_at_all() -> None:
    apart = one_way_components(**sums([np.array([1.0, 1.0]), np.array([2.0, 2.0])]))
    assert apart is not None and apart.share is not None
    assert (apart.within, apart.share.value, apart.share.high) == (0, 1, 1)
    alike = one_way_components(**sums([np.array([1.0, 2.0]), np.array([1.0, 2.0])]))
    assert alike is not None and alike.share is not None
    assert (alike.between, alike.share.value, alike.share.low) == (0, 0, 0) and alike.share.high > 0
    same = one_way_components(**sums([np.array([1.0, 1.0]), np.array([1.0, 1.0])]))
    assert same is not None and (same.within, same.between, same.share) == (0, 0, None)


def test_components_of_too_little_and_of_the_impossible() -> None:
    one, none = [np.array([1.0, 2.0])], [np.array([1.0]), np.array([2.0])]
    assert one_way_components(**sums(one)) is None and one_way_components(**sums(none)) is None
    with pytest.raises(ValueError, match="needs"):
        one_way_components(groups=2, n=4, size_squares=8, within_squares=-1, between_squares=0)


def test_a_clustered_share_by_hand() -> None:
    """Three customers with 3 of 4, 0 of 2 and 3 of 4: a share of 0.6; distances 0.6, -1.2, 0.6 squared are 2.16."""
    found = clustered_share(6, 10, squares=2.16, clusters=3)
    assert found is not None and found.value == 0.6
    n = 0.6 * 0.4 / (2.16 / 100 * 3 / 2) * (normal_quantile(0.95) / student.ppf(0.975, 2)) ** 2
    expected = wilson(0.6 * n, n)
    assert expected is not None
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_one_answer_each_is_nearly_the_plain_interval() -> None:
    found, plain = clustered_share(300, 500, squares=300 * 0.4**2 + 200 * 0.6**2, clusters=500), wilson(300, 500)
    assert found is not None and plain is not None
    assert (found.low, found.high) == (pytest.approx(plain.low, abs=2e-4), pytest.approx(plain.high, abs=2e-4))


def test_answers_never_count_more_than_once() -> None:
    """Each customer satisfied half of the time exactly: no spread between customers, and still Wilson's interval."""
    for squares in (0.0, 1e-6, 0.5):
        found, plain = clustered_share(50, 100, squares=squares, clusters=50), wilson(50, 100)
        assert found is not None and plain is not None
        assert (found.low, found.high) == (pytest.approx(plain.low), pytest.approx(plain.high))


def test_where_all_agree_each_customer_counts_once() -> None:
    found = clustered_share(200, 200, squares=1e-30, clusters=20)
    shrunk = 20 * (normal_quantile(0.95) / student.ppf(0.975, 19)) ** 2
    expected = wilson(shrunk, shrunk)
    assert found is not None and expected is not None
    assert (found.value, found.low, found.high) == (1, pytest.approx(expected.low), 1)


def test_shares_of_nothing_and_of_one_customer_have_no_interval() -> None:
    assert clustered_share(0, 0, squares=0, clusters=0) is None
    assert clustered_share(3, 5, squares=0, clusters=1) is None
    for given in ((6, 5, 0, 2), (3, 5, -1, 2), (3, 5, 0, 6), (3, 5, math.nan, 2)):
        with pytest.raises(ValueError, match=r"must lie|needs"):
            clustered_share(given[0], given[1], squares=given[2], clusters=given[3])


def independent(hits: int, n: int) -> Group:
    """As many customers as answers."""
    return Group(hits, n, squares=hits * (1 - hits / n), clusters=n)


def test_the_clearest_difference_is_the_surest_not_the_largest() -> None:
    """900 of 1,000 are farther apart from 2 of 4 than from 600 of 1,000, but that may be chance."""
    groups = [independent(2, 4), independent(900, 1000), independent(600, 1000)]
    found = clearest_difference(groups)
    assert found is not None and (found.higher, found.lower) == (1, 2)
    expected = newcombe_difference(900, 1000, other_successes=600, other_n=1000, confidence=1 - 0.05 / 3)
    assert expected is not None
    ends = (found.difference.low, found.difference.high)
    assert ends == pytest.approx((expected.low, expected.high), abs=0.001)
    assert clearest_difference(groups, [(0, 1)]) is None
    only = clearest_difference(groups, [(2, 1)])
    assert only is not None and (only.higher, only.lower) == (1, 2)
    assert only.difference.low > found.difference.low  # nothing to pay for a single pair


def test_what_comes_from_few_customers_is_not_clear() -> None:
    many = independent(80, 100)
    few = Group(40, 100, squares=4 * 25 * 25 * 0.24, clusters=4)  # of four customers, each of one mind
    assert clearest_difference([many, independent(40, 100)]) is not None
    assert clearest_difference([many, few]) is None
    for nothing in ([], [many], [many, Group(0, 5, squares=0, clusters=1)]):
        assert clearest_difference(nothing) is None


def test_of_groups_that_are_alike_two_are_hardly_ever_called_apart() -> None:
    """Six groups of one share, 500 firms: 4 % have a pair (at most 5 %)."""
    random = np.random.default_rng(2)
    called = 0
    for _ in range(500):
        sizes = random.integers(20, 200, 6)
        groups = [independent(int(random.binomial(size, 0.8)), int(size)) for size in sizes]
        called += clearest_difference(groups) is not None
    assert called / 500 <= 0.06
