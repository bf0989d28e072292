"""Help needed in a stage has the interval of customers who ask independently, never a narrower one than chance gives."""

import math

import pandas as pd
import pytest

from queries.computed.journey_needs import journey_needs
from queries.statistics.intervals import mean_interval, poisson_interval, wilson


def support(**given: object) -> pd.DataFrame:
    row = {"position": 1, "stage": "Onboard", "customers": 10, "customer_months": 20.0, "tickets": 12, "ticket_squares": 54.0,
           "helped": 4, "first_contact_n": 4, "first_contact_p50": 3.5, "proactive": 0, "sales": 0, "self_service": 0}  # fmt: skip
    return pd.DataFrame([row | given])


def needs(frame: pd.DataFrame) -> pd.Series:
    return journey_needs(lambda name, **parameters: frame, {}).iloc[0]


def test_ten_customers_of_whom_one_asks_seven_times_are_less_sure_than_twelve_tickets() -> None:
    """Tickets 7, 2, 2, 1 and six times none: mean 1.2, sum of squares 58."""
    row = needs(support(ticket_squares=58.0))
    deviation = math.sqrt((58 - 144 / 10) / 9)
    found, share = mean_interval(1.2, deviation, n=10), wilson(4, 10)
    assert found is not None and share is not None
    assert (
        row["tickets_per_100"] == pytest.approx(120) and row["tickets_per_100_low"] == 0
    )  # below, it would be negative
    assert found.low < 0 and row["tickets_per_100_high"] == pytest.approx(100 * found.high)
    assert row["tickets_per_customer_month"] == pytest.approx(0.6)
    assert row["tickets_per_customer_month_high"] == pytest.approx(10 * found.high / 20)
    assert (row["helped_share_low"], row["helped_share_high"]) == pytest.approx((share.low, share.high))


def test_customers_who_all_ask_alike_are_as_sure_as_poisson_at_most() -> None:
    row, ends = needs(support(customers=12, ticket_squares=12.0, helped=12)), poisson_interval(12)
    assert (row["tickets_per_100_low"], row["tickets_per_100_high"]) == pytest.approx(
        (100 * ends.low / 12, 100 * ends.high / 12)
    )


def test_few_customers_and_tickets_in_no_stage_have_no_figures() -> None:
    assert math.isnan(needs(support(customers=4))["tickets_per_100"])
    nowhere = needs(support(position=None, stage=None, customers=None, customer_months=None, helped=None))
    assert math.isnan(nowhere["helped_share"]) and nowhere["tickets"] == 12
