"""Comments: what do customers praise, what do they blame, in their own words?"""

import functools

import streamlit as st

from pages.parts import cards, filters, footer, states, tiles, words
from pages.parts.charts import texts
from pages.parts.comments import counts, expectations, listing, terms
from queries.printing import to_csv

SETTINGS_PAGE = "pages/data/settings.py"

view = filters.current()
filters.heading("Comments", view, about="answers")
if not counts.is_in_data():
    states.no_comments()
    st.stop()
n = int(counts.whole(view)["comments"])
if not n:
    states.nothing_matches(
        view.words(), reset=filters.reset, covered=filters.covered_words(), noun="comments of customers"
    )
    st.stop()

st.subheader(words.plain(f"{counts.sentence(view)}."), anchor=False)
with st.grid(5, min_column_width=170, gap="small"):
    for tile, leads in zip(counts.tiles_of(view), counts.LEADS, strict=True):
        tiles.show(tile, then=functools.partial(listing.choose, **leads))


def list_segment(clicked: texts.Clicked) -> None:
    """The comments on a clicked expectation with the clicked rating."""
    listing.choose(speaks_of=listing.SPEAKS.get(str(clicked.bucket)), rating=clicked.series)


def list_month(clicked: texts.Clicked) -> None:
    """The poor comments on an expectation in a clicked month."""
    name = next((name for name, label in expectations.LINES.items() if label == clicked.series), None)
    listing.choose(speaks_of=name, rating="poor", month=clicked.bucket)


def list_term(clicked: texts.Clicked) -> None:
    """The poor, or good, comments that hold a clicked term."""
    listing.choose(term=clicked.bucket, rating=clicked.series)


def show_panel(name: str) -> None:
    """What is written on one expectation, with the newest examples."""
    panel = expectations.panel(name, view)
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{counts.NAMES[name]}**")
        st.caption(words.plain(panel.counts))
        if panel.asked:
            st.caption(words.plain(panel.asked))
        for icon, examples in ((":material/thumb_down:", panel.blame), (":material/thumb_up:", panel.praise)):
            for text, where in examples:
                st.markdown(f"{icon} {words.plain(text)}  \n:small[:gray[{words.plain(where)}]]")
        if panel.n:
            st.button(
                f"List {words.plural(panel.n, 'comment')}",
                on_click=listing.choose,
                kwargs={"speaks_of": name},
                key=f"list_{name}",
                type="tertiary",
                icon=":material/arrow_forward:",
            )


def praise_and_blame() -> None:
    """How comments on each of the three expectations are rated, whether that is changing, and the newest examples."""
    left, right = st.columns(2)
    with left:
        card = expectations.rating_card(view)
        cards.show(card, key="comments_ratings", on_click=list_segment, opens="comments", before=True)
    with right:
        card = expectations.trend_card(view)
        cards.show(card, key="comments_trend", on_click=list_month, opens="poor comments", before=True)
    for name, column in zip(expectations.EXPECTATIONS, st.columns(3), strict=True):
        with column:
            show_panel(name)
    none = counts.row_of("none", view)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(
            f"{words.percent(none['share'], n)} of all comments ({words.count(none['comments'])}) speak of none of the "
            "three; comments are sorted by the words of the lists, in any language that they hold.",
            width="content",
        )
        st.page_link(
            SETTINGS_PAGE,
            label="Edit the word lists",
            icon=":material/edit:",
            query_params={"setting": "Expectations"},
            width="content",
        )


def standing_terms() -> None:
    """The terms that stand out in poor and in good comments, beyond chance."""
    card = terms.terms_card(view)
    left, right = st.columns([7, 5])
    with left:
        cards.show(card, key="comments_terms", on_click=list_term, opens="comments", before=True)
    with right, st.container(border=True):
        st.markdown("**Poor against good comments, term by term**")
        st.caption(terms.STATISTIC)
        table = terms.table_of(card.frame) if card.frame is not None else None
        if table is not None and len(table):
            percent = st.column_config.NumberColumn(format="percent")
            shares = {terms.TABLE[name]: percent for name in ("share_poor", "share_good")}
            st.dataframe(table, hide_index=True, height=390, column_config=shares, alt="Terms that stand out")
        else:
            st.caption(card.empty)


def all_comments() -> None:
    """The comments beside their scores, searched and narrowed."""
    asked, size = listing.controls()
    total = listing.page_of(asked, view, size, 0)[1]
    if not total:
        described = "; ".join([view.words(), *asked.words()])
        states.nothing_matches(described, reset=listing.choose, noun="comments")
        return
    pages, number = -(-total // size), 1
    if pages > 1:
        key = f"page_{abs(hash((asked, view, size)))}"  # a new choice begins on its first page
        number = int(st.number_input(f"Page of {pages}", min_value=1, max_value=pages, value=1, key=key, width=140))
    found = listing.page_of(asked, view, size, (number - 1) * size)[0]
    for _, row in found.iterrows():
        listing.show(row, view)
    first = (number - 1) * size
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Comments {first + 1} to {first + len(found)} of {words.exact(total)}.", width="content")
        st.download_button(
            f"CSV of all {words.exact(total)}",
            lambda: to_csv(listing.table_of(asked.source(view, limit=None).ask())),
            "comments.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    cards.behind("comments", asked.source(view, limit=size, offset=first), listing.table_of(found))


SECTIONS = {
    "Praise and blame": praise_and_blame,
    "Terms that stand out": standing_terms,
    listing.LISTED: all_comments,
}
if n < words.FEWEST:
    states.too_few(n, noun="comment")
    all_comments()
else:
    opening = listing.opening(next(iter(SECTIONS)))
    section = st.segmented_control(
        "Section", list(SECTIONS), default=opening, required=True, key=listing.SECTION, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    SECTIONS[section or opening]()
    listing.bring_into_view()
footer.show(view, view.period)
