"""What had each customer been through with support by the start of each month of the relation?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.customers import Customers
from data.sample.drawing import DAY, MONTH, NEVER, Bools, Ints
from data.sample.ratings import Ratings
from data.sample.routing import Cases
from data.sample.timeline import Timeline
from data.sample.truth import TRUTH

Counts = np.ndarray  # customers x months, integers: how many became known before the start of the month


@dataclass(frozen=True)
class Experience:
    """Per customer and tenure month (columns: the first that reaches into the timeline, and those after it)."""

    first_month: Ints  # tenure month of column 0
    begins: Ints  # its first second, UTC
    early_poor: Counts  # interactions of the first days only, see Truth
    early_good: Counts
    poor: Counts
    good: Counts
    proactive: Counts

    def recently(self, counts: Counts, months: int) -> Counts:
        """How many became known in the last `months` months before the start of each month."""
        before = np.zeros_like(counts)
        before[:, months:] = counts[:, :-months]
        return counts - before

    def column(self, customer: Ints, instants: Ints) -> Ints:
        """The column whose month holds each instant, cut to those there are."""
        return np.clip((instants - self.begins[customer]) // MONTH, 0, self.poor.shape[1] - 1)


def experience(customers: Customers, cases: Cases, ratings: Ratings, line: Timeline) -> Experience:
    """Counts of poor, good and proactive interactions, each from the month after it became known."""
    columns = line.days * DAY // MONTH + 2
    acquired = np.where(customers.has_bought, customers.acquired, line.end)
    first_month = np.maximum((line.start - acquired) // MONTH, 0)
    begins = acquired + first_month * MONTH
    is_early = cases.created - acquired[cases.customer] <= TRUTH.early_days * DAY

    def count(counted: Bools, known: Ints) -> Counts:
        who = cases.customer[counted]
        column = np.maximum(-((begins[who] - known[counted]) // MONTH), 0)
        fits = column < columns
        cells = np.bincount(who[fits] * columns + column[fits], minlength=customers.size * columns)
        return np.cumsum(cells.reshape(customers.size, columns), axis=1, dtype=np.int16)

    since_purchase = (cases.customer >= 0) & (cases.created >= customers.acquired[cases.customer])
    is_proactive = since_purchase & (cases.kind == company.PROACTIVE)
    poor, good = ratings.is_poor & since_purchase, ratings.is_good & since_purchase
    return Experience(
        first_month,
        begins,
        count(poor & is_early, ratings.known),
        count(good & is_early, ratings.known),
        count(poor, ratings.known),
        count(good, ratings.known),
        count(is_proactive, np.minimum(cases.created, NEVER)),
    )
