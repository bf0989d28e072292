"""Settings: what is promised, when is the company open, and what does it call good? Edited here, kept with the data."""

import datetime as dt
import json
import zoneinfo

import streamlit as st

from data import versions
from data.settings import QUALITY_PARTS
from pages.parts import (
    asking,
    cards,
    definition,
    filters,
    glossary,
    settings_form_expectations,
    settings_form_hours,
    settings_form_journey,
    settings_form_retention,
    words,
)
from pages.parts import settings_form as form
from pages.parts import settings_form_saving as saving
from pages.parts.settings_form_fields import HOURS, PLAIN, explained, in_data, name_of, save_button, values_of
from pages.parts.settings_form_words import LABELS, PARTS, differences
from queries.metrics.metric import Metric
from queries.registry import METRICS

DEFINITIONS_PAGE = "pages/data/definitions.py"

view = filters.current()
stored = asking.setting_values()


def company() -> None:
    """The name and the time zone."""
    group = form.GROUPS["Company"]
    zones = sorted({*zoneinfo.available_timezones(), stored["time_zone"]})
    with st.form(name_of(*group.keys), enter_to_submit=False):
        name = st.text_input(LABELS["company"], stored["company"], help=explained("company"), max_chars=80)
        zone = st.selectbox(LABELS["time_zone"], zones, zones.index(stored["time_zone"]), help=explained("time_zone"))
        pressed = save_button("company")
    if pressed:
        saving.attempt(group, lambda: {"company": name.strip(), "time_zone": zone}, view)


def targets(is_open: bool) -> None:
    """Targets per priority, beside how many tickets have it and how they fare now."""
    group = form.GROUPS["Targets"]
    table = form.targets_table(stored["targets"], in_data("priority"))
    for key, column in zip(("arrivals", *form.TARGETED), form.FARING, strict=True):
        now = by_priority(METRICS[key]) if is_open else {}
        table[column] = [now.get(name, "") for name in table["Priority"]]
    unit = st.column_config.NumberColumn(min_value=0, format=HOURS)
    with st.form(name_of(*group.keys)):
        st.caption("Promised business hours; 0.5 is half an hour. Empty: as all other tickets. "
                   "The other columns: with the targets of now, for the filters and the period of the sidebar.")  # fmt: skip
        edited = st.data_editor(table, key=name_of(*group.keys, part="editor"), hide_index=True, height="content",
                                disabled=["Priority", *form.FARING], placeholder="as all others", alt="Targets per priority",
                                column_config={"First reply": unit, "Resolution": unit})  # fmt: skip
        pressed = save_button("targets")
    if pressed:
        saving.attempt(group, lambda: {"targets": form.targets_of(edited)}, view)


def by_priority(metric: Metric) -> dict[str, str]:
    """A metric of the tickets of each priority, in words."""
    if asking.missing(metric.key):
        return {}
    rows = cards.Source(metric.key, view.parameters(by="priority")).ask().dropna(subset=["bucket"])
    groups = zip(rows["bucket"], rows[metric.value], rows["n"], strict=True)
    return {str(name): words.value(words.metric_unit(metric.unit), value, n=n) for name, value, n in groups}


def goals(is_open: bool) -> None:
    """What each metric should reach."""
    group = form.GROUPS["Goals"]
    now = {metric.key: value_now(metric) for metric in form.goal_metrics()} if is_open else {}
    with st.form(name_of(*group.keys)):
        st.caption(
            "Empty: no goal. Now: for the filters and the period of the sidebar; times are measured by the clock chosen there."
        )
        edited = st.data_editor(form.goals_table(stored["goals"], now), key=name_of(*group.keys, part="editor"),
                                hide_index=True, height="content",
                                disabled=["Metric", "Now", "Unit", "Reached when"], placeholder="no goal", alt="Goals of metrics",
                                column_config={"Goal": st.column_config.NumberColumn(format=PLAIN)})  # fmt: skip
        pressed = save_button("goals")
    if pressed:
        saving.attempt(group, lambda: {"goals": form.goals_of(edited, stored["goals"])}, view)


def value_now(metric: Metric) -> str:
    """A metric as it is now, in words."""
    return "not in data" if asking.missing(metric.key) else definition.value(metric, view).headline


def ratings() -> None:
    """The cuts of each rating scale."""
    group = form.GROUPS["Ratings"]
    with st.form(name_of(*group.keys)):
        st.caption(
            "A satisfied answer counts for CSAT. Poor and good decide about poor and good interactions; between them is neither."
        )
        edited = st.data_editor(form.scales_table(stored["scales"]), key=name_of(*group.keys, part="editor"),
                                hide_index=True, height="content", disabled=["Scale", "From", "To"], alt="Cuts of rating scales")  # fmt: skip
        pressed = save_button("ratings")
    if pressed:
        saving.attempt(group, lambda: {"scales": form.scales_of(edited)}, view)


