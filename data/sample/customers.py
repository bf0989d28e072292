"""Who are the customers: size, plan, origin, and when did they come?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.drawing import DAY, HOUR, NEVER, Bools, Floats, Ints, pick, pick_one, seconds, skewed, stream
from data.sample.names import companies
from data.sample.timeline import Timeline

PROSPECTS_PER_CUSTOMER = 0.3
OLDER_SHARE = 1 / 3
OLDEST_DAYS = 1650
_WEEKDAYS = np.array([1.15, 1.2, 1.15, 1.05, 0.8, 0.1, 0.08])


@dataclass(frozen=True)
class Customers:
    """One entry per customer and prospect, ordered by `discovered`; times are UTC seconds, NEVER for not bought."""

    names: list[str]
    emails: list[str]
    discovered: Ints
    evaluated: Ints
    acquired: Ints
    segment: Ints
    plan: Ints
    region: Ints
    industry: Ints
    channel: Ints
    is_yearly: Bools
    monthly_amount: Floats  # at the start
    acquisition_cost: Floats
    activity: Floats  # how many tickets the customer writes, 1 on average
    mood: Floats  # how kindly the customer rates; nothing else depends on it

    @property
    def size(self) -> int:
        return len(self.acquired)

    @property
    def has_bought(self) -> Bools:
        return self.acquired < NEVER


def draw_customers(seed: int, buyers: int, line: Timeline) -> Customers:
    """`buyers` customers that bought, a third of them before the timeline, and prospects that never did."""
    prospects = round(buyers * PROSPECTS_PER_CUSTOMER)
    acquired = np.concatenate([_acquired(seed, buyers, line), np.full(prospects, NEVER)])
    discovered, evaluated = _found(seed, acquired, line)
    order = np.argsort(discovered, kind="stable")
    acquired, discovered, evaluated = acquired[order], discovered[order], evaluated[order]
    names, emails = companies(stream(seed, "names"), len(acquired))
    return Customers(names, emails, discovered, evaluated, acquired, **_traits(seed, len(acquired)))


def _acquired(seed: int, buyers: int, line: Timeline) -> Ints:
    """Purchases in office hours: older ones thinning out into the past, new ones growing with time."""
    generator = stream(seed, "acquired")
    older = round(buyers * OLDER_SHARE)
    ages = 1 + OLDEST_DAYS * generator.random(older) ** 1.5
    past = line.first_number - np.ceil(ages).astype(np.int64)
    numbers = np.arange(line.days)
    weekdays = (line.first_number + numbers + 3) % 7  # 1970-01-01 was a Thursday
    growth = (1 + 0.9 * numbers / line.days) * _WEEKDAYS[weekdays]
    new = line.first_number + pick_one(generator, growth, buyers - older)
    days = np.sort(np.concatenate([past, new]))
    return days * DAY + generator.integers(7 * HOUR, 17 * HOUR, size=buyers)


def _found(seed: int, acquired: Ints, line: Timeline) -> tuple[Ints, Ints]:
    """When each company was first heard of, and when it began to evaluate (NEVER: did not, or is not known)."""
    generator = stream(seed, "found")
    size = len(acquired)
    evaluation = seconds(18 * DAY * skewed(generator, 0.8, size))
    search = seconds(24 * DAY * skewed(generator, 1.0, size))
    has_bought = acquired < NEVER
    since = line.start + seconds(line.days * DAY * generator.random(size) ** 0.8)
    discovered = np.where(has_bought, acquired - evaluation - search, np.minimum(since, line.end - HOUR))
    skips = generator.random(size) < np.where(has_bought, 0.1, 0.42)
    evaluated = np.where(skips, NEVER, discovered + search)
    return discovered, evaluated


def _traits(seed: int, size: int) -> dict[str, np.ndarray]:
    generator = stream(seed, "traits")
    segment = pick_one(generator, company.SEGMENT_SHARES, size)
    plan = pick(generator, company.PLAN_SHARES, segment)
    channel = pick(generator, company.ACQUISITION_SHARES, segment)
    amount = np.array(company.MONTHLY_AMOUNTS)[segment, plan] * skewed(generator, 0.35, size)
    cost = np.array(company.ACQUISITION_COSTS)[channel] * np.array(company.ACQUISITION_COST_FACTORS)[segment]
    return {
        "segment": segment,
        "plan": plan,
        "region": pick_one(generator, company.REGION_SHARES, size),
        "industry": pick_one(generator, company.INDUSTRY_SHARES, size),
        "channel": channel,
        "is_yearly": generator.random(size) < np.array(company.YEARLY_SHARES)[segment],
        "monthly_amount": np.round(amount),
        "acquisition_cost": np.round(cost * skewed(generator, 0.45, size)),
        "activity": generator.gamma(1.6, 1 / 1.6, size),
        "mood": generator.normal(0.0, 1.0, size),
    }
