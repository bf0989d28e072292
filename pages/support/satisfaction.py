"""Satisfaction: what do customers say, is it changing, where, and how far can the answers be trusted?"""

import streamlit as st

from pages.parts import cards, filters, footer, measures, narrowing, states, tiles, words
from pages.parts.charts import texts
from pages.parts.filters import View
from pages.parts.ratings import scale_text
from pages.parts.satisfaction import (
    advocates,
    answering,
    arriving,
    consistency,
    doses,
    last_poor,
    raters,
    subjects,
    trends,
)
from pages.parts.satisfaction.subjects import SUBJECTS

view = filters.current()
filters.heading("Satisfaction", view, about="answers")
kinds = subjects.found()
if not kinds:
    states.no_answers()
    st.stop()
if not any(measures.whole(SUBJECTS[kind].metric, view)["n"] for kind in kinds):
    states.nothing_matches(view.words(), reset=filters.reset, covered=filters.covered_words(), noun="answers")
    st.stop()

said = [subjects.sentence(kind, view) for kind in kinds]
answered = subjects.answered_sentence(kinds, view)
st.subheader(words.plain(f"{'. '.join([*said, answered])}."), anchor=False)

with st.grid(6, min_column_width=150, gap="small"):
    for kind in kinds:
        for tile in answering.tiles_of(kind, view):
            tiles.show(tile)
absent = [SUBJECTS[kind].name for kind in SUBJECTS if kind not in kinds]
if absent:
    st.caption(f"No answers in this data: {words.list_text(absent)}. Definitions says which columns they need.")

with st.container(horizontal=True, vertical_alignment="center"):
    names = {SUBJECTS[kind].name: kind for kind in kinds}
    first = next(iter(names))
    name = st.segmented_control(
        "Measure", list(names), default=first, required=True, key="survey", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    per = st.segmented_control(
        "Per", ["Week", "Month"], default="Week", required=True, key="per", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
kind = names.get(name or first, names[first])
by: measures.Bucket = "month" if per == "Month" else "week"
subject = SUBJECTS[kind]
st.caption(words.plain(f"Scale {subjects.scales_words(kind, view) or 'of no answer in these days'}."))


def open_bucket(clicked: texts.Clicked, metric: str, **more: str | None) -> None:
    """The answers of a clicked week or month."""
    query = view.link(period=trends.days_of(str(clicked.bucket), by), metric=metric, more=more)
    st.switch_page(tiles.TICKETS_PAGE, query_params=query)


def open_score(clicked: texts.Clicked, scale: str) -> None:
    """The answers with a clicked score."""
    more = {"score_from": clicked.bucket, "score_below": clicked.series, "scale": scale}
    st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(metric=subject.metric.key, more=more))


def open_band(clicked: texts.Clicked) -> None:
    """The answers of a clicked week in a band of NPS."""
    part = next((key for key, label in trends.BANDS.items() if label == clicked.series), None)
    low, high = trends.BAND_SCORES[part] if part else (None, None)
    open_bucket(clicked, "nps", score_from=low, score_below=high)


def open_group(clicked: texts.Clicked, by: str, metric: str, of: View = view) -> None:
    """The answers (or surveys) of a clicked group."""
    more = {by: clicked.bucket or "(none)"} if by in narrowing.NARROWING else {}
    query = of.link(filters=of.narrowed(by, clicked.bucket), metric=metric, more=more)
    st.switch_page(tiles.TICKETS_PAGE, query_params=query)


left, right = st.columns([7, 5] if kind == "nps" else [8, 4])  # eleven scores need room
with left:
    cards.show(
        measures.trend_card(subject.metric.key, view, by=by),
        key="satisfaction_trend",
        on_click=lambda clicked: open_bucket(clicked, subject.metric.key),
        opens="answers",
    )
with right:
    offered = trends.scales(kind, view)
    scale = offered[0] if offered else ""
    if len(offered) > 1:
        scale = st.selectbox("Scale", offered, format_func=scale_text, key="scale_shown", bind="query-params")
    cards.show(
        trends.spread_card(kind, view, scale or None),
        key="satisfaction_spread",
        on_click=lambda clicked: open_score(clicked, scale),
        opens="answers",
    )
if kind == "nps":
    cards.show(trends.bands_card(view, by), key="satisfaction_bands", on_click=open_band, opens="answers")


def where() -> None:
    """In which groups satisfaction stands apart, and what changed it."""
    dimensions = subjects.answered_by(kind, view)
    if not dimensions:
        st.caption("The answers of these days do not differ in anything that this data tells of their tickets.")
        return
    group = _pills(dimensions, key="by")
    left, right = st.columns(2)
    with left:
        cards.show(
            measures.standings_card(subject.metric.key, view, group),
            key="satisfaction_by",
            on_click=lambda clicked: open_group(clicked, group, subject.metric.key),
            opens="answers",
        )
    with right:
        cards.show(
            measures.change_card(subject.metric.key, view, group),
            key="satisfaction_changed",
            on_click=lambda clicked: open_group(clicked, group, subject.metric.key),
            opens="answers",
        )


def who_answers() -> None:
    """How many answer, who, and what the silence means."""
    if not subjects.sent_is_known(subject):
        states.silence_unknown(subject.name)
        return
    if (seen := arriving.arrived(kind, view)) is None:
        states.still_coming(arriving.reason(kind))
        return
    st.write(words.plain(answering.meaning(kind, seen, view)))
    if arriving.delay(kind) is None:
        st.caption(f"{arriving.reason(kind)}.")

    def open_silence(clicked: texts.Clicked) -> None:
        hit = {"answered": "true", "silent": "false"}.get(str(clicked.bucket))
        query = seen.link(metric=subject.response.key, more={"hit": hit})
        st.switch_page(tiles.TICKETS_PAGE, query_params=query)

    left, right = st.columns(2)
    with left:
        cards.show(
            answering.silence_card(kind, seen), key="satisfaction_silence", on_click=open_silence, opens="answers"
        )
    with right:
        cards.show(
            answering.rate_card(kind, view, by),
            key="satisfaction_rate",
            on_click=lambda clicked: open_bucket(clicked, subject.response.key),
            opens="answers",
        )
    if dimensions := answering.dimensions(kind, seen):
        group = _pills(dimensions, key="answering")
        cards.show(
            measures.standings_card(subject.response.key, seen, group),
            key="satisfaction_rate_by",
            on_click=lambda clicked: open_group(clicked, group, subject.response.key, seen),
            opens="answers",
        )


def goes_with() -> None:
    """What satisfaction goes with: waiting, replies, handoffs, the hour."""
    if kind != "csat":
        st.caption("Shown for ratings of tickets (CSAT): other answers are not about one ticket.")
    offered = doses.available(view)
    if not offered:
        states.too_few(0, needed=doses.FEWEST_RATINGS, noun="rating with a ticket", several="ratings with a ticket")
        return
    chosen = st.pills(
        "Against", offered, default=offered[0], required=True, key="against", bind="query-params",
        label_visibility="collapsed",
    ) or offered[0]  # fmt: skip

    def open_dose(clicked: texts.Clicked) -> None:
        more = {"dose": doses.DOSES[chosen].key, "dose_from": clicked.bucket, "dose_below": clicked.series}
        st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(metric="csat", more=more))

    cards.show(doses.card(chosen, view), key="satisfaction_dose", on_click=open_dose, opens="answers")
    st.caption(words.plain(doses.meaning(chosen, view)))


