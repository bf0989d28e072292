"""What is each ticket about, how does it come in, and who gets it?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.arrivals import Arrivals
from data.sample.customers import Customers
from data.sample.drawing import DAY, HOUR, Bools, Ints, pick, pick_one, stream
from data.sample.hours import Clock
from data.sample.roster import Roster, assign
from data.sample.subjects import MORE_GROUPS, Pool, choose

YOUNG = 60 * DAY
_ANY_HOUR = np.array(
    [3, 2, 1, 1, 1, 3, 10, 30, 75, 100, 104, 92, 66, 80, 92, 88, 72, 52, 32, 22, 18, 15, 10, 6], dtype=float
)
_OFFICE_HOURS = np.array([0] * 8 + [70, 105, 110, 95, 62, 80, 95, 88, 66, 30] + [0] * 6, dtype=float)


@dataclass(frozen=True)
class Cases:
    """One entry per ticket as it comes in; `created` is in UTC seconds, the rest are numbers of names (-1: none)."""

    customer: Ints
    kind: Ints
    day: Ints
    created: Ints
    segment: Ints
    category: Ints
    channel: Ints
    priority: Ints
    team: Ints
    agent: Ints
    subject: Ints
    tags: Ints
    exclusion: Ints


def route(
    seed: int, batch: str, arrivals: Arrivals, customers: Customers, roster: Roster, hours: Clock, pool: Pool
) -> Cases:
    """Category, channel, moment, priority, team and agent of each arrival."""
    generator = stream(seed, f"route {batch}")
    size = len(arrivals.day)
    segment = np.where(arrivals.customer >= 0, customers.segment[arrivals.customer], company.SMALL)
    is_young = arrivals.day * DAY - customers.acquired[arrivals.customer] < YOUNG
    category = _categories(generator, arrivals.kind, is_young)
    works = hours.staff.lengths[arrivals.day - hours.first_day] > 0
    channel = _channels(generator, arrivals.kind, segment, works)
    priority = _priorities(generator, arrivals.kind, category, segment)
    team = _teams(category, segment, arrivals.kind, is_young)
    exclusion = _exclusions(generator, arrivals.kind)
    return Cases(
        customer=np.where(exclusion == company.TEST, -1, arrivals.customer),
        kind=arrivals.kind,
        day=arrivals.day,
        created=_moments(generator, arrivals, channel, works, hours),
        segment=segment,
        category=category,
        channel=channel,
        priority=priority,
        team=team,
        agent=assign(seed, batch, roster, team, arrivals.day),
        subject=_subjects(generator, pool, arrivals.kind, category, exclusion),
        tags=(generator.random(size) * 3).astype(np.int64),
        exclusion=exclusion,
    )


def _categories(generator: np.random.Generator, kind: Ints, is_young: Bools) -> Ints:
    weights = [[entry.older for entry in company.CATEGORIES], [entry.young for entry in company.CATEGORIES]]
    category = pick(generator, weights, is_young.astype(np.int64))
    for special, number in company.CATEGORY_OF_KIND.items():
        category[kind == special] = number
    return category


def _channels(generator: np.random.Generator, kind: Ints, segment: Ints, works: Bools) -> Ints:
    """Phone and chat are staffed on working days only; what comes in on other days comes by email and web form."""
    channel = pick(generator, company.CHANNEL_SHARES, segment)
    in_writing = ~works | (kind == company.JUNK) | (kind == company.PROACTIVE)
    channel = np.where(in_writing & (channel == company.PHONE), company.EMAIL, channel)
    return np.where(in_writing & (channel == company.CHAT), company.WEB, channel)


def _moments(generator: np.random.Generator, arrivals: Arrivals, channel: Ints, works: Bools, hours: Clock) -> Ints:
    """Seconds of creation: email and web form at any hour, phone, chat and proactive messages in office hours."""
    live = (channel == company.PHONE) | (channel == company.CHAT) | ((arrivals.kind == company.PROACTIVE) & works)
    outage = arrivals.kind == company.OUTAGE
    hour = pick(generator, [_ANY_HOUR, _OFFICE_HOURS], (live | outage).astype(np.int64))
    return hours.instant(arrivals.day, hour * HOUR + generator.integers(0, HOUR, size=len(hour)))


def _priorities(generator: np.random.Generator, kind: Ints, category: Ints, segment: Ints) -> Ints:
    """By category; every eighth ticket of a large customer counts for more, and most of an outage is urgent."""
    priority = pick(generator, [entry.priorities for entry in company.CATEGORIES], np.maximum(category, 0))
    raised = (segment == company.LARGE) & (generator.random(len(kind)) < 0.12)
    priority = np.minimum(priority + raised, company.URGENT)
    outage = np.where(generator.random(len(kind)) < 0.68, company.URGENT, company.HIGH)
    return np.where(kind == company.OUTAGE, outage, np.where(kind == company.JUNK, company.NORMAL, priority))


def _teams(category: Ints, segment: Ints, kind: Ints, is_young: Bools) -> Ints:
    """By category, but large customers have their own desk."""
    team = np.array([entry.team for entry in company.CATEGORIES])[np.maximum(category, 0)]
    team = np.where((category == company.HOW_TO) & is_young, company.ONBOARDING, team)
    own_desk = (segment == company.LARGE) & (kind != company.PRE_SALES) & (kind != company.JUNK)
    return np.where(own_desk, company.ENTERPRISE_DESK, np.where(kind == company.JUNK, company.CARE, team))


def _exclusions(generator: np.random.Generator, kind: Ints) -> Ints:
    shares = (0.0, 0.004, 0.011, 0.0015, 1.0)
    exclusion = pick_one(generator, shares, len(kind))
    usual = (kind == company.REGULAR) | (kind == company.PRICING) | (kind == company.OUTAGE)
    exclusion = np.where(usual & (exclusion < len(company.EXCLUSIONS)), exclusion, -1)
    return np.where(kind == company.JUNK, company.SPAM, exclusion)


def _subjects(generator: np.random.Generator, pool: Pool, kind: Ints, category: Ints, exclusion: Ints) -> Ints:
    prices, junk, test = (len(company.CATEGORIES) + number for number in range(len(MORE_GROUPS)))
    groups = np.where(kind == company.PRICING, prices, np.maximum(category, 0))
    groups = np.where(exclusion == company.SPAM, junk, np.where(exclusion == company.TEST, test, groups))
    return choose(generator, pool, groups)
