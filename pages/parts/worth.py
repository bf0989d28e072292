"""What do retention, money and the firm's beliefs say, in a sentence each, for the weekly review?"""

from collections.abc import Callable

import streamlit as st

from pages.parts import asking, words
from pages.parts.beliefs import verdicts
from pages.parts.filters import View
from pages.parts.retention import chosen as choosing
from pages.parts.retention import curves, one_poor
from pages.parts.retention import support as keeping
from pages.parts.risk import today
from pages.parts.value import support as money
from pages.parts.value import whole

RETENTION, VALUE, BELIEFS, RISK = (f"pages/customers/{name}.py" for name in ("retention", "value", "beliefs", "risk"))


def show(view: View) -> None:
    """One card a subject, each leading to its page; nothing where the data tell of no customer's start."""
    one = choosing.chosen(view)
    row = curves.whole(one)
    if row is None or not row["n"]:
        return
    landmark = int(asking.setting_values()["landmark_days"])
    st.subheader("What goes with good support", anchor=False)
    st.caption(words.plain(f"{one.words()}, whole history: these change slowly, and are not about the week."))
    worth = whole.whole(one)
    left, right = st.columns(2)
    with left:
        _card("Retention", RETENTION, "Open Retention", lambda: keeping.sentence(one, landmark))
        _card("One poor interaction", RETENTION, "Open Retention", lambda: one_poor.sentence(one))
    with right:
        if worth is not None and worth["n"]:
            _card("Lifetime value", VALUE, "Open Lifetime value", lambda: money.sentence(one, landmark))
        _card("Beliefs", BELIEFS, "Open Beliefs", lambda: f"{verdicts.sentence(verdicts.verdicts(one))}.")
        if today.today(one)["customers"]:
            _card(
                "Customers at risk",
                RISK,
                "Who needs a call",
                lambda: today.sentence(today.today(one), today.record(one)),
            )


def _card(title: str, page: str, label: str, said: Callable[[], str]) -> None:
    with st.container(border=True):
        st.markdown(f"**{title}**")
        with st.spinner("Comparing like with like", show_time=True):
            text = said()
        st.write(words.plain(text))
        st.page_link(page, label=label, icon=":material/arrow_forward:")
