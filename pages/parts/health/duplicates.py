"""Which records are probably the same, and how much of the volume are they?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, filters, words
from pages.parts.cards import Source
from pages.parts.health import listing, periods
from pages.parts.health.findings import Finding, graded

SECTION = "duplicates"
SHOWN = 50


@dataclass(frozen=True)
class Kind:
    """What is a duplicate and how a sentence says it, among what, what it does, and from which share on it matters."""

    what: str
    said: str
    among: str
    effect: str
    notable: float
    serious: float


KINDS: Mapping[str, Kind] = {
    "tickets": Kind(
        what="Same customer and subject in 10 minutes",
        said="repeat one of the same customer and subject within 10 minutes",
        among="tickets with customer and subject",
        effect="Each counts as an arrival, and has its own reply time",
        notable=0.005,
        serious=0.05,
    ),
    "customers": Kind(
        what="Customers with another's mail address",
        said="have a mail address that another customer has, too",
        among="customers with an address",
        effect="Tickets that only name the address link to nobody",
        notable=0.005,
        serious=0.1,
    ),
    "addresses": Kind(
        what="Mail addresses with several customer ids",
        said="come with several customer ids",
        among="mail addresses in tickets with an id",
        effect="Repeated contacts of one person look like those of several",
        notable=0.01,
        serious=0.1,
    ),
    "answers": Kind(
        what="Further answers about the same ticket",
        said="are not the first about their ticket",
        among="survey answers about a ticket",
        effect="One customer's opinion counts more than once",
        notable=0.01,
        serious=0.1,
    ),
}


@asking.remembered
def answer() -> pd.DataFrame:
    """What answers `duplicates`, by kind."""
    return Source("duplicates", periods.asked(periods.last_weeks())).ask().set_index("kind")


def findings() -> list[Finding]:
    """Kinds of duplicates of which there are many."""
    found = []
    for name, kind in KINDS.items():
        row = _row(name)
        n, share = row["of_all"], float(row["share"])
        level = graded(share, n=n, notable=kind.notable, serious=kind.serious) if row["n"] else None
        if level:
            some = f"{words.count(row['n'])} of {words.count(n)} {kind.among} ({words.percent(share, n)})"
            found.append(Finding(SECTION, level, share, f"{some} {kind.said}.", f"{kind.effect}."))
    return found


def heading() -> str:
    """The section's finding in a sentence."""
    row = of_tickets()
    if not row["of_all"]:
        return "Duplicates: tickets cannot be compared without customer and subject"
    if not row["n"]:
        others = int((answer()["n"] > 0).sum())
        return f"Duplicates: no ticket repeats another{', but other records do' if others else ''}"
    some = f"{words.percent(row['share'], row['of_all'])} of tickets ({words.count(row['n'])})"
    return f"Duplicates: {some} probably repeat another"


def effect_words() -> str:
    """What duplicates do to the volume of the last weeks."""
    days, row = periods.last_weeks(), _row("tickets")
    when = words.period_text(days.start, days.end)
    if not row["of_all"]:
        return "Tickets are compared by customer and subject; these files have no subject, or no customer"
    if not row["recent"]:
        return f"Of the tickets created {when}, none repeats another"
    arrivals = int(asking.ask("arrivals", from_=days.start, to_=days.end, by="all")["n"].sum())
    without = arrivals - int(row["recent"])
    return (
        f"Tickets created {when}: {words.exact(arrivals)}; without those that repeat another {words.exact(without)} "
        f"({words.MINUS}{words.percent(row['recent'] / arrivals, arrivals)})"
    )


def show() -> None:
    """The kinds of duplicates, and examples."""
    with st.container(border=True):
        st.markdown(f"**{words.plain(effect_words())}**")
        st.caption("Nothing is left out for being a duplicate: whether it is one, only somebody who reads it can tell.")
        frame = answer()
        found, none = frame[frame["n"] > 0], frame[(frame["n"] == 0) & (frame["of_all"] > 0)]
        if len(found):
            listing.table(rows(found), alt=heading(), more={"What": st.column_config.TextColumn(width=270)})
        if len(none):
            kinds = [KINDS[str(kind)].what for kind in none.index]
            st.caption(
                words.plain(f"Looked for and not found: {'; '.join(kind[:1].lower() + kind[1:] for kind in kinds)}.")
            )
        cards.behind("health_duplicates", Source("duplicates", periods.asked(periods.last_weeks())))
    tickets, customers = (asking.ask(name, limit=SHOWN) for name in ("duplicate_tickets", "duplicate_customers"))
    if len(tickets):
        with st.container(border=True):
            st.markdown(f"**Tickets that repeat another, newest first{_first(len(tickets))}**")
            st.caption("Select a row for the ticket.")
            place = listing.opened_row(ticket_rows(tickets), key="health_repeats", alt="Tickets that repeat another")
            if place is not None:
                listing.open_ticket(str(tickets["ticket_id"].iloc[place]), filters.everything())
            cards.behind("health_repeated", Source("duplicate_tickets", {"limit": SHOWN}))
    if len(customers):
        with st.container(border=True):
            st.markdown(f"**Mail addresses that several customers have{_first(len(customers))}**")
            names = {"email": "Address", "customers": "Customers", "customer_ids": "Ids", "names": "Names"}
            listing.table(customers.rename(columns=names), alt="Mail addresses that several customers have")
            cards.behind("health_addresses", Source("duplicate_customers", {"limit": SHOWN}))


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per kind in words: What, Records, Share, Of, What it does."""
    kinds = [KINDS[str(kind)] for kind in frame.index]
    return pd.DataFrame(
        {
            "What": [kind.what for kind in kinds],
            "Records": list(frame["n"]),
            "Share": [words.percent(row["share"], row["of_all"]) for row in listing.records(frame)],
            "Of": [f"{words.count(n)} {kind.among}" for n, kind in zip(frame["of_all"], kinds, strict=True)],
            "What it does": [kind.effect for kind in kinds],
        }
    )


def ticket_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Repeating tickets as the table shows them, in local time."""
    return pd.DataFrame(
        {
            "Ticket": frame["ticket_id"],
            "Created": listing.moments(frame["created_at"]),
            "Repeats": frame["earlier_ticket_id"],
            "Minutes after": frame["minutes_after"].round(1),
            "Customer": frame["customer_id"],
            "Subject": frame["subject"],
        }
    )


def of_tickets() -> dict[str, Any]:
    """Of tickets: n, of_all, share, recent, recent_of."""
    return _row("tickets")


def _row(kind: str) -> dict[str, Any]:
    return listing.records(answer().loc[[kind]])[0]


def _first(shown: int) -> str:
    return f": the first {SHOWN}" if shown == SHOWN else ""
