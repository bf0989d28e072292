"""Where do poor support and lost customers meet: at which step, about what, and who are they?"""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, words
from pages.parts.cards import Source
from pages.parts.charts import sentences
from pages.parts.customer.listing import PAGE
from pages.parts.journey.cohort import Cohort
from pages.parts.value import amounts
from queries.filters import NONE
from queries.printing import to_csv

SHOWN = 12
WIDTH, REVENUE_WIDTH = 70, 74  # pixels
WIDTHS = {"stage": 66, "category": 120, "dropped": 92, "in_window": 80, "is_apart": 88}
HEADINGS = {  # no two alike
    "stage": "Step from",
    "category": "Poor contact about",
    "customers": "Customers",
    "dropped": "Not moved on",
    "revenue": "Revenue",
    "in_window": "Still in time",
    "open_revenue": "Revenue ",
    "share": "Share not",
    "others": "Of others",
    "excess": "Beyond it",
    "at_stake": "At stake",
    "is_apart": "That is",
}


def source(cohort: Cohort) -> Source:
    """The question behind the table."""
    return Source("journey_acting", cohort.parameters())


@asking.remembered
def troubles(cohort: Cohort) -> pd.DataFrame:
    """Steps and categories with poor contacts, those first where most did not move on beyond what others' share gives."""
    return source(cohort).ask()


def first(frame: pd.DataFrame) -> pd.Series | None:
    """Where most did not move on beyond the share of the others; None where nothing can be judged, or all is noise."""
    apart = frame[frame["is_apart"].astype(bool) & (frame["excess"] > 0)]
    return None if apart.empty else apart.iloc[0]


def sentence(frame: pd.DataFrame) -> str:
    """After poor contacts about Access in Onboard 30 of 50 did not move on, about 20 more than at the others' share."""
    if not (frame["compared"] >= words.FEWEST).any():
        return "Too few customers with a poor contact have had the time to judge a step"
    top = first(frame)
    if top is None:
        return "Nowhere did more customers than the others fail to move on after a poor contact, beyond noise"
    met = f"{words.count(top['compared_dropped'])} of {words.plural(top['compared'], 'customer')} did not move on"
    where = f"After poor contacts about {_about(top['category'])} in {sentences.short_name(top['stage'])}"
    money = "" if words.is_missing(top["at_stake"]) else f", {amounts.said(top['at_stake'])} of lifetime value"
    return f"{where} {met}, about {words.count(top['excess'])} more than at the others' share{money}"


def _stake_words(frame: pd.DataFrame) -> str:
    """What the money is: the lifetime value of the customers beyond the others' share."""
    if frame.empty or frame["at_stake"].isna().all():
        return ""
    return (
        f"At stake: customers beyond the others' share at the mean lifetime value, {amounts.said(frame['value'].iloc[0])}, "
        "as if all of them were lost. "
    )


def show(cohort: Cohort) -> None:
    """The table; selecting a row lists its customers, those with the most revenue first."""
    frame = troubles(cohort)
    with st.container(border=True):
        st.markdown(f"**{words.plain(sentence(frame))}**")
        st.caption(
            words.plain(
                "Customers with a poor contact while at the stage, by what it was about; shares are of those who had one in "
                "their first 30 days in it, the others had contact, but no poor one; revenue is theirs by the month · "
                f"{cohort.words()}. {_stake_words(frame)}Who has trouble differs from who has none in more than the contact."
            )
        )
        if frame.empty:
            return
        listed = _listed(frame.head(SHOWN))
        event = st.dataframe(
            listed,
            hide_index=True,
            column_config=_settings(listed),
            height="content",
            on_select="rerun",
            selection_mode="single-row",
            key="journey_troubles_rows",
            placeholder="",
            alt="Steps and categories where poor support and lost customers meet",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"{words.exact(len(listed))} of {words.exact(len(frame))}. Select a row for its customers.",
                width="content",
            )
            st.download_button(
                f"CSV of all {words.exact(len(frame))}", lambda: to_csv(frame), "where_to_act.csv", "text/csv",
                on_click="ignore", icon=":material/download:",
            )  # fmt: skip
        cards.behind("journey_troubles", source(cohort))
    picked = list(event.selection.rows)
    if picked and picked[0] < len(frame):
        row = frame.iloc[picked[0]]
        about = NONE if words.is_missing(row["category"]) else str(row["category"])
        st.switch_page(PAGE, query_params=cohort.link({"stage": str(row["stage"]), "about": about, "poor": "true"}))


def _listed(frame: pd.DataFrame) -> pd.DataFrame:
    few = frame["compared"] < words.FEWEST
    listed = pd.DataFrame(
        {
            "stage": frame["stage"],
            "category": frame["category"].fillna("no category"),
            "customers": frame["customers"],
            "dropped": frame["dropped"],
            "revenue": frame["monthly_revenue"],
            "in_window": frame["in_window"],
            "open_revenue": frame["open_monthly_revenue"],
            "share": (100 * frame["rate"]).where(~few),
            "others": (100 * frame["others_rate"]).where(frame["others"] >= words.FEWEST),
            "excess": frame["excess"].where(~few),
            "at_stake": frame["at_stake"].astype("float64").round(),
            "is_apart": frame["is_apart"].astype(bool).map({True: "beyond noise", False: "noise"}).where(~few),
        }
    )
    return listed.dropna(axis="columns", how="all")


def _settings(listed: pd.DataFrame) -> dict[str, Any]:
    settings: dict[str, Any] = {
        name: st.column_config.Column(label, width=WIDTHS.get(name, WIDTH)) for name, label in HEADINGS.items()
    }
    for name in ("share", "others"):
        settings[name] = st.column_config.NumberColumn(HEADINGS[name], format="%.0f%%", width=WIDTH)
    settings["excess"] = st.column_config.NumberColumn(HEADINGS["excess"], format="%.1f", width=WIDTH)
    for name in ("revenue", "open_revenue", "at_stake"):
        settings[name] = st.column_config.NumberColumn(HEADINGS[name], format="localized", width=REVENUE_WIDTH)
    return {name: setting for name, setting in settings.items() if name in listed}


def _about(category: object) -> str:
    return "no category" if words.is_missing(category) else sentences.short_name(category)
