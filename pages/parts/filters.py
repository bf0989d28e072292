"""Which days and which tickets is a page about? The same choice on every page, kept in the address."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.parts import asking, words
from pages.parts.narrowing import NARROWING, OF_CUSTOMERS
from queries.filters import FIELDS, NONE, Filters
from queries.periods import DAY, DEFAULT, NAMES, WEEK, Coverage, Period, monday, named, picked
from queries.registry import METRICS, OF_ANSWERS, Metric

About = Literal["tickets", "answers"]
PERIODS = {label: name for name, label in NAMES.items()}
CUSTOM = NAMES["custom"]
COMPARED = ("Period before", "A year before")
CLOCKS: Mapping[str, words.Clock] = {"Business hours": "business", "Calendar": "calendar"}
MAIN = ("channel", "team", "priority", "category", "segment", "plan")  # agents come by clicking, or below the others
BEFORE = "choice before the link"  # what a link has replaced, for the way back
UNBOUND = ("hit", "ticket", *NARROWING, *OF_CUSTOMERS)  # parts of the address without a widget
OF_PAGES = ("metric", "search", "sort")  # widgets of single pages that a link starts anew


@dataclass(frozen=True)
class View:
    """What a page is asked about: tickets, days, the days to compare with, and the clock."""

    filters: Filters
    period: Period
    before: Period
    compared: str
    clock: words.Clock

    def parameters(self, *, period: Period | None = None, **more: object) -> dict[str, object]:
        """The parameters of a question for this view, or for other days of it."""
        chosen = period or self.period
        before = self.before if period is None else chosen.previous()
        days = {"from": chosen.start, "to": chosen.end, "previous_from": before.start, "previous_to": before.end}
        return {**self.filters.parameters(), **days, "clock": self.clock, **more}

    def link(
        self,
        *,
        period: Period | None = None,
        filters: Filters | None = None,
        metric: str | None = None,
        more: Mapping[str, str | None] | None = None,
    ) -> dict[str, str]:
        """The address part of a page about the same tickets, or those of other days or filters; metric: by its key.

        The choice travels in one part, `view`: widgets that are drawn already do not read the address again.
        """
        chosen, days = filters or self.filters, period or self.period
        view = [(field, value) for field in FIELDS for value in chosen.values(field)]
        view += [("period", CUSTOM), ("days", days.start.isoformat()), ("days", days.end.isoformat())]
        view += [("clock", label) for label, clock in CLOCKS.items() if clock == self.clock]
        if metric:
            view.append(("metric", METRICS[metric].label))
        return {"view": urlencode(view)} | {key: value for key, value in (more or {}).items() if value is not None}

    def narrowed(self, field: str, bucket: str | None) -> Filters:
        """The filters with one value for a field; None is tickets without one."""
        return self.filters.replaced(field, [bucket]) if field in FIELDS else self.filters

    def until(self, last: dt.date) -> "View | None":
        """The same without the days after the last, and as many fewer days to compare with; None when none is left."""
        cut = max(self.period.end - last, dt.timedelta())
        if last < self.period.start:
            return None
        period, before = (Period(days.start, days.end - cut) for days in (self.period, self.before))
        return replace(self, period=period, before=before)

    def can_compare(self, about: About = "tickets") -> bool:
        """Whether the data reach back to the first of the days to compare with: a part of them would compare unlike."""
        return self.before.start >= covered(about).first_day

    def words(self, *, with_period: bool = True) -> str:
        """The choice in words, as it stands under the title."""
        parts = [words.period_text(self.period.start, self.period.end)] if with_period else []
        return " · ".join([*parts, self.filters.describe()])


def sidebar(*, with_period: bool = True, only: tuple[str, ...] = ()) -> None:
    """Draw the filters; `current` reads them. only: fields that say something on this page, where others and days do not."""
    values = _values()
    with st.sidebar:
        if only:
            for field in only:
                _select(field, values.get(field, []))
            st.button(
                "Clear filters", on_click=reset, icon=":material/filter_alt_off:", key="clear_filters", width="stretch"
            )
            return
        if with_period:
            _period_widgets()
        st.segmented_control("Clock", list(CLOCKS), default="Business hours", required=True, key="clock", bind="query-params",
                             help="Whether times count opening hours only, or every minute.")  # fmt: skip
        for field in MAIN:
            _select(field, values.get(field, []))
        with st.expander("More filters", icon=":material/tune:"):
            _select("agent", values.get("agent", []))
        st.button(
            "Clear filters", on_click=reset, icon=":material/filter_alt_off:", key="clear_filters", width="stretch"
        )


def current() -> View:
    """The choice that the filters and the address hold now."""
    state = st.session_state
    name = PERIODS.get(state.get("period", NAMES[DEFAULT]), DEFAULT)
    fallback = _named(DEFAULT)
    period = picked(state.get("days") or (), fallback=fallback) if name == "custom" else _named(name)
    a_year = state.get("compare") == COMPARED[1]
    before = Period(period.start - 52 * WEEK, period.end - 52 * WEEK) if a_year else period.previous()
    chosen = {plural: tuple(state.get(field) or ()) or None for field, plural in FIELDS.items()}
    clock = CLOCKS.get(state.get("clock") or "", "business")
    return View(Filters(**chosen), period, before, "a year before" if a_year else "the period before", clock)


def _named(name: str) -> Period:
    """The period of that name; the last weeks end with the last usual one, and all data stand in for weeks without any."""
    coverage = covered()
    if name == "all":
        return everything()
    if not name.startswith("last_") or not name.endswith("_weeks"):
        return named(name, coverage)
    usual, _ = last_usual_week()
    if usual is None:
        return everything()
    return named(name, Coverage(coverage.first_day, usual + dt.timedelta(days=6)))


def everything() -> Period:
    """All days that hold tickets or answers, the running one too."""
    status = asking.status()
    days = [status.first_day or status.last_day, status.last_day + DAY]
    days += [day for day in (status.answers_first_day, status.answers_last_day) if day is not None]
    return Period(min(days), max(days))


def about(metric: Metric) -> About:
    """What a metric counts."""
    return "answers" if metric.key in OF_ANSWERS else "tickets"


def covered(about: About = "tickets") -> Coverage:
    """The days that the data covers, the last complete one included: of tickets, or of answers, which may reach farther."""
    status = asking.status()
    first, last = status.first_day or status.last_day, status.last_day
    if about == "answers":
        first = min(first, status.answers_first_day or first)
        last = max(last, (status.answers_last_day or last) - DAY)
    return Coverage(first, last)


def covered_words() -> str:
    """The days that the data covers, in words."""
    days = everything()
    return words.period_text(days.start, days.end)


def reset() -> None:
    """Back to all tickets of the default period."""
    _choose({})
    widen()


def widen() -> None:
    """Take back what a click has narrowed the rows to, beyond the filters."""
    for key in UNBOUND:
        st.query_params.pop(key, None)


def follow_link() -> None:
    """Take over the choice that a link within the app carries; what it does not name goes back to its default."""
    if (text := st.query_params.get("view")) is None:
        return
    wanted = parse_qs(text)
    st.session_state[BEFORE] = _address()
    _choose(wanted)
    del st.query_params["view"]
    for key in ("days", "metric"):  # a widget that this page draws for the first time does not write its address itself
        with contextlib.suppress(StreamlitAPIException):
            if key in wanted:
                st.query_params[key] = wanted[key]


def _address() -> str:
    """The choice as it is now, as links carry it."""
    state = st.session_state
    view = [(field, value) for field in FIELDS for value in state.get(field) or ()]
    view += [(key, str(state[key])) for key in ("period", "compare", "clock") if state.get(key)]
    view += [("days", day.isoformat()) for day in state.get("days") or ()]
    return urlencode(view)


def _choose(wanted: Mapping[str, list[str]]) -> None:
    """Set every filter; values that the data does not have are left out."""
    known = _values()
    state = st.session_state
    for field in FIELDS:
        state[field] = [value for value in wanted.get(field, []) if value in known.get(field, [])]
    state["period"] = _one_of(PERIODS, wanted.get("period")) or NAMES[DEFAULT]
    state["compare"] = _one_of(COMPARED, wanted.get("compare")) or COMPARED[0]
    state["clock"] = _one_of(CLOCKS, wanted.get("clock")) or next(iter(CLOCKS))
    for key in OF_PAGES:
        state.pop(key, None)
    state["search"] = ""
    if label := _one_of([metric.label for metric in METRICS.values()], wanted.get("metric")):
        state["metric"] = label
    state.pop("days", None)
    with contextlib.suppress(ValueError):
        days = sorted(dt.date.fromisoformat(day) for day in wanted.get("days", []))
        lowest, highest = _pickable()
        if days:
            state["days"] = tuple(min(max(day, lowest), highest) for day in (days[0], days[-1]))


def _one_of(options: Iterable[str], given: list[str] | None) -> str | None:
    return next((option for option in options if given and option == given[0]), None)


def _pickable() -> tuple[dt.date, dt.date]:
    """The first and last day that can be picked."""
    days = everything()
    return min(days.start, named(DEFAULT, covered()).start), days.end


def complete_weeks() -> list[dt.date]:
    """The Mondays of all complete weeks of the data, newest first."""
    coverage = covered()
    first = monday(coverage.first_day + dt.timedelta(days=6))
    weeks = max(0, (coverage.last_week - first).days // 7 + 1)
    return [coverage.last_week - number * WEEK for number in range(weeks)]


@asking.remembered
def last_usual_week() -> tuple[dt.date | None, float]:
    """(newest complete week with at least half of a full week's tickets, tickets of a full week: the ticket's median).

    Exports often end in a thin tail: tickets that were closed late, or a log that stops. The week is None where the
    data holds no tickets in whole weeks.
    """
    weeks = complete_weeks()
    if not weeks:
        return None, 0.0
    frame = asking.ask("arrivals", from_=weeks[-1], to_=weeks[0] + dt.timedelta(days=6), by="week")
    counts = frame[frame["n"] > 0]
    if counts.empty:
        return None, 0.0
    ordered = counts["n"].sort_values()
    full = float(
        ordered[ordered.cumsum() >= ordered.sum() / 2].iloc[0]
    )  # half of all tickets are in weeks at least as full
    return dt.date.fromisoformat(counts.loc[counts["n"] >= full / 2, "bucket"].iloc[-1]), full


def notice_thin(view: View, n: int) -> None:
    """Say so when the days hold far fewer tickets than the data's full weeks, and offer the last full weeks."""
    monday, full = last_usual_week()
    newest = covered().last_week
    if monday is not None and monday < newest and view.period.end == monday + dt.timedelta(days=6):
        st.caption(f"Weeks after {words.date_text(monday)} hold few tickets and are left out. Is the export complete?")
    weeks = view.period.days / 7
    if view.filters or monday is None or weeks < 1 or n >= full * weeks / 4:
        return
    end = monday + dt.timedelta(days=6)
    days = Period(monday - (max(1, round(weeks)) - 1) * WEEK, end)
    st.info(
        f"These days hold {words.plural(n, 'ticket')}; a full week of this data alone holds about {words.count(full)}. "
        "Is the export complete?",
        icon=":material/info:",
    )
    label = f"Show {words.period_text(days.start, days.end)}, the last full weeks"
    st.button(label, on_click=_show_days, args=(days,), icon=":material/event:", key="show_full_weeks")


