"""Which rows stand behind a number, and how are they shown in a table?"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View
from queries.metrics.metric import Metric
from queries.parameters import Value
from queries.registry import METRICS

SORTS = {
    "Newest": ("day", True),
    "Oldest": ("day", False),
    "Slowest first reply": ("first_reply_minutes", True),
    "Slowest resolution": ("resolution_minutes", True),
    "Most reopened": ("reopens", True),
    "Most handoffs": ("handoffs", True),
    "Lowest rating": ("csat_score", False),
    "Lowest quality score": ("quality_score", False),
    "Highest value": ("value", True),
}
SURVEYS = ("csat", "csat_response_rate", "nps", "nps_response_rate", "ces", "ces_agreement", "ces_response_rate")
NO_ROWS = ("contact_rate", "backlog_age")  # the same tickets as arrivals and backlog
FIRST = (
    *(
        "responded_at",
        "score",
        "comment",
        "ticket_id",
        "created_at",
        "subject",
        "first_reply_hours",
        "resolution_hours",
    ),
    *("is_replied_within_target", "is_resolved_within_target"),
)
HIDDEN = ("total", "day", "is_observed", "customer_id", "is_hit")
HIDDEN_OF_SURVEYS = ("survey_id", "kind", "share", "is_answered", "is_day_approximate", "value", "nps_band", "sent_at")


@dataclass(frozen=True)
class Asked:
    """The rows asked for: behind which metric, hits or misses, what a click narrowed, how sorted, what searched."""

    metric: Metric
    hit: bool | None
    narrowed: tuple[tuple[str, Value], ...]
    sort: str
    search: str | None

    @property
    def is_about_surveys(self) -> bool:
        return self.metric.key in SURVEYS

    def source(self, view: View, *, limit: int | None, offset: int = 0) -> Source:
        column, descending = SORTS[self.sort]
        more: dict[str, Any] = {
            "hit": self.hit,
            "search": self.search,
            "sort": column,
            "descending": descending,
            **dict(self.narrowed),
        }
        return Source(self.metric.key, view.parameters(limit=limit, offset=offset, by="all", **more), "rows")


def metric_labels() -> dict[str, Metric]:
    """What can be listed: every metric that this data answers, by its label."""
    return {metric.label: metric for key, metric in METRICS.items() if key not in NO_ROWS and not asking.missing(key)}


def hit_labels(metric: Metric) -> dict[str, bool | None]:
    """How hits and misses of a share are called; empty for other metrics."""
    if metric.unit != "share":
        return {}
    named = HIT_WORDS.get(metric.key, ("hits", "misses"))
    return {"All": None, named[0].capitalize(): True, named[1].capitalize(): False}


HIT_WORDS = {
    "replied_within_target": ("in time", "too late"),
    "resolved_within_target": ("in time", "too late"),
    "reopen_rate": ("reopened", "not reopened"),
    "one_touch_rate": ("one touch", "more touches"),
    "first_contact_resolution": ("first contact", "more contacts"),
    "poor_interaction_rate": ("poor", "not poor"),
    "good_interaction_rate": ("good", "not good"),
    "csat": ("satisfied", "not satisfied"),
    "csat_response_rate": ("answered", "silent"),
    "nps_response_rate": ("answered", "silent"),
    "ces_response_rate": ("answered", "silent"),
    "ces_agreement": ("agree", "do not agree"),
}


@asking.remembered
def page_of(asked: Asked, view: View, limit: int, offset: int) -> tuple[pd.DataFrame, int]:
    """One page of the rows as the table shows them, and how many rows there are in all."""
    answer = asked.source(view, limit=limit, offset=offset).ask()
    return shown(answer), int(answer["total"].iloc[0]) if len(answer) else 0


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as the table and its CSV show them: local times, hours instead of minutes, nothing that is empty throughout."""
    zone = ZoneInfo(asking.status().time_zone)
    table = frame.drop(columns=[*HIDDEN, *(HIDDEN_OF_SURVEYS if "survey_id" in frame else ())], errors="ignore")
    for column in table.columns:
        if column.endswith("_at") and pd.api.types.is_datetime64_any_dtype(table[column]):
            table[column] = table[column].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    for column in ("first_reply_minutes", "resolution_minutes"):
        if column in table:
            table[column] = (table[column] / 60).round(2)
    table = table.rename(columns={"first_reply_minutes": "first_reply_hours", "resolution_minutes": "resolution_hours"})
    first = [column for column in FIRST if column in table]
    table = table[[*first, *(column for column in table.columns if column not in first)]]
    return table.dropna(axis="columns", how="all") if len(table) else table


def column_settings(clock: words.Clock, zone: str) -> dict[str, Any]:
    """Headings and formats of the table."""
    hours = words.clock_text(clock)
    named = {
        "ticket_id": "Ticket", "subject": "Subject", "status": "Status", "priority": "Priority", "channel": "Channel", "team": "Team",
        "agent": "Agent", "category": "Category", "segment": "Segment", "plan": "Plan", "customer_name": "Customer",
        "is_replied_within_target": "Replied in time", "is_resolved_within_target": "Resolved in time", "is_reopened": "Reopened",
        "reopens": "Reopens", "replies": "Replies", "handoffs": "Handoffs", "csat_score": "Rating", "csat_scale": "Scale",
        "is_satisfied": "Satisfied", "is_poor": "Poor", "is_good": "Good", "is_hit": "Hit", "comment": "Comment", "score": "Score",
    }  # fmt: skip
    settings: dict[str, Any] = {key: st.column_config.Column(label) for key, label in named.items()}
    for key, label in (("created_at", "Created"), ("sent_at", "Sent"), ("responded_at", "Answered")):
        settings[key] = st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm", help=f"In {zone}")
    settings["first_reply_hours"] = st.column_config.NumberColumn("First reply, h", format="%.2f", help=hours)
    settings["resolution_hours"] = st.column_config.NumberColumn("Resolution, h", format="%.2f", help=hours)
    settings["quality_score"] = st.column_config.NumberColumn("Quality score", format="%.0f", help="0 to 100")
    settings["value"] = st.column_config.NumberColumn(
        "Value", format="%.1f", help="What the metric counts for this row"
    )
    return settings
