"""The rows of a small company in whose data something of every kind is the matter."""

from collections.abc import Mapping, Sequence

Rows = Sequence[Mapping[str, object]]

CUSTOMERS: Rows = (
    {"customer_id": "C1", "name": "Ada", "email": "ada@one.example", "organisation": "One Ltd", "segment": "small"}
    | {"plan": "pro", "acquired_at": "2024-01-01 00:00:00"},
    {"customer_id": "C2", "name": "Bob", "email": "bob@two.example", "segment": "large"}
    | {"acquired_at": "2024-01-10 00:00:00"},
    {"customer_id": "C3", "name": "Bea", "email": "BOB@two.example ", "acquired_at": "2024-02-01 00:00:00"},
)
SOLVED = {"status": "solved"}
TICKETS: Rows = (
    {"ticket_id": "T0", "created_at": "2023-08-01 10:00:00", "customer_id": "C1"},
    {"ticket_id": "T1", "created_at": "2024-01-02 09:00:00", "customer_id": "C1", "subject": "Help", "agent": "Ann"}
    | {"first_reply_at": "2024-01-02 09:00:00", "solved_at": "2024-01-02 09:00:00", "replies": 1, "handoffs": 0}
    | SOLVED,
    {"ticket_id": "T2", "created_at": "2024-01-02 09:05:00", "customer_id": "C1", "subject": " help ", "agent": "Ann"}
    | {"first_reply_at": "2024-01-02 10:05:00", "solved_at": "2024-01-03 09:05:00", "replies": 1}
    | SOLVED,
    {"ticket_id": "T3", "created_at": "2024-01-02 09:16:00", "customer_id": "C1", "subject": "Help"},
    {"ticket_id": "T4", "created_at": "2024-01-05 00:00:00", "customer_email": "bob@two.example"},
    {"ticket_id": "T5", "created_at": "2024-02-03 10:00:00", "customer_id": "X9"},
    {"ticket_id": "T6", "created_at": "2024-02-04 10:00:00", "customer_id": "X9", "organisation": "Zeta"}
    | {"customer_email": "z@zeta.example"},
    {"ticket_id": "T7", "created_at": "2024-02-05 10:00:00"},
    {"ticket_id": "T8", "created_at": "2024-01-20 12:00:00", "customer_id": "C3"},
    {"ticket_id": "T9", "created_at": "2024-02-10 10:00:00", "customer_id": "C1", "exclusion": "spam"},
    {"ticket_id": "T10", "created_at": "2024-03-01 12:00:00", "customer_id": "C2", "replies": 60, "handoffs": 21}
    | SOLVED,
    {"ticket_id": "T11", "created_at": "2024-03-02 12:00:00", "organisation": "one  ltd"},
    {"ticket_id": "T12", "created_at": "2024-03-03 12:00:00", "customer_email": "ada@one.example", "replies": 2}
    | {"first_reply_at": "2024-03-03 13:00:00", "solved_at": "2024-03-04 12:00:00"}
    | SOLVED,
    {"ticket_id": "T13", "created_at": "2024-03-04 12:00:00", "customer_email": "eva@one.example"},
    {"ticket_id": "T14", "created_at": "2024-03-31 23:00:00", "customer_id": "C1", "customer_email": "z@zeta.example"},
    {"ticket_id": "T15", "created_at": "2024-04-01 08:00:00", "customer_id": "C1"},
    {"ticket_id": "T16", "created_at": "2024-03-05 10:00:00", "customer_id": "C2"}
    | {"first_reply_at": "2099-01-01 00:00:00"},
    {"ticket_id": "T17", "created_at": "yesterday"},
)
SURVEYS: Rows = (
    {"survey_id": "S1", "kind": "csat", "ticket_id": "T1", "score": 5, "scale": "1-5", "comment": "Fine"}
    | {"sent_at": "2024-01-03 08:00:00", "responded_at": "2024-01-03 09:00:00"},
    {"survey_id": "S2", "kind": "csat", "ticket_id": "T1", "score": 4, "scale": "1-5"}
    | {"sent_at": "2024-01-03 08:00:00", "responded_at": "2024-01-04 09:00:00"},
    {"survey_id": "S3", "kind": "csat", "ticket_id": "T99", "score": 3, "scale": "1-5"}
    | {"sent_at": "2024-02-02 08:00:00"},
    {"survey_id": "S4", "kind": "nps", "customer_id": "C2", "score": 9, "scale": "0-10"}
    | {"sent_at": "2024-02-19 08:00:00", "responded_at": "2024-02-20 12:00:00"},
    {"survey_id": "S5", "kind": "csat", "ticket_id": "T2", "scale": "1-5", "sent_at": "2024-01-05 08:00:00"},
    {"survey_id": "S6", "kind": "csat", "ticket_id": "T9", "score": 1, "scale": "1-5"}
    | {"sent_at": "2024-02-12 08:00:00", "responded_at": "2024-02-12 09:00:00"},
)
ORDERS: Rows = (
    {"order_id": "O1", "customer_id": "C1", "ordered_at": "2024-01-15 00:00:00", "amount": 10},
    {"order_id": "O2", "customer_id": "X9", "ordered_at": "2024-02-01 00:00:00", "amount": 20},
)
