"""How likely are customers to recommend the company, when are they asked, and whom do they bring?"""

from dataclasses import dataclass

import numpy as np

from data.sample import comments, company
from data.sample.customers import Customers
from data.sample.drawing import DAY, HOUR, NEVER, Ints, seconds, skewed, stream
from data.sample.experience import Experience
from data.sample.leaving import Leaving
from data.sample.timeline import Timeline
from data.sample.truth import TRUTH

HALF_YEAR = 182 * DAY
FIRST_ASKED = 75 * DAY
REMEMBERED_MONTHS = 6
ANSWERS = np.array([0.28, 0.18, 0.29])  # by band: 0-6, 7-8, 9-10
ROUNDS = 40


@dataclass(frozen=True)
class Recommendations:
    """One entry per NPS survey; UTC seconds, NEVER for not answered; scores also for those who stayed silent."""

    customer: Ints
    sent: Ints
    responded: Ints
    score: Ints
    comment: Ints


def ask_customers(
    seed: int, customers: Customers, leaving: Leaving, lived: Experience, line: Timeline
) -> Recommendations:
    """NPS surveys of customers that are there, about every six months; poor support of late lowers the score."""
    generator = stream(seed, "ask customers")
    size, turns = customers.size, line.days * DAY // HALF_YEAR + 1
    first = np.maximum(customers.acquired + FIRST_ASKED, line.start + seconds(HALF_YEAR * generator.random(size)))
    times = first[:, None] + np.arange(turns) * HALF_YEAR + generator.integers(0, 9 * DAY, (size, turns))
    customer, turn = np.nonzero(times < np.minimum(leaving.at, line.end)[:, None])
    sent = times[customer, turn]
    column = lived.column(customer, sent)
    poor = lived.recently(lived.poor, REMEMBERED_MONTHS)[customer, column]
    good = lived.recently(lived.good, REMEMBERED_MONTHS)[customer, column]
    level = 8.35 + 0.9 * customers.mood[customer] + generator.normal(0.0, 1.35, len(sent))
    level += 0.14 * np.minimum(good, 5) - 1.1 * np.minimum(poor, 3)
    score = np.clip(np.rint(level), 0, 10).astype(np.int64)
    answers = generator.random(len(sent)) < ANSWERS[np.searchsorted([7, 9], score, side="right")]
    responded = np.where(answers, sent + seconds(20 * HOUR * skewed(generator, 1.2, len(sent))), NEVER)
    comment = np.where(answers, comments.for_nps(generator, score), -1)
    return Recommendations(customer, sent, responded, score, comment)


def referrers(seed: int, customers: Customers, leaving: Leaving, asked: Recommendations) -> Ints:
    """For each customer won by referral the customer who brought it, else -1: promoters bring more.

    A referrer was a customer for six weeks at least, and had not left. Where nobody fits, none is named.
    """
    generator = stream(seed, "referrers")
    last_score = np.full(customers.size, 8)
    last_score[asked.customer] = asked.score
    weight = np.array(TRUTH.referral_weights)[np.searchsorted([7, 9], last_score, side="right")]
    limits = np.cumsum(weight * customers.has_bought)
    brought_by = np.full(customers.size, -1)
    open_cases = np.flatnonzero(customers.has_bought & (customers.channel == company.REFERRAL))
    for _ in range(ROUNDS):
        draws = np.searchsorted(limits, generator.random(len(open_cases)) * limits[-1], side="right")
        moment = customers.acquired[open_cases]
        fits = (customers.acquired[draws] < moment - 45 * DAY) & (leaving.at[draws] > moment) & (moment < NEVER)
        brought_by[open_cases[fits]] = draws[fits]
        open_cases = open_cases[~fits]
    return brought_by
