"""How does the whole sample company come about, step by step?"""

from dataclasses import dataclass

import numpy as np

from data.sample.arrivals import Arrivals, draw_arrivals
from data.sample.columns import join, take
from data.sample.customers import Customers, draw_customers
from data.sample.drawing import Floats, Ints
from data.sample.experience import experience
from data.sample.handling import Course, handle
from data.sample.hours import Clock, clock
from data.sample.journey import Stages, draw_stages
from data.sample.leaving import Leaving, draw_leaving, farewells, still_there
from data.sample.money import Orders, draw_changes, draw_orders, monthly_amounts
from data.sample.ratings import Ratings, rate
from data.sample.relational import Recommendations, ask_customers, referrers
from data.sample.roster import Roster, draw_roster
from data.sample.routing import Cases, route
from data.sample.subjects import Pool, pool
from data.sample.timeline import Timeline


@dataclass(frozen=True)
class Support:
    """All tickets by time of creation: as they came in, what became of them, and how they were rated."""

    cases: Cases
    course: Course
    ratings: Ratings


@dataclass(frozen=True)
class Company:
    """Everything there is to know about the sample company, also what lies after the end of the data."""

    line: Timeline
    customers: Customers
    leaving: Leaving
    support: Support
    pool: Pool
    asked: Recommendations
    brought_by: Ints
    monthly_amounts: Floats
    orders: Orders
    stages: Stages


@dataclass(frozen=True)
class Desk:
    """What every batch of tickets is made with."""

    seed: int
    customers: Customers
    roster: Roster
    hours: Clock
    line: Timeline
    lines: Pool

    def serve(self, batch: str, arrivals: Arrivals) -> Support:
        cases = route(self.seed, batch, arrivals, self.customers, self.roster, self.hours, self.lines)
        course = handle(self.seed, batch, cases, self.roster, self.hours, self.line)
        mood = self.customers.mood
        return Support(cases, course, rate(self.seed, batch, cases, course, self.roster, mood, self.hours))


def make_company(seed: int, buyers: int, tickets: float, line: Timeline) -> Company:
    """The sample company: support as if nobody left, then who leaves because of it, then all that follows from that."""
    customers = draw_customers(seed, buyers, line)
    desk = Desk(seed, customers, draw_roster(seed, line), clock(line.first, line.until), line, pool())
    support = desk.serve("usual", draw_arrivals(seed, customers, line, tickets))
    lived = experience(customers, support.cases, support.ratings, line)
    leaving = draw_leaving(seed, customers, lived, line)
    stays = np.flatnonzero(still_there(customers, leaving, support.cases.customer, support.cases.created))
    last_words = desk.serve("farewells", farewells(seed, customers, leaving, line))
    support = _merge(_rows(support, stays), last_words)
    asked = ask_customers(seed, customers, leaving, lived, line)
    brought_by = referrers(seed, customers, leaving, asked)
    changes = draw_changes(seed, customers, leaving, line)
    return Company(
        line,
        customers,
        leaving,
        support,
        desk.lines,
        asked,
        brought_by,
        monthly_amounts(customers, changes, leaving, line),
        draw_orders(seed, customers, changes, leaving, line),
        draw_stages(seed, customers, changes, leaving, brought_by, asked, line),
    )


def _rows(support: Support, rows: Ints) -> Support:
    return Support(take(support.cases, rows), take(support.course, rows), take(support.ratings, rows))


def _merge(first: Support, second: Support) -> Support:
    """Both batches as one, by time of creation."""
    cases = join([first.cases, second.cases])
    both = Support(cases, join([first.course, second.course]), join([first.ratings, second.ratings]))
    return _rows(both, np.lexsort((cases.subject, cases.customer, cases.created)))
