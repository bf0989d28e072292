"""How does a figure stand on a page? In a card: a sentence, what is measured, the chart, and the data behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.parts import asking, words
from pages.parts.charts import canvas, texts
from queries.filters import FIELDS
from queries.parameters import PARAMETERS
from queries.printing import to_csv
from queries.questions import parameters_of

SINGULAR = {plural: field for field, plural in FIELDS.items()}


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: the question, its shape where it is not the metric's own, and the parameters asked."""

    question: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    shape: str | None = None

    def ask(self) -> pd.DataFrame:
        return asking.ask(
            self.question, shape=self.shape, **{f"{key}_": value for key, value in self.parameters.items()}
        )

    @property
    def sql(self) -> str:
        return asking.sql(self.question, shape=self.shape)


@dataclass(frozen=True)
class Card:
    """A finished figure: title (the finding, also the alternative text), what is measured, the chart, and its source.

    frame: what was computed from the answer, where that is more than the answer. more: other questions whose answers
    are drawn or said, too.
    """

    title: str
    subtitle: str
    figure: go.Figure | None
    source: Source
    empty: str = "Nothing to draw for this choice."
    frame: pd.DataFrame | None = None
    more: tuple[Source, ...] = ()


def show(
    card: Card,
    *,
    key: str,
    on_click: Callable[[texts.Clicked], None] | None = None,
    opens: str = "tickets",
    before: bool = False,
) -> None:
    """Draw a card. on_click: what a click on a mark leads to; opens: what that is called.

    before: the click is handled before the page is drawn again, as it has to be where it sets a widget of this page;
    else while the card is drawn, where it may lead to another page.
    """
    with st.container(border=True, key=key):
        st.markdown(f"**{words.plain(card.title)}**")
        st.caption(words.plain(card.subtitle))
        if card.figure is None:
            st.caption(card.empty)
        elif on_click is None:
            st.plotly_chart(card.figure, key=f"{key}_chart", alt=card.title, config=canvas.CONFIG)
        else:
            _draw(card.figure, card.title, key, on_click, before=before)
        hint = f"Click a mark to see its {opens}." if on_click and card.figure and card.figure.data else ""
        behind(key, card.source, card.frame, hint=hint, more=card.more)


def _draw(figure: go.Figure, title: str, key: str, on_click: Callable[[texts.Clicked], None], *, before: bool) -> None:
    """A chart that is drawn anew after each click: one that kept its selection would take it back at the next click."""
    state, turn, kept = st.session_state, f"{key}_turn", f"{key}_click"
    chart = f"{key}_chart_{state.setdefault(turn, 0)}"

    def note() -> None:
        clicked = texts.clicked(state[chart])
        state[turn] += 1
        if clicked is not None and before:
            on_click(clicked)
        elif clicked is not None:
            state[kept] = clicked

    st.plotly_chart(figure, key=chart, alt=title, config=canvas.CONFIG, on_select=note, selection_mode="points")
    if kept in state:
        on_click(state.pop(kept))


def is_new(key: str, clicked: texts.Clicked) -> bool:
    """Whether this was chosen just now: a table keeps its selection when something else on the page changes."""
    known = f"{key}_clicked"
    if st.session_state.get(known) == clicked:
        return False
    st.session_state[known] = clicked
    return True


def behind(
    key: str,
    source: Source | None,
    frame: pd.DataFrame | None = None,
    *,
    hint: str = "",
    more: tuple[Source, ...] = (),
) -> None:
    """The data of a figure: a table, the same as CSV, the SQL and the command that give it. Filled only when opened."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(hint)
        opened = st.popover("Data", key=f"{key}_data", icon=":material/table_view:", type="tertiary", on_change="rerun")
        if not opened.open:
            return
        with opened:
            table = source.ask() if frame is None and source is not None else frame
            if table is not None:
                st.dataframe(table.round(4), hide_index=True, alt="The data of this figure", height=260)
                st.download_button(
                    "Download CSV", to_csv(table), f"{key}.csv", "text/csv", key=f"{key}_csv", on_click="ignore",
                    icon=":material/download:",
                )  # fmt: skip
            if source is not None:
                st.caption("The same on the command line:")
                st.code("\n".join(map(command_line, (source, *more))), language="bash", wrap_lines=True)
                st.caption("The question in SQL:")
                st.code(source.sql, language="sql", height=240)


def command_line(source: Source) -> str:
    """The command that prints the same figures."""
    parts = ["python -m queries", source.question]
    takes = parameters_of(source.question, source.shape)
    given = {key: value for key, value in source.parameters.items() if value is not None and key in takes}
    parts += [f"--{key} {given.pop(key)}" for key in ("from", "to") if key in given]
    for key, values in given.items():
        if key in SINGULAR and isinstance(values, list | tuple):
            parts += [f"--where {_shell(f'{SINGULAR[key]}={value}')}" for value in values]
        elif PARAMETERS[key].default != values and (source.shape == "changes" or not key.startswith("previous_")):
            text = str(values).lower() if isinstance(values, bool) else str(values)
            parts.append(f"--set {_shell(f'{key}={text}')}")
    if source.shape:
        parts.append(f"--set shape={source.shape}")
    return " ".join(parts)


def _shell(text: str) -> str:
    plain = all(letter.isalnum() or letter in "=-_.:/" for letter in text)
    return text if plain else "'" + text.replace("'", "'\\''") + "'"
