"""Which files were dropped, what is each of them, and how is it to be read?"""

import zoneinfo
from functools import cache

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data import schema
from data.loading.presets import BY_HAND, presets, recognise
from pages.parts import words
from pages.parts.upload import mapping, sayings
from pages.parts.upload.desk import Desk, Upload

ORDERS = {"Day first": True, "Month first": False}


def uploader(desk: Desk) -> None:
    """Where files are dropped. They go to disk at once, and the widget is emptied."""
    st.file_uploader(
        "Drop exports here: CSV files, also packed with gzip; several at once",
        accept_multiple_files=True,
        key=desk.uploader_key,
        on_change=_take,
        args=(desk,),
        disabled=desk.is_busy,
    )
    if desk.failure:
        st.error(words.plain(desk.failure), icon=":material/error:")


def _take(desk: Desk) -> None:
    files = st.session_state.get(desk.uploader_key) or []
    desk.take([(file.name, file) for file in files])
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context and isinstance(manager, MemoryUploadedFileManager):
        for file in files:  # a new key empties the widget, but the server would hold the bytes until the visitor leaves
            manager.remove_file(session_id=context.session_id, file_id=file.file_id)


def card(desk: Desk, upload: Upload) -> None:
    """One file: what it is, how it is read, and what becomes of it."""
    if upload.sheet is None and not upload.failure:
        with st.spinner(f"Reading {words.plain(upload.dropped.name)}"):
            upload.read()
    with st.container(border=True, gap="small", key=f"upload_card_{upload.dropped.key}"):
        _head(desk, upload)
        if upload.sheet is None or upload.choice is None:
            st.error(words.plain(upload.failure), title="This file cannot be read", icon=":material/error:")
            return
        _recognised(upload)
        _options(desk, upload)
        preview = upload.preview  # after the options: they may have changed the choice
        if preview is None:
            return
        if preview.failure:
            st.error(words.plain(preview.failure), title="The rows cannot be read like this", icon=":material/error:")
        if preview.lacking:
            needed = words.list_text(f"**{words.plain(one)}**" for one in preview.lacking)
            st.warning(f"Say below which column of the file is {needed}.", icon=":material/help:")
        _rejects(upload)
        if not preview.lacking:
            _silence(upload, tuple(preview.sources))
        mapping.first_rows(upload, preview)
        mapping.columns(upload, preview, disabled=desk.is_busy)


def _head(desk: Desk, upload: Upload) -> None:
    dropped = upload.dropped
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        facts = sayings.file_facts(dropped.name, dropped.size, upload.sheet)
        st.markdown(f"**{words.plain(dropped.name)}** :small[:gray[{words.plain(facts)}]]", width="stretch")
        st.button(
            "Remove",
            key=f"upload_remove_{dropped.key}",
            on_click=desk.drop,
            args=(upload,),
            icon=":material/close:",
            type="tertiary",
            disabled=desk.is_busy,
        )


def _recognised(upload: Upload) -> None:
    assert upload.sheet is not None and upload.choice is not None
    header = upload.sheet.table.tokens
    preset = upload.choice.as_preset
    nearest = next(iter(recognise(header)), None)
    is_known = preset.name != BY_HAND
    is_chosen = upload.choice.preset != upload.guessed
    text = sayings.recognised(preset, preset.confidence(header), nearest=nearest, is_chosen=is_chosen)
    st.markdown(f":material/{'check_circle' if is_known else 'help'}: {text}")


def _options(desk: Desk, upload: Upload) -> None:
    sheet, choice, key = upload.sheet, upload.choice, upload.dropped.key
    assert sheet is not None and choice is not None
    fits = {preset.name: share for share, preset in recognise(sheet.table.tokens)}
    names = [*fits, BY_HAND, *(name for name in presets() if name not in fits)]

    def label(name: str) -> str:
        if name == BY_HAND:
            return "Map by hand"
        return f"{presets()[name].title} ({words.percent(fits[name])})" if name in fits else presets()[name].title

    with st.grid(3, min_column_width=240):
        chosen = st.selectbox("Read as", names, names.index(choice.preset), label, key=f"upload_preset_{key}",
                              disabled=desk.is_busy)  # fmt: skip
        kinds = list(schema.TABLES)
        kind = choice.kind
        if chosen == BY_HAND:
            kind = st.selectbox("Table", kinds, kinds.index(choice.kind), key=f"upload_kind_{key}",
                                format_func=_kind_label, disabled=desk.is_busy)  # fmt: skip
        zones = time_zones()
        zone = st.selectbox(
            "Times without a zone are in", zones, zones.index(choice.options.zone), key=f"upload_zone_{key}",
            disabled=desk.is_busy, help="Used only for times that carry no zone of their own.",
        )  # fmt: skip
    # What comes back from a browser is not to be trusted: only what was offered counts.
    if (chosen != choice.preset or kind != choice.kind) and chosen in names and kind in kinds:
        upload.take_for(chosen, kind)
    if zone in zones:
        upload.set_options(zone=zone)
    _date_order(desk, upload)


def _date_order(desk: Desk, upload: Upload) -> None:
    """Asked where the file does not decide it; said where it does."""
    preview, choice = upload.preview, upload.choice
    if preview is None or choice is None:
        return
    if not (preview.question or upload.asks_order or choice.options.day_first is not None):
        if preview.day_first is not None:
            st.caption(
                f"Dates have the {'day' if preview.day_first else 'month'} first: some of them fit no other order."
            )
        return
    question = preview.question or upload.question
    upload.question = question
    if question:
        both = sayings.both_orders(question)
        meant = f": is it {both[0]} or {both[1]}?" if both else "?"
        asked = f"What is **{words.plain(question.value)}** in the column {words.plain(question.column)}{meant} Every date of the file fits both."
    else:
        asked = "Some columns have the day first, others the month. Rows that do not fit your answer are rejected."
    with st.container(border=True, gap="xsmall"):
        answered = {value: name for name, value in ORDERS.items()}
        default = None if choice.options.day_first is None else answered[choice.options.day_first]
        picked = st.segmented_control(asked, list(ORDERS), default=default, key=f"upload_order_{upload.dropped.key}",
                                      disabled=desk.is_busy)  # fmt: skip
    upload.set_options(day_first=None if picked is None else ORDERS[picked])


def _rejects(upload: Upload) -> None:
    """How many of the first rows would be rejected, if any."""
    rejected, rows, reason = upload.rejected_at_first
    if upload.is_hopeless:
        told = f"All of the first {sayings.rows(rows)} would be rejected, most often: {reason}."
        st.error(words.plain(told), title="Not one row can be used like this", icon=":material/error:")
    elif rejected:
        told = f"{sayings.exact(rejected)} of the first {sayings.rows(rows)} would be rejected, most often: {reason}."
        st.caption(f":material/info: {words.plain(told)}")


def _silence(upload: Upload, carries: tuple[str, ...]) -> None:
    """What such an export cannot tell, and which metrics need more than this file."""
    assert upload.choice is not None
    preset = upload.choice.as_preset
    parts = []
    if preset.cannot_tell:
        parts.append(f"Such an export cannot tell: {'; '.join(preset.cannot_tell)}.")
    parts += sayings.answers(upload.choice.kind, (*carries, *preset.constants))
    if parts:
        st.caption(words.plain(" ".join(parts)))


def _kind_label(kind: str) -> str:
    return f"{kind}: {schema.TABLES[kind].one_row[0].lower()}{schema.TABLES[kind].one_row[1:].rstrip('.')}"


@cache
def time_zones() -> list[str]:
    """UTC first, then every place."""
    return [
        "UTC",
        *sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")),
    ]
