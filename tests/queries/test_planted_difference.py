"""The sample company's planted difference: the like-with-like comparison holds it, the crude one misses it.

The truth is reckoned from the hazards that were planted, without anybody's fate: every customer of the comparison gets
what other customers of the same size lived through, once of those with good and once of those with poor support in the
first days, and keeps all else of the own.
"""

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from data import versions
from data.sample import TRUTH, company
from data.sample.arrivals import draw_arrivals
from data.sample.customers import draw_customers
from data.sample.drawing import DAY
from data.sample.experience import experience
from data.sample.hours import clock
from data.sample.leaving import _log_hazard, draw_leaving
from data.sample.making import Desk
from data.sample.roster import draw_roster
from data.sample.subjects import pool
from data.sample.timeline import timeline
from data.sample.writing import TICKETS_PER_CUSTOMER
from data.sample_store import make_sample_store
from queries import questions
from tests.conftest import UNTIL

SEED, CUSTOMERS, LANDMARK = 1, 8000, 90
MONTHS = np.arange(3, 15)  # tenure months after the landmark
GOOD, POOR = 1, 2


def planted_difference(seed: int, size: int) -> float:
    """Share kept 12 months after the landmark with good less with poor support, by the planted hazards."""
    line = timeline(24, UNTIL)
    customers = draw_customers(seed, size, line)
    desk = Desk(seed, customers, draw_roster(seed, line), clock(line.first, line.until), line, pool())
    support = desk.serve("usual", draw_arrivals(seed, customers, line, size * TICKETS_PER_CUSTOMER))
    lived = experience(customers, support.cases, support.ratings, line)
    begins, landmark = customers.acquired, customers.acquired + LANDMARK * DAY
    who = support.cases.customer
    early = (who >= 0) & (support.cases.created >= begins[who]) & (support.ratings.known <= landmark[who])
    poor, good = (
        np.bincount(who[kind & early], minlength=customers.size)
        for kind in (support.ratings.is_poor, support.ratings.is_good)
    )
    exposure = np.where(poor > 0, POOR, np.where(good > 0, GOOD, 0))
    left = draw_leaving(seed, customers, lived, line)
    compared = customers.has_bought & (begins >= line.start) & (landmark < line.end) & (left.at > landmark)
    compared &= exposure > 0
    is_long = compared & (landmark + 366 * DAY < line.end)  # whose months after the landmark were all lived through
    moved = TRUTH.poor_interaction * np.minimum(lived.early_poor, TRUTH.interactions_cap)
    moved = moved + TRUTH.good_interaction * np.minimum(lived.early_good, TRUTH.interactions_cap)
    moved += TRUTH.recent_poor * (lived.recently(lived.poor, TRUTH.recent_months) > 0)
    moved += TRUTH.proactive * (lived.recently(lived.proactive, TRUTH.proactive_months) > 0)
    renews = customers.is_yearly[:, None] & (np.arange(lived.poor.shape[1]) % 12 == 11)
    own = (_log_hazard(customers, lived, renews) - moved)[:, MONTHS]
    failing = TRUTH.payment_failure_monthly_hazard * np.array([1.0, 0.4, 0.1])[customers.segment] * len(MONTHS)
    generator, kept = np.random.default_rng(0), dict[int, float]()
    for level in (GOOD, POOR):
        shares = []
        for segment in range(len(company.SEGMENTS)):
            rows = np.flatnonzero(compared & (customers.segment == segment))
            donors = np.flatnonzero(is_long & (exposure == level) & (customers.segment == segment))
            for _ in range(20):
                given = moved[generator.choice(donors, rows.size)][:, MONTHS]
                shares.append(np.exp(-np.exp(own[rows] + given).sum(axis=1) - failing[rows]))
        kept[level] = float(np.concatenate(shares).mean())
    return kept[GOOD] - kept[POOR]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("whole-sample")
    make_sample_store(customers=CUSTOMERS, seed=SEED, until=UNTIL, store=folder, progress=lambda step, share: None)
    with versions.open_for_reading(folder) as connection:
        yield connection


def test_like_with_like_holds_what_was_planted_and_the_crude_comparison_misses_it(
    store: duckdb.DuckDBPyConnection,
) -> None:
    planted = planted_difference(SEED, CUSTOMERS)
    rows = questions.ask(store, "support_and_retention", {"landmark": LANDMARK}).set_index("reading")
    adjusted, crude = rows.loc["like with like"], rows.loc["crude"]
    assert 0.07 < planted < 0.13
    assert adjusted["value_low"] < planted < adjusted["value_high"]
    assert crude["value_low"] > planted  # large customers get better support, and stay anyway
    assert abs(rows.loc["by weights", "value"] - planted) < (adjusted["value_high"] - adjusted["value_low"]) / 2


def test_good_and_poor_interactions_go_with_leaving_as_planted(store: duckdb.DuckDBPyConnection) -> None:
    rows = questions.ask(store, "one_poor_interaction", {"landmark": TRUTH.early_days}).set_index("figure")
    for figure, planted in (("one more good", TRUTH.good_interaction), ("one more poor", TRUTH.poor_interaction)):
        assert rows.loc[figure, "value_low"] < planted < rows.loc[figure, "value_high"], figure
