"""How is a file to be read? What it is taken for, the zone and the order of its dates, and whether it is the newest."""

import zoneinfo
from collections.abc import Callable, Sequence
from functools import cache

import streamlit as st

from data import schema
from data.loading.presets import BY_HAND, presets
from data.loading.preview import Preview
from data.loading.recognising import recognise
from pages.parts import words
from pages.parts.upload import sayings
from pages.parts.upload.one_file import Upload

ORDERS = {"Day first": True, "Month first": False}


def options(upload: Upload, *, disabled: bool) -> None:
    """What it is taken for, and the zone of times that have none."""
    sheet, choice = upload.sheet, upload.choice
    assert sheet is not None and choice is not None
    fits = {preset.name: share for share, preset in recognise(sheet.table)}
    known = presets()

    def label(name: str) -> str:
        if name == BY_HAND:
            return "Map by hand"
        return f"{known[name].title} ({words.percent(fits[name])})" if name in fits else known[name].title

    has_ids = upload.preview is not None and "ticket_id" in upload.preview.sources
    with st.grid(3 if has_ids else 2, min_column_width=240):
        names = [*fits, BY_HAND, *(name for name in known if name not in fits)]
        _select("Read as", upload, "preset", names, now=choice.preset, label=label, disabled=disabled)
        zone = choice.options.zone or choice.as_preset.zone or "UTC"
        zones = time_zones() if zone in time_zones() else [zone, *time_zones()]
        _select("Times without a zone are in", upload, "zone", zones, now=zone, label=str, disabled=disabled)
        if has_ids:
            _prefix(upload, disabled=disabled)


def _prefix(upload: Upload, *, disabled: bool) -> None:
    """For a second tool that numbers its tickets like the first."""
    assert upload.choice is not None
    key = f"upload_prefix_{upload.file.key}"
    st.text_input(
        "Before every ticket id",
        upload.choice.options.prefix,
        key=key,
        max_chars=20,
        placeholder="Nothing",
        on_change=lambda: upload.set_options(prefix=str(st.session_state[key] or "").strip()),
        disabled=disabled,
        help="For a second tool that numbers its tickets like the first one: JIRA- makes 1001 the ticket JIRA-1001.",
    )


def table(upload: Upload, *, disabled: bool) -> None:
    """Which table the rows of a file that is mapped by hand go into."""
    assert upload.choice is not None
    kinds = list(schema.TABLES)
    _select(
        "What does the file hold?", upload, "kind", kinds, now=upload.choice.kind, label=_kind_label, disabled=disabled
    )


def _select(
    title: str,
    upload: Upload,
    what: str,
    names: Sequence[str],
    *,
    now: str,
    label: Callable[[str], str],
    disabled: bool,
) -> None:
    """A choice that always shows what holds now, whoever changed it."""
    key = f"upload_{what}_{upload.file.key}"
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    st.selectbox(
        title, names, key=key, format_func=label, disabled=disabled, on_change=_chosen, args=(upload, what, key, names)
    )


def _chosen(upload: Upload, what: str, key: str, names: Sequence[str]) -> None:
    value = st.session_state[key]
    if value not in names or upload.choice is None:  # what comes back from a browser is not to be trusted
        return
    if what == "zone":
        upload.set_options(zone=value)
    elif what == "preset":
        upload.take_for(value, upload.choice.kind)
    else:
        upload.take_for(BY_HAND, value)


def date_order(upload: Upload, *, disabled: bool) -> None:
    """Asked where the file does not decide it."""
    preview, choice = upload.preview, upload.choice
    if preview is None or choice is None:
        return
    if not (preview.question or upload.asks_order or choice.options.day_first is not None):
        return
    question = preview.question or upload.question
    upload.question = question
    if question:
        both = sayings.both_orders(question)
        meant = f": is it {both[0]} or {both[1]}?" if both else "?"
        asked = f"What is **{words.plain(question.value)}** in the column {words.plain(question.column)}{meant} Every date of the file fits both."
    else:
        asked = "Some columns have the day first, others the month. Rows that do not fit your answer are rejected."
    key = f"upload_order_{upload.file.key}"
    now = next((name for name, is_day in ORDERS.items() if is_day == choice.options.day_first), None)
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    with st.container(border=True, gap="xsmall"):
        st.segmented_control(asked, list(ORDERS), key=key, on_change=_ordered, args=(upload, key), disabled=disabled)


def _ordered(upload: Upload, key: str) -> None:
    upload.set_options(day_first=ORDERS.get(st.session_state[key]))


def newest(upload: Upload, *, disabled: bool) -> None:
    """After a check has found rows that the store has a later state of: is this file the newest all the same?"""
    if not upload.asks_newest or upload.choice is None:
        return
    key = f"upload_newest_{upload.file.key}"
    st.toggle(
        "This file is the newest",
        upload.choice.is_newest,
        key=key,
        on_change=lambda: upload.set_newest(bool(st.session_state[key])),
        disabled=disabled,
        help="The check found rows that the store has a later state of. On: this file wins wherever the two differ.",
    )


def silence(upload: Upload, preview: Preview) -> None:
    """What such an export cannot tell, which metrics need more than this file, and what of it is not read."""
    assert upload.choice is not None and upload.sheet is not None
    preset = upload.choice.as_preset
    carries = (*preview.sources, *preset.constants, *upload.choice.constants)
    parts = [f"Such an export cannot tell: {'; '.join(preset.cannot_tell)}."] if preset.cannot_tell else []
    parts += sayings.answers(upload.choice.kind, carries) if not preview.lacking else []
    for part in parts or ["Nothing is known to be missing from such an export."]:
        st.caption(words.plain(part))


def _kind_label(kind: str) -> str:
    return f"{kind}: {schema.TABLES[kind].one_row[0].lower()}{schema.TABLES[kind].one_row[1:].rstrip('.')}"


@cache
def time_zones() -> list[str]:
    """UTC first, then every place."""
    return [
        "UTC",
        *sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")),
    ]