def contact_to_contact() -> None:
    """The spread of experience within a customer, and what follows a poor contact."""
    if kind != "csat":
        st.caption("Shown for ratings of tickets (CSAT).")
    if spoken := consistency.spread_words(view):
        with st.container(border=True):
            st.write(words.plain(spoken))
            cards.behind("satisfaction_within", consistency.spread_source(view))

    def open_next(clicked: texts.Clicked) -> None:
        st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(metric="csat", more={"after": clicked.bucket}))

    left, right = st.columns(2)
    with left:
        cards.show(
            consistency.patterns_card(view),
            key="satisfaction_patterns",
            on_click=lambda clicked: raters.choose("raters", clicked),
            opens="customers",
        )
    with right:
        cards.show(consistency.next_card(view), key="satisfaction_next", on_click=open_next, opens="ratings")
    raters.show(raters.by_pattern(view, "raters"), view)
    st.caption(
        "Customers who rate one contact poorly may be those who rate poorly anyway: what follows a poor rating is not "
        "what it did."
    )
    last_poor.show(view)


def recommends() -> None:
    """Who recommends, after which support, and whom they brought."""
    if "nps" not in kinds:
        states.not_in_data("NPS", "answers to surveys of the kind nps")
        return

    def open_support(clicked: texts.Clicked) -> None:
        part = clicked.series if clicked.series in trends.BAND_SCORES else None
        low, high = trends.BAND_SCORES[part] if part else (None, None)
        more = {"support": str(clicked.bucket).lower(), "score_from": low, "score_below": high}
        st.switch_page(tiles.TICKETS_PAGE, query_params=view.link(metric="nps", more=more))

    left, right = st.columns(2)
    with left:
        cards.show(advocates.support_card(view), key="satisfaction_support", on_click=open_support, opens="answers")
    with right:
        if advocates.referrals_are_known():
            cards.show(
                advocates.referrals_card(view),
                key="satisfaction_referrals",
                on_click=lambda clicked: raters.choose("referrers", clicked),
                opens="customers",
            )
        else:
            states.not_in_data("Referrals by band", "referred_by of customers")
    raters.show(raters.by_band(view, "referrers"), view)
    st.caption(
        "Contacts mark trouble, and loyal customers forgive more: that answers differ after good and poor support is an "
        "association in these records."
    )


def _pills(offered: tuple[str, ...], *, key: str) -> str:
    named = {measures.dimension_text(by).capitalize(): by for by in offered}
    first = next(iter(named))
    chosen = st.pills("By", list(named), default=first, required=True, key=key, bind="query-params",
                      label_visibility="collapsed")  # fmt: skip
    return named.get(chosen or first, offered[0])


QUESTIONS = {
    "Where": where,
    "Who answers": who_answers,
    "What goes with it": goes_with,
    "From contact to contact": contact_to_contact,
    "Who recommends us": recommends,
}
asked = st.segmented_control(
    "Question", list(QUESTIONS), default="Where", required=True, key="question", bind="query-params",
    label_visibility="collapsed",
)  # fmt: skip
QUESTIONS[asked or "Where"]()
footer.show(view, view.period)
