"""Which column of an unknown file is probably which? By the names that help desks use, and by what stands in it."""

import re
from collections.abc import Mapping, Sequence

from data import schema
from data.loading.recognising import suggest
from data.loading.values import MISSING
from data.loading.words import COMMON_WORDS
from data.reading.table import token

# Names that tools use for a column, surest first, as header tokens.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "ticket_id": ("ticket", "ticket no", "ticket number", "ticket key", "case", "case id", "case number", "case no",
                  "issue key", "issue id", "issue", "request id", "request", "incident", "reference", "number", "key", "#", "id"),
    "created_at": ("created", "created on", "created time", "created date", "create date", "creation date", "date created",
                   "opened", "opened at", "opened on", "date opened", "date/time opened", "open date", "logged", "logged at",
                   "submitted", "submitted at", "submit date", "reported", "received", "started at", "start date", "date"),
    "customer_id": ("customer", "customer no", "customer number", "requester id", "requester", "contact id", "contact",
                    "client id", "client", "account id", "account", "account name", "company id", "company", "user id",
                    "user", "caller", "asked by", "reporter"),
    "customer_email": ("email", "e-mail", "mail", "email address", "customer email", "contact email", "contact: email",
                       "requester email", "user email", "respondent email"),
    "organisation": ("organization", "company", "company name", "account name"),
    "first_reply_at": ("first reply", "first reply time", "first response", "first response at", "first response time",
                       "first responded", "first responded on", "first agent response date", "replied at"),
    "solved_at": ("solved", "solved on", "resolved", "resolved at", "resolved time", "resolved on", "resolution date",
                  "resolution time", "finished", "finished at", "completed", "completed at", "done"),
    "closed_at": ("closed", "closed on", "closed time", "close date", "closing date", "date closed", "date/time closed"),
    "updated_at": ("updated", "last updated", "last update", "last update time", "modified", "last modified", "changed at"),
    "status": ("state", "ticket status", "current state"),
    "priority": ("urgency", "severity", "ticket priority"),
    "channel": ("source", "via", "case origin", "contact type", "medium"),
    "category": ("type", "ticket type", "issue type", "topic", "reason", "product", "request type"),
    "team": ("group", "queue", "desk", "department", "assignment group", "assigned group"),
    "agent": ("assignee", "owner", "ticket owner", "case owner", "assigned to", "handler", "agent name", "teammate"),
    "subject": ("title", "summary", "ticket name", "short description", "what"),
    "tags": ("labels", "tag", "label"),
    "reopens": ("reopen count", "reopened", "times reopened", "number of reopens"),
    "replies": ("responses", "agent replies", "agent interactions", "public replies"),
    "handoffs": ("reassignments", "reassignment count", "number of reassignments"),
    "csat_score": ("csat", "rating", "satisfaction", "satisfaction score", "satisfaction rating", "stars"),
    "name": ("customer name", "company name", "account name", "full name", "customer", "company"),
    "email": ("e-mail", "mail", "email address", "customer email", "contact email"),
    "segment": ("size", "customer segment", "tier"),
    "region": ("country", "market"),
    "acquired_at": ("customer since", "became a customer date", "signup date", "signed up", "create date", "created", "start date"),
    "churned_at": ("churned", "churn date", "cancelled at", "canceled at", "end date"),
    "monthly_revenue": ("mrr", "monthly recurring revenue", "revenue"),
    "survey_id": ("response id", "responseid", "respondent id", "respondent", "response", "id"),
    "score": ("rating", "answer", "nps", "csat", "q1"),
    "comment": ("anything else", "anything else?", "feedback", "comments", "feedback comment", "remark"),
    "timeliness_score": ("timeliness", "timely", "speed", "response time rating", "speed of response", "speed of support"),
    "empathy_score": ("empathy", "friendliness", "courtesy", "helpfulness", "agent attitude", "agent friendliness"),
    "solution_score": ("resolution quality", "solution", "solution quality", "quality of solution", "problem solved", "competence"),
    "responded_at": ("response date", "submit date", "submitted", "submitted at", "completed", "answered", "recorded date", "recordeddate", "end date", "date"),
    "order_id": ("order", "order number", "invoice", "invoice id", "id"),
    "ordered_at": ("order date", "date", "created", "created at"),
    "amount": ("total", "price", "value", "amount paid"),
    "subscription_id": ("subscription", "id"),
    "started_at": ("start", "start date", "created"),
    "ended_at": ("end", "end date", "ended", "canceled at"),
    "monthly_amount": ("amount", "mrr", "price"),
    "stage": ("lifecycle stage", "phase"),
    "entered_at": ("date", "entered", "since"),
    "happened_at": ("date", "when", "time", "day"),
    "label": ("event", "what", "title", "name"),
}  # fmt: skip
_TIME = re.compile(
    r"^\s*\d{1,4}[-/. ][\dA-Za-z]{1,9}[-/. ]\d{2,4}|^\s*[A-Za-z]{3,9} \d{1,2},? \d{4}|^\s*\d{8}$|^\s*\d{10}(\d{3})?$"
)

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
_SCORE = re.compile(r"^(10|\d)([.,]0+)?$")
_ID = re.compile(r"^(?=.*\d)[\w#/.:-]{1,40}$")
_WORDS: Mapping[str, frozenset[str]] = {
    "status": frozenset(COMMON_WORDS["tickets"]["status"]),
    "priority": frozenset(("low", "medium", "normal", "high", "urgent", "critical", "p1", "p2", "p3", "p4", "p5")),
    "channel": frozenset(("email", "e-mail", "mail", "chat", "phone", "web", "portal", "form", "messaging", "api")),
    "currency": frozenset(("eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln", "jpy", "cad", "aud")),
}
FEWEST = 3  # values that content is judged by
MOST = 0.9  # of the values


