"""How many rows belong to a known customer, by what were they linked, and what can be broken down by?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, words
from pages.parts.cards import Card, Source
from pages.parts.charts import bars
from pages.parts.health import listing, periods, unknown
from pages.parts.health.findings import Finding, graded

SECTION = "links"
NOTABLE, SERIOUS = 0.05, 0.2  # of a table's rows not linked
WAYS = {
    "id": "By id",
    "e-mail": "By e-mail",
    "organisation": "By organisation",
    "ticket": "By its ticket",
    "domain": "By domain",
}
OF_CUSTOMERS = {"segment", "plan", "region"}


@dataclass(frozen=True)
class Rate:
    """How many of the n rows of a table are linked to customers, or to tickets; by: rows per way of linking."""

    table: str
    target: str
    n: int
    by: tuple[tuple[str, int], ...]

    @property
    def linked(self) -> int:
        return sum(n for _, n in self.by)

    @property
    def share(self) -> float:
        return self.linked / self.n if self.n else 0.0


def has_customers() -> bool:
    """Whether there is anybody to link to."""
    frame = asking.ask("freshness")
    return bool(frame.loc[frame["table_name"] == "customers", "rows"].sum())


@asking.remembered
def rates() -> tuple[Rate, ...]:
    """The rates of every table, those to customers first."""
    found = []
    for (table, target), part in asking.ask("links").groupby(["table_name", "linked_to"], sort=False):
        rows = listing.records(part)
        by = tuple((str(row["linked_by"]), int(row["n"])) for row in rows if not words.is_missing(row["linked_by"]))
        found.append(Rate(str(table), str(target), sum(int(row["n"]) for row in rows), by))
    return tuple(found)


def of_tickets() -> Rate | None:
    """The rate of tickets to customers; None without tickets or without customers."""
    found = [rate for rate in rates() if (rate.table, rate.target) == ("tickets", "customers")]
    return found[0] if found and found[0].n and has_customers() else None


def findings() -> list[Finding]:
    """Tables of which many rows belong to nobody known."""
    found = []
    for rate in rates():
        level = graded(1 - rate.share, n=rate.n, notable=NOTABLE, serious=SERIOUS)
        if level is None or (rate.target == "customers" and not has_customers()):
            continue
        lacking = rate.n - rate.linked
        counted = f"{words.count(lacking)} of {words.count(rate.n)}"
        some = f"{words.percent(lacking / rate.n, rate.n)} of {rate.table} ({counted})"
        if rate.target == "tickets":
            text, action = f"{some} name a ticket that is not in the data.", ""
        else:
            effect = ": they have no segment and no plan" if rate.table == "tickets" else ""
            text = f"{some} belong to no known customer{effect}."
            action = "The list of the unknown says which customers to load."
        found.append(Finding(SECTION, level, 1 - rate.share, text, action))
    return found


def heading() -> str:
    """The section's finding in a sentence."""
    if not has_customers():
        return "Links: there are no customers to link to"
    rate = of_tickets()
    if rate is None:
        return "Links: there are no tickets to link"
    return f"Links: {words.percent(rate.share, rate.n)} of tickets belong to a known customer"


def show() -> None:
    """Match rates, what breakdowns cover, and the most frequent unknown."""
    if not has_customers():
        with st.container(border=True):
            st.write(
                "No customers are loaded, so no ticket has a segment, a plan or a region, and there is no contact rate."
            )
            st.write(
                "Load an export of your customers: rows are linked by id, then e-mail, organisation and mail domain."
            )
            st.page_link("pages/data/upload.py", label="Upload customers", icon=":material/upload_file:")
        return
    st.caption(
        "Tried in this order: id, e-mail, organisation, mail domain; surveys through their ticket before the domain. "
        "Excluded tickets, too."
    )
    if unknown.has_list():
        _table()
        left, right = st.columns([7, 5])
        with left:
            unknown.show_list()
    else:
        left, right = st.columns([7, 5])
        with left:
            _table()
            st.caption(words.plain(unknown.without_list()))
    with right:
        cards.show(breakdowns(), key="health_breakdowns")


def _table() -> None:
    with st.container(border=True):
        st.markdown("**Rows that belong to a known customer or ticket, and how they were linked**")
        st.caption("Of the rows of the table")
        ways = dict.fromkeys(WAYS.values(), st.column_config.TextColumn(alignment="right", width=105))
        listing.table(rows(rates()), alt=heading(), more=ways)
        cards.behind("health_links", Source("links"))


def rows(found: Sequence[Rate]) -> pd.DataFrame:
    """One row per table in words; ways by which nothing was linked are left out."""
    used = [way for way in WAYS if any(way == one for rate in found for one, _ in rate.by)]
    shown = []
    for rate in found:
        by = {WAYS[way]: words.percent(n / rate.n, rate.n) for way, n in rate.by}
        name = rate.table.capitalize() + (" to tickets" if rate.target == "tickets" else "")
        first = {"Rows of": name, "Rows": rate.n, "Not linked": rate.n - rate.linked}
        shown.append(first | {"Linked": words.percent(rate.share, rate.n)} | by)
    columns = ["Rows of", "Rows", "Not linked", "Linked", *(WAYS[way] for way in used)]
    return pd.DataFrame(shown, columns=columns).fillna("")


@asking.remembered
def breakdowns() -> Card:
    """Which share of tickets every breakdown covers."""
    days = periods.last_months()
    source = Source("breakdown_coverage", periods.asked(days))
    frame = source.ask()
    when = f"Tickets created {words.period_text(days.start, days.end)} with a value; the others stand as unknown"
    if not frame["n"].sum():
        return Card("Breakdowns: no tickets to break down", when, None, source)
    absent = sorted(set(frame["bucket"]) - _told())
    frame = frame[~frame["bucket"].isin(absent)]
    if frame.empty:
        return Card("Breakdowns: no field to break down by", when, None, source)
    last = listing.records(frame)[-1]
    title = f"{str(last['bucket']).capitalize()} is known for {words.percent(last['value'], last['n'])} of tickets"
    when += f". Not in this data: {words.list_text(absent)}" if absent else ""
    figure = bars.bars(frame[["bucket", "n", "value"]], unit="share")
    return Card(title, when, figure, source)


def _told() -> set[str]:
    """The fields to break down by that any loaded file has."""
    carried = asking.ask("carried")
    having = carried[carried["is_carried"].astype(bool)]
    tickets, customers = (
        set(having.loc[having["table_name"] == name, "column_name"]) for name in ("tickets", "customers")
    )
    return (tickets - OF_CUSTOMERS) | (customers & OF_CUSTOMERS)
