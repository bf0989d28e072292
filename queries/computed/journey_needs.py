"""How much help do customers need in each stage, and how sure is that?"""

import math

import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.intervals import Estimate, mean_interval, poisson_interval, wilson

FEWEST = 5
MEASURES = ("tickets_per_100", "tickets_per_customer_month", "helped_share")
KEPT = (
    *("position", "stage", "customers", "customer_months", "tickets", "helped"),
    *("first_contact_n", "first_contact_p50", "proactive", "sales", "self_service"),
)


def journey_needs(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Tickets per 100 customers and per customer and month, and the share of customers who asked at all, with intervals.

    Those of tickets are by customers (Student's t of tickets per customer), at least as wide as Poisson's; that of the
    share is Wilson's. On fewer than 5 customers there is none. The row without a stage has no figures.
    """
    rows = ask("journey_support", **parameters)
    found = [_intervals(row) for row in rows.to_dict("records")]
    columns = {
        f"{measure}{end}": [math.nan if each is None else getattr(each[measure], name) for each in found]
        for measure in MEASURES
        for end, name in (("", "value"), ("_low", "low"), ("_high", "high"))
    }
    return rows[list(KEPT)].assign(**columns)


def _intervals(row: dict) -> dict[str, Estimate] | None:
    n = row["customers"]
    if n is None or n != n or n < FEWEST:
        return None
    tickets, months = float(row["tickets"]), float(row["customer_months"])
    low, high = _ends(tickets, float(row["ticket_squares"]), int(n))
    share = wilson(min(float(row["helped"]), n), float(n))
    assert share is not None  # there are customers
    per = math.nan if months <= 0 else 1 / months
    return {
        "tickets_per_100": Estimate(100 * tickets / n, 100 * low / n, 100 * high / n),
        "tickets_per_customer_month": Estimate(tickets * per, low * per, high * per),
        "helped_share": Estimate(min(float(row["helped"]), n) / n, share.low, share.high),
    }


def _ends(tickets: float, squares: float, n: int) -> tuple[float, float]:
    """The ends of the interval of all tickets together."""
    counted = poisson_interval(tickets)
    deviation = math.sqrt(max(squares - tickets**2 / n, 0.0) / (n - 1))
    by_customers = mean_interval(tickets / n, deviation, n=n)
    assert by_customers is not None  # n is at least 5
    return max(min(counted.low, n * by_customers.low), 0.0), max(counted.high, n * by_customers.high)


JOURNEY_NEEDS = (
    Computed(
        "journey_needs",
        "One row per stage: tickets per 100 customers and per month, and who needed help at all, with intervals.",
        ("journey_support",),
        journey_needs,
    ),
)