def quality() -> None:
    """The weights of the quality score, and when an unrated ticket is late."""
    group = form.GROUPS["Quality"]
    weights = stored["quality_weights"]
    with st.form(name_of(*group.keys), enter_to_submit=False):
        st.caption(
            "Weights count relative to each other; 0 leaves a part out. Parts that a ticket does not have are left out of its score."
        )
        with st.grid(3, min_column_width=180):
            edited = {part: st.number_input(PARTS.get(part, part), min_value=0.0, value=float(weights[part]), step=0.5, format=PLAIN,
                                            key=name_of(*group.keys, part=part)) for part in QUALITY_PARTS}  # fmt: skip
            late = st.number_input(LABELS["late_factor"], min_value=1.0, value=float(stored["late_factor"]), step=0.5, format=PLAIN,
                                   help=explained("late_factor"), key=name_of(*group.keys, part="late"))  # fmt: skip
        pressed = save_button("quality")
    if pressed:
        saving.attempt(
            group,
            lambda: {
                "quality_weights": {part: form.tidy(edited[part]) for part in QUALITY_PARTS},
                "late_factor": form.tidy(late),
            },
            view,
        )


def money() -> None:
    """Margins and costs."""
    group = form.GROUPS["Money"]
    with st.form(name_of(*group.keys), enter_to_submit=False):
        st.caption(
            "Amounts are in the currency of your data. Empty costs are not set: what needs them is then not shown."
        )
        with st.grid(2, min_column_width=220):
            edited = {key: money_input(key) for key in form.MONEY}
        pressed = save_button("money")
    if pressed:
        saving.attempt(group, lambda: {key: form.number_of(key, shown) for key, shown in edited.items()}, view)


def money_input(key: str) -> float | None:
    """One number; those that need not be set can be emptied."""
    widget = name_of(*form.MONEY, part=key)
    st.session_state.setdefault(widget, form.number_shown(key, stored[key]))
    highest = 100.0 if key in form.PERCENT else None
    return st.number_input(
        LABELS[key],
        min_value=0.0,
        max_value=highest,
        value=None,
        format=PLAIN,
        help=explained(key),
        key=widget,
        placeholder="Not set",
    )


def beside(group: form.Group, is_open: bool) -> None:
    """What a group of settings affects, the way back to its defaults, and the same as JSON."""
    with st.container(border=True):
        st.markdown("**What this affects**")
        st.markdown(words.plain(group.affects))
        if group.metrics:
            labels = words.list_text(METRICS[key].label for key in dict.fromkeys(group.metrics))
            st.caption(words.plain(f"Metrics: {labels}."))
            st.page_link(DEFINITIONS_PAGE, label="Definitions", icon=":material/menu_book:")
    changes = differences(values_of(*group.keys), form.defaults_of(group))
    with st.popover("Reset to defaults", icon=":material/restart_alt:", disabled=not changes, width="stretch",
                    help=None if changes else "These are the defaults."):  # fmt: skip
        st.write("This would change:")
        st.markdown("\n".join(f"* {words.plain(line)}" for line in changes[: saving.SHOWN_LINES]))
        if len(changes) > saving.SHOWN_LINES:
            st.caption(f"and {len(changes) - saving.SHOWN_LINES} more")
        pressed = st.button("Reset", type="primary", key=f"reset_{group.name}")
    if pressed:
        saving.attempt(group, lambda: form.defaults_of(group), view)
    with st.expander("As JSON", icon=":material/data_object:", key=f"json_{group.name}", on_change="rerun") as opened:
        if opened.open and is_open:
            st.code(json.dumps(values_of(*group.keys), indent=2, ensure_ascii=False), language="json", height=260)
            st.caption("The same on the command line:")
            st.code(saving.as_commands(values_of(*group.keys)), language="bash", height=120)


def sentence() -> str:
    """What is promised, in a sentence."""
    settings = asking.settings()
    standard = settings.schedules[form.STANDARD]
    promised = [
        settings.targets.get(name.casefold(), settings.targets[form.OTHERS]).first_reply for name in in_data("priority")
    ]
    times = (
        [words.duration(time, clock="business") for time in sorted({min(promised), max(promised)})] if promised else []
    )
    company = stored["company"] or "The company"
    opened = f"{company} is open {glossary.weekly_hours(standard)} a week ({standard.time_zone.key})"
    return f"{opened} and promises a first reply within {' to '.join(times)} of these." if times else f"{opened}."


st.title("Settings", anchor=False)
current = versions.current_version()
if current is not None:
    made = words.moment_text(dt.datetime.fromisoformat(current.made_at))
    st.caption(words.plain(f"Every save is a new version of the data and can be undone. Now: version {current.number}, {made} UTC, "
                           f"{words.shorten(current.what, 60)}."))  # fmt: skip
st.subheader(words.plain(sentence()), anchor=False)
if asking.status().is_sample:
    st.caption(
        ":material/science: These settings belong to the sample company. Your own export keeps what you change here."
    )
saving.show_outcome()

tabs = dict(zip(form.GROUPS, st.tabs(list(form.GROUPS), key="setting", bind="query-params"), strict=True))
editors = {
    "Company": lambda _: company(),
    "Business hours": lambda _: settings_form_hours.show(view),
    "Targets": targets,
    "Goals": goals,
    "Ratings": lambda _: ratings(),
    "Quality": lambda _: quality(),
    "Expectations": lambda _: settings_form_expectations.show(stored, view),
    "Journey": lambda _: settings_form_journey.show(stored, view),
    "Money": lambda _: money(),
    "Retention": lambda _: settings_form_retention.show(stored, view),
}
for name, tab in tabs.items():
    is_open = bool(tab.open)
    with tab:
        main, side = st.columns([8, 4])
        with main:
            editors[name](is_open)
        with side:
            beside(form.GROUPS[name], is_open)
