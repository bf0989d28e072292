"""Speed: how long do customers wait, is it as promised, and where is it slow?"""

import datetime as dt

import streamlit as st

from pages.parts import asking, cards, filters, footer, speed, states, tiles, words
from pages.parts.charts import ages, heatmap, histogram, intervals, sentences, texts, trend
from queries.periods import week
from queries.registry import METRICS

view = filters.current()
filters.heading("Speed", view)
arrivals = speed.whole(METRICS["arrivals"], view)
if not arrivals["n"]:
    states.nothing_matches(view.words(), reset=filters.reset)
    st.stop()

filters.notice_thin(view, int(arrivals["n"]))
goals = asking.setting_values().get("goals", {})
answerable = [name for name, subject in speed.SUBJECTS.items() if not asking.missing(subject.duration.key)]
absent = [subject.duration.label for name, subject in speed.SUBJECTS.items() if name not in answerable]
if not answerable:
    for subject in speed.SUBJECTS.values():
        tiles.not_in_data(subject.duration, asking.missing(subject.duration.key))
    st.stop()

said = []
for name in answerable:
    subject = speed.SUBJECTS[name]
    row = speed.whole(subject.duration, view)
    said.append(sentences.spread(row["p50"], row["p90"], name=subject.noun, clock=view.clock))
st.subheader(words.plain(". ".join(said) + f", in {words.clock_text(view.clock)}."), anchor=False)

with st.grid(6, min_column_width=150, gap="small"):
    for name in answerable:
        subject = speed.SUBJECTS[name]
        tiles.show(speed.tile(subject.duration, view, label=f"Half {subject.done} within"))
        tiles.show(speed.tile(subject.duration, view, value="p90", label=f"9 in 10 {subject.done} within"))
        tiles.show(speed.tile(subject.within, view, goal=goals.get(subject.within.key)))
if absent:
    st.caption(f"Not in this data: {words.list_text(absent)}. Definitions says which columns they need.")

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
metric, clock = subject.duration, view.clock
days = speed.trend_days(view)
events = asking.ask("events", from_=days.start, to_=days.end)


def open_week(clicked: texts.Clicked, metric_key: str, **more: str) -> None:
    """The tickets of a clicked week."""
    chosen = week(dt.date.fromisoformat(str(clicked.bucket)))
    st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(period=chosen, metric=metric_key, **more))


left, right = st.columns(2)
for column, value, label in ((left, "p50", "median"), (right, "p90", "90th percentile")):
    with column:
        found, source, running = speed.weekly(metric, view, events, value=value)
        title = sentences.trend(
            f"{subject.name}, {label}", unit="minutes", value=found.value, previous=found.previous, n=found.n,
            signal=found.signal, has_limits=found.limits is not None, clock=clock,
        )  # fmt: skip
        figure = trend.trend(
            found.frame, unit="minutes", value=value, low=f"{value}_low", high=f"{value}_high", clock=clock, limits=found.segments,
            signals=found.frame["signal"].tolist(), events=events, incomplete=running,
        )  # fmt: skip
        subtitle = sentences.subtitle(
            "By week", metric.denominator, words.clock_text(clock), "grey lines: usual range", has_band=True
        )
        cards.card(
            title,
            subtitle,
            figure=figure,
            key=f"speed_{value}",
            source=source,
            on_click=lambda clicked: open_week(clicked, metric.key),
        )

left, right = st.columns(2)
with left:
    within = subject.within
    found, source, running = speed.weekly(within, view, events)
    title = sentences.trend(within.label, unit="share", value=found.value, previous=found.previous, n=found.n,
                            signal=found.signal, has_limits=found.limits is not None)  # fmt: skip
    figure = trend.trend(
        found.frame, unit="share", limits=found.segments, signals=found.frame["signal"].tolist(), target=goals.get(within.key),
        events=events, incomplete=running,
    )  # fmt: skip
    subtitle = sentences.subtitle(
        "By week", f"of {within.denominator}", "targets in business hours", "grey lines: usual range"
    )
    cards.card(
        title,
        subtitle,
        figure=figure,
        key="speed_within",
        source=source,
        on_click=lambda clicked: open_week(clicked, within.key, hit="false"),
    )
with right:
    row = speed.whole(metric, view)
    source = cards.Source("duration_distribution", view.parameters(what=subject.what))
    bins = source.ask().rename(columns={"from_minutes": "low", "below_minutes": "high"})
    total = int(bins["n"].sum())

    def open_bin(clicked: texts.Clicked) -> None:
        query = view.link(metric=metric.key, least=clicked.bucket, below=clicked.series, observed="true")
        st.switch_page(tiles.TICKETS_PAGE, query_params=query)

    figure = (
        histogram.histogram(bins, marks={"median": row["p50"], "90th percentile": row["p90"]}, clock=clock)
        if total
        else None
    )
    subtitle = sentences.subtitle("Distribution", words.clock_text(clock), f"{subject.noun} that came", n=total)
    cards.card(
        sentences.spread(row["p50"], row["p90"], name=subject.noun, clock=clock),
        subtitle,
        figure=figure,
        key="speed_spread",
        source=source,
        on_click=open_bin,
    )

