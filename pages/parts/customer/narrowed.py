"""Which customers stand behind a mark of the journey, and how is that said?"""

import contextlib
from collections.abc import Mapping

import streamlit as st

from pages.parts import filters, states, words
from pages.parts.cards import Source
from pages.parts.customer import listing
from pages.parts.filters import View
from queries.filters import NONE
from queries.parameters import QuestionError, Value, from_text

# Parts of the address -> parameters of the question; only with a stage are they read.
PARTS: Mapping[str, str] = {
    "stage": "stage",
    "outcome": "outcome",
    "exposure": "exposure",
    "stage_days": "stage_days",
    "about": "category",
    "poor": "poor",
    "region": "regions",
    "acquisition_channel": "acquisition_channels",
}
OUTCOMES = {
    "converted": "who moved on within the window",
    "dropped": "who did not move on within the window",
    "late": "who moved on after the window",
    "lost": "who left before moving on",
    "in_window": "whose window is not over",
    "skipped": "who reached a later stage without it",
    "out_of_order": "who entered it out of order",
    "returned": "who came back to it",
}
SUPPORT = {
    "no contact": "without contact",
    "good": "with good support",
    "poor": "with poor support",
    "neither": "with support neither good nor poor",
}


def narrowed(query: Mapping[str, str]) -> dict[str, Value]:
    """The parameters that an address carries; none without a stage. What cannot be read narrows nothing."""
    found: dict[str, Value] = {}
    for part, name in PARTS.items():
        if query.get("stage") and query.get(part):
            with contextlib.suppress(QuestionError):
                found[name] = [query[part]] if name.endswith("s") else from_text(name, query[part])
    return found


def said(found: Mapping[str, Value]) -> str:
    """Customers at stage Purchase who left before moving on, with poor support."""
    parts = [f"at stage {found['stage']}"]
    if found.get("outcome") in OUTCOMES:
        parts.append(OUTCOMES[str(found["outcome"])])
    if found.get("exposure") in SUPPORT:
        within = f" in the first {found['stage_days']} days" if found.get("stage_days") else " in the first days"
        parts.append(f"{SUPPORT[str(found['exposure'])]}{within}")
    if found.get("category"):
        about = "without a category" if found["category"] == NONE else f"about {found['category']}"
        parts.append(f"with a {'poor ' if found.get('poor') else ''}ticket {about} in it")
    elif found.get("poor"):
        parts.append("with a poor ticket in it")
    for name, noun in (("regions", "region"), ("acquisition_channels", "channel")):
        value = found.get(name)
        if isinstance(value, list):
            parts.append(f"of no {noun}" if value[0] == NONE else f"of {noun} {value[0]}")
    return ", ".join(parts)


def source(view: View, found: Mapping[str, Value], *, limit: int | None, offset: int = 0) -> Source:
    """The question behind the list."""
    return Source("journey_customers", {**view.parameters(limit=limit, offset=offset), **found})


def show(view: View, found: Mapping[str, Value]) -> None:
    """The customers behind a mark; choosing one leads to everything that happened with it."""
    first = source(view, found, limit=listing.SIZE).ask()
    total = int(first["total"].iloc[0]) if len(first) else 0
    st.subheader(words.plain(f"{words.plural(total, 'customer')} {said(found)}"), anchor=False)
    days = words.period_text(view.period.start, view.period.end)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words.plain(f"Customers who came {days}, by revenue."), width="content")
        st.button("All customers", on_click=widen, type="tertiary", icon=":material/close:", key="all_of_journey")
    if not total:
        states.too_few(0, needed=1, noun="customer")
        return
    listing.table(lambda limit, offset: source(view, found, limit=limit, offset=offset), key="journey_customers")


def way_back() -> None:
    """The page whose mark led here, with the choice that it had."""
    if filters.BEFORE not in st.session_state:
        return
    origin = st.session_state.get("came from", "pages/customers/journey.py")
    if origin != listing.PAGE and st.button("Back", icon=":material/arrow_back:", type="tertiary", key="back"):
        st.switch_page(origin, query_params={"view": st.session_state.pop(filters.BEFORE)})


def widen() -> None:
    """The list of all customers again."""
    for part in PARTS:
        st.query_params.pop(part, None)
