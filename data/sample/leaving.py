"""Who leaves, when and why, given what support was like?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.arrivals import Arrivals
from data.sample.customers import Customers
from data.sample.drawing import DAY, HOUR, MONTH, NEVER, Bools, Floats, Ints, pick, seconds, stream
from data.sample.experience import Experience
from data.sample.timeline import Timeline
from data.sample.truth import TRUTH

YOUNG_MONTHS = 6
YOUNG_LEAVING = 0.3
YEARLY_USUAL, YEARLY_RENEWAL = np.log(0.3), np.log(6.0)  # contracts by the year mostly end with the year
INVOLUNTARY = len(company.LEAVING_REASONS)
REASONS = (*company.LEAVING_REASONS, company.PAYMENT_FAILED)


@dataclass(frozen=True)
class Leaving:
    """One entry per customer: when the relation ended (UTC seconds, NEVER: not yet) and why (-1, or into REASONS)."""

    at: Ints
    reason: Ints


def draw_leaving(seed: int, customers: Customers, lived: Experience, line: Timeline) -> Leaving:
    """First of: leaving of one's own accord, by the hazard that Truth describes; and a failed payment."""
    generator = stream(seed, "leaving")
    shape = lived.poor.shape
    is_renewal = customers.is_yearly[:, None] & ((lived.first_month[:, None] + np.arange(shape[1])) % 12 == 11)
    chosen = _first_event(generator, np.exp(_log_hazard(customers, lived, is_renewal)), lived, line, is_renewal)
    failing = TRUTH.payment_failure_monthly_hazard * np.array([1.0, 0.4, 0.1])[customers.segment]
    failed = _first_event(
        generator, np.repeat(failing[:, None], shape[1], axis=1), lived, line, np.zeros(shape, dtype=bool)
    )
    at = np.where(customers.has_bought, np.minimum(chosen, failed), NEVER)
    at = np.where(at <= line.end, at, NEVER)
    column = lived.column(np.arange(shape[0]), np.minimum(at, line.end))
    recent = lived.recently(lived.poor, TRUTH.recent_months)[np.arange(shape[0]), column] > 0
    reason = pick(generator, company.LEAVING_REASON_SHARES, recent.astype(np.int64))
    reason = np.where(failed < chosen, INVOLUNTARY, reason)
    return Leaving(at, np.where(at < NEVER, reason, -1))


def _log_hazard(customers: Customers, lived: Experience, is_renewal: Bools) -> Floats:
    """The monthly log hazard of leaving of one's own accord: customers x months."""
    size = np.array([0.0, TRUTH.mid_size, TRUTH.large_size])[customers.segment]
    size = size + np.array(company.PLAN_LEAVING)[customers.plan]
    size = size + np.array(company.ACQUISITION_LEAVING)[customers.channel] + np.log(TRUTH.small_monthly_hazard)
    months = lived.first_month[:, None] + np.arange(is_renewal.shape[1])
    hazard = size[:, None] + YOUNG_LEAVING * (months < YOUNG_MONTHS)
    hazard += np.where(is_renewal, YEARLY_RENEWAL, YEARLY_USUAL) * customers.is_yearly[:, None]
    hazard += TRUTH.poor_interaction * np.minimum(lived.early_poor, TRUTH.interactions_cap)
    hazard += TRUTH.good_interaction * np.minimum(lived.early_good, TRUTH.interactions_cap)
    hazard += TRUTH.recent_poor * (lived.recently(lived.poor, TRUTH.recent_months) > 0)
    return hazard + TRUTH.proactive * (lived.recently(lived.proactive, TRUTH.proactive_months) > 0)


def _first_event(
    generator: np.random.Generator, hazard: Floats, lived: Experience, line: Timeline, at_month_end: Bools
) -> Ints:
    """First event of a hazard that is constant within each month; on the month's last second where that is asked for."""
    months = np.arange(hazard.shape[1], dtype=float)
    share: Floats = generator.standard_exponential(hazard.shape) / hazard
    share = np.where((share < 1) & at_month_end, 1.0, share)
    times = lived.begins[:, None] + seconds((months + np.minimum(share, 1.0)) * MONTH)
    happens = ((share < 1) | ((share == 1) & at_month_end)) & (times >= line.start)
    first = np.argmax(happens, axis=1)
    rows = np.arange(len(first))
    return np.where(happens[rows, first], np.maximum(times[rows, first] - 1, lived.begins), NEVER)


def still_there(customers: Customers, leaving: Leaving, customer: Ints, instants: Ints) -> Bools:
    """Whether each customer (-1: nobody, always there) had not left at the instant."""
    return (customer < 0) | (instants <= leaving.at[np.minimum(customer, customers.size - 1)])


def farewells(seed: int, customers: Customers, leaving: Leaving, line: Timeline) -> Arrivals:
    """The cancellation tickets that leavers send in the days before the end."""
    generator = stream(seed, "farewells")
    says = (leaving.at < NEVER) & (leaving.reason != INVOLUNTARY)
    says &= generator.random(customers.size) < TRUTH.leavers_who_write
    notice = 1 + (TRUTH.notice_days * generator.random(customers.size) ** 1.4).astype(np.int64)
    day = np.where(says, leaving.at - HOUR * 2, 0) // DAY - notice
    first = np.maximum(customers.acquired // DAY + 1, line.first_number)
    who = np.flatnonzero(says & (day >= first))
    return Arrivals(who, day[who], np.full(len(who), company.CANCELLATION))