def _show_days(days: Period) -> None:
    st.session_state["period"] = CUSTOM
    st.session_state["days"] = (days.start, days.end)


def heading(title: str, view: View, *, with_period: bool = True, about: About | None = "tickets") -> None:
    """The title of a page and, under it, what it is about, and what that is compared with (about: None compares nothing)."""
    st.title(title, anchor=False)
    clock = words.clock_text(view.clock)
    before = ""
    if about and with_period and view.can_compare(about):
        before = f" · compared with {words.period_text(view.before.start, view.before.end)}"
    elif about and with_period:
        before = f" · nothing to compare with: the data begin on {words.date_text(covered(about).first_day)}"
    st.caption(
        words.plain(f"{view.words(with_period=with_period)}{before} · {clock} · time zone {asking.status().time_zone}")
    )


def heading_of(title: str, described: str) -> None:
    """The title of a page that is not about days or tickets and, under it, what it is about."""
    st.title(title, anchor=False)
    st.caption(words.plain(described))


def _period_widgets() -> None:
    coverage = covered()
    st.selectbox("Period", list(PERIODS), index=list(NAMES).index(DEFAULT), key="period", bind="query-params")
    if st.session_state.get("period") == CUSTOM:
        start = named(DEFAULT, coverage)
        lowest, highest = _pickable()
        st.date_input("Days", value=(start.start, start.end), min_value=lowest, max_value=highest, key="days",
                      bind="query-params", help="First and last day, both included.")  # fmt: skip
    st.segmented_control(
        "Compared with", COMPARED, default=COMPARED[0], required=True, key="compare", bind="query-params"
    )


def _select(field: str, options: Iterable[str]) -> None:
    """A field with nothing to choose from is not in this data, and not offered."""
    listed = list(options)
    if not [value for value in listed if value != NONE]:
        return
    st.multiselect(field.capitalize(), listed, key=field, bind="query-params", placeholder=f"All {FIELDS[field]}")


@asking.remembered
def _values() -> dict[str, list[str]]:
    frame = asking.ask("filter_values")
    return {str(field): rows["value"].tolist() for field, rows in frame.groupby("dimension")}
