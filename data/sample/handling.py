"""When is each ticket answered and solved, how often does it change hands, and does it come back?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.drawing import DAY, HOUR, NEVER, Bools, Floats, Ints, pick_one, seconds, skewed, stream
from data.sample.hours import Clock
from data.sample.roster import Roster
from data.sample.routing import Cases
from data.sample.timeline import Timeline, day_number, year_end
from data.sample.truth import TRUTH

MINUTE = 60
LIVE_REPLY_MINUTES = {company.CHAT: 3.2, company.PHONE: 1.1}
AUTO_CLOSE = 4 * DAY


@dataclass(frozen=True)
class Course:
    """One entry per ticket of a batch, as if the data had no end; UTC seconds, NEVER for what does not happen."""

    first_reply: Ints
    first_solved: Ints
    reopened: Ints
    solved: Ints
    replies: Ints
    handoffs: Ints
    reopens: Ints
    waiting_share: Floats  # of the time to the solution, what the customer waited for support


def handle(seed: int, batch: str, cases: Cases, roster: Roster, hours: Clock, line: Timeline) -> Course:
    """The course of every ticket: reply, solution, perhaps a reopening; excluded tickets are put aside."""
    generator = stream(seed, f"handle {batch}")
    size = len(cases.created)
    since_tool = cases.day - day_number(line.tool)
    factor = _reply_factors(seed, cases, roster, line)
    first_reply = _first_replies(generator, cases, factor, hours)
    handoffs = generator.poisson(
        np.array([entry.handoffs for entry in company.CATEGORIES])[np.maximum(cases.category, 0)]
        * np.where((since_tool >= 0) & (since_tool < 28), 1.55, 1.0)
    )
    is_one_touch = _one_touch(generator, cases, since_tool >= 0) & (handoffs == 0)
    answered = np.where(first_reply < NEVER, first_reply, cases.created + 2 * HOUR)
    work = _work(generator, cases, roster, since_tool >= 0, is_one_touch)
    first_solved = hours.staff.after(answered, work)
    stuck = generator.random(size) < 0.0045
    first_solved = first_solved + np.where(stuck, seconds(DAY * (40 + 500 * generator.random(size))), 0)
    reopened, solved, reopens = _reopening(generator, cases, roster, handoffs, first_reply < NEVER, first_solved, hours)
    replies = np.where(is_one_touch, 1, 2 + generator.poisson(0.9 + 0.8 * handoffs, size)) + reopens
    course = Course(
        first_reply,
        first_solved,
        reopened,
        solved,
        np.where(first_reply < NEVER, replies, reopens),
        handoffs,
        reopens,
        generator.beta(5.0, 2.0, size),
    )
    return _set_aside(generator, cases, course, hours)


def _reply_factors(seed: int, cases: Cases, roster: Roster, line: Timeline) -> Floats:
    """What makes replies faster or slower than usual: team, agent, week, tool, outage, pricing change, season."""
    teams = np.array(company.TEAM_REPLY_FACTORS)
    teams[company.ENTERPRISE_DESK] = TRUTH.large_reply_factor
    factor = teams[cases.team] * roster.reply_factor[cases.agent]
    factor *= np.where(cases.segment == company.MID, TRUTH.mid_speed_factor, 1.0)
    week = (line.first_number + line.days - 1 - cases.day) // 7
    noise = stream(seed, "reply weeks").normal(0.0, 0.07, (line.days // 7 + 2, len(teams)))
    factor *= np.exp(noise)[week, cases.team]
    factor *= np.where((cases.day + 3) % 7 == 0, 1.15, 1.0)
    factor *= np.where(cases.day >= day_number(line.tool), TRUTH.tool_reply_factor, 1.0)
    since_outage = cases.day - day_number(line.outage)
    hit = (cases.team == company.TECHNICAL) | (cases.category == company.AVAILABILITY)
    factor *= np.where((since_outage >= 0) & (since_outage < 2), np.where(hit, 7.0, 2.0), 1.0)
    weeks = np.clip((cases.day - day_number(line.pricing)) // 7, -1, len(TRUTH.pricing_email_factors) - 1)
    slower = np.where(cases.channel == company.EMAIL, np.array(TRUTH.pricing_email_factors)[weeks], 1.12)
    factor *= np.where((weeks >= 0) & (cases.team == company.BILLING), slower, 1.0)
    return factor * np.where(year_end(line)[cases.day - line.first_number], 1.3, 1.0)


def _first_replies(generator: np.random.Generator, cases: Cases, factor: Floats, hours: Clock) -> Ints:
    """In staffed hours, but for urgent tickets that the standby takes; some tickets settle without a reply."""
    size = len(factor)
    minutes = np.array(company.REPLY_MINUTES)[cases.priority] * factor * skewed(generator, 0.92, size)
    for channel, median in LIVE_REPLY_MINUTES.items():
        live = median * np.sqrt(factor) * skewed(generator, 0.8, size)
        minutes = np.where(cases.channel == channel, live, minutes)
    work = np.maximum(seconds(minutes * MINUTE), 20)
    reply = hours.staff.after(cases.created, work)
    standby = (cases.priority == company.URGENT) & ~hours.staff.are_open(cases.created)
    standby &= generator.random(size) < np.where(cases.segment == company.LARGE, 0.7, 0.3)
    reply = np.where(standby, cases.created + seconds(38 * MINUTE * skewed(generator, 0.7, size)), reply)
    reply = np.where(cases.kind == company.PROACTIVE, cases.created, reply)
    silent = (generator.random(size) < 0.012) & (cases.channel != company.PHONE) & (cases.kind != company.PROACTIVE)
    return np.where(silent, NEVER, reply)


def _one_touch(generator: np.random.Generator, cases: Cases, has_tool: Bools) -> Bools:
    chance = np.array([entry.one_touch for entry in company.CATEGORIES])[np.maximum(cases.category, 0)]
    chance = chance * np.array([0.95, 1.15, 1.3, 0.9])[cases.channel] * np.where(has_tool, 1.22, 1.0)
    return generator.random(len(chance)) < chance


def _work(generator: np.random.Generator, cases: Cases, roster: Roster, has_tool: Bools, is_one_touch: Bools) -> Ints:
    """Staffed seconds from the first reply to the first solution; a few minutes where one answer is enough."""
    teams = np.array(company.TEAM_RESOLUTION_FACTORS)
    teams[company.ENTERPRISE_DESK] = TRUTH.large_resolution_factor
    effort = np.array([entry.effort for entry in company.CATEGORIES])[np.maximum(cases.category, 0)]
    minutes = np.array(company.RESOLUTION_MINUTES)[cases.priority] * effort * teams[cases.team]
    minutes *= np.where(cases.segment == company.MID, TRUTH.mid_speed_factor, 1.0)
    minutes *= roster.work_factor[cases.agent] * np.where(has_tool, TRUTH.tool_resolution_factor, 1.0)
    minutes *= np.array([1.0, 0.55, 0.5, 1.0])[cases.channel] * skewed(generator, 1.05, len(minutes))
    at_once = np.array([1.0, 9.0, 11.0, 1.0])[cases.channel] * skewed(generator, 0.8, len(minutes))
    return seconds(MINUTE * np.where(is_one_touch, at_once, minutes + 15)) + generator.integers(0, 60, len(minutes))


def _reopening(
    generator: np.random.Generator,
    cases: Cases,
    roster: Roster,
    handoffs: Ints,
    is_answered: Bools,
    first_solved: Ints,
    hours: Clock,
) -> tuple[Ints, Ints, Ints]:
    """When tickets come back and are solved for the last time, and how often they come back."""
    size = len(first_solved)
    chance = 0.069 * roster.reopen_factor[cases.agent] * (1 + 0.45 * handoffs)
    chance *= np.where(cases.kind == company.OUTAGE, 1.8, 1.0)
    chance *= np.where(cases.team == company.ENTERPRISE_DESK, TRUTH.large_reopen_factor, 1.0)
    comes_back = (generator.random(size) < np.minimum(chance, 0.6)) & (cases.kind != company.PROACTIVE) & is_answered
    reopened = first_solved + seconds(DAY * np.minimum(generator.exponential(1.3, size) + 0.02, 3.9))
    again = hours.staff.after(reopened, seconds(MINUTE * 330 * skewed(generator, 1.0, size)))
    reopens = np.where(comes_back, 1 + pick_one(generator, (0.86, 0.11, 0.03), size), 0)
    return np.where(comes_back, reopened, NEVER), np.where(comes_back, again, first_solved), reopens


def _set_aside(generator: np.random.Generator, cases: Cases, course: Course, hours: Clock) -> Course:
    """Spam, deleted and merged tickets are closed after some staffed hours, unanswered and unsolved."""
    aside = (cases.exclusion >= 0) & (cases.exclusion != company.TEST)
    closed = hours.staff.after(cases.created, seconds(HOUR * 2.0 * skewed(generator, 0.8, len(aside))))
    return Course(
        np.where(aside, NEVER, course.first_reply),
        np.where(aside, closed, course.first_solved),
        np.where(aside, NEVER, course.reopened),
        np.where(aside, closed, course.solved),
        np.where(aside, 0, course.replies),
        np.where(aside, 0, course.handoffs),
        np.where(aside, 0, course.reopens),
        course.waiting_share,
    )