def suggested(header: tuple[str, ...], kind: str, samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Canonical column -> header token, each token at most once: by name, and by content where no name fits.

    samples: the first values of each column, by token.
    """
    named = by_name(header, kind, samples)
    return _in_order(kind, named | by_content(header, kind, samples, taken=named))


def by_name(header: tuple[str, ...], kind: str, samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Canonical column -> header token by the names that help desks use; a time must look like one."""
    result = {
        column: name for column, name in suggest(header, kind).items() if _may_be(kind, column, samples.get(name, ()))
    }
    for column in schema.TABLES[kind].names:
        candidates = (token(name) for name in SYNONYMS.get(column, ()))
        free = (name for name in candidates if name in header and name not in result.values())
        match = next((name for name in free if _may_be(kind, column, samples.get(name, ()))), None)
        if match and column not in result:
            result[column] = match
    return _in_order(kind, result)


def by_content(
    header: tuple[str, ...], kind: str, samples: Mapping[str, Sequence[str]], *, taken: Mapping[str, str]
) -> dict[str, str]:
    """Canonical column -> header token, for columns that no name was found for and that only one kind of content fits.

    taken: what is suggested already. Of columns of times and of ids the first is taken, of others only one without rival.
    """
    free = [name for name in header if name not in taken.values()]
    found: dict[str, str] = {}
    for column in schema.TABLES[kind].names:
        if column in taken:
            continue
        fits = [name for name in free if name not in found.values() and likeness(kind, column, samples.get(name, ()))]
        is_first_enough = schema.TABLES[kind].column(column).type in ("id", "timestamp")
        if fits and (is_first_enough or len(fits) == 1):
            found[column] = fits[0]
    return found


def likeness(kind: str, column: str, values: Sequence[str]) -> bool:
    """Do these values of the file look like the canonical column, as far as content can show it?"""
    table = schema.TABLES[kind]
    given = [value.strip() for value in values if value.strip() and value.strip() not in MISSING]
    if len(given) < FEWEST:
        return False
    if column in ("email", "customer_email"):
        return _share(_EMAIL, given) >= MOST
    if column == "score":
        return all(map(_SCORE.match, given)) and len(set(given)) > 1
    words = _WORDS.get(column) or frozenset(table.column(column).choices)
    if words and table.column(column).type in ("choice", "text"):
        known = sum(value.casefold() in words for value in given)
        return known >= MOST * len(given)
    if not table.column(column).required:
        return False
    if table.column(column).type == "timestamp":
        return len(given) == len(values) and _share(_TIME, given) >= MOST
    is_own_id = table.column(column).type == "id" and table.key == (column,)
    return is_own_id and len(given) == len(values) == len(set(given)) and _share(_ID, given) >= MOST


def _share(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(bool(pattern.match(value)) for value in values) / len(values)


def _in_order(kind: str, found: Mapping[str, str]) -> dict[str, str]:
    return {column: found[column] for column in schema.TABLES[kind].names if column in found}


def _may_be(kind: str, column: str, values: Sequence[str]) -> bool:
    """A column of times needs values that look like times, where there are any."""
    if schema.TABLES[kind].column(column).type != "timestamp":
        return True
    given = [value for value in values if len(value.strip()) > 1]
    return not given or 2 * sum(bool(_TIME.match(value)) for value in given) > len(given)
