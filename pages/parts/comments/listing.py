"""Which comments are listed, in which order, and how does one of them stand beside its score?"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.comments.counts import NAMES
from pages.parts.comments.expectations import score_text
from pages.parts.filters import View, everything
from pages.parts.tiles import TICKETS_PAGE
from queries.filters import Filters

KINDS = {"All surveys": None, "CSAT": "csat", "NPS": "nps", "Effort": "ces"}
RATED = {"Any rating": None, "Poor": "poor", "Neutral": "neutral", "Good": "good"}
SPEAKS = {"Any subject": None, **{label: name for name, label in NAMES.items()}}
ORDERS = {"Newest first": "newest", "Worst first": "worst", "By customer": "customer"}
SIZES = (20, 50, 100)
FIND, KIND, RATING, SPEAKS_OF, ORDER, SHOWN = "find", "survey_kind", "rated", "speaks_of", "order", "shown"  # widgets
TERM = "term"  # a part of the address without a widget
LONG = 600  # letters; a longer comment is cut, and whole on request
BADGES = {"poor": ":red-badge[poor]", "neutral": ":gray-badge[neutral]", "good": ":green-badge[good]"}


@dataclass(frozen=True)
class Asked:
    """The comments asked for."""

    find: str | None
    kind: str | None
    rating: str | None
    expectation: str | None
    term: str | None
    order: str

    def source(self, view: View, *, limit: int | None, offset: int = 0) -> Source:
        narrowed = view.parameters(
            search=self.find, only_kind=self.kind, rating=self.rating, expectation=self.expectation, term=self.term
        )
        return Source("comments", narrowed | {"order": self.order, "limit": limit, "offset": offset})

    def words(self) -> list[str]:
        """What is asked for beyond the filters of the page, one part each."""
        chosen = ((KINDS, self.kind), (RATED, self.rating), (SPEAKS, self.expectation))
        said = [label for labels, value in chosen for label, each in labels.items() if value and each == value]
        return [*said, *(f"“{text}”" for text in (self.term, self.find) if text)]


def choose(*, speaks_of: str | None = None, rating: str | None = None, term: str | None = None) -> None:
    """Show these comments in the list, and no others: an expectation, a rating, a term."""
    state = st.session_state
    state[FIND], state[KIND] = "", next(iter(KINDS))
    state[SPEAKS_OF] = _label(SPEAKS, speaks_of)
    state[RATING] = _label(RATED, rating)
    if term:
        st.query_params[TERM] = term
    else:
        st.query_params.pop(TERM, None)


def drop_term() -> None:
    """Show comments with and without the term again."""
    st.query_params.pop(TERM, None)


def controls() -> tuple[Asked, int]:
    """Draw what the list can be narrowed by; the choice, and how many comments a page of the list shows."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        find = st.text_input(
            "Search", key=FIND, bind="query-params", placeholder="Comment, customer, ticket", width=220
        )
        kind = st.selectbox("Survey", list(KINDS), key=KIND, bind="query-params", width=140)
        rating = st.selectbox("Rating", list(RATED), key=RATING, bind="query-params", width=130)
        speaks = st.selectbox("Speaks of", list(SPEAKS), key=SPEAKS_OF, bind="query-params", width=170)
        order = st.selectbox("Order", list(ORDERS), key=ORDER, bind="query-params", width=140)
        size = st.selectbox("A page", SIZES, key=SHOWN, bind="query-params", width=80)
    term = (st.query_params.get(TERM) or "").strip() or None
    if term:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words.plain(f"Only comments with the term “{term}”."), width="content")
            st.button(
                "With and without it", on_click=drop_term, type="tertiary", icon=":material/close:", key="no_term"
            )
    return Asked(find.strip() or None, KINDS[kind], RATED[rating], SPEAKS[speaks], term, ORDERS[order]), size


@asking.remembered
def page_of(asked: Asked, view: View, limit: int, offset: int) -> tuple[pd.DataFrame, int]:
    """One page of the comments, and how many there are in all."""
    answer = asked.source(view, limit=limit, offset=offset).ask()
    return answer, int(answer["total"].iloc[0]) if len(answer) else 0


def table_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The comments as a table and its CSV: in local time, without what is empty throughout."""
    table = frame.drop(columns=["total", "survey_id"], errors="ignore")
    zone = ZoneInfo(asking.status().time_zone)
    table["responded_at"] = table["responded_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return table.dropna(axis="columns", how="all") if len(table) else table


def show(row: pd.Series, view: View) -> None:
    """One comment beside its score, with the way to its ticket and its customer. Nothing of it is read as Markdown."""
    text = str(row["comment"])
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{_heading(row)}  \n{words.plain(words.shorten(text, LONG))}")
        if len(text) > LONG:
            with st.expander("The whole comment"):
                st.markdown(words.plain(text))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if not words.is_missing(row["ticket_id"]):
                _link(
                    f"Ticket {row['ticket_id']}",
                    ":material/list_alt:",
                    view.link(more={"ticket": str(row["ticket_id"])}),
                )
            if not words.is_missing(row["customer_id"]):
                name = row["customer_id"] if words.is_missing(row["customer_name"]) else row["customer_name"]
                everywhere = view.link(
                    filters=Filters(), period=everything(), more={"customer": str(row["customer_id"])}
                )
                _link(str(name), ":material/person:", everywhere)
            st.caption(words.plain(" · ".join(_details(row))), width="content")


def _heading(row: pd.Series) -> str:
    badge = "" if words.is_missing(row["rating"]) else BADGES.get(str(row["rating"]), "")
    zone = ZoneInfo(asking.status().time_zone)
    moment = pd.Timestamp(row["responded_at"]).tz_localize("UTC").tz_convert(zone).to_pydatetime()
    parts = [f"**{words.plain(score_text(row))}**", f":gray[{words.plain(words.moment_text(moment))}]"]
    return " ".join(filter(None, [badge, " · ".join(parts)]))


def _details(row: pd.Series) -> list[str]:
    spoken = "" if words.is_missing(row["expectations"]) else str(row["expectations"])
    where = [words.shorten(str(row[name])) for name in ("channel", "team", "agent") if not words.is_missing(row[name])]
    return [f"speaks of: {spoken.lower()}" if spoken else "speaks of none of the three", *where]


def _link(label: str, icon: str, query: dict[str, str]) -> None:
    st.page_link(
        TICKETS_PAGE, label=words.plain(words.shorten(label, 40)), icon=icon, query_params=query, width="content"
    )


def _label(labels: dict[str, str | None], value: str | None) -> str:
    return next((label for label, each in labels.items() if each == value), next(iter(labels)))
