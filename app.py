"""The router: page configuration, sign-in gate, the store, shared filters, navigation."""

import streamlit as st

from pages.parts import frame

st.set_page_config(page_title="Support quality", page_icon=":material/support_agent:", layout="wide")
frame.require_sign_in()

page = st.navigation(
    {
        "Review": [
            st.Page("pages/review/week.py", title="Weekly review", icon=":material/today:", default=True),
        ],
        "Support": [
            st.Page("pages/support/speed.py", title="Speed", icon=":material/speed:"),
            st.Page("pages/support/tickets.py", title="Tickets", icon=":material/list_alt:"),
        ],
        "Data": [
            st.Page("pages/data/upload.py", title="Upload", icon=":material/upload_file:"),
            st.Page("pages/data/definitions.py", title="Definitions", icon=":material/menu_book:"),
            st.Page("pages/data/settings.py", title="Settings", icon=":material/tune:"),
        ],
    }
)

frame.require_data()
frame.show(page)
