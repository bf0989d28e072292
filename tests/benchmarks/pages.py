"""What does a rerun of a page cost, against a bare script that draws as many elements of the same kinds?"""

import statistics
import textwrap
import time
from collections import Counter
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent.parent
PAGES = {
    "Weekly review": None,
    "Speed": "pages/support/speed.py",
    "Satisfaction": "pages/support/satisfaction.py",
    "Comments": "pages/support/comments.py",
    "Tickets": "pages/support/tickets.py",
}
TIMES = 10
DRAWN = {
    "metric": 'st.metric("A label", "1,234", "+12", chart_data=SPARK, help="some help")',
    "plotly_chart": 'st.plotly_chart(FIGURES[{n} % len(FIGURES)], key="c{n}", on_select="rerun", selection_mode="points")',
    "flex_container": "st.container(border=True)",
    "grid_container": "st.grid(4)",
    "expander": 'st.expander("More", key="e{n}")',
    "column": "st.columns(1)",
    "dataframe": 'st.dataframe(TABLE, key="d{n}", on_select="rerun", selection_mode="single-row")',
    "markdown": 'st.markdown("**A sentence of about ten words, as cards have one**")',
    "caption": 'st.caption("What is measured, of whom, when, in which unit, counted on which day")',
    "page_link": 'st.page_link("https://example.com", label="1,234 tickets")',
    "selectbox": 'st.selectbox("Choice", OPTIONS, key="s{n}")',
    "multiselect": 'st.multiselect("Choices", OPTIONS, key="m{n}")',
    "button_group": 'st.pills("Choice", OPTIONS[:4], key="p{n}")',
    "button": 'st.button("A button", key="b{n}")',
    "download_button": 'st.download_button("CSV", "a,b", key="l{n}")',
    "text_input": 'st.text_input("Search", key="t{n}")',
    "number_input": 'st.number_input("Page", key="n{n}")',
    "subheader": 'st.subheader("A heading")',
    "title": 'st.title("A title")',
    "popover": 'st.popover("Data", key="o{n}", on_change="rerun")',
}


def run(folder: Path) -> int:
    """Print the table. Returns 1 when something was measured."""
    print("\nReruns of a warm page, server side")
    for name, path in PAGES.items():
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
        if path:
            app.switch_page(path).run()
        assert not app.exception and not app.error, name
        ours = _milliseconds(app)
        elements = _elements(app)
        unknown = set(elements) - set(DRAWN)
        assert not unknown, f"the bare page does not draw {unknown}"
        script = folder / "bare.py"
        script.write_text(_bare(elements), "utf-8")
        bare = _milliseconds(AppTest.from_file(str(script), default_timeout=120).run())
        print(
            f"  {name:14} {sum(elements.values()):4} elements   {ours:6.0f} ms   bare {bare:6.0f} ms   ratio {ours / bare:.2f}   (aim at most 1.5)"
        )
    return 1


def _milliseconds(app: AppTest) -> float:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        app.run()
        times.append((time.perf_counter() - start) * 1000)
    assert not app.exception, app.exception
    return statistics.median(times)


def _elements(app: AppTest) -> Counter[str]:
    """How many elements of each kind the page has: everything that is sent, main area and sidebar."""
    kinds: Counter[str] = Counter()
    waiting = [app.main, app.sidebar]
    while waiting:
        node = waiting.pop()
        for child in getattr(node, "children", {}).values():
            kinds[child.type] += 1
            waiting.append(child)
    return kinds


def _bare(elements: Counter[str]) -> str:
    lines = [DRAWN[kind].format(n=n) for kind, count in elements.items() if kind in DRAWN for n in range(count)]
    head = """
        import numpy as np, pandas as pd, plotly.graph_objects as go, streamlit as st
        st.set_page_config(layout="wide")

        @st.cache_resource
        def made():
            x = pd.date_range("2026-01-05", periods=27, freq="7D")
            figures = []
            for seed in range(12):
                y = np.random.default_rng(seed).normal(size=27).cumsum()
                data = [go.Scatter(x=x, y=y, mode="lines+markers", customdata=[[str(d)] for d in x]), go.Scatter(x=x, y=y + 1), go.Scatter(x=x, y=y - 1, fill="tonexty")]
                figures.append(go.Figure(data, layout=dict(height=260)))
            return figures, pd.DataFrame({f"column {n}": [f"value {row}" for row in range(100)] for n in range(20)})

        FIGURES, TABLE = made()
        SPARK = list(range(12))
        OPTIONS = [f"option {n}" for n in range(12)]
    """
    return textwrap.dedent(head) + "\n".join(lines) + "\n"
