"""What do the exports of tickets and surveys hold at the end of the data?"""

from dataclasses import replace

import numpy as np
import pandas as pd

from data.sample import comments, company
from data.sample.drawing import MONTH, NEVER, Bools, Ints, pick_one, stream
from data.sample.handling import AUTO_CLOSE, MINUTE, Course
from data.sample.making import Company
from data.sample.names import AGENTS
from data.sample.routing import Cases
from data.sample.tables import instants, named, optional
from data.schema import STATUSES

FIRST_TICKET = 20001
NEW, OPEN, PENDING, HOLD, SOLVED, CLOSED = range(6)
_SURVEYS = (("csat", "1-5"), ("ces", "1-7"), ("nps", "0-10"))
_SPECIAL_TAGS = {company.OUTAGE: "availability outage", company.PRICING: "invoice price-change"}
_TAGS = tuple(dict.fromkeys([*(tag for entry in company.CATEGORIES for tag in entry.tags), *_SPECIAL_TAGS.values()]))


def ticket_table(made: Company, seed: int) -> pd.DataFrame:
    """One row per ticket in its state at the end of the data, by time of creation."""
    generator = stream(seed, "tickets at the end")
    cases, end = made.support.cases, made.line.end
    course = _as_known(made.support.course, end)
    aside = (cases.exclusion >= 0) & (cases.exclusion != company.TEST)
    closed = np.where(aside, course.solved, np.where(course.solved < NEVER, course.solved + AUTO_CLOSE, NEVER))
    solved = np.where(aside, NEVER, course.solved)
    status = _status(generator, course, solved, closed, end)
    is_new = (course.first_reply == NEVER) & (solved == NEVER)
    is_unassigned = is_new & (generator.random(len(status)) < 0.6)
    is_unlabelled = generator.random(len(status)) < np.where(is_unassigned, 0.3, 0.004)
    category = np.where(is_unlabelled, -1, cases.category)
    spam = cases.exclusion == company.SPAM
    return pd.DataFrame(
        {
            "ticket_id": FIRST_TICKET + np.arange(len(status)),
            "created_at": instants(cases.created, end),
            "customer_id": optional(cases.customer + 1, cases.customer >= 0),
            "first_reply_at": instants(course.first_reply, end),
            "first_solved_at": instants(np.where(aside, NEVER, course.first_solved), end),
            "solved_at": instants(solved, end),
            "closed_at": instants(closed, end),
            "updated_at": instants(_updated(generator, cases, course, closed, status, end), end),
            "status": named(status, STATUSES),
            "priority": named(np.where(spam, -1, cases.priority), company.PRIORITIES),
            "channel": named(cases.channel, company.CHANNELS),
            "category": named(category, company.CATEGORY_NAMES),
            "team": named(np.where(spam, -1, cases.team), company.TEAMS),
            "agent": named(np.where(spam | is_unassigned, -1, cases.agent), AGENTS),
            "subject": named(cases.subject, made.pool.lines),
            "tags": named(_tags(cases, category), _TAGS),
            "reopens": course.reopens,
            "replies": course.replies,
            "handoffs": course.handoffs,
            "requester_wait_minutes": optional(_waits(cases, course), solved <= end),
            "origin": named((cases.kind == company.PROACTIVE).astype(np.int64), ("customer", "proactive")),
            "exclusion": named(cases.exclusion, company.EXCLUSIONS),
        }
    )


