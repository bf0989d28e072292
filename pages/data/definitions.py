"""Definitions: what does each number mean, can this data answer it, and how is it made?"""

import streamlit as st

from data.schema import TABLES
from pages.parts import asking, cards, definition, filters, footer, glossary, rows, tiles, words
from queries.metrics.metric import Metric
from queries.registry import FAMILIES, METRICS

SETTINGS_PAGE = "pages/data/settings.py"
TABLE_HEIGHT = 260
WIDTHS = {"Family": 90, "Unit": 140, "Better": 75, "In this data": 220}

view = filters.current()
filters.heading("Definitions", view, about=None)
lacking = [metric.label for metric in METRICS.values() if asking.missing(metric.key)]
sentence = f"{len(METRICS)} metrics are defined; this data answers " + (
    f"{len(METRICS) - len(lacking)} of them." if lacking else "all of them."
)
st.subheader(words.plain(sentence), anchor=False)
carried = asking.ask("carried")


def shown_metrics() -> list[Metric]:
    """The metrics that the search box and the family leave."""
    family = st.session_state.get("family")
    return definition.found(METRICS.values(), st.session_state.get("find") or "", family.lower() if family else None)


def choose(key: str) -> None:
    """Show this metric; a link that was followed has done its work."""
    st.session_state["definition"] = key
    st.query_params.pop("metric", None)


def narrow() -> None:
    """After a search: the definition shown is one of those found."""
    left = [metric.key for metric in shown_metrics()]
    if left and st.session_state.get("definition") not in left:
        st.session_state["definition"] = left[0]


def follow_link() -> None:
    """A link from elsewhere names a metric by its key (?metric=csat) and is followed once."""
    linked, seen = st.query_params.get("metric", ""), st.session_state.get("linked_metric")
    is_own_address = seen is None and "definition" in st.query_params
    if linked in METRICS and linked != seen and not is_own_address:
        st.session_state["definition"] = linked
    st.session_state["linked_metric"] = linked


