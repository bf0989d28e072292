"""Weekly review: is it good, is it changing, where, and what is the one thing to look at?"""

import datetime as dt

import streamlit as st

from pages.parts import asking, cards, filters, footer, review, states, tiles, words
from pages.parts.charts import contributions, sentences, texts, trend
from queries.periods import WEEK, Period, week
from queries.registry import METRICS

view = filters.current()
weeks = filters.complete_weeks()
if not weeks:
    states.too_few(asking.status().tickets, needed=1, noun="complete week")
    st.stop()

top = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
with top:
    st.title("Weekly review", anchor=False, width="content")
    labels = {words.date_text(monday): monday for monday in weeks}
    usual, full = filters.last_usual_week()
    chosen = st.selectbox(
        "Week of", list(labels), index=weeks.index(usual or weeks[0]), key="week", bind="query-params", width=180
    )
monday: dt.date = labels[chosen]
days = week(monday)
st.caption(
    words.plain(
        f"{words.period_text(days.start, days.end)} · {view.words(with_period=False)} · {words.clock_text(view.clock)} · time zone {asking.status().time_zone}"
    )
)

found = review.review(view, monday)
arrivals = found.summary("arrivals")
if arrivals is not None and not arrivals.frame["n"].sum():
    states.nothing_matches(view.filters.describe(), reset=filters.reset)
    st.stop()

st.subheader(words.plain(review.sentence(found)), anchor=False)
if arrivals is not None and not view.filters and arrivals.n < full / 4:
    st.info(
        f"This week holds {words.plural(arrivals.n, 'ticket')}; a full week of this data holds about {words.count(full)}.",
        icon=":material/info:",
    )
elif usual and usual != weeks[0] and monday == usual:
    st.caption(
        f"The newest week is that of {words.date_text(weeks[0])}; weeks after {words.date_text(usual)} hold few tickets. Is the export complete?"
    )

goals = asking.setting_values().get("goals", {})
with st.grid(4, min_column_width=160, gap="small"):
    for summary in found.summaries:
        metric = summary.metric
        link = None if metric.shape in ("score", "per_customers") else view.link(period=days, metric=metric.key)
        tiles.show(
            tiles.of_summary(
                summary, clock=view.clock, goal=goals.get(metric.key), compared="vs week before", link=link
            )
        )
if found.missing:
    st.caption(
        f"Not in this data: {words.list_text([metric.label for metric in found.missing])}. Definitions says which columns they need."
    )

hero, side = st.columns([8, 4])
with side, st.container(border=True):
    st.markdown("**The one thing to look at**")
    thing = review.finding(view, monday)
    if thing is None:
        st.write("No channel, team, category, priority or segment got worse than its own last 12 weeks beyond chance.")
    else:
        st.write(words.plain(review.thing_sentence(thing)))
        narrowed = view.narrowed(thing.dimension, thing.group)
        hit = "true" if thing.is_hit_bad else "false"
        query = view.link(period=days, filters=narrowed, metric=thing.metric.key, hit=hit)
        st.page_link(
            tiles.TICKETS_PAGE, label="Open these tickets", icon=":material/arrow_forward:", query_params=query
        )
with side, st.container(border=True):
    st.markdown("**Signals of the last 13 weeks**")
    marks = review.signals(found)
    if marks.empty:
        st.caption("None: every week stayed within its usual range.")
    for row in marks.head(6).itertuples():
        metric = METRICS[row.metric]
        shown = words.value(words.metric_unit(metric.unit), row.value, n=row.n, clock=view.clock)
        side_word = {True: "better", False: "worse", None: "unusual"}[row.is_good]
        st.markdown(
            f"{words.day_text(row.bucket)} · {metric.label} **{shown}**, {side_word} · :small[{tiles.SIGNALS[row.signal]}]"
        )
    if len(marks) > 6:
        st.caption(f"and {len(marks) - 6} more")

with hero:
    noted = [one for one in found.summaries if one.is_good_news is False] or [
        one for one in found.summaries if one.signal
    ]
    offered = {one.metric.label: one for one in found.summaries}
    first = noted[0] if noted else found.summary("first_reply_time") or found.summaries[0]
    label = st.pills(
        "Measure", list(offered), default=first.metric.label, required=True, key="measure", label_visibility="collapsed"
    )
    shown = offered[label or first.metric.label]
    metric = shown.metric
    source = review.source(metric, view, monday)
    title = sentences.trend(metric.label, unit=words.metric_unit(metric.unit), value=shown.value, previous=shown.previous, n=shown.n,
                            signal=shown.signal, has_limits=shown.limits is not None, clock=view.clock)  # fmt: skip
    figure = trend.trend(
        shown.frame,
        unit=words.metric_unit(metric.unit),
        value=metric.value,
        limits=shown.segments,
        signals=shown.frame["signal"].tolist(),
        clock=view.clock,
        target=goals.get(metric.key),
        events=asking.ask("events", from_=source.parameters["from"], to_=source.parameters["to"]),
    )
    subtitle = sentences.subtitle(f"By week, {review.WEEKS} weeks", metric.denominator, words.clock_text(view.clock) if metric.has_clock else "",
                                  "grey lines: usual range")  # fmt: skip

    def open_week(clicked: texts.Clicked) -> None:
        chosen_week = week(dt.date.fromisoformat(str(clicked.bucket)))
        st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(period=chosen_week, metric=metric.key))

    cards.card(title, subtitle, figure=figure, key="review_trend", source=source, on_click=open_week)

splittable = {METRICS[key].label: METRICS[key] for key in review.SPLIT if not asking.missing(key)}
st.subheader("What changed, and where", anchor=False)
with st.container(horizontal=True):
    default = metric.label if metric.label in splittable else next(iter(splittable))
    split = st.selectbox("Measure", list(splittable), index=list(splittable).index(default), key="split", width=220)
    against = st.segmented_control(
        "Compared with", ["Week before", "12 weeks before"], default="Week before", required=True, key="against"
    )
before = (
    Period(monday - WEEK, monday - dt.timedelta(days=1))
    if against == "Week before"
    else Period(monday - review.USUAL * WEEK, monday - dt.timedelta(days=1))
)
chosen_metric = splittable[split]
is_count = chosen_metric.unit == "count"
columns = st.columns(3)
for column, by in zip(columns, ("channel", "team", "category"), strict=True):
    with column:
        frame, where = review.changes(chosen_metric, view, monday, by=by, before=before)

        def open_group(clicked: texts.Clicked, by: str = by) -> None:
            query = view.link(period=days, filters=view.narrowed(by, clicked.bucket), metric=chosen_metric.key)
            st.switch_page(tiles.TICKETS_PAGE, query_params=query)

        figure = (
            None
            if frame.empty
            else contributions.contributions(frame, unit=words.metric_unit(chosen_metric.unit), clock=view.clock)
        )
        subtitle = f"By {by} · against {against.lower() if against else ''} · " + (
            "difference in tickets" if is_count else "own change, and changed weight (mix), in points"
        )
        cards.card(
            sentences.moved(frame, name=chosen_metric.label, unit=words.metric_unit(chosen_metric.unit), clock=view.clock) if len(frame) else f"{chosen_metric.label}: nothing to compare",
            subtitle, figure=figure, key=f"changed_{by}", source=where, on_click=open_group,
        )  # fmt: skip

footer.show(view, days)
