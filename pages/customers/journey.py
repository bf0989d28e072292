"""Journey: how do customers move from discovery to advocacy, is it changing, and where does support stand in it?"""

import streamlit as st

from pages.parts import cards, filters, footer, states, tiles, words
from pages.parts.charts import texts
from pages.parts.customer import listing
from pages.parts.journey import acting, cohort, helping, over_time, steps, summary, support, ways
from queries.filters import NONE

view = filters.current()
st.title("Journey", anchor=False)
described = st.container()
known = cohort.known()
if not known.stages:
    states.no_journey()
    st.stop()
found = cohort.choose(view)
if found is None or not steps.steps(found)["entered"].sum():
    asked_of = view.words() if found is None else found.words()
    states.nothing_matches(asked_of, reset=filters.reset, covered=cohort.covered_words(), noun="customers")
    st.stop()
chosen: cohort.Cohort = found
described.caption(words.plain(chosen.described()))
if not known.is_told:
    states.derived_journey(known.stages)

st.subheader(words.plain(f"{summary.sentence(chosen)}."), anchor=False)
with st.grid(6, min_column_width=150, gap="small"):
    for tile in summary.tiles(chosen):
        tiles.show(tile)


def open_part(clicked: texts.Clicked) -> None:
    """The customers of a clicked part of a stage; of its share: all that are at it."""
    st.switch_page(listing.PAGE, query_params=chosen.link({"stage": clicked.bucket, "outcome": clicked.series}))


def open_way(clicked: texts.Clicked) -> None:
    """The customers at the stage where a clicked way begins; of a way back: those who came back to where it ends."""
    order = {stage: place for place, stage in enumerate(known.stages)}
    is_back = order.get(str(clicked.series), 0) <= order.get(str(clicked.bucket), 0)
    back: dict[str, str | None] = {"stage": clicked.series, "outcome": "returned"}
    st.switch_page(listing.PAGE, query_params=chosen.link(back if is_back else {"stage": clicked.bucket}))


def open_month(clicked: texts.Clicked) -> None:
    """The customers of a clicked month at a step."""
    days = cohort.month(str(clicked.series))
    st.switch_page(listing.PAGE, query_params=chosen.link({"stage": clicked.bucket}, period=days))


def open_stage(clicked: texts.Clicked) -> None:
    """The tickets of a clicked stage."""
    query = view.link(metric="arrivals", more={"stage": clicked.bucket})
    st.switch_page(tiles.TICKETS_PAGE, query_params=query)


left, right = st.columns([8, 4])
with left:
    cards.show(steps.card(chosen), key="journey_funnel", on_click=open_part, opens="customers")
with right:
    cards.show(ways.card(chosen), key="journey_ways", on_click=open_way, opens="customers")
st.caption(words.plain(f"{ways.caption(steps.steps(chosen))} {cohort.left_out()}".strip()))


def in_time() -> None:
    """Months of entry against each other."""
    cards.show(over_time.months_card(chosen), key="journey_months", on_click=open_month, opens="customers")


def for_whom() -> None:
    """Groups of customers against all."""
    offered, judged = over_time.varying(chosen), over_time.steps_of(chosen)
    if not offered or not judged:
        st.caption(
            "These customers do not differ in segment, plan, region or acquisition channel, or too few have had the time."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        stage = _pick("Step from", list(judged), key="step")
        by = offered[_pick("By", list(offered), key="customers_by")]

    def open_group(clicked: texts.Clicked) -> None:
        narrowed = view.narrowed(by, clicked.bucket)
        more: dict[str, str | None] = {} if by in ("segment", "plan") else {by: clicked.bucket or NONE}
        st.switch_page(listing.PAGE, query_params=chosen.link({"stage": stage} | more, filters=narrowed))

    cards.show(over_time.groups_card(chosen, stage, by), key="journey_groups", on_click=open_group, opens="customers")


def support_in_it() -> None:
    """How much help in each stage, what about, and how good it is there."""
    if not support.stages(view):
        states.nothing_matches(view.words(), reset=filters.reset, covered=filters.covered_words())
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        measure = _pick("Measure", list(support.available(view)), key="measure")
        stage = _pick("About", list(support.stages(view)), key="stage_shown")
    left, right = st.columns([7, 5])
    with left:
        cards.show(support.card(view, measure), key="journey_support", on_click=open_stage, opens="tickets")
    with right:
        cards.show(support.categories_card(view, stage), key="journey_categories",
                   on_click=lambda clicked: _open_category(stage, clicked), opens="tickets")  # fmt: skip
    said = f"Tickets created {view.words()}, by the stage that their customer was in then. {support.outside(view)}"
    st.caption(words.plain(said.strip()))
    footer.show(view, view.period)


def _open_category(stage: str, clicked: texts.Clicked) -> None:
    narrowed = view.narrowed("category", clicked.bucket)
    query = view.link(filters=narrowed, metric="arrivals", more={"stage": stage})
    st.switch_page(tiles.TICKETS_PAGE, query_params=query)


def _pick(label: str, offered: list[str], *, key: str) -> str:
    chosen = st.selectbox(label, offered, key=key, bind="query-params", width=220)
    return chosen or offered[0]


def goes_with_help() -> None:
    """Who moves on after good and after poor support, as recorded and like with like."""
    offered = helping.stages(chosen)
    if not offered:
        st.caption(
            "No stage has customers with good and with poor support in their first days, and the time to move on."
        )
        return
    stage = _pick("Stage", list(offered), key="helped_stage")

    def open_group(clicked: texts.Clicked) -> None:
        st.switch_page(listing.PAGE, query_params=chosen.link({"stage": stage, "exposure": clicked.bucket}))

    for column, reading in zip(st.columns(2), (helping.RECORDED, helping.ALIKE), strict=True):
        with column:
            key = f"journey_{reading.replace(' ', '_')}"
            cards.show(helping.card(chosen, stage, reading), key=key, on_click=open_group, opens="customers")
    st.caption(words.plain(helping.meaning(chosen, stage)))


def where_to_act() -> None:
    """Steps and categories where poor support and lost customers meet."""
    acting.show(chosen)


QUESTIONS = {
    "Over time": in_time,
    "For whom": for_whom,
    "Support in it": support_in_it,
    "Does help go with moving on?": goes_with_help,
    "Where to act": where_to_act,
}
asked = st.segmented_control(
    "Question", list(QUESTIONS), default="Over time", required=True, key="journey_question", bind="query-params",
    label_visibility="collapsed",
)  # fmt: skip
QUESTIONS[asked or "Over time"]()
st.caption(words.plain(cohort.footer()))
