"""What does a page say when there is nothing to show? Four different states, each with its next action."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import streamlit as st

from pages.parts import words

_locks: dict[str, threading.Lock] = {}
_locks_lock = threading.Lock()


def no_data() -> None:
    """Nothing was loaded yet."""
    with st.container(border=True):
        st.subheader("No data yet")
        st.write("Load an export of your help desk, and this page fills.")
        st.page_link("pages/data/upload.py", label="Upload data", icon=":material/upload_file:")


def nothing_matches(described: str, *, reset: Callable[[], None], covered: str = "", noun: str = "tickets") -> None:
    """The filters leave nothing. described: the active filters in words; reset: the callback that clears them."""
    with st.container(border=True):
        st.subheader("Nothing matches")
        st.write(words.plain(f"No {noun} for {described}.{covered and f' The data covers {covered}.'}"))
        st.button("Clear the filters", on_click=reset, icon=":material/filter_alt_off:", key="clear_in_state")


def _missing(title: str, needs: str, *, upload: str) -> None:
    """The data cannot answer this page. needs: what would; upload: the link to where that is loaded."""
    with st.container(border=True):
        st.subheader(title, anchor=False)
        st.write(needs)
        st.page_link("pages/data/upload.py", label=upload, icon=":material/upload_file:")
        st.page_link("pages/data/definitions.py", label="Which columns are read", icon=":material/menu_book:")


def no_customers() -> None:
    """The data names no customer."""
    _missing(
        "No customers in this data",
        "This page lists customers by a file of customers, such as an export of the CRM. Tickets alone do not tell who they are.",
        upload="Upload customers",
    )


def no_week(tickets: int, link: Mapping[str, str]) -> None:
    """There are tickets, but no week that the data covers from Monday to Sunday."""
    with st.container(border=True):
        st.subheader("No complete week yet", anchor=False)
        st.write(
            f"The review needs a week that the data covers from Monday to Sunday. So far there are {words.plural(tickets, 'ticket')}."
        )
        st.page_link(
            "pages/support/tickets.py", label="Show all of them", icon=":material/list_alt:", query_params=dict(link)
        )
        st.page_link("pages/data/upload.py", label="Upload more data", icon=":material/upload_file:")


def no_answers() -> None:
    """The data holds no survey and no rating that anybody answered."""
    _missing(
        "No answers of customers in this data",
        "This page needs ratings: a file of surveys (CSAT, NPS or Effort (CES)), or an export of tickets with a column of "
        "satisfaction scores. Tickets alone do not tell what customers think.",
        upload="Upload surveys",
    )


def no_comments() -> None:
    """The data holds no comment of a customer."""
    _missing(
        "No comments of customers in this data",
        "This page needs surveys with a column for what customers wrote. Scores alone do not tell it.",
        upload="Upload surveys",
    )


def no_relations() -> None:
    """The data tells of no customer when the relation began, so nobody knows who stays."""
    _missing(
        "No customers whose start is known",
        "This page needs to know when customers came and when they left: a file of customers with acquired_at and "
        "churned_at, or subscriptions, or orders. Tickets alone do not tell who stays.",
        upload="Upload customers",
    )


def nobody_there(lost: int) -> None:
    """There were customers, but none of them is there today."""
    with st.container(border=True):
        st.subheader("No customer is there today", anchor=False)
        st.write(
            f"{words.plural(lost, 'customer')} of this data {'was' if lost == 1 else 'were'} lost or cannot be followed to the "
            "last day. This page lists those who are there. Is the file of customers complete?"
        )
        st.page_link("pages/data/upload.py", label="Upload customers", icon=":material/upload_file:")


def no_journey() -> None:
    """The data holds no customer of whom any stage is known."""
    with st.container(border=True):
        st.subheader("No customers in this data whose journey is known", anchor=False)
        st.write(
            "This page needs to know when customers entered the stages of the journey: a file of stages, a CRM export "
            "with a date for each stage, or at least customers with their start, subscriptions or orders. Tickets "
            "alone do not tell it."
        )
        st.page_link("pages/data/upload.py", label="Upload customers", icon=":material/upload_file:")
        st.page_link("pages/data/settings.py", label="Which stages there are", icon=":material/tune:")


def derived_journey(stages: Sequence[str]) -> None:
    """No file tells of stages: those that can be are derived from customers, subscriptions, orders and referrals."""
    named = words.plain(words.list_text(stages))
    st.info(
        f"No file of this data tells of stages. {named} are derived from the start of customers, their subscriptions, "
        "orders and referrals (README says how); what came before the start, and what customers do with the product, "
        "cannot be known from these.",
        icon=":material/info:",
    )


def no_revenue(customers: int) -> None:
    """The data tells who the customers are, but not what they pay."""
    _missing(
        "What customers pay is not in this data",
        f"The value of {words.plural(customers, 'customer')} needs monthly_revenue of customers, monthly_amount of "
        "subscriptions, or orders with their amounts. How long customers stay is known without it: see Retention.",
        upload="Upload customers or orders",
    )


def not_seen_for_a_month(customers: int) -> None:
    """There are customers, but of none a whole month was seen since losses are recorded."""
    with st.container(border=True):
        st.subheader("No customer has been seen for a whole month", anchor=False)
        st.write(
            f"The value of {words.plural(customers, 'customer')} needs at least a month of their time. If losses were recorded "
            "for longer than these data tell, Settings takes since when."
        )
        st.page_link("pages/data/settings.py", label="Settings", icon=":material/tune:")
        st.page_link("pages/data/upload.py", label="Upload more data", icon=":material/upload_file:")


def silence_unknown(what: str) -> None:
    """Nobody knows which surveys were sent, so nobody knows who stayed silent."""
    with st.container(border=True):
        st.markdown("**The response rate cannot be known**")
        st.write(
            f"This data holds the answers to {words.plain(what)} surveys, but not which surveys were sent. How many "
            "customers stayed silent, who they are, and how far the answers speak for them cannot be told. An export "
            "with sent_at of every survey (or csat_sent of every ticket) tells it."
        )
        st.page_link("pages/data/upload.py", label="Upload surveys sent", icon=":material/upload_file:")


def still_coming(why: str) -> None:
    """The surveys of these days were sent so lately that nobody knows yet who will answer."""
    with st.container(border=True):
        st.markdown("**Too early to tell who answers**")
        st.write(
            words.plain(f"The answers to surveys sent in these days are still coming. {why}. An earlier period tells.")
        )


def too_few(n: int, *, needed: int = words.FEWEST, noun: str = "ticket", several: str = "") -> None:
    """There is something, but not enough to judge by. several: the plural of the noun, if not in -s."""
    st.caption(
        f"Too few to judge: {words.plural(n, noun, several)}; at least {needed} are needed. A longer period helps."
    )


def not_in_data(what: str, columns: str = "") -> None:
    """The loaded files do not carry what a figure needs: not zero, and not an error."""
    needed = f" It needs {columns}." if columns else ""
    st.caption(
        f"**{words.plain(what)}**: not in this data.{needed} See Definitions for the columns, Upload for a fuller export."
    )


def failed(title: str, reason: str) -> None:
    """Something broke: what, and what to do. Details are in the log, never on the page."""
    st.error(
        f"{words.plain(reason)}\n\nReload the page; if it stays, ask whoever runs this dashboard: the log has the details.",
        title=title,
        icon=":material/error:",
    )


@contextlib.contextmanager
def only_one(name: str) -> Iterator[None]:
    """One thread of this process at a time; the others wait."""
    with _locks_lock:
        lock = _locks.setdefault(name, threading.Lock())
    with lock:
        yield
