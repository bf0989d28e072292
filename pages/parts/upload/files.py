"""Which files were dropped, what is each of them, and what is to be known before it is loaded?"""

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.loading.presets import BY_HAND
from data.loading.preview import Preview
from data.loading.recognising import confidence, recognise
from pages.parts import words
from pages.parts.upload import keeping, mapping, questions, reading, sayings
from pages.parts.upload.desk import Desk
from pages.parts.upload.one_file import Upload

FEW = 3  # files that have a card each, whatever is known of them


def uploader(desk: Desk) -> None:
    """Where files are dropped. They go to disk at once, and the widget is emptied."""
    st.file_uploader(
        "Drop exports here: CSV, Excel (.xlsx) or Parquet, also in a zip file or packed with gzip; several at once",
        accept_multiple_files=True,
        key=desk.uploader_key,
        on_change=_take,
        args=(desk,),
        disabled=desk.is_busy,
    )
    if desk.failure:
        st.error(words.plain(desk.failure), icon=":material/error:")
    for dropped in list(desk.unopened):
        with st.spinner(f"Opening {words.plain(dropped.name)}"):
            desk.open(dropped)
    for upload in desk.uploads:
        if upload.sheet is None and not upload.failure:
            with st.spinner(f"Reading {words.plain(upload.file.name)}"):
                upload.read()


def _take(desk: Desk) -> None:
    files = st.session_state.get(desk.uploader_key) or []
    desk.take([(file.name, file) for file in files])
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context and isinstance(manager, MemoryUploadedFileManager):
        for file in files:  # a new key empties the widget, but the server would hold the bytes until the visitor leaves
            manager.remove_file(session_id=context.session_id, file_id=file.file_id)


def cards(desk: Desk) -> None:
    """Every file. Of many, those that want nothing from a person are a line each, below those that do."""
    wanting = [upload for upload in desk.uploads if upload.wants_attention]
    others = [upload for upload in desk.uploads if not upload.wants_attention]
    for upload in wanting:
        _card(desk, upload)
    for upload in others:
        if len(desk.uploads) > FEW:
            _line(desk, upload)
        else:
            _card(desk, upload)


def _card(desk: Desk, upload: Upload) -> None:
    """One file: what it is, what is to be answered, and how it is read."""
    with st.container(border=True, gap="small", key=f"upload_card_{upload.file.key}"):
        _head(desk, upload)
        if upload.sheet is None or upload.choice is None:
            st.error(words.plain(upload.failure), title="This file cannot be read", icon=":material/error:")
            return
        preview = upload.preview
        assert preview is not None
        _recognised(upload, preview)
        if upload.told:
            st.success(words.plain(upload.told), icon=":material/bookmark_added:")
            upload.told = ""
        questions.ask(upload, disabled=desk.is_busy)
        reading.date_order(upload, disabled=desk.is_busy)
        reading.newest(upload, disabled=desk.is_busy)
        if preview.failure:
            st.error(words.plain(preview.failure), title="The rows cannot be read like this", icon=":material/error:")
        _rejects(upload)
        is_open = upload.choice.preset == BY_HAND
        with st.expander(
            words.plain(sayings.how_read(upload.choice, preview)),
            expanded=is_open,
            key=f"upload_how_{upload.file.key}",
            icon=":material/tune:",
            on_change="rerun",
        ) as how:
            if how.open:
                _how(desk, upload)


def _line(desk: Desk, upload: Upload) -> None:
    """One of many files, on one line; all about it once it is opened."""
    assert upload.choice is not None and upload.preview is not None
    rejected, rows, _ = upload.rejected_at_first
    title = upload.choice.as_preset.title
    parts = [f"**{words.plain(words.shorten(upload.file.name, 60))}**", words.plain(words.shorten(title, 60))]
    parts += [f"{sayings.exact(rejected)} of the first {sayings.rows(rows)} rejected"] if rejected else []
    with st.expander(
        " · ".join(parts),
        key=f"upload_line_{upload.file.key}",
        icon=f":material/{'info' if rejected else 'check_circle'}:",
        on_change="rerun",
    ) as line:
        if line.open:
            _head(desk, upload)
            _recognised(upload, upload.preview)
            _rejects(upload)
            st.caption(words.plain(sayings.how_read(upload.choice, upload.preview)))
            _how(desk, upload)


def _head(desk: Desk, upload: Upload) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        facts = words.plain(sayings.file_facts(upload.file, upload.sheet))
        st.markdown(f"**{words.plain(upload.file.name)}** :small[:gray[{facts}]]", width="stretch")
        st.button(
            "Remove",
            key=f"upload_remove_{upload.file.key}",
            on_click=desk.drop,
            args=(upload,),
            icon=":material/close:",
            type="tertiary",
            disabled=desk.is_busy,
        )


def _recognised(upload: Upload, preview: Preview) -> None:
    assert upload.sheet is not None and upload.choice is not None
    preset, table = upload.choice.as_preset, upload.sheet.table
    nearest = next(iter(recognise(table)), None)
    is_known = preset.name != BY_HAND
    is_chosen = upload.guessed is None or upload.choice.preset != upload.guessed.preset
    text = sayings.recognised(preset, confidence(preset, table), nearest=nearest, is_chosen=is_chosen)
    also = f" Also fills: {words.plain(words.list_text(preview.also))}." if preview.also else ""
    st.markdown(f":material/{'check_circle' if is_known else 'help'}: {text}{also}")


def _rejects(upload: Upload) -> None:
    """How many of the first rows would be rejected, if any."""
    rejected, rows, reason = upload.rejected_at_first
    if upload.is_hopeless:
        told = f"All of the first {sayings.rows(rows)} would be rejected, most often: {reason}."
        st.error(words.plain(told), title="Not one row can be used like this", icon=":material/error:")
    elif rejected:
        told = f"{sayings.exact(rejected)} of the first {sayings.rows(rows)} would be rejected, most often: {reason}."
        st.caption(f":material/info: {words.plain(told)}")


def _how(desk: Desk, upload: Upload) -> None:
    """How it is read, in full."""
    reading.options(upload, disabled=desk.is_busy)
    preview = upload.preview
    assert preview is not None
    columns, rows, answers, keep = st.tabs(["Columns", "First rows", "What it can tell", "Keep as a preset"])
    with columns:
        mapping.columns(upload, preview, disabled=desk.is_busy)
    with rows:
        mapping.first_rows(upload, preview)
    with answers:
        reading.silence(upload, preview)
    with keep:
        keeping.keep(desk, upload)
