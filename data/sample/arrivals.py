"""Who writes to support on which day, and why?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.customers import Customers
from data.sample.drawing import DAY, NEVER, Floats, Ints, stream
from data.sample.hours import holidays
from data.sample.timeline import Timeline, day_number, year_end

YOUNG_DAYS = 90
YOUNG_EXTRA = 1.1  # tickets of the first days beyond the usual rate, relative to it
LOST_TO_LEAVING = 1.02  # tickets drawn for each one that is left when leavers are taken out
SHARES = {company.PROACTIVE: 0.03, company.JUNK: 0.022}  # of all tickets
PER_CUSTOMER = {company.OUTAGE: 0.062, company.PRICING: 0.042}  # of active customers, relative to ticket rate
_WEEKDAYS = np.array([1.28, 1.12, 1.04, 1.0, 0.86, 0.2, 0.17])


@dataclass(frozen=True)
class Arrivals:
    """One entry per ticket to be: its customer (-1: nobody), local day (since 1970-01-01) and kind."""

    customer: Ints
    day: Ints
    kind: Ints


def day_weights(seed: int, line: Timeline) -> Floats:
    """How busy each day of the timeline is for one customer, 1 on average: weekdays, holidays, seasons, releases."""
    days = line.first_number + np.arange(line.days)
    weights = _WEEKDAYS[(days + 3) % 7]
    weights[np.isin(days, [day_number(day) for day in holidays(line.first, line.until)])] = 0.18
    august = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 == 7
    weights = weights * np.where(year_end(line), 0.5, 1.0) * np.where(august, 0.9, 1.0)
    for release in line.releases:
        since = days - day_number(release)
        weights *= np.where((since >= 0) & (since < 8), 1.12, 1.0)
    weeks = (line.days - 1 - np.arange(line.days)) // 7
    weights *= np.exp(stream(seed, "weeks").normal(0.0, 0.035, weeks.max() + 1))[weeks]
    return weights / weights.mean()


def draw_arrivals(seed: int, customers: Customers, line: Timeline, tickets: float) -> Arrivals:
    """About `tickets` arrivals (after leavers are taken out), as if nobody ever left."""
    totals = np.concatenate([[0.0], np.cumsum(day_weights(seed, line))])
    rate = np.array(company.TICKET_RATES)[customers.segment] * customers.activity
    begins = np.where(customers.has_bought, customers.acquired // DAY + 1, NEVER) - line.first_number
    parts = [
        *_usual(seed, rate, begins, totals, tickets * (1 - sum(SHARES.values())) * LOST_TO_LEAVING),
        _before_buying(seed, customers, totals, line),
        *(_on_occasion(seed, kind, rate, begins, line) for kind in PER_CUSTOMER),
        _scattered(seed, company.PROACTIVE, begins + 60, totals, round(tickets * SHARES[company.PROACTIVE])),
        _scattered(seed, company.JUNK, np.array([0]), totals, round(tickets * SHARES[company.JUNK])),
    ]
    customer, day, kind = (np.concatenate(column) for column in zip(*parts, strict=True))
    customer = np.where(kind == company.JUNK, -1, customer)
    return Arrivals(customer, day + line.first_number, kind)


Part = tuple[Ints, Ints, Ints]


def _between(generator: np.random.Generator, kind: int, who: Ints, begins: Ints, ends: Ints, totals: Floats) -> Part:
    """One arrival for each entry of `who`, on a day drawn by weight from [begin, end)."""
    low, high = totals[begins[who]], totals[ends[who]]
    goal = low + (high - low) * generator.random(len(who))
    day = np.clip(np.searchsorted(totals, goal, side="right") - 1, begins[who], ends[who] - 1)
    return who, day, np.full(len(who), kind)


def _usual(seed: int, rate: Floats, begins: Ints, totals: Floats, wanted: float) -> list[Part]:
    """Tickets over the whole relation, and the extra ones of its first days."""
    generator = stream(seed, "usual")
    last = len(totals) - 1
    begin = np.clip(begins, 0, last)
    full = np.full(len(begin), last)
    young = np.clip(begins + YOUNG_DAYS, 0, last)
    spans = [(totals[full] - totals[begin]) * rate, (totals[young] - totals[begin]) * rate * YOUNG_EXTRA]
    scale = wanted / max(spans[0].sum() + spans[1].sum(), 1e-9)
    who = [np.repeat(np.arange(len(rate)), generator.poisson(span * scale)) for span in spans]
    ends = (full, young)
    return [
        _between(generator, company.REGULAR, people, begin, end, totals) for people, end in zip(who, ends, strict=True)
    ]


def _before_buying(seed: int, customers: Customers, totals: Floats, line: Timeline) -> Part:
    """Questions of prospects, and of customers before they bought."""
    generator = stream(seed, "before buying")
    last = len(totals) - 1
    first = customers.discovered // DAY + 1
    until = np.where(customers.has_bought, customers.acquired // DAY, first + 60)
    begin, end = (np.clip(days - line.first_number, 0, last) for days in (first, until))
    chance = np.where(customers.has_bought, 0.35, 0.6) * np.array([0.8, 1.2, 1.8])[customers.segment]
    counts = np.where(end > begin, generator.poisson(chance), 0)
    who = np.repeat(np.arange(customers.size), counts)
    return _between(generator, company.PRE_SALES, who, begin, np.maximum(end, begin + 1), totals)


def _on_occasion(seed: int, kind: int, rate: Floats, begins: Ints, line: Timeline) -> Part:
    """The tickets that the outage (on its two days) and the pricing change (over four weeks) bring."""
    generator = stream(seed, f"occasion {kind}")
    event = day_number(line.outage if kind == company.OUTAGE else line.pricing) - line.first_number
    chance = np.minimum(PER_CUSTOMER[kind] * rate / rate.mean(), 0.6)
    who = np.flatnonzero((begins < event) & (generator.random(len(rate)) < chance))
    if kind == company.OUTAGE:
        day = event + (generator.random(len(who)) < 0.4)
    else:
        day = (
            event
            + np.array([0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25])[
                (20 * generator.random(len(who)) ** 1.4).astype(np.int64)
            ]
        )
    fits = (day >= 0) & (day < line.days)
    return who[fits], day[fits], np.full(int(fits.sum()), kind)


def _scattered(seed: int, kind: int, begins: Ints, totals: Floats, wanted: int) -> Part:
    """`wanted` arrivals spread over the customers that are there from the day `begins`."""
    generator = stream(seed, f"scattered {kind}")
    last = len(totals) - 1
    begin = np.clip(begins, 0, last)
    spans = totals[last] - totals[begin]
    if not spans.sum():
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    who = np.sort(np.searchsorted(np.cumsum(spans) / spans.sum(), generator.random(wanted), side="right"))
    return _between(generator, kind, np.minimum(who, len(spans) - 1), begin, np.full(len(spans), last), totals)
