"""Which stages of the journey did each company enter, and when?"""

from dataclasses import dataclass

import numpy as np

from data.sample.customers import Customers
from data.sample.drawing import DAY, MONTH, NEVER, Ints, seconds, skewed, stream
from data.sample.leaving import Leaving
from data.sample.money import Changes
from data.sample.relational import Recommendations
from data.sample.timeline import Timeline
from data.schema import STAGES


@dataclass(frozen=True)
class Stages:
    """One entry per company and stage entered, by time; `stage` is a place in STAGES."""

    customer: Ints
    stage: Ints
    at: Ints


def draw_stages(
    seed: int,
    customers: Customers,
    changes: Changes,
    leaving: Leaving,
    brought_by: Ints,
    asked: Recommendations,
    line: Timeline,
) -> Stages:
    """First entries only, up to the end of the relation; some stages are skipped, some never reached."""
    generator = stream(seed, "stages")
    size = customers.size
    acquired = customers.acquired
    onboard = np.where(generator.random(size) < 0.94, acquired + seconds(2 * DAY * skewed(generator, 0.9, size)), NEVER)
    adopt = acquired + seconds(38 * DAY * skewed(generator, 0.6, size)) + 8 * DAY
    adopt = np.where(
        generator.random(size) < 0.87, np.maximum(adopt, np.where(onboard < NEVER, onboard, 0) + DAY), NEVER
    )
    entries = (
        customers.discovered,
        customers.evaluated,
        acquired,
        onboard,
        adopt,
        acquired + 12 * MONTH,
        changes.expanded,
        _advocacy(generator, customers, brought_by, asked),
    )
    until = np.minimum(leaving.at, line.end)
    parts = [(np.flatnonzero(at <= until), at[at <= until]) for at in entries]
    stage = np.repeat(np.arange(len(STAGES)), [len(who) for who, _ in parts])
    customer, at = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((stage, customer, at))
    return Stages(customer[order], stage[order], at[order])


def _advocacy(generator: np.random.Generator, customers: Customers, brought_by: Ints, asked: Recommendations) -> Ints:
    """The first referral that was won, or for some the first answer of 9 or 10."""
    first = np.full(customers.size, NEVER)
    brought = np.flatnonzero(brought_by >= 0)
    np.minimum.at(first, brought_by[brought], customers.acquired[brought])
    praise = (asked.score >= 9) & (asked.responded < NEVER) & (generator.random(len(asked.score)) < 0.3)
    np.minimum.at(first, asked.customer[praise], asked.responded[praise])
    return first
