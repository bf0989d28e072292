"""Which column of an unknown file is probably which? By the names that help desks use, and for times by the values."""

import re
from collections.abc import Mapping, Sequence

from data import schema
from data.loading.presets import suggest
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
                    "user", "caller", "asked by", "reporter", "email", "contact: email"),
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
    "survey_id": ("response id", "responseid", "respondent id", "id"),
    "score": ("rating", "answer", "nps", "csat", "q1"),
    "comment": ("feedback", "comments", "feedback comment", "remark"),
    "responded_at": ("response date", "submit date", "recorded date", "recordeddate", "end date", "date"),
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


def suggested(header: tuple[str, ...], kind: str, samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Canonical column -> header token, each token at most once. samples: values by token; a time must look like one."""
    result = {
        column: name for column, name in suggest(header, kind).items() if _may_be(kind, column, samples.get(name, ()))
    }
    for column in schema.TABLES[kind].names:
        candidates = (token(name) for name in SYNONYMS.get(column, ()))
        free = (name for name in candidates if name in header and name not in result.values())
        match = next((name for name in free if _may_be(kind, column, samples.get(name, ()))), None)
        if match and column not in result:
            result[column] = match
    return {column: result[column] for column in schema.TABLES[kind].names if column in result}


def _may_be(kind: str, column: str, values: Sequence[str]) -> bool:
    """A column of times needs values that look like times, where there are any."""
    if schema.TABLES[kind].column(column).type != "timestamp":
        return True
    given = [value for value in values if len(value.strip()) > 1]
    return not given or 2 * sum(bool(_TIME.match(value)) for value in given) > len(given)