def choose_metric(chosen: str) -> None:
    """The search box, the family, and the table of what they leave; a click on a row opens its definition."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Search", key="find", bind="query-params", type="search", live=True, on_change=narrow, width=280,
                      placeholder="Word, column or unit")  # fmt: skip
        st.pills(
            "Family", [name.capitalize() for name in FAMILIES], key="family", bind="query-params", on_change=narrow
        )
    metrics = shown_metrics()
    if not metrics:
        st.caption("No metric says that. Search for fewer words, or take the family off.")
        return
    keys = [metric.key for metric in metrics]
    turn = st.session_state.setdefault("definition_turn", 0)
    table = f"metrics_{turn}_{st.session_state.get('family')}_{st.session_state.get('find')}"

    def open_row() -> None:
        selected = st.session_state[table].selection.rows
        if selected:
            choose(keys[selected[0]])

    st.dataframe(
        definition.overview(metrics), key=table, hide_index=True, height=min(TABLE_HEIGHT, 37 + 35 * len(keys)),
        on_select=open_row, selection_mode="single-row-required" if chosen in keys else "single-row",
        selection_default={"selection": {"rows": [keys.index(chosen)] if chosen in keys else []}},
        column_config={name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
        alt="All metrics, their units and days",
    )  # fmt: skip


def turn_table() -> None:
    """A metric was chosen by name: the table is drawn anew with its row marked."""
    st.session_state["definition_turn"] += 1
    st.query_params.pop("metric", None)


def show_value(metric: Metric) -> None:
    """What the metric is now, for the filters and the period."""
    missing = asking.missing(metric.key)
    with st.container(border=True, gap="xsmall"):
        if missing:
            st.metric(words.period_text(view.period.start, view.period.end), None)
            st.caption(
                words.plain(
                    f"Not in this data: needs {definition.needs_text(missing)}. Not zero, and not an error: the loaded files do not say."
                )
            )
            return
        now = definition.value(metric, view)
        st.metric(words.period_text(view.period.start, view.period.end), now.headline)
        st.caption(words.plain(" · ".join(filter(None, (now.counted, *now.details)))))
        st.caption(words.plain(view.words(with_period=False)))
        if metric.label in rows.metric_labels():
            st.page_link(
                tiles.TICKETS_PAGE,
                label="Open what is counted",
                icon=":material/arrow_forward:",
                query_params=view.link(metric=metric.key),
            )


def show_making(metric: Metric) -> None:
    """How the number is made: the command that prints it, the SQL, and its parameters."""
    source = definition.source(metric, view)
    st.markdown("**On the command line**, with these filters:")
    st.code(cards.command_line(source), language="bash", wrap_lines=True)
    st.caption(
        "Add `--set by=week` (or channel, team, …) for a breakdown, `--set shape=rows` for what is counted, `--format csv` for a file."
    )
    st.markdown("**In SQL**")
    st.code(source.sql, language="sql", height=380)
    with st.expander(
        "Parameters of this SQL", icon=":material/data_object:", on_change="rerun", key=f"parameters_{metric.key}"
    ) as opened:
        if opened.open:
            st.dataframe(definition.parameters(metric, view), hide_index=True, alt="Parameters of the SQL")


def show_metric(metric: Metric) -> None:
    """The definition of a metric, whole."""
    goals = asking.setting_values().get("goals", {})
    left, right = st.columns([7, 5])
    with left:
        st.table(
            definition.facts(metric, goals.get(metric.key)), border="horizontal", alt=f"Definition of {metric.label}"
        )
    with right:
        show_value(metric)
        st.table(definition.needed_columns(metric, carried), hide_index=True, border="horizontal", alt="Columns needed")
    show_making(metric)


def show_rules() -> None:
    """The ground rules, and what the settings of now make of them."""
    with st.grid(3, min_column_width=300, gap="small"):
        for title, text in glossary.RULES.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{title}**")
                st.markdown(words.plain(text))
    show_settings()


def show_settings() -> None:
    """Opening hours, holidays, targets and cuts as set now."""
    settings = asking.settings()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("As set now", anchor=False)
        st.page_link(SETTINGS_PAGE, label="Change in Settings", icon=":material/tune:")
    hours, promised, cuts = st.columns(3)
    with hours:
        for name, schedule in settings.schedules.items():
            title = "Business hours" if name == "default" else f"Business hours: {name}"
            st.markdown(f"**{words.plain(title)}**")
            st.caption(words.plain(f"{glossary.weekly_hours(schedule)} a week, {schedule.time_zone.key}"))
            st.table(glossary.opening(schedule), border="horizontal", alt=title)
            st.caption(words.plain(f"Holidays: {glossary.holidays_text(schedule)}."))
        for team, name in settings.team_schedules.items():
            st.caption(words.plain(f"Team {team} works {name}."))
    with promised:
        st.markdown("**Targets per priority**")
        st.caption("In business hours")
        st.table(glossary.targets(settings), hide_index=True, border="horizontal", alt="Targets per priority")
    with cuts:
        st.markdown("**Cuts per rating scale**")
        st.caption(
            words.plain(
                f"Very late is beyond {words.number(settings.numbers['late_factor'])} times the target; unrated, such a ticket is poor"
            )
        )
        st.table(glossary.scales(settings), hide_index=True, border="horizontal", alt="Cuts per rating scale")


def show_columns() -> None:
    """The tables and columns of the project's own CSV format, and what of them this data carries."""
    st.write(
        "A CSV file with these headers loads as it is. Exports of other tools are mapped to them on the Upload page."
    )
    name = st.pills(
        "Table",
        list(TABLES),
        default="tickets",
        required=True,
        key="table",
        bind="query-params",
        label_visibility="collapsed",
    )
    table = TABLES[name or "tickets"]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(words.plain(f"{table.one_row} One record is named by {words.list_text(table.key)}."))
        st.download_button("Empty CSV with these headers", glossary.template(table), f"{table.name}.csv", "text/csv", type="tertiary",
                           on_click="ignore", icon=":material/download:")  # fmt: skip
    st.dataframe(glossary.columns(table, carried), hide_index=True, height="content", alt=f"Columns of {table.name}",
                 column_config={"Column": st.column_config.TextColumn(width=190)})  # fmt: skip


follow_link()
metrics_tab, rules_tab, columns_tab = st.tabs(
    ["Metrics", "Ground rules", "Columns of the CSV format"], key="part", bind="query-params"
)
if metrics_tab.open:
    with metrics_tab:
        overview, detail = st.container(), st.container(border=True)
        labels = {key: metric.label for key, metric in METRICS.items()}
        chosen = detail.selectbox("Definition of", list(labels), format_func=lambda key: labels[key], key="definition", bind="query-params",
                                  on_change=turn_table, width=320)  # fmt: skip
        with overview:
            choose_metric(chosen)
        with detail:
            show_metric(METRICS[chosen])
if rules_tab.open:
    with rules_tab:
        show_rules()
if columns_tab.open:
    with columns_tab:
        show_columns()
footer.show(view, view.period)
