"""What do customers buy, renew, extend, reduce and get back?"""

from dataclasses import dataclass

import numpy as np

from data.sample.customers import Customers
from data.sample.drawing import DAY, HOUR, MONTH, NEVER, Floats, Ints, seconds, stream
from data.sample.leaving import Leaving
from data.sample.timeline import Timeline

KINDS = ("new", "renewal", "expansion", "contraction", "refund")
NEW, RENEWAL, EXPANSION, CONTRACTION, REFUND = range(5)
EXPANDS, REDUCES = 0.3, 0.07  # shares of customers, if they stay
REFUNDED = 0.006  # share of renewals


@dataclass(frozen=True)
class Changes:
    """One entry per customer: when the subscription grew and shrank (NEVER: not), and by which factor."""

    expanded: Ints
    expansion: Floats
    reduced: Ints
    reduction: Floats

    def factor(self, customer: Ints, instants: Ints) -> Floats:
        """What the amount of each customer's start is multiplied by at the instant."""
        grown = np.where(self.expanded[customer] <= instants, self.expansion[customer], 1.0)
        return grown * np.where(self.reduced[customer] <= instants, self.reduction[customer], 1.0)


@dataclass(frozen=True)
class Orders:
    """One entry per order, by time; amounts of refunds and contractions are negative."""

    customer: Ints
    at: Ints
    kind: Ints
    amount: Floats


def draw_changes(seed: int, customers: Customers, leaving: Leaving, line: Timeline) -> Changes:
    """At most one expansion and one contraction per customer, inside the timeline and before the end of the relation."""
    generator = stream(seed, "changes")
    size = customers.size

    def moments(after_days: int, share: float) -> Ints:
        first = np.maximum(np.minimum(customers.acquired, line.end) + after_days * DAY, line.start)
        at = first + seconds(600 * DAY * generator.random(size))
        happens = (generator.random(size) < share) & (at < np.minimum(leaving.at, line.end)) & customers.has_bought
        return np.where(happens, at, NEVER)

    return Changes(
        moments(70, EXPANDS),
        generator.uniform(1.12, 1.7, size),
        moments(120, REDUCES),
        generator.uniform(0.55, 0.9, size),
    )


def monthly_amounts(customers: Customers, changes: Changes, leaving: Leaving, line: Timeline) -> Floats:
    """What each customer pays a month now, or paid last."""
    everybody = np.arange(customers.size)
    return np.round(customers.monthly_amount * changes.factor(everybody, np.minimum(leaving.at, line.end)))


def draw_orders(seed: int, customers: Customers, changes: Changes, leaving: Leaving, line: Timeline) -> Orders:
    """All orders of the timeline: first ones, renewals by month or year, changes, a few refunds.

    Orders before the timeline are not in the data, as the rest of that time is not.
    """
    generator = stream(seed, "orders")
    term = np.where(customers.is_yearly, 12, 1)
    who = np.flatnonzero(customers.has_bought & (customers.acquired >= line.start))
    parts = [
        _order(customers, changes, term, who, customers.acquired[who], NEW),
        _renewals(customers, changes, term, leaving, line),
    ]
    renewed = parts[1]
    back = generator.random(len(renewed.at)) < REFUNDED
    at = renewed.at + seconds(DAY * generator.uniform(1.0, 12.0, len(back)))
    back &= at <= np.minimum(leaving.at[renewed.customer], line.end)
    share = generator.choice([0.25, 0.5, 1.0], len(back))
    kind = np.full(int(back.sum()), REFUND)
    parts.append(Orders(renewed.customer[back], at[back], kind, -np.round(renewed.amount * share)[back]))
    parts.append(_change(customers, changes, term, changes.expanded, EXPANSION))
    parts.append(_change(customers, changes, term, changes.reduced, CONTRACTION))
    at = np.concatenate([part.at for part in parts])
    order = np.lexsort((np.concatenate([part.customer for part in parts]), at))
    columns = (
        np.concatenate([getattr(part, name) for part in parts])[order] for name in ("customer", "at", "kind", "amount")
    )
    return Orders(*columns)


def _order(customers: Customers, changes: Changes, term: Ints, who: Ints, at: Ints, kind: int) -> Orders:
    amount = np.round(customers.monthly_amount[who] * changes.factor(who, at)) * term[who]
    return Orders(who, at, np.full(len(who), kind), amount)


def _renewals(customers: Customers, changes: Changes, term: Ints, leaving: Leaving, line: Timeline) -> Orders:
    """One order at each start of a new term inside the timeline, while the relation lasts."""
    step = term * MONTH
    until = np.minimum(leaving.at, line.end)
    acquired = np.minimum(customers.acquired, line.end)
    first = np.maximum(-((acquired - line.start) // step), 1)
    counts = np.maximum((until - acquired) // step - first + 1, 0) * customers.has_bought
    who = np.repeat(np.arange(customers.size), counts)
    turn = np.arange(len(who)) - np.repeat(np.cumsum(counts) - counts, counts)
    at = acquired[who] + (first[who] + turn) * step[who]
    return _order(customers, changes, term, who, at, RENEWAL)


def _change(customers: Customers, changes: Changes, term: Ints, moments: Ints, kind: int) -> Orders:
    """The difference in price for the rest of the running term."""
    who = np.flatnonzero(moments < NEVER)
    at = moments[who]
    step = term[who] * MONTH
    left = 1 - ((at - customers.acquired[who]) % step) / step
    before = customers.monthly_amount[who] * changes.factor(who, at - HOUR)
    after = customers.monthly_amount[who] * changes.factor(who, at)
    return Orders(who, at, np.full(len(who), kind), np.round((after - before) * term[who] * left, 2))
