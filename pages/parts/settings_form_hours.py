"""When is the company open, and which team works other hours? The forms of the schedules."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from data.settings import SettingError
from pages.parts import asking, words
from pages.parts import settings_form as form
from pages.parts import settings_form_saving as saving
from pages.parts import settings_form_windows as typed
from pages.parts.filters import View
from pages.parts.settings_form_fields import explained, in_data, name_of, save_button

GROUP = form.GROUPS["Business hours"]
NEW = "New hours …"
HEIGHT = 320
HOW = (
    "Open, as 09:00-17:00; empty is closed. Several windows a day with a comma: 09:00-12:00, 13:00-17:00. A night shift is "
    "two windows: 22:00-24:00 here, 00:00-06:00 on the next day."
)


def show(view: View) -> None:
    """One schedule at a time: its time zone, windows per weekday and holidays; then which team works which."""
    stored = asking.setting_values()
    schedules = list(stored["schedules"])
    chosen = st.pills("Hours of", [*schedules, NEW], format_func=label, default=form.STANDARD, required=True,
                      key=name_of("schedules", part="chosen"), label_visibility="collapsed") or form.STANDARD  # fmt: skip
    _schedule(chosen, stored, view)
    if chosen not in (NEW, form.STANDARD):
        _remove(chosen, stored, view)
    if len(schedules) > 1:
        _teams(stored, view)
    else:
        st.caption("All teams work the standard hours. Add new hours, and a team can be given hours of its own.")


def label(name: str) -> str:
    """What a schedule is called on the page."""
    return form.STANDARD_LABEL if name == form.STANDARD else name


def _schedule(chosen: str, stored: Mapping[str, Any], view: View) -> None:
    """The form of one schedule; a new one starts from the standard hours."""
    is_new = chosen == NEW
    body = stored["schedules"][form.STANDARD if is_new else chosen]
    with st.form(name_of("schedules", "time_zone", part=chosen), enter_to_submit=False):
        title = st.text_input("Name", max_chars=40, placeholder="Night shift") if is_new else chosen
        zone = _zone(body.get("time_zone"), stored["time_zone"])
        left, right = st.columns([3, 2])
        with left:
            st.caption(HOW)
            days = st.data_editor(typed.hours_table(body["hours"]), key=name_of("schedules", part=f"hours_{chosen}"),
                                  hide_index=True, disabled=["Day"], placeholder="closed", alt="Opening hours per weekday")  # fmt: skip
        with right:
            st.caption(
                "Holidays: whole days without business hours. Add one in the last row; mark rows on the left to delete them."
            )
            free = _holidays(body.get("holidays") or (), key=name_of("schedules", part=f"holidays_{chosen}"))
        pressed = save_button("hours")

    def read() -> dict[str, Any]:
        name = title.strip()
        if is_new and (not name or name in (*stored["schedules"], NEW)):
            raise SettingError("schedules: give the new hours a name that is not taken.")
        edited = {"time_zone": zone, "hours": typed.hours_of(days), "holidays": typed.holidays_of(free["Holiday"])}
        return {"schedules": stored["schedules"] | {name: edited}}

    if pressed:
        saving.attempt(GROUP, read, view)


def _zone(own: str | None, company: str) -> str | None:
    """The time zone of a schedule; None is that of the company."""
    first = f"As the company: {company}"
    zones = [first, *sorted({*zoneinfo.available_timezones(), *filter(None, [own])})]
    chosen = st.selectbox("Time zone of these hours", zones, zones.index(own) if own else 0)
    return None if chosen == first else chosen


def _holidays(days: list[str] | tuple[str, ...], *, key: str) -> pd.DataFrame:
    """An editor of days, one per row: Holiday."""
    known = pd.DataFrame({"Holiday": [dt.date.fromisoformat(day) for day in days]}, dtype="object")
    columns = {"Holiday": st.column_config.DateColumn(format="D MMM YYYY")}
    return st.data_editor(
        known, key=key, hide_index=True, num_rows="dynamic", height=HEIGHT, column_config=columns, alt="Holidays"
    )


def _remove(name: str, stored: Mapping[str, Any], view: View) -> None:
    """Take a schedule away; its teams work the standard hours again."""
    teams = [team for team, schedule in stored["team_schedules"].items() if schedule == name]
    with st.popover(words.plain(f"Remove {name}"), icon=":material/delete:"):
        st.write(
            words.plain(
                f"{words.list_text(teams)} will work the standard hours." if teams else "No team works these hours."
            )
        )
        pressed = st.button("Remove", key="remove_schedule")
    if pressed:
        left = {key: body for key, body in stored["schedules"].items() if key != name}
        kept = {team: schedule for team, schedule in stored["team_schedules"].items() if schedule != name}
        saving.attempt(GROUP, lambda: {"schedules": left, "team_schedules": kept}, view)


def _teams(stored: Mapping[str, Any], view: View) -> None:
    """Which hours each team works."""
    teams = sorted({*in_data("team"), *stored["team_schedules"]})
    working = [label(stored["team_schedules"].get(team, form.STANDARD)) for team in teams]
    choice = st.column_config.SelectboxColumn(options=[label(name) for name in stored["schedules"]], required=True)
    with st.form(name_of("schedules", "team_schedules", part="teams")):
        st.markdown("**Hours of teams**")
        st.caption(explained("team_schedules"))
        edited = st.data_editor(pd.DataFrame({"Team": teams, "Hours": working}, dtype="str"), hide_index=True, disabled=["Team"],
                                key=name_of("schedules", "team_schedules", part="editor"), column_config={"Hours": choice},
                                alt="Hours of teams")  # fmt: skip
        pressed = save_button("hours of teams")
    if pressed:
        saving.attempt(GROUP, lambda: {"team_schedules": typed.teams_of(edited)}, view)
