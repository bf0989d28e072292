"""Which values in the data can hardly be true, how many are they, and what do they do to the numbers?"""

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, filters, tiles, words
from pages.parts.cards import Source
from pages.parts.health import listing, periods
from pages.parts.health.doubt_kinds import DOUBTS
from pages.parts.health.findings import Finding, graded

SECTION = "doubts"
SHOWN = 100


@asking.remembered
def answer() -> pd.DataFrame:
    """What answers `doubtful_values`, those that can be told, the largest share first."""
    frame = Source("doubtful_values", periods.asked(periods.last_weeks())).ask()
    return frame[frame["of_all"] > 0].reset_index(drop=True)


def findings() -> list[Finding]:
    """Doubts about many records."""
    found = []
    for row in listing.records(answer()):
        doubt, n = DOUBTS[row["doubt"]], row["of_all"]
        level = graded(row["share"], n=n, notable=doubt.notable, serious=doubt.serious) if row["n"] else None
        if level:
            some = f"{words.count(row['n'])} of {words.count(n)} {doubt.among} ({words.percent(row['share'], n)})"
            found.append(Finding(SECTION, level, row["share"], f"{some} {doubt.said}.", f"{doubt.effect}."))
    return found


def heading() -> str:
    """The section's finding in a sentence."""
    some = answer().query("n > 0")
    if some.empty:
        return "Doubtful values: none were found"
    return f"Doubtful values: {len(some)} of the {len(answer())} kinds that can be told occur"


def show() -> None:
    """One row per kind of doubt that occurs; a selected one lists its tickets."""
    some, none = answer().query("n > 0").reset_index(drop=True), answer().query("n == 0")
    st.caption("Such values are kept and counted: they can be read, but hardly be true, or not mean what they seem to.")
    picked = None
    with st.container(border=True):
        if len(some):
            days = periods.last_weeks()
            st.markdown("**Values that are kept, and should be looked at**")
            st.caption(
                words.plain(f"Lately: created {words.period_text(days.start, days.end)}. Select a row for its tickets.")
            )
            what = {"What": st.column_config.TextColumn(width=245), "Of": st.column_config.TextColumn(width=200)}
            picked = listing.opened_row(rows(some), key="health_doubts", alt=heading(), more=what)
        if len(none):
            absent = "; ".join(
                [DOUBTS[str(name)].what[:1].lower() + DOUBTS[str(name)].what[1:] for name in none["doubt"]]
            )
            st.caption(words.plain(f"Looked for and not found: {absent}."))
        cards.behind("health_doubtful", Source("doubtful_values", periods.asked(periods.last_weeks())))
    if picked is not None:
        _tickets(str(some["doubt"].iloc[picked]))


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per doubt in words: What, Records, Share, Of, Lately (share), What it does."""
    listed = [
        (
            DOUBTS[row["doubt"]].what,
            row["n"],
            words.percent(row["share"], row["of_all"]),
            f"{words.count(row['of_all'])} {DOUBTS[row['doubt']].among}",
            words.percent(row["recent_share"], row["recent_of"]),
            DOUBTS[row["doubt"]].effect,
        )
        for row in listing.records(frame)
    ]
    return pd.DataFrame(listed, columns=["What", "Records", "Share", "Of", "Lately", "What it does"])


def _tickets(name: str) -> None:
    """The tickets of one doubt, and the way to the tickets page."""
    doubt = DOUBTS[name]
    if name == "undated_answers":
        st.caption(
            "Survey answers without a date stand behind no metric; the file they came from has no time of the answer."
        )
        return
    source = Source("doubtful_tickets", {"doubt": name, "limit": SHOWN})
    frame = source.ask()
    with st.container(border=True):
        total = int(frame["total"].iloc[0]) if len(frame) else 0
        more = f", the newest {SHOWN} of {words.exact(total)}" if total > SHOWN else f": {words.exact(total)}"
        st.markdown(f"**{words.plain(doubt.what + more)}**")
        if doubt.metric and not asking.missing(doubt.metric):
            query = periods.view(filters.everything()).link(metric=doubt.metric, more=dict(doubt.narrowing))
            st.page_link(
                tiles.TICKETS_PAGE, label="All of them in Tickets", icon=":material/arrow_forward:", query_params=query
            )
        place = listing.opened_row(ticket_rows(frame), key=f"doubted_{name}", alt=doubt.what)
        if place is not None:
            listing.open_ticket(str(frame["ticket_id"].iloc[place]), filters.everything())
        cards.behind("health_doubted", source)


def ticket_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Doubted tickets as the table shows them, in local time; what is empty throughout is left out."""
    shown = pd.DataFrame(
        {
            "Ticket": frame["ticket_id"],
            "Created": listing.moments(frame["created_at"]),
            "First reply": listing.moments(frame["first_reply_at"]),
            "Solved": listing.moments(frame["solved_at"]),
            "Status": frame["status"],
            "Customer": frame["customer_id"],
            "Team": frame["team"],
            "Replies": frame["replies"],
            "Handoffs": frame["handoffs"],
            "Subject": frame["subject"],
        }
    )
    return shown.dropna(axis="columns", how="all")
