"""Speed: how long do customers wait, is it as promised, and where is it slow?"""

import datetime as dt

import streamlit as st

from pages.parts import asking, cards, filters, footer, measures, speed, states, tiles, words
from pages.parts.charts import texts
from queries.periods import week
from queries.registry import METRICS

view = filters.current()
filters.heading("Speed", view)
arrivals = int(measures.whole(METRICS["arrivals"], view)["n"])
if not arrivals:
    states.nothing_matches(view.words(), reset=filters.reset, covered=filters.covered_words())
    st.stop()
filters.notice_thin(view, arrivals)

answerable = [name for name, subject in speed.SUBJECTS.items() if not asking.missing(subject.duration.key)]
absent = [subject.duration for name, subject in speed.SUBJECTS.items() if name not in answerable]
if not answerable:
    for metric in absent:
        tiles.not_in_data(metric, asking.missing(metric.key))
    st.stop()

said = [speed.sentence(name, view) for name in answerable]
st.subheader(words.plain(f"{'. '.join(said)} ({words.clock_text(view.clock)})."), anchor=False)

goals = asking.setting_values()["goals"]
with st.grid(6, min_column_width=150, gap="small"):
    for name in answerable:
        subject = speed.SUBJECTS[name]
        tiles.show(measures.tile(subject.duration, view, label=f"{name}, median"))
        tiles.show(measures.tile(subject.duration, view, value="p90", label=f"{name}, p90"))
        tiles.show(
            measures.tile(
                subject.within, view, label=f"{subject.done.capitalize()} in time", goal=goals.get(subject.within.key)
            )
        )
if absent:
    labels = words.list_text([metric.label for metric in absent])
    st.caption(f"Not in this data: {labels}. Definitions says which columns they need.")

about = st.segmented_control(
    "About",
    answerable,
    default=answerable[0],
    required=True,
    key="about",
    bind="query-params",
    label_visibility="collapsed",
)
subject = speed.SUBJECTS[about or answerable[0]]
duration, within = subject.duration.key, subject.within.key


def open_week(clicked: texts.Clicked, metric: str, **more: str | None) -> None:
    """The rows of a clicked week."""
    chosen = week(dt.date.fromisoformat(str(clicked.bucket)))
    st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(period=chosen, metric=metric, more=more))


def open_bin(clicked: texts.Clicked) -> None:
    """The tickets of a clicked bin of the distribution."""
    more = {"least": clicked.bucket, "below": clicked.series, "observed": "true"}
    st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(metric=duration, more=more))


def open_hour(clicked: texts.Clicked, metric: str) -> None:
    """The tickets created in a clicked hour of the week."""
    more = {"weekday": clicked.bucket, "hour": clicked.series}
    st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(metric=metric, more=more))


def open_age(clicked: texts.Clicked) -> None:
    """The tickets of a clicked age, open at the end of a week."""
    least, below = speed.AGE_MINUTES.get(clicked.series or "", (None, None))
    chosen = week(dt.date.fromisoformat(str(clicked.bucket)))
    query = view.link(period=chosen, metric="backlog", more={"least": least, "below": below})
    st.switch_page(tiles.TICKETS_PAGE, query_params=query)


def open_group(clicked: texts.Clicked, by: str, metric: str, **more: str | None) -> None:
    """The tickets of a clicked group."""
    narrowed = view.narrowed(by, clicked.bucket)
    st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(filters=narrowed, metric=metric, more=more))


left, right = st.columns(2)
for column, value, name in ((left, "p50", "median"), (right, "p90", "90th percentile")):
    with column:
        card = measures.trend_card(duration, view, value=value, name=f"{subject.name}, {name}")
        cards.show(card, key=f"speed_{value}", on_click=lambda clicked: open_week(clicked, duration))

left, right = st.columns(2)
with left:
    card = measures.trend_card(within, view)
    cards.show(card, key="speed_within", on_click=lambda clicked: open_week(clicked, within, hit="false"))
with right:
    cards.show(speed.spread_card(about or answerable[0], view), key="speed_spread", on_click=open_bin)

st.subheader("When customers ask, and when they wait", anchor=False)
left, right = st.columns(2)
with left:
    cards.show(speed.arrivals_card(view), key="speed_arrivals", on_click=lambda clicked: open_hour(clicked, "arrivals"))
with right:
    if lacking := asking.missing("first_reply_time"):
        tiles.not_in_data(METRICS["first_reply_time"], lacking)
    else:
        cards.show(
            speed.waiting_card(view),
            key="speed_waiting",
            on_click=lambda clicked: open_hour(clicked, "first_reply_time"),
        )

st.subheader("What is still open", anchor=False)
if lacking := asking.missing("backlog"):
    tiles.not_in_data(METRICS["backlog"], lacking)
else:
    left, right = st.columns(2)
    with left:
        card = measures.trend_card("backlog", view)
        cards.show(card, key="speed_backlog", on_click=lambda clicked: open_week(clicked, "backlog"))
    with right:
        cards.show(speed.ages_card(view), key="speed_ages", on_click=open_age)

offered = [by for by in speed.DIMENSIONS if measures.available(by)]
if offered:
    st.subheader("Where", anchor=False)
    chosen = st.pills(
        "By", offered, default=offered[0], required=True, key="by", bind="query-params", label_visibility="collapsed"
    )
    by = chosen or offered[0]
    left, right = st.columns(2)
    with left:
        card = measures.standings_card(within, view, by)
        cards.show(card, key="speed_by_within", on_click=lambda clicked: open_group(clicked, by, within, hit="false"))
    with right:
        card = measures.standings_card(duration, view, by)
        cards.show(card, key="speed_by_duration", on_click=lambda clicked: open_group(clicked, by, duration))

footer.show(view, view.period)
