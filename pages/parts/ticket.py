"""What happened with one ticket, and how is it judged?"""

from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import asking, ratings, words
from pages.parts.filters import View

CUSTOMER_PAGE = "pages/customers/customer.py"


def show(ticket_id: str, view: View, *, with_customer: bool = True) -> None:
    """The detail view of one ticket: what it is, when what happened, how that is judged, and what the customer said.

    with_customer: with the way to everything that happened with its customer.
    """
    found = asking.ask("ticket", ticket_id=ticket_id)
    if found.empty:
        st.caption(f"There is no ticket {words.plain(ticket_id)} in this data.")
        return
    row = found.iloc[0]
    with st.container(border=True):
        st.subheader(
            words.plain(
                f"{row['ticket_id']}: {row['subject'] if not words.is_missing(row['subject']) else 'no subject in this data'}"
            ),
            anchor=False,
        )
        if not words.is_missing(row["exclusion"]):
            st.warning(f"This ticket does not count: {words.plain(row['exclusion'])}.", icon=":material/block:")
        left, middle, right = st.columns(3)
        with left:
            st.markdown("**What it is**")
            _pairs(
                row,
                (
                    "status",
                    "priority",
                    "channel",
                    "category",
                    "team",
                    "agent",
                    "customer_name",
                    "segment",
                    "plan",
                    "origin",
                    "tags",
                ),
            )
        with middle:
            st.markdown(f"**When**, in {words.plain(asking.status().time_zone)}")
            _times(row, view)
        with right:
            st.markdown("**How it is judged**")
            _judged(row)
        if with_customer and not words.is_missing(row["customer_id"]):
            name = row["customer_id"] if words.is_missing(row["customer_name"]) else row["customer_name"]
            label = words.plain(f"Everything that happened with {words.shorten(str(name), 40)}")
            query = {"customer": str(row["customer_id"])}
            st.page_link(CUSTOMER_PAGE, label=label, icon=":material/person:", query_params=query)
    surveys = asking.ask("ticket_surveys", ticket_id=ticket_id)
    if len(surveys):
        st.markdown("**What the customer said**")
        st.markdown("  \n".join(_survey(row) for _, row in surveys.iterrows()))


def _survey(row: pd.Series) -> str:
    """One survey in words: CSAT: 2 of 5, answered 12 Nov 2026: comment; or asked, no answer."""
    kind = words.plain(ratings.survey_text(row["kind"]))
    day = row["responded_at"] if bool(row["is_answered"]) else row["sent_at"]
    when = "" if words.is_missing(day) else f" {words.date_text(pd.Timestamp(day).to_pydatetime())}"
    if not bool(row["is_answered"]):
        return f"{kind}: asked{when}, no answer"
    comment = "" if words.is_missing(row["comment"]) else f": {words.plain(row['comment'])}"
    rating = words.plain(ratings.rating_text(float(row["score"]), row["scale"]))
    return f"{kind}: **{rating}**, answered{when}{comment}"


def _pairs(row: pd.Series, names: tuple[str, ...]) -> None:
    lines = [
        f"{name.replace('_', ' ').capitalize()}: **{words.plain(row[name])}**"
        for name in names
        if not words.is_missing(row[name])
    ]
    st.markdown("  \n".join(lines) or "Nothing more in this data.")


def _times(row: pd.Series, view: View) -> None:
    zone = ZoneInfo(asking.status().time_zone)
    lines = []
    for name, label in (("created_at", "Created"), ("first_reply_at", "First reply"), ("first_solved_at", "First solved"), ("solved_at", "Solved"), ("left_at", "Left the backlog")):  # fmt: skip
        if not words.is_missing(row[name]):
            moment = pd.Timestamp(row[name]).tz_localize("UTC").tz_convert(zone).to_pydatetime()
            lines.append(f"{label}: **{words.moment_text(moment)}**")
    for name, flag, label in (("reply", "is_replied", "First reply"), ("resolution", "is_resolved", "Resolution")):
        minutes = row[f"{name}_{view.clock}_minutes"]
        if not words.is_missing(minutes):
            waits = "" if bool(row[flag]) else ", still waiting" if bool(row["is_open"]) else ", never came"
            lines.append(
                f"{label}: **{words.duration(minutes, clock=view.clock)}** in {words.clock_text(view.clock)}{waits}"
            )
    st.markdown("  \n".join(lines))


def _judged(row: pd.Series) -> None:
    lines = []
    for flag, target, yes, no in (
        ("is_replied_within_target", "first_reply_target_minutes", "Replied within target", "Replied too late"),
        ("is_resolved_within_target", "resolution_target_minutes", "Resolved within target", "Resolved too late"),
    ):
        promised = f" (target {words.duration(row[target], clock='business')} business hours)"
        lines.append(_said(row[flag], yes + promised, no + promised, yes.split()[0] + ": not known yet"))
    lines.append(_said(row["is_one_touch"], "One touch", "More than one reply", "Replies: not in this data"))
    lines.append(_said(row["is_reopened"], "Reopened", "Never reopened", "Reopened: not known"))
    lines.append(_said(row["is_satisfied"], "Customer satisfied", "Customer not satisfied", "Not rated"))
    lines.append(_said(row["is_poor"], "A poor interaction", "Not a poor interaction", "Poor or not: not known"))
    if not words.is_missing(row["quality_score"]):
        lines.append(
            f"Quality score: **{words.number(float(row['quality_score']))}** of 100, from {int(row['quality_components'])} of 5 parts"
        )
    st.markdown("  \n".join(lines))


def _said(flag: object, yes: str, no: str, unknown: str) -> str:
    return unknown if words.is_missing(flag) else yes if bool(flag) else no
