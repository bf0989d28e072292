"""Which values can hardly be true, what do they do to the numbers, and from how many on do they matter?"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Doubt:
    """What is doubted and how a sentence says it, of which records, what it does, from which share on it matters.

    metric and narrowing: the number behind which the tickets page lists just these, where there is one.
    """

    what: str
    said: str
    among: str
    effect: str
    notable: float
    serious: float
    metric: str = ""
    narrowing: tuple[tuple[str, str], ...] = ()


AT_ONCE = "0.0166"  # minutes: under a second
DOUBTS: Mapping[str, Doubt] = {
    "in_future": Doubt(
        "A date after the last load",
        "have a date after the last load",
        "tickets",
        "What lies ahead does not count as known",
        0.00001,
        0.01,
    ),
    "at_midnight": Doubt(
        "Created at exactly midnight",
        "were created at exactly midnight",
        "tickets",
        "Days without times? Waits and hours mean little then",
        0.02,
        0.5,
    ),
    "in_bulk": Doubt(
        "Created in one second with 49 others",
        "were created in one second with at least 49 others",
        "tickets",
        "Dated by an import? Then arrivals and waits are its",
        0.01,
        0.2,
    ),
    "replied_at_once": Doubt(
        "Replied to the second it was created",
        "were replied to the second they were created",
        "tickets with a reply",
        "Automatic answers make reply times look short",
        0.05,
        0.5,
        "first_reply_time",
        (("below", AT_ONCE), ("observed", "true")),
    ),
    "solved_at_once": Doubt(
        "Solved the second it was created",
        "were solved the second they were created",
        "tickets with a solution",
        "Work entered afterwards makes solutions look quick",
        0.05,
        0.5,
        "full_resolution_time",
        (("below", AT_ONCE),),
    ),
    "open_long": Doubt(
        "Open for more than 180 days",
        "have been open for more than 180 days",
        "open tickets",
        "Backlog and its age look large if these are forgotten",
        0.1,
        0.8,
        "backlog",
        (("least", str(180 * 1440)),),
    ),
    "solved_unanswered": Doubt(
        "Solved without a public reply",
        "were solved without a public reply",
        "solved tickets",
        "Counts as waiting for a reply until it was solved",
        0.1,
        0.8,
    ),
    "solved_undated": Doubt(
        "Solved, but nobody knows when",
        "were solved nobody knows when",
        "solved tickets",
        "Left out of tickets solved and resolution times",
        0.01,
        0.2,
    ),
    "many_replies": Doubt(
        "More than 50 public replies",
        "have more than 50 public replies",
        "tickets with known replies",
        "Automatic messages may count as replies",
        0.01,
        0.2,
    ),
    "many_handoffs": Doubt(
        "More than 20 changes of hands",
        "changed hands more than 20 times",
        "tickets with known handoffs",
        "Automatic routing may count as handoffs",
        0.01,
        0.2,
    ),
    "before_customer": Doubt(
        "Created before its customer's start",
        "were created before their customer's start",
        "tickets, customer's start known",
        "Contact rate counts the ticket, not yet the customer",
        0.1,
        0.5,
    ),
    "undated_answers": Doubt(
        "Survey answers without a date",
        "have no date",
        "survey answers",
        "They count in no period",
        0.01,
        0.2,
    ),
}
