"""What does a file not settle by itself? The one honest question: which of its columns is it, or which word for all rows."""

from collections.abc import Mapping

import streamlit as st

from data import schema
from data.loading.presets import BY_HAND
from data.loading.suggesting import likeness
from pages.parts import words
from pages.parts.upload import reading, sayings
from pages.parts.upload.one_file import Upload

# A question by table and canonical column; others are asked by what the column holds.
QUESTIONS = {
    ("surveys", "score"): "Which question is the score?",
    ("surveys", "kind"): "What kind of survey is it?",
    ("surveys", "survey_id"): "Which column is the survey's id?",
    ("surveys", "scale"): "On which scale is the score?",
    ("tickets", "ticket_id"): "Which column is the ticket's id?",
    ("tickets", "created_at"): "Which column says when the ticket was opened?",
    ("customers", "customer_id"): "Which column is the customer's id?",
}
MEANINGS = {"csat": "CSAT, satisfaction", "nps": "NPS, would recommend", "ces": "Effort (CES)"}
COLUMN, WORD = "column ", "always "  # what an option's text begins with in the state of the widget


def ask(upload: Upload, *, disabled: bool) -> None:
    """The open questions, and those that were answered or guessed, so that it can be changed."""
    if upload.choice is None or not (upload.asked or upload.choice.preset == BY_HAND):
        return
    preview = upload.preview
    assert preview is not None
    if preview.lacking:
        told = "One question" if len(preview.lacking) == 1 else f"{len(preview.lacking)} questions"
        st.markdown(f"**{told}** that the file does not answer by itself")
    elif upload.asked:
        st.caption("Answered by you, or guessed from what stands in the file: change it where it is wrong.")
    with st.grid(3, min_column_width=260):
        if upload.choice.preset == BY_HAND:
            reading.table(upload, disabled=disabled)
        for column in upload.asked:
            _question(upload, column, now=_answer(upload, column, preview.sources), disabled=disabled)


def _question(upload: Upload, column: str, *, now: str | None, disabled: bool) -> None:
    assert upload.choice is not None
    told = schema.TABLES[upload.choice.kind].column(column)
    labels = options(upload, column)
    key = f"upload_ask_{upload.file.key}_{upload.choice.preset}_{upload.choice.kind}_{column}"
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    st.selectbox(
        QUESTIONS.get((upload.choice.kind, column), f"Which column says {told.meaning.split(';')[0]}? ({column})"),
        list(labels),
        index=None,
        key=key,
        format_func=lambda option: labels.get(option, ""),
        placeholder="Choose",
        on_change=_answered,
        args=(upload, column, key, tuple(labels)),
        disabled=disabled,
    )


def options(upload: Upload, column: str) -> dict[str, str]:
    """What can be answered, and how it is shown: words for all rows, then columns, those that look like it first."""
    assert upload.choice is not None and upload.sheet is not None
    kind, samples = upload.choice.kind, upload.sheet.samples
    choices = schema.TABLES[kind].column(column).choices
    likely = sorted(samples, key=lambda token: not likeness(kind, column, samples[token]))
    shown = {f"{WORD}{word}": f"{MEANINGS.get(word, word)} (every row)" for word in choices}
    return shown | {f"{COLUMN}{token}": column_label(upload, token) for token in likely}


def column_label(upload: Upload, token: str) -> str:
    """A column by its name, the question under it, and what stands in it: `Q1: How likely … · 9, 10, 7`"""
    assert upload.sheet is not None
    table = upload.headed
    place = table.tokens.index(token)
    name = sayings.header_names(table.header)[place]
    below = next((row[place] for row in table.below if place < len(row) and row[place].strip()), "")
    further = len(table.below)  # rows that belong to the header are no examples
    given = dict.fromkeys(value.strip() for value in upload.sheet.samples[token][further:] if value.strip())
    examples = ", ".join(words.shorten(value, 20) for value in list(given)[:2])
    asked = f": {words.shorten(below, 60)}" if below and below != name else ""
    return f"{words.shorten(name, 60)}{asked}{f' · {examples}' if examples else ''}"


def _answer(upload: Upload, column: str, sources: Mapping[str, str]) -> str | None:
    assert upload.choice is not None
    if column in upload.choice.constants:
        return f"{WORD}{upload.choice.constants[column]}"
    token = sources.get(column)
    return f"{COLUMN}{token}" if token and upload.sheet and token in upload.sheet.table.tokens else None


def _answered(upload: Upload, column: str, key: str, offered: tuple[str, ...]) -> None:
    answer = st.session_state[key]
    if answer is not None and answer not in offered:  # what comes back from a browser is not to be trusted
        return
    text = answer or ""
    upload.answer(
        column,
        source=text.removeprefix(COLUMN) if text.startswith(COLUMN) else "",
        word=text.removeprefix(WORD) if text.startswith(WORD) else "",
    )