def _as_known(course: Course, end: int) -> Course:
    """The course of every ticket as far as it has come by the end of the data."""
    first_reply = np.where(course.first_reply <= end, course.first_reply, NEVER)
    first_solved = np.where(course.first_solved <= end, course.first_solved, NEVER)
    came_back = course.reopened <= end
    last = np.where(came_back | (course.reopens == 0), course.solved, course.first_solved)
    solved = np.where(last <= end, last, NEVER)
    is_open_again = came_back & (solved == NEVER)
    reopens = np.where(came_back, np.where(is_open_again, 1, course.reopens), 0)
    replies = course.replies - course.reopens + reopens
    replies = np.where(solved < NEVER, replies, np.minimum(replies, 1 + replies // 3))
    has_reply = first_reply < NEVER
    return replace(
        course,
        first_reply=first_reply,
        first_solved=first_solved,
        reopened=np.where(came_back, course.reopened, NEVER),
        solved=solved,
        reopens=reopens,
        replies=np.where(has_reply, replies, 0),
        handoffs=np.where(has_reply | (solved < NEVER), course.handoffs, 0),
    )


def _status(generator: np.random.Generator, course: Course, solved: Ints, closed: Ints, end: int) -> Ints:
    size = len(solved)
    answered = np.array([OPEN, PENDING, HOLD])[pick_one(generator, (0.5, 0.38, 0.12), size)]
    unanswered = np.where(generator.random(size) < 0.6, NEW, OPEN)
    waiting = np.where(course.first_reply < NEVER, answered, unanswered)
    waiting = np.where(course.reopened < NEVER, OPEN, waiting)
    return np.where(closed <= end, CLOSED, np.where(solved <= end, SOLVED, waiting))


def _updated(
    generator: np.random.Generator, cases: Cases, course: Course, closed: Ints, status: Ints, end: int
) -> Ints:
    """The last thing that happened; open tickets with a reply are touched again within a month of it."""
    last = cases.created
    for moments in (course.first_reply, course.first_solved, course.reopened, course.solved, closed):
        last = np.where(moments <= end, np.maximum(last, moments), last)
    is_worked_on = (status == PENDING) | (status == HOLD) | ((status == OPEN) & (course.first_reply < NEVER))
    later = last + (np.minimum(end - last, MONTH) * generator.random(len(last))).astype(np.int64)
    return np.where(is_worked_on, later, last)


def _waits(cases: Cases, course: Course) -> Ints:
    """Whole minutes the customer waited for support: all until the first reply, and a part of the rest."""
    total = np.where(course.solved < NEVER, course.solved - cases.created, 0)
    reply = np.minimum(np.where(course.first_reply < NEVER, course.first_reply - cases.created, 0), total)
    return np.rint((reply + course.waiting_share * (total - reply)) / MINUTE).astype(np.int64)


def _tags(cases: Cases, category: Ints) -> Ints:
    places = np.array(
        [[_TAGS.index(entry.tags[turn % len(entry.tags)]) for turn in range(3)] for entry in company.CATEGORIES]
    )
    tags = np.where(category >= 0, places[np.maximum(category, 0), cases.tags], -1)
    for kind, tag in _SPECIAL_TAGS.items():
        tags = np.where((cases.kind == kind) & (category >= 0), _TAGS.index(tag), tags)
    return tags


def survey_table(made: Company) -> pd.DataFrame:
    """One row per survey sent by the end of the data, by time: after tickets (csat, ces) and about the relation (nps)."""
    cases, ratings, asked, end = made.support.cases, made.support.ratings, made.asked, made.line.end
    after = np.flatnonzero(ratings.sent <= end)
    kind = np.concatenate([ratings.kind[after], np.full(len(asked.sent), 2)])
    customer = np.concatenate([cases.customer[after], asked.customer])
    ticket = np.concatenate([after + FIRST_TICKET, np.full(len(asked.sent), -1)])
    sent = np.concatenate([ratings.sent[after], asked.sent])
    responded = np.concatenate([ratings.responded[after], asked.responded])
    score = np.concatenate([ratings.score[after], asked.score])
    comment = np.concatenate([ratings.comment[after], asked.comment])
    is_sent: Bools = sent <= end
    order = np.lexsort((customer, ticket, sent))
    order = order[is_sent[order]]
    is_answered = responded[order] <= end
    return pd.DataFrame(
        {
            "survey_id": np.arange(len(order)) + 1,
            "kind": named(kind[order], [name for name, _ in _SURVEYS]),
            "customer_id": customer[order] + 1,
            "ticket_id": optional(ticket[order], ticket[order] >= 0),
            "score": optional(score[order], is_answered),
            "scale": named(kind[order], [scale for _, scale in _SURVEYS]),
            "sent_at": instants(sent[order], end),
            "responded_at": instants(responded[order], end),
            "comment": named(np.where(is_answered, comment[order], -1), comments.LINES),
        }
    )
