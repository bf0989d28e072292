"""Which tables and columns does the store keep, and what does each column hold?

The column names are also the headers of the project's own CSV format.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["id", "text", "timestamp", "integer", "number", "boolean", "choice"]

SQL_TYPES: dict[str, str] = {
    "id": "varchar",
    "text": "varchar",
    "choice": "varchar",
    "timestamp": "timestamp",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column of a canonical table: its name, what it holds, and the values it may take."""

    name: str
    type: Type = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    meaning: str = ""
    is_never_negative: bool = False
    is_code: bool = False  # a word in capitals, such as EUR

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One canonical table: its columns, and the columns that name one record."""

    name: str
    one_row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)


STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
SCALES = ("1-5", "1-3", "good-bad", "0-10", "1-7", "1-10", "0-100")
ASPECTS = ("timeliness_score", "empathy_score", "solution_score")
STAGES = ("Discover", "Evaluate", "Purchase", "Onboard", "Adopt", "Renew", "Expand", "Advocate")


def _id(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, "id", required, meaning=meaning)


def _text(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, "text", required, meaning=meaning)


def _time(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, "timestamp", required, meaning=meaning)


def _number(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, "number", required, meaning=meaning)


def _integer(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning=meaning, is_never_negative=True)


def _told(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning=f"{meaning}; used where there is no time stamp", is_never_negative=True)


def _choice(name: str, choices: tuple[str, ...], meaning: str, *, required: bool = False) -> Column:
    return Column(name, "choice", required, choices, meaning)


CUSTOMERS = Table(
    "customers",
    "One row per customer.",
    ("customer_id",),
    (
        _id("customer_id", "the customer's id", required=True),
        _text("name", "name of the person or the account"),
        _text("email", "address that tickets and surveys are linked by"),
        _text("organisation", "company that the customer belongs to"),
        _text("domain", "mail domains of the company, divided by commas"),
        _text("segment", "size or kind of customer"),
        _text("plan", "what the customer has bought"),
        _text("region", "where the customer is"),
        _text("industry", "what the customer does"),
        _text("acquisition_channel", "where the customer came from"),
        _time("acquired_at", "start of the customer relation"),
        _time("churned_at", "end of the customer relation"),
        _text("churn_reason", "why it ended"),
        _number("monthly_revenue", "revenue a month"),
        _number("acquisition_cost", "what winning the customer cost"),
        _id("referred_by", "the customer who referred this one"),
    ),
)

TICKETS = Table(
    "tickets",
    "One row per ticket, in its last known state.",
    ("ticket_id",),
    (
        _id("ticket_id", "the ticket's id", required=True),
        _time("created_at", "when the ticket was opened", required=True),
        _id("customer_id", "the customer who asked"),
        _text("customer_email", "address of who asked; links tickets to customers"),
        _text("organisation", "company of who asked; links tickets to customers"),
        _time("first_reply_at", "first public reply by an agent"),
        _time("first_solved_at", "first time the ticket was solved"),
        _time("solved_at", "last time the ticket was solved"),
        _time("closed_at", "when the ticket was closed for good"),
        _time("updated_at", "last change of the ticket"),
        _choice("status", STATUSES, "the ticket's state now"),
        _text("priority", "priority; targets belong to it"),
        _text("channel", "how the ticket came in"),
        _text("category", "what the ticket is about"),
        _text("team", "team that holds the ticket"),
        _text("agent", "agent that holds the ticket"),
        _text("subject", "first line of the ticket"),
        _text("tags", "labels"),
        _integer("reopens", "how often the ticket was reopened"),
        _integer("replies", "public replies by agents"),
        _integer("handoffs", "how often the ticket changed hands"),
        Column(
            "requester_wait_minutes",
            "number",
            meaning="calendar minutes in new, open and on hold",
            is_never_negative=True,
        ),
        _told(
            "first_reply_business_minutes",
            "business minutes to the first reply as the tool tells them; empty: no reply yet",
        ),
        _told(
            "resolution_business_minutes",
            "business minutes to the solution as the tool tells them; empty: not solved, or not told",
        ),
        _number("csat_score", "the customer's rating, on csat_scale; on good-bad also in words"),
        _choice("csat_scale", SCALES, "scale of csat_score"),
        Column("csat_sent", "boolean", meaning="a satisfaction survey was sent"),
        _choice(
            "origin",
            ("customer", "proactive", "sales", "self-service"),
            "who opened the conversation: the customer, the firm of its own accord or to sell, or self-service",
        ),
        _choice("exclusion", ("spam", "deleted", "merged", "test"), "why the ticket does not count"),
    ),
)

SURVEYS = Table(
    "surveys",
    "One row per survey that was sent or answered.",
    ("survey_id",),
    (
        _id("survey_id", "the survey's id", required=True),
        _choice("kind", ("csat", "nps", "ces"), "csat, nps or ces", required=True),
        _id("customer_id", "who was asked"),
        _text("customer_email", "address of who was asked"),
        _id("ticket_id", "the ticket that was asked about"),
        _number("score", "the answer; empty when not answered; on good-bad also in words"),
        _choice("scale", SCALES, "scale of the score"),
        _time("sent_at", "when the survey was sent"),
        _time("responded_at", "when it was answered"),
        _text("comment", "what the customer wrote"),
        _number("timeliness_score", "answer to a question on speed, on aspect_scale"),
        _number("empathy_score", "answer to a question on tone and care, on aspect_scale"),
        _number("solution_score", "answer to a question on the solution, on aspect_scale"),
        _choice("aspect_scale", SCALES, "scale of these three; empty: that of the score, or 1 to 5 beside nps"),
    ),
)

ORDERS = Table(
    "orders",
    "One row per order.",
    ("order_id",),
    (
        _id("order_id", "the order's id", required=True),
        _id("customer_id", "who bought", required=True),
        _text("customer_email", "address of who bought"),
        _time("ordered_at", "when", required=True),
        _number("amount", "how much; a refund is negative", required=True),
        Column("currency", meaning="currency of the amount", is_code=True),
        _choice("kind", ("new", "renewal", "expansion", "contraction", "one-off", "refund"), "kind of order"),
    ),
)

SUBSCRIPTIONS = Table(
    "subscriptions",
    "One row per subscription.",
    ("subscription_id",),
    (
        _id("subscription_id", "the subscription's id", required=True),
        _id("customer_id", "who subscribes", required=True),
        _text("customer_email", "address of who subscribes"),
        _time("started_at", "start", required=True),
        _time("ended_at", "end; empty while it runs"),
        _text("plan", "plan"),
        _number("monthly_amount", "amount a month"),
        Column("currency", meaning="currency of the amount", is_code=True),
        _text("cancel_reason", "why it ended"),
    ),
)

STAGES_TABLE = Table(
    "stages",
    "One row per entry of a customer into a stage of the journey.",
    ("customer_id", "stage", "entered_at"),
    (
        _id("customer_id", "the customer", required=True),
        _text("stage", "the stage entered", required=True),
        _time("entered_at", "when", required=True),
    ),
)

EVENTS = Table(
    "events",
    "One row per event that is drawn on every time chart.",
    ("happened_at", "label"),
    (
        _time("happened_at", "when", required=True),
        _text("label", "what", required=True),
        _choice("kind", ("release", "outage", "policy", "tool"), "kind of event"),
    ),
)

CHANGES = Table(
    "changes",
    "One row per change of a ticket's field.",
    ("ticket_id", "changed_at", "field"),
    (
        _id("ticket_id", "the ticket", required=True),
        _time("changed_at", "when", required=True),
        _text("field", "what was changed: status, assignee, group", required=True),
        _text("value", "what it was set to"),
        _id("user_id", "who changed it"),
    ),
)

COMMENTS = Table(
    "comments",
    "One row per comment on a ticket.",
    ("comment_id",),
    (
        _id("comment_id", "the comment's id", required=True),
        _id("ticket_id", "the ticket", required=True),
        _time("created_at", "when", required=True),
        _id("author_id", "who wrote it"),
        Column("is_public", "boolean", meaning="the customer can read it"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (CUSTOMERS, TICKETS, SURVEYS, ORDERS, SUBSCRIPTIONS, STAGES_TABLE, EVENTS, CHANGES, COMMENTS)
}
