"""What stands around every page: the sign-in gate, the first start, the sample's notice, filters, and failures."""

import logging

import duckdb
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from data import versions
from data.loading.requests import LoadError
from data.sample_store import make_sample_store
from data.upgrade import bring_up_to_date, is_out_of_date
from pages.parts import asking, filters, states
from queries.questions import QuestionError

WITHOUT_FILTERS = ("upload", "health", "settings")  # pages on which the choice of days and tickets does nothing
OF_CUSTOMERS = ("retention", "value", "beliefs", "risk")  # about customers and their whole history, whatever the days
LISTS = ("tickets", "customer")  # pages that a link narrows to the rows behind a mark
SCRIPTS = {  # pages that link to tickets and customers
    "speed": "pages/support/speed.py",
    "satisfaction": "pages/support/satisfaction.py",
    "comments": "pages/support/comments.py",
    "journey": "pages/customers/journey.py",
    "risk": "pages/customers/risk.py",
    "health": "pages/data/health.py",
    "definitions": "pages/data/definitions.py",
}
logger = logging.getLogger(__name__)


def is_signed_in() -> bool:
    """Whether this visitor may come in: everybody, unless sign-in is configured (`[auth]` in the secrets)."""
    needs_sign_in = st.secrets.load_if_toml_exists() and "auth" in st.secrets
    return not needs_sign_in or bool(st.user.is_logged_in)


def sign_in() -> None:
    """All that a visitor sees who has not signed in."""
    st.title("Support quality", anchor=False)
    st.write("Sign in to see this dashboard.")
    st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")


def require_data() -> None:
    """On the first start, fill the store with the sample company, with progress; a second visitor waits for it."""
    try:
        if versions.current_version() is not None:
            _bring_up_to_date()
            return
        bar = st.progress(0.0, "No data yet: making a sample company, which takes about 20 seconds")

        def show_progress(step: str, share: float) -> None:
            bar.progress(min(share, 1.0), step)

        with states.only_one("sample"):
            if versions.current_version() is None:
                make_sample_store(only_when_empty=True, progress=show_progress)
        bar.empty()
    except (versions.StoreError, LoadError, OSError, duckdb.Error) as error:
        logger.exception("the store cannot be opened")
        states.failed("The data cannot be opened", str(error))
        st.stop()


def _bring_up_to_date() -> None:
    """A store that an earlier version of the product has made gets today's tables, once."""
    if is_out_of_date():
        with states.only_one("upgrade"), st.spinner("Bringing the store into the form of this version"):
            bring_up_to_date()


def show(page: StreamlitPage) -> None:
    """Run the page under the shared filters; a failing question is said in words, its details go to the log."""
    try:
        asking.hold_version()
        status = asking.status()
        if status.is_sample:
            notice(status.company, with_link=page.url_path != "upload")
        filters.follow_link()
        if page.url_path not in LISTS:
            filters.widen()
            st.session_state.pop(filters.BEFORE, None)
            st.session_state.pop("came from with", None)
            st.session_state["came from"] = SCRIPTS.get(page.url_path, "pages/review/week.py")
        if page.url_path in OF_CUSTOMERS:
            filters.sidebar(only=("segment", "plan"))
        elif page.url_path not in WITHOUT_FILTERS:
            filters.sidebar(with_period=page.url_path != "")
        page.run()
    except Exception as error:  # whatever broke: never a traceback on the page
        logger.exception("a page failed")
        known = isinstance(error, QuestionError | versions.StoreError | duckdb.Error)
        states.failed(
            "This page could not be made", str(error).splitlines()[0] if known else "Something unexpected happened."
        )


def notice(company: str, *, with_link: bool) -> None:
    """Said on every page while the store holds the sample company."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge("Sample data", icon=":material/science:", color="orange")
        st.caption(f"{company} is invented. Your own export replaces it.", width="content")
        if with_link:
            st.page_link("pages/data/upload.py", label="Upload data", icon=":material/upload_file:")
