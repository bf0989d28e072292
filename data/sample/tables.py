"""What do the exports of customers, orders, subscriptions, stages and events hold at the end of the data?"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.sample import company
from data.sample.drawing import NEVER, Bools, Ints
from data.sample.leaving import REASONS
from data.sample.making import Company
from data.sample.money import KINDS
from data.sample.timeline import Timeline
from data.schema import STAGES

_MISSING = np.iinfo(np.int64).min  # numpy's own mark of a missing instant


def instants(values: Ints, end: int) -> np.ndarray:
    """Timestamps of UTC seconds; those after `end` are not known yet, and missing."""
    return np.where(values <= end, values, _MISSING).view("datetime64[s]")


def named(numbers: Ints, names: Sequence[str]) -> "pd.Categorical[str]":
    """Names by number; -1 is missing."""
    return pd.Categorical.from_codes(numbers, categories=pd.Index(names))


def optional(values: Ints, is_known: Bools) -> pd.arrays.IntegerArray:
    """Whole numbers, missing where not known."""
    return pd.arrays.IntegerArray(values.astype(np.int64), ~is_known)


def customer_table(made: Company) -> pd.DataFrame:
    """One row per customer and prospect; what belongs to buying is missing for prospects."""
    customers, end = made.customers, made.line.end
    has_bought = customers.has_bought
    return pd.DataFrame(
        {
            "customer_id": np.arange(customers.size) + 1,
            "name": customers.names,
            "email": customers.emails,
            "segment": named(customers.segment, company.SEGMENTS),
            "plan": named(np.where(has_bought, customers.plan, -1), company.PLANS),
            "region": named(customers.region, company.REGIONS),
            "industry": named(customers.industry, company.INDUSTRIES),
            "acquisition_channel": named(customers.channel, company.ACQUISITION_CHANNELS),
            "acquired_at": instants(customers.acquired, end),
            "churned_at": instants(made.leaving.at, end),
            "churn_reason": named(made.leaving.reason, REASONS),
            "monthly_revenue": np.where(has_bought, made.monthly_amounts, np.nan),
            "acquisition_cost": np.where(has_bought, customers.acquisition_cost, np.nan),
            "referred_by": optional(made.brought_by + 1, made.brought_by >= 0),
        }
    )


def subscription_table(made: Company) -> pd.DataFrame:
    """One row per customer that bought."""
    customers, end = made.customers, made.line.end
    who = np.flatnonzero(customers.has_bought)
    who = who[np.argsort(customers.acquired[who], kind="stable")]
    return pd.DataFrame(
        {
            "subscription_id": np.arange(len(who)) + 1,
            "customer_id": who + 1,
            "started_at": instants(customers.acquired[who], end),
            "ended_at": instants(made.leaving.at[who], end),
            "plan": named(customers.plan[who], company.PLANS),
            "monthly_amount": made.monthly_amounts[who],
            "currency": company.CURRENCY,
            "cancel_reason": named(made.leaving.reason[who], REASONS),
        }
    )


def order_table(made: Company) -> pd.DataFrame:
    """One row per order, by time."""
    orders = made.orders
    return pd.DataFrame(
        {
            "order_id": np.arange(len(orders.at)) + 1,
            "customer_id": orders.customer + 1,
            "ordered_at": instants(orders.at, made.line.end),
            "amount": orders.amount,
            "currency": company.CURRENCY,
            "kind": named(orders.kind, KINDS),
        }
    )


def stage_table(made: Company) -> pd.DataFrame:
    """One row per stage entered, by time."""
    stages = made.stages
    return pd.DataFrame(
        {
            "customer_id": stages.customer + 1,
            "stage": named(stages.stage, STAGES),
            "entered_at": instants(stages.at, NEVER - 1),
        }
    )


def event_table(line: Timeline) -> pd.DataFrame:
    """The events of the timeline: outage, tool, pricing change, releases."""
    events = [
        (line.outage, 7, f"Outage of {company.COMPANY}, two days", "outage"),
        (line.tool, 6, "New support tool", "tool"),
        (line.pricing, 8, "New prices per seat", "policy"),
        (line.weeks_ago(52), 8, "Support by phone for all plans", "policy"),
    ]
    releases = reversed(line.releases)
    events += [(day, 9, f"Release {day:%Y}.{(day.month + 2) // 3}", "release") for day in releases]
    rows = sorted(
        (dt.datetime.combine(day, dt.time(hour)), label, kind)
        for day, hour, label, kind in events
        if line.first <= day <= line.until
    )
    return pd.DataFrame(rows, columns=["happened_at", "label", "kind"])
