"""What does the technical reader get to see: a model with quality that changes over the relation?"""

import pandas as pd
import streamlit as st

from pages.parts import cards, words
from pages.parts.retention import sayings
from pages.parts.retention.chosen import Chosen
from queries.computed.technical import POOR


def show(one: Chosen) -> None:
    """The terms of the Cox model as a table, with what they mean."""
    source = one.source("quality_over_time")
    with st.spinner("Fitting the model", show_time=True):
        frame = source.ask()
    if frame.empty:
        st.caption(
            "Too few losses, or no poor support, in the stretches that the data tell: at least 20 losses are needed."
        )
        return
    st.write(words.plain(sentence(frame)))
    row = frame.iloc[0]
    st.caption(
        words.plain(
            "Cox model with time-varying quality of the trailing 90 days as it was known 14 days earlier, without tickets that "
            "announce leaving, adjusted for segment and plan; late entry; standard errors clustered by customer. "
            f"{words.plural(row['customers'], 'customer')}, {words.count(row['events'])} lost, "
            f"{words.plural(row['rows'], 'stretch', 'stretches')}."
        )
    )
    st.dataframe(terms(frame), hide_index=True, alt="Terms of the model")
    cards.behind("quality_over_time", source, frame)


def sentence(frame: pd.DataFrame) -> str:
    """What the term of poor support says."""
    poor = frame[frame["term"] == POOR].iloc[0]
    ends = f"95% interval {_two(poor['ratio_low'])} to {_two(poor['ratio_high'])}"
    return (
        f"After contacts with a poor one among them the rate of leaving was {_two(poor['ratio'])} times that after contacts "
        f"without ({ends}). {sayings.LIMITS}."
    )


def terms(frame: pd.DataFrame) -> pd.DataFrame:
    """The terms in words, one row each."""
    return pd.DataFrame(
        {
            "Term": frame["term"],
            "Ratio of rates": [_two(value) for value in frame["ratio"]],
            "95% interval": [
                f"{_two(low)} to {_two(high)}"
                for low, high in zip(frame["ratio_low"], frame["ratio_high"], strict=True)
            ],
            "p": [words.number(round(value, 3)) if value >= 0.001 else "< 0.001" for value in frame["p_value"]],
        }
    )


def _two(value: float) -> str:
    return words.number(round(value, 2))
