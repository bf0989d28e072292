"""How satisfied is a customer with a ticket, who is asked, who answers, and was the interaction poor or good?"""

from dataclasses import dataclass

import numpy as np

from data.sample import comments, company
from data.sample.drawing import HOUR, NEVER, Bools, Floats, Ints, seconds, skewed, stream
from data.sample.handling import MINUTE, Course
from data.sample.hours import Clock
from data.sample.roster import Roster
from data.sample.routing import Cases
from data.sample.truth import TRUTH
from data.settings import DEFAULTS

CSAT, CES = 0, 1
ASKED = 0.70
EFFORT_ASKED = 0.08  # share of those asked who get the effort question instead
CUTS = np.array([-1.75, -1.3, -0.98, -0.12])  # satisfaction below: 1, 2, 3, 4; above: 5
_TARGETS = np.array([list(DEFAULTS["targets"][name].values()) for name in company.PRIORITIES]) * MINUTE
_LATE = DEFAULTS["late_factor"]


@dataclass(frozen=True)
class Ratings:
    """One entry per ticket of a batch, as if the data had no end: the survey on it and what the interaction was."""

    kind: Ints  # CSAT or CES
    sent: Ints
    responded: Ints
    score: Ints
    comment: Ints
    is_poor: Bools
    is_good: Bools
    known: Ints  # when the outcome was known: the last solution, or the rating


def rate(seed: int, batch: str, cases: Cases, course: Course, roster: Roster, mood: Floats, hours: Clock) -> Ratings:
    """Surveys on the tickets of a batch; `mood` has one entry per customer. Targets are those of the default settings."""
    generator = stream(seed, f"rate {batch}")
    size = len(cases.created)
    reply = hours.business.between(
        cases.created, np.where(course.first_reply < NEVER, course.first_reply, cases.created)
    )
    solution = hours.business.between(cases.created, course.solved)
    targets = _TARGETS[cases.priority]
    level = _satisfaction(generator, cases, course, roster, mood, reply / targets[:, 0], solution / targets[:, 1])
    score = 1 + np.searchsorted(CUTS, level, side="right")
    kind = (generator.random(size) < EFFORT_ASKED).astype(np.int64)
    counts = (cases.exclusion < 0) & (cases.customer >= 0) & (cases.kind != company.PROACTIVE)
    is_sent = counts & (generator.random(size) < ASKED)
    delay = np.where(np.isin(cases.channel, (company.CHAT, company.PHONE)), 300.0, 4 * HOUR)
    sent = np.where(is_sent, course.solved + seconds(delay * skewed(generator, 0.5, size)), NEVER)
    answers = is_sent & (generator.random(size) < np.array(TRUTH.answers_by_score)[score - 1])
    responded = np.where(answers, sent + seconds(5 * HOUR * skewed(generator, 1.3, size)), NEVER)
    words = comments.for_csat(generator, score, late=reply > targets[:, 0], unsolved=course.reopens > 0)
    is_rated = answers & (kind == CSAT)
    late = (reply > _LATE * targets[:, 0]) | (solution > _LATE * targets[:, 1])
    in_time = (reply <= targets[:, 0]) & (solution <= targets[:, 1]) & (course.first_reply < NEVER)
    effort = np.clip(np.rint(4.6 + 1.25 * level + generator.normal(0, 0.7, size)), 1, 7).astype(np.int64)
    return Ratings(
        kind,
        sent,
        responded,
        np.where(kind == CSAT, score, effort),
        np.where(answers, words, -1),
        counts & np.where(is_rated, score <= 2, (course.reopens > 0) | late),
        counts & np.where(is_rated, score >= 4, (course.reopens == 0) & in_time),
        np.where(is_rated, responded, course.solved),
    )


def _satisfaction(
    generator: np.random.Generator,
    cases: Cases,
    course: Course,
    roster: Roster,
    mood: Floats,
    reply: Floats,
    solution: Floats,
) -> Floats:
    """Satisfaction in standard deviations of its noise; `reply` and `solution` are in multiples of the target."""
    level = -0.13 + generator.normal(0.0, 1.0, len(reply)) + roster.kindness[cases.agent]
    level += 0.4 * np.where(cases.customer >= 0, mood[cases.customer], 0.0)
    level += TRUTH.satisfaction_reply * np.clip(np.log(reply + 0.02), -2.5, 2.5)
    level += TRUTH.satisfaction_resolution * np.clip(np.log(solution + 0.02), -2.5, 2.5)
    level += TRUTH.satisfaction_reopened * (course.reopens > 0)
    level += TRUTH.satisfaction_handoff * np.minimum(course.handoffs, 3)
    level -= 1.1 * (cases.kind == company.OUTAGE)
    return level - 1.3 * (cases.kind == company.CANCELLATION)
