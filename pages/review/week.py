"""Weekly review: is it good, is it changing, where, and what is the one thing to look at?"""

import datetime as dt

import streamlit as st

from pages.parts import asking, cards, filters, footer, review, states, tiles, words, worth
from pages.parts.charts import texts
from queries.periods import DAY, WEEK, Period, week
from queries.registry import METRICS

view = filters.current()
weeks = filters.complete_weeks()
if not weeks:
    st.title("Weekly review", anchor=False)
    states.no_week(asking.status().tickets, view.link(period=filters.everything()))
    st.stop()

usual, full = filters.last_usual_week()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    st.title("Weekly review", anchor=False, width="content")
    labels = {words.date_text(monday): monday for monday in weeks}
    index = weeks.index(usual or weeks[0])
    monday = labels[st.selectbox("Week of", list(labels), index=index, key="week", bind="query-params", width=180)]
days = week(monday)
described = (words.period_text(days.start, days.end), view.words(with_period=False), words.clock_text(view.clock))
st.caption(words.plain(f"{' · '.join(described)} · time zone {asking.status().time_zone}"))

found = review.review(view, monday)
arrivals = found.summary("arrivals")
if arrivals is not None and not arrivals.frame["n"].sum():
    states.nothing_matches(view.filters.describe(), reset=filters.reset)
    st.stop()

goals = asking.setting_values()["goals"]
said = f"{review.sentence(found)} {review.targets_sentence(found, goals)}"
st.subheader(words.plain(said), anchor=False)
if arrivals is not None and not view.filters and arrivals.n < full / 4:
    held = f"This week holds {words.plural(arrivals.n, 'ticket')}; a full week of this data holds about {words.count(full)}."
    st.info(held, icon=":material/info:")
elif usual and usual != weeks[0] and monday == usual:
    newest = f"The newest week is that of {words.date_text(weeks[0])}"
    st.caption(f"{newest}; weeks after {words.date_text(usual)} hold few tickets. Is the export complete?")

with st.grid(4, min_column_width=160, gap="small"):
    for summary in found.summaries:
        metric = summary.metric
        link = None if metric.key == "contact_rate" else view.link(period=days, metric=metric.key)
        goal = goals.get(metric.key)
        tiles.show(tiles.of_summary(summary, clock=view.clock, goal=goal, compared="vs week before", link=link))
if found.missing:
    absent = words.list_text([metric.label for metric in found.missing])
    st.caption(f"Not in this data: {absent}. Definitions says which columns they need.")

hero, side = st.columns([8, 4])
with side, st.container(border=True):
    st.markdown("**The one thing to look at**")
    thing = review.finding(view, monday)
    if thing is None and not review.usual_weeks(1, monday):
        st.write(f"Too few weeks before this one to compare with: at least {review.FEWEST_WEEKS} are needed.")
    elif thing is None:
        st.write("No channel, team, category, priority or segment got worse than its own weeks before beyond chance.")
    else:
        st.write(words.plain(review.thing_sentence(thing, monday)))
        narrowed = view.narrowed(thing.dimension, thing.group)
        hit = "true" if thing.is_hit_bad else "false"
        query = view.link(
            period=review.days_of(thing, monday), filters=narrowed, metric=thing.metric.key, more={"hit": hit}
        )
        st.page_link(tiles.TICKETS_PAGE, label="Open these", icon=":material/arrow_forward:", query_params=query)
with side, st.container(border=True):
    st.markdown("**Signals of the last 13 weeks**")
    lines = review.signal_lines(view, monday)
    st.markdown("\n\n".join(lines[: review.SIGNALS_SHOWN]) or ":gray[None: every week stayed within its usual range.]")
    if more := lines[review.SIGNALS_SHOWN :]:
        st.expander(f"{len(more)} more", type="compact").markdown("\n\n".join(more))

with hero:
    offered = {one.metric.label: one.metric.key for one in found.summaries}
    first = review.noted(found).metric.label
    label = st.pills(
        "Measure", list(offered), default=first, required=True, key="measure", label_visibility="collapsed", wrap=True
    )
    key = offered.get(label or first, offered[first])

    def open_week(clicked: texts.Clicked) -> None:
        """The rows of a clicked week."""
        chosen = week(dt.date.fromisoformat(str(clicked.bucket)))
        st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(period=chosen, metric=key))

    cards.show(review.trend_card(view, monday, key), key="review_trend", on_click=open_week)

st.subheader("What changed, and where", anchor=False)
splittable = {METRICS[name].label: name for name in review.SPLIT if not asking.missing(name)}
with st.container(horizontal=True):
    noted = thing.metric.label if thing else METRICS[key].label
    index = list(splittable).index(noted) if noted in splittable else 0
    split = splittable[st.selectbox("Measure", list(splittable), index=index, key="split", width=220)]
    spans = {"Week before": 1, "12 weeks before": 12}
    usual_span = "12 weeks before"
    against = st.segmented_control("Against", list(spans), default=usual_span, required=True, key="against")
before = Period(monday - spans[against or usual_span] * WEEK, monday - DAY)
first_row, second_row = st.columns(2), st.columns(2)
for column, by in zip((*first_row, *second_row), ("team", "category", "channel", "priority"), strict=True):

    def open_group(clicked: texts.Clicked, by: str = by) -> None:
        """The rows of a clicked group."""
        query = view.link(period=days, filters=view.narrowed(by, clicked.bucket), metric=split)
        st.switch_page(tiles.TICKETS_PAGE, query_params=query)

    with column:
        cards.show(review.change_card(view, monday, split, by, before), key=f"changed_{by}", on_click=open_group)

worth.show(view)
footer.show(view, days)