st.subheader("When customers ask, and when they wait", anchor=False)
left, right = st.columns(2)


def open_hour(clicked: texts.Clicked) -> None:
    """The tickets created in a clicked hour of the week."""
    st.switch_page(
        tiles.TICKETS_PAGE, query_params=view.link(metric="arrivals", weekday=clicked.bucket, hour=clicked.series)
    )


with left:
    source = cards.Source("arrivals_by_hour", view.parameters())
    frame = source.ask().assign(value=lambda answer: answer["n"])
    cards.card(sentences.hours(frame, name="Arrivals", unit="count"), f"Tickets created in that hour of the week, in all · {view.words()}",
               figure=heatmap.heatmap(frame, unit="count"), key="speed_arrivals", source=source, on_click=open_hour)  # fmt: skip
with right:
    if asking.missing("first_reply_time"):
        tiles.not_in_data(METRICS["first_reply_time"], asking.missing("first_reply_time"))
    else:
        source = cards.Source("waiting_by_hour", view.parameters())
        frame = source.ask().rename(columns={"p50": "value"})
        cards.card(sentences.hours(frame, name="Waiting", unit="minutes", clock=clock), f"Median first reply time by hour of creation · {words.clock_text(clock)}",
                   figure=heatmap.heatmap(frame, unit="minutes", clock=clock), key="speed_waiting", source=source, on_click=open_hour)  # fmt: skip

st.subheader("What is still open", anchor=False)
if asking.missing("backlog"):
    tiles.not_in_data(METRICS["backlog"], asking.missing("backlog"))
else:
    left, right = st.columns(2)
    with left:
        found, source, running = speed.weekly(METRICS["backlog"], view, events)
        title = sentences.trend(
            "Backlog",
            unit="count",
            value=found.value,
            previous=found.previous,
            signal=found.signal,
            has_limits=found.limits is not None,
        )
        figure = trend.trend(
            found.frame,
            unit="count",
            value="n",
            limits=found.segments,
            signals=found.frame["signal"].tolist(),
            events=events,
            incomplete=running,
        )
        cards.card(title, "Tickets open at the end of each week · grey lines: usual range", figure=figure, key="speed_backlog", source=source,
                   on_click=lambda clicked: open_week(clicked, "backlog"))  # fmt: skip
    with right:
        source = cards.Source("backlog_ages", view.parameters(period=days, by="week"))
        frame = source.ask()
        last = frame[frame["bucket"] == frame["bucket"].max()]
        old = float(last.loc[last["band"].isin(speed.AGES[3:]), "n"].sum() / last["n"].sum()) if len(last) else None
        title = sentences.backlog(float(last["n"].sum()) if len(last) else None, None, old)
        cards.card(title, "By age at the end of each week", figure=ages.ages(frame, bands=speed.AGES, events=events), key="speed_ages", source=source,
                   on_click=lambda clicked: open_week(clicked, "backlog"))  # fmt: skip

st.subheader("Where", anchor=False)
offered = [by for by in speed.DIMENSIONS if speed.available(by)]
if offered:
    by = (
        st.pills(
            "By",
            offered,
            default=offered[0],
            required=True,
            key="by",
            bind="query-params",
            label_visibility="collapsed",
            format_func=str.capitalize,
        )
        or offered[0]
    )

    def open_group(clicked: texts.Clicked, metric_key: str, **more: str) -> None:
        narrowed = view.narrowed(by, clicked.bucket)
        st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(filters=narrowed, metric=metric_key, **more))

    left, right = st.columns(2)
    for column, one, more in ((left, subject.within, {"hit": "false"}), (right, subject.duration, {})):
        with column:
            frame, overall, source = speed.standings(one, view, by=by)
            unit = words.metric_unit(one.unit)
            figure = (
                intervals.intervals(frame, unit=unit, overall=overall, clock=clock)
                if overall is not None and len(frame)
                else None
            )
            title = f"{one.label}: {sentences.standings(list(frame['standing']), noun=by) if len(frame) else 'too few to compare'}"
            subtitle = sentences.subtitle(
                f"By {by}",
                "filled: shrunken toward the overall figure; open: raw",
                words.clock_text(clock) if one.has_clock else "",
                has_band=True,
            )
            cards.card(title, subtitle, figure=figure, key=f"speed_by_{one.key}", source=source,
                       on_click=lambda clicked, key=one.key, more=more: open_group(clicked, key, **more))  # fmt: skip

footer.show(view, view.period)
