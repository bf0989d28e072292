"""Which comments are listed, in which order, and how does one of them stand beside its score?"""

import contextlib
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.comments.counts import NAMES
from pages.parts.comments.expectations import score_text
from pages.parts.filters import View, everything
from pages.parts.measures import months_before
from pages.parts.ratings import SURVEYS
from pages.parts.tiles import TICKETS_PAGE
from queries.filters import Filters
from queries.periods import DAY, Period

KINDS = {"All surveys": None, **{label: kind for kind, label in SURVEYS.items()}}
RATED = {"Any rating": None, "Poor": "poor", "Neutral": "neutral", "Good": "good"}
SPEAKS = {"Any subject": None, **{label: name for name, label in NAMES.items()}}
ORDERS = {"Newest first": "newest", "Worst first": "worst", "By customer": "customer"}
SIZES = (20, 50, 100)
FIND, KIND, RATING, SPEAKS_OF, ORDER, SHOWN = "find", "survey_kind", "rated", "speaks_of", "order", "shown"  # widgets
SECTION, LISTED = "section", "All comments"  # the part of the page that is shown, and that with the list
CHOICE, SHOWN_CHOICE = "comments chosen", "comments shown"  # how often a click has chosen comments, and which is shown
TERM, MONTH = "term", "month"  # parts of the address without a widget; a month is its first day
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
    month: Period | None
    order: str

    def source(self, view: View, *, limit: int | None, offset: int = 0) -> Source:
        narrowed = view.parameters(
            period=self.month,
            search=self.find,
            only_kind=self.kind,
            rating=self.rating,
            expectation=self.expectation,
            term=self.term,
        )
        return Source("comments", narrowed | {"order": self.order, "limit": limit, "offset": offset})

    def words(self) -> list[str]:
        """What is asked for beyond the filters of the page, one part each."""
        chosen = ((KINDS, self.kind), (RATED, self.rating), (SPEAKS, self.expectation))
        said = [label for labels, value in chosen for label, each in labels.items() if value and each == value]
        return [*said, *(f"“{text}”" for text in (self.term, self.find) if text)]


def choose(
    *, speaks_of: str | None = None, rating: str | None = None, term: str | None = None, month: str | None = None
) -> None:
    """Show the list with these comments and no others: of an expectation, a rating, a term, a month (its first day)."""
    state = st.session_state
    state[SECTION], state[CHOICE] = LISTED, state.get(CHOICE, 0) + 1
    state[FIND], state[KIND] = "", next(iter(KINDS))
    labels = {SPEAKS_OF: _label(SPEAKS, speaks_of), RATING: _label(RATED, rating)}
    state.update(labels)
    chosen = {TERM: term, MONTH: month, SPEAKS_OF: speaks_of and labels[SPEAKS_OF], RATING: rating and labels[RATING]}
    for name, value in chosen.items():
        with contextlib.suppress(
            StreamlitAPIException
        ):  # widgets that are drawn already write their address themselves
            if value:
                st.query_params[name] = value
            else:
                st.query_params.pop(name, None)


def bring_into_view() -> None:
    """Scroll to the list after a click that has just chosen its comments: on a phone it would be out of sight."""
    choice = st.session_state.get(CHOICE, 0)
    if choice == st.session_state.get(SHOWN_CHOICE, 0):
        return
    st.session_state[SHOWN_CHOICE] = choice
    script = f"document.querySelector('.st-key-{SECTION}')?.scrollIntoView()  // {choice}\n"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def drop(name: str) -> None:
    """Take back what a click has narrowed the list to: a term, or a month."""
    st.query_params.pop(name, None)


def opening(first: str) -> str:
    """The part of the page that a visit begins with: the list, where the address narrows or orders it, else the first."""
    asked = any(st.query_params.get(name) for name in (FIND, KIND, RATING, SPEAKS_OF, ORDER, SHOWN, TERM, MONTH))
    return str(st.session_state.setdefault("opening_section", LISTED if asked else first))


def _month() -> Period | None:
    """The month that the address names."""
    with contextlib.suppress(ValueError):
        first = dt.date.fromisoformat(st.query_params.get(MONTH) or "").replace(day=1)
        return Period(first, months_before(first, -1) - DAY)
    return None


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
    term, month = (st.query_params.get(TERM) or "").strip() or None, _month()
    if term:
        _narrowed(f"Only comments with the term “{term}”.", "With and without it", TERM)
    if month:
        said = words.bucket_text(month.start.isoformat(), "month")
        _narrowed(f"Only comments of {said}, instead of the period above.", "All of the period", MONTH)
    return Asked(find.strip() or None, KINDS[kind], RATED[rating], SPEAKS[speaks], term, month, ORDERS[order]), size


def _narrowed(said: str, back: str, name: str) -> None:
    """What a click has narrowed the list to, and the way back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words.plain(said), width="content")
        st.button(back, on_click=drop, args=(name,), type="tertiary", icon=":material/close:", key=f"no_{name}")


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
