"""The router: what the server starts with, then for every visitor the sign-in gate, the store, navigation and filters.

`streamlit run app.py` reads this file twice. At its start the server imports it and finds `app`; naming the pages then
means that a first visitor's deep link goes through this file, and not around it through the old discovery of `pages/`.
For every visit it runs as the main script.
"""

import streamlit as st

from pages.parts import frame

PAGES = {
    "Review": [
        st.Page("pages/review/week.py", title="Weekly review", icon=":material/today:", default=True),
    ],
    "Support": [
        st.Page("pages/support/speed.py", title="Speed", icon=":material/speed:"),
        st.Page("pages/support/satisfaction.py", title="Satisfaction", icon=":material/sentiment_satisfied:"),
        st.Page("pages/support/tickets.py", title="Tickets", icon=":material/list_alt:"),
        st.Page("pages/support/comments.py", title="Comments", icon=":material/forum:"),
    ],
    "Customers": [
        st.Page("pages/customers/journey.py", title="Journey", icon=":material/route:"),
        st.Page("pages/customers/customer.py", title="Customers", icon=":material/group:"),
        st.Page("pages/customers/retention.py", title="Retention", icon=":material/trending_down:"),
        st.Page("pages/customers/value.py", title="Lifetime value", icon=":material/payments:"),
        st.Page("pages/customers/beliefs.py", title="Beliefs", icon=":material/balance:"),
        st.Page("pages/customers/risk.py", title="Customers at risk", icon=":material/notifications_active:"),
    ],
    "Data": [
        st.Page("pages/data/upload.py", title="Upload", icon=":material/upload_file:"),
        st.Page("pages/data/health.py", title="Data health", icon=":material/health_and_safety:"),
        st.Page("pages/data/definitions.py", title="Definitions", icon=":material/menu_book:"),
        st.Page("pages/data/settings.py", title="Settings", icon=":material/tune:"),
    ],
}

if __name__ == "__main__":
    st.set_page_config(page_title="Support quality", page_icon=":material/support_agent:", layout="wide")
    is_signed_in = frame.is_signed_in()
    page = st.navigation(PAGES, position="sidebar" if is_signed_in else "hidden", expanded=True)
    if is_signed_in:
        frame.require_data()
        frame.show(page)
    else:
        frame.sign_in()
else:
    st.navigation(PAGES)
    app = st.App(__file__)
