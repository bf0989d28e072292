"""Which customers, organisations and mail domains are not known, and which tickets are theirs?"""

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, filters, words
from pages.parts.cards import Source
from pages.parts.health import listing

SHOWN = 100
KINDS = {
    "customer": "Customer ids",
    "organisation": "Organisations",
    "domain": "Mail domains",
    "nothing": "Nobody named",
}


def has_list() -> bool:
    """Whether anybody who is not known has a name to list."""
    return bool((asking.ask("unmatched")["kind"] != "nothing").any())


def without_list() -> str:
    """What there is to say of the unknown where no list can be made."""
    frame = asking.ask("unmatched")
    said = [nobody(row["n"], row["rows_without"], row["table_name"]) for row in listing.records(frame)]
    return " ".join(said) or "Every row belongs to a known customer."


def show_list() -> None:
    """The 20 most frequent of every kind; a selected one lists its tickets."""
    frame = asking.ask("unmatched")
    with st.container(border=True):
        st.markdown("**Who is not known: the 20 most frequent**")
        offered = {
            f"{KINDS[row['kind']]} in {row['table_name']}": (row["table_name"], row["kind"])
            for row in listing.records(frame.drop_duplicates(["table_name", "kind"]))
        }
        first = next(iter(offered))
        label = st.pills(
            "Of", list(offered), default=first, required=True, key="unmatched", label_visibility="collapsed"
        )
        table, kind = offered.get(label or first, offered[first])
        rows = frame[(frame["table_name"] == table) & (frame["kind"] == kind)].reset_index(drop=True)
        picked = _listed(rows, table, kind)
        cards.behind("health_unmatched", Source("unmatched"))
    if picked is not None:
        _tickets(kind, picked)


def nobody(named: int, without: int, table: str) -> str:
    """How many rows name nobody: no list could say who they are."""
    whole = f"{words.exact(without)} {table} without a known customer"
    return f"{words.exact(named)} of {whole} carry no id, address or organisation at all."


def listed(frame: pd.DataFrame) -> pd.DataFrame:
    """The unknown as the table shows them: Name, Rows, Share (of the rows without a customer), First, Last."""
    return pd.DataFrame(
        {
            "Name": frame["name"],
            "Rows": frame["n"],
            "Share": [words.percent(share, frame["rows_without"].iloc[0]) for share in frame["share"]],
            "First": listing.moments(frame["first_at"]),
            "Last": listing.moments(frame["last_at"]),
        }
    )


def ticket_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Tickets as the table shows them, in local time; what is empty throughout is left out."""
    shown = pd.DataFrame(
        {
            "Ticket": frame["ticket_id"],
            "Created": listing.moments(frame["created_at"]),
            "Status": frame["status"],
            "Team": frame["team"],
            "Agent": frame["agent"],
            "Excluded": frame["exclusion"],
            "Subject": frame["subject"],
        }
    )
    return shown.dropna(axis="columns", how="all")


def _listed(rows: pd.DataFrame, table: str, kind: str) -> str | None:
    """The table of one kind; the name that was selected, None without one."""
    without, named = int(rows["rows_without"].iloc[0]), int(rows["n"].sum())
    if kind == "nothing":
        st.caption(words.plain(nobody(named, without, table)))
        return "" if table == "tickets" else None
    hint = " Select a row for its tickets." if table == "tickets" else ""
    whole = f"{words.exact(without)} {table} without a known customer"
    st.caption(words.plain(f"Together {words.exact(named)} of {whole}; one can be in several lists.{hint}"))
    key, alt = f"unmatched_{table}_{kind}", f"{KINDS[kind]} in {table} that are not known"
    if table != "tickets":
        listing.table(listed(rows), alt=alt)
        return None
    place = listing.opened_row(listed(rows), key=key, alt=alt)
    return None if place is None else str(rows["name"].iloc[place])


def _tickets(kind: str, name: str) -> None:
    """The tickets of one that is not known."""
    source = Source("unmatched_tickets", {"unknown": kind, "named": name or None, "limit": SHOWN})
    frame = source.ask()
    if frame.empty:
        return
    total = int(frame["total"].iloc[0])
    with st.container(border=True):
        of_whom = f"of {words.shorten(name, 60)}" if name else "that name nobody"
        many = f"the newest {SHOWN} of {words.exact(total)}" if total > SHOWN else words.exact(total)
        st.markdown(f"**{words.plain(f'Tickets {of_whom}: {many}')}**")
        st.caption("Select a row for the ticket.")
        place = listing.opened_row(ticket_rows(frame), key=f"tickets_of_{kind}", alt=f"Tickets {of_whom}")
        if place is not None:
            listing.open_ticket(str(frame["ticket_id"].iloc[place]), filters.everything())
        cards.behind("health_unmatched_tickets", source)
