"""What happened with one customer, from the first day to the last, and what of it was poor?"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import colours, lanes, sentences
from queries.printing import to_csv

NAMED: dict[colours.Role, str] = {
    "good": "good",
    "neutral": "neither good nor poor",
    "poor": "poor",
    "other": "not judged",
}
JUDGED = ("ticket", "rating")  # lanes whose things are good or poor
SPANS = {"Everything": None, "Last two years": 730, "Last 12 months": 365}
MOST = 1500  # marks of a lane; a figure with more is slow
KINDS = {**lanes.LANES, "event": "The firm"}


@asking.remembered
def happened(customer: str) -> pd.DataFrame:
    """One row per thing that happened, oldest first: as in the question, with role (good, neutral, poor, other) and
    key (its ticket), in local time; events of the firm are rows of the lane `event`."""
    frame = Source("customer_timeline", {"customer": customer}).ask()
    roles = pd.Series(
        [
            _role(lane, is_poor, is_good)
            for lane, is_poor, is_good in zip(frame["lane"], frame["is_poor"], frame["is_good"], strict=True)
        ],
        dtype=object,
    )
    zone = ZoneInfo(asking.status().time_zone)
    local = {
        name: pd.to_datetime(frame[name]).dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
        for name in ("at", "until")
    }
    return frame.assign(role=roles, key=frame["ticket_id"], **local).sort_values("at", kind="stable", ignore_index=True)


def last_of(customer: str, lane: str) -> pd.Series | None:
    """The newest thing of a lane; None where there is none."""
    rows = happened(customer)
    rows = rows[rows["lane"] == lane]
    return None if rows.empty else rows.iloc[-1]


@asking.remembered
def card(customer: str, span: str) -> Card:
    """Everything on one line of time; span: how much of it, a key of SPANS."""
    source = Source("customer_timeline", {"customer": customer})
    everything = happened(customer)
    rows = everything[everything["lane"] != "event"]
    if rows.empty:
        return Card("Nothing is known of what happened with this customer", "", None, source)
    first, last = _shown(rows, span)
    shown = rows[(rows["at"] <= last) & (rows["until"].fillna(rows["at"]) >= first) | _runs(rows)]
    shown = shown.assign(at=shown["at"].where(shown["at"] > first, first), until=_until(shown, last))
    shown = shown.groupby("lane", sort=False).tail(MOST)
    events = everything[everything["lane"] == "event"].rename(columns={"at": "happened_at"})
    figure = lanes.lanes(shown, first=first, last=last, events=events, named=NAMED)
    subtitle = sentences.subtitle(
        words.period_text(first.date(), last.date()),
        "bars: stages of the journey",
        "thin lines: events of the firm" if len(events) else "",
        f"time zone {asking.status().time_zone}",
    )
    return Card(_title(shown), subtitle, figure, source)


def _title(shown: pd.DataFrame) -> str:
    """3 of 12 tickets were poor, 1 of 4 ratings."""
    said = []
    for lane, noun in (("ticket", "ticket"), ("rating", "rating")):
        rows = shown[shown["lane"] == lane]
        poor = int((rows["role"] == "poor").sum())
        if len(rows):
            said.append(f"{words.count(poor)} of {words.plural(len(rows), noun)}")
    return f"Poor: {' and '.join(said)}" if said else "No contact with support in this time"


def _shown(rows: pd.DataFrame, span: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    last = max(pd.Timestamp(asking.status().last_day), rows["at"].max().normalize())
    days = SPANS.get(span)
    first = rows["at"].min().normalize() if days is None else last - dt.timedelta(days=days)
    return first, last + dt.timedelta(days=1)


def _runs(rows: pd.DataFrame) -> pd.Series:
    """Stages that the customer is still in."""
    return (rows["lane"] == "stage") & rows["until"].isna()


def _until(rows: pd.DataFrame, last: pd.Timestamp) -> pd.Series:
    """Stages end where they end, at the latest with the time that is shown; nothing else has an end."""
    is_over = rows["until"].notna() & (rows["until"] < last)
    return rows["until"].where(is_over, last).where(rows["lane"] == "stage")


def spans(customer: str) -> list[str]:
    """The spans that show less than everything, where there is more."""
    rows = happened(customer)
    if rows.empty:
        return ["Everything"]
    lasted = (pd.Timestamp(asking.status().last_day) - rows["at"].min()).days
    return [name for name, days in SPANS.items() if days is None or lasted > days * 1.2]


def table(customer: str) -> str | None:
    """Everything that happened as a list, the newest first; the ticket of the row that was chosen."""
    everything = happened(customer)
    everything = everything[everything["lane"] != "event"]
    offered = {"All": None} | {KINDS[lane]: lane for lane in KINDS if (everything["lane"] == lane).any()}
    with st.container(border=True):
        st.markdown(f"**Everything that happened: {words.plural(len(everything), 'entry', 'entries')}**")
        chosen = st.pills("Show", list(offered), default="All", required=True, key="customer_lane",
                          label_visibility="collapsed")  # fmt: skip
        lane = offered.get(chosen or "All")
        rows = everything if lane is None else everything[everything["lane"] == lane]
        rows = rows.iloc[::-1].reset_index(drop=True)
        listed = _listed(rows)
        event = st.dataframe(
            listed,
            hide_index=True,
            column_config=_settings(),
            height=min(420, 60 + 36 * len(listed)),
            on_select="rerun",
            selection_mode="single-row",
            key="customer_happened",
            placeholder="",
            alt="Everything that happened with this customer, the newest first",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Select a ticket, or a rating of one, for its details.", width="content")
            st.download_button("CSV of these rows", lambda: to_csv(listed), f"customer_{customer}.csv", "text/csv",
                               on_click="ignore", icon=":material/download:")  # fmt: skip
    picked = list(event.selection.rows)
    if not picked or picked[0] >= len(rows) or words.is_missing(rows["key"].iloc[picked[0]]):
        return None
    return str(rows["key"].iloc[picked[0]])


def _listed(rows: pd.DataFrame) -> pd.DataFrame:
    judged = rows["role"].map({"good": "good", "poor": "poor", "neutral": "neither"}).where(rows["lane"].isin(JUDGED))
    listed = pd.DataFrame(
        {"at": rows["at"], "what": rows["lane"].map(KINDS), "label": rows["label"], "detail": rows["detail"],
         "judged": judged, "amount": rows["amount"].where(rows["lane"] == "money"), "ticket_id": rows["ticket_id"]}
    )  # fmt: skip
    return listed.dropna(axis="columns", how="all")


def _settings() -> dict[str, Any]:
    named = {"what": "What", "label": "It was", "detail": "More", "judged": "Judged", "ticket_id": "Ticket"}
    settings: dict[str, Any] = {name: st.column_config.Column(label) for name, label in named.items()}
    zone = asking.status().time_zone
    settings["at"] = st.column_config.DatetimeColumn("When", format="YYYY-MM-DD HH:mm", help=f"In {zone}")
    settings["amount"] = st.column_config.NumberColumn("Amount", format="localized")
    return settings


def _role(lane: str, is_poor: object, is_good: object) -> str | None:
    """Tickets and ratings are good, poor, neither, or not judged; what a customer pays, starts and ends is plain."""
    if not words.is_missing(is_poor) and bool(is_poor):
        return "poor"
    if not words.is_missing(is_good) and bool(is_good):
        return "good"
    if lane not in JUDGED:
        return None
    return "other" if words.is_missing(is_poor) and words.is_missing(is_good) else "neutral"
