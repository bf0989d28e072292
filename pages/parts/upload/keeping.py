"""How does the firm keep a way of reading its exports? As presets of its own: saved, listed, taken along, deleted."""

import tempfile
from pathlib import Path

import streamlit as st

from data.loading import firm_presets
from data.loading.presets import Preset, PresetError, broken_presets, presets
from pages.parts import words
from pages.parts.upload.desk import Desk
from pages.parts.upload.one_file import Upload

MOST = 200_000  # bytes of a preset


def keep(desk: Desk, upload: Upload) -> None:
    """Keep how this file is read under a name."""
    assert upload.choice is not None
    st.caption(
        "Every further file with these columns is then read in the same way, by everybody, without a question. "
        "It can be taken to another store as a small file."
    )
    base = upload.choice.as_preset
    key = f"upload_title_{upload.file.key}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", base.title if base.is_firms else "", key=key, max_chars=80, width=360,
                      placeholder="For example: Web shop, tickets", disabled=desk.is_busy)  # fmt: skip
        st.button("Keep as a preset", key=f"upload_keep_{upload.file.key}", on_click=_keep, args=(desk, upload, key),
                  icon=":material/bookmark_add:", disabled=desk.is_busy or bool(upload.lacks))  # fmt: skip
    if upload.lacks:
        st.caption(f"First {upload.lacks}.")
    if upload.told_failure:
        st.error(words.plain(upload.told_failure), title="It was not kept", icon=":material/error:")
        upload.told_failure = ""


def _keep(desk: Desk, upload: Upload, key: str) -> None:
    title = " ".join(str(st.session_state.get(key) or "").split())
    if not title:
        upload.told_failure = "Give it a name first."
        return
    name = firm_presets.name_of(title)
    was_there = name in presets()
    try:
        made = upload.keep_as_preset(title)
    except (PresetError, OSError) as error:
        upload.told_failure = in_words(error)
        return
    done = "replaces the preset of that name" if was_there else "is kept as a preset"
    upload.told = f"“{made.title}” {done}: files with these columns are read like this one from now on."
    desk.look_again()


def listed(desk: Desk) -> None:
    """The firm's own presets, and how to take one in."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown("**Presets of your own**", width="content")
        with st.popover("Take one in", icon=":material/file_open:", disabled=desk.is_busy):
            key = f"upload_preset_files_{desk.round}"
            st.file_uploader("A preset (.toml) that was downloaded here or elsewhere", type=["toml"], key=key,
                             on_change=_take_in, args=(desk, key))  # fmt: skip
    if desk.told:
        st.success(words.plain(desk.told), icon=":material/check:")
    if desk.told_failure:
        st.error(words.plain(desk.told_failure), icon=":material/error:")
    desk.told = desk.told_failure = ""
    for problem in broken_presets():
        st.warning(words.plain(problem), title="A preset of your own cannot be used", icon=":material/warning:")
    own = [preset for preset in presets().values() if preset.is_firms]
    if not own:
        st.caption("None yet. Map a file by hand, and keep how it is read: further such files need no question then.")
    for preset in own:
        _row(desk, preset)


def _row(desk: Desk, preset: Preset) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        facts = f"{preset.kind}, {len(preset.columns)} columns"
        st.markdown(f"**{words.plain(preset.title)}** :small[:gray[{words.plain(facts)}]]", width="stretch")
        st.download_button("Download", firm_presets.toml_text(preset.body), f"{preset.name}.toml", "application/toml",
                           key=f"upload_preset_get_{preset.name}", on_click="ignore", type="tertiary",
                           icon=":material/download:")  # fmt: skip
        with st.popover("Delete", icon=":material/delete:", type="tertiary", disabled=desk.is_busy):
            st.write(
                "What was loaded by it stays. Further such files are mapped by hand again, or read by another preset."
            )
            st.button("Delete it", key=f"upload_preset_delete_{preset.name}", on_click=_delete, args=(desk, preset),
                      type="primary")  # fmt: skip


def _delete(desk: Desk, preset: Preset) -> None:
    try:
        firm_presets.forget(preset.name)
        desk.told = f"The preset “{preset.title}” is deleted."
    except (PresetError, OSError) as error:
        desk.told_failure = in_words(error)
    desk.look_again()


def _take_in(desk: Desk, key: str) -> None:
    file = st.session_state.get(key)
    if file is None:
        return
    desk.round += 1  # a new key empties the widget
    if file.size > MOST:
        desk.told_failure = f"{file.name} is too large to be a preset."
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{firm_presets.name_of(Path(file.name).stem)}.toml"
            path.write_bytes(file.getvalue())
            was_there = path.stem in presets()
            made = firm_presets.take_in(path)
        done = "replaces the one of that name" if was_there else "is taken in"
        desk.told = f"The preset “{made.title}” {done}: files with its columns are read by it."
    except (PresetError, OSError) as error:
        desk.told_failure = in_words(error)
    desk.look_again()


def in_words(error: Exception) -> str:
    """Why a preset could not be kept."""
    return f"The disk does not take it: {error.strerror or error}." if isinstance(error, OSError) else str(error)
