"""Can every setting be seen, changed, checked and undone in the app, and is what was typed what is stored?"""

import json
import math
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import __main__ as command_line
from data import modelling, versions
from data.settings import DEFAULTS, MEANINGS, SettingError, parse
from pages.parts import settings_form as form
from pages.parts import settings_form_saving as saving
from pages.parts import settings_form_windows as windows
from pages.parts.settings_form_words import LABELS, differences, said
from queries.registry import METRICS
from tests.conftest import ROOT

PAGE = "pages/data/settings.py"
MONDAY_TO_FRIDAY = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, store_of: Callable[[Path], None]) -> Path:
    """A copy of the sample store that a test may change."""
    folder = tmp_path / "store"
    shutil.copytree(sample_store, folder)
    store_of(folder)
    return folder


def stored(store: Path) -> dict[str, Any]:
    connection = versions.open_for_reading(store)
    try:
        return modelling.stored_settings(connection)
    finally:
        connection.close()


def number_of_version(store: Path) -> int:
    found = versions.current_version(store)
    assert found
    return found.number


def opened(group: str = "Company") -> AppTest:
    """The settings page of the app, at a group of settings."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(PAGE)
    app.query_params["setting"] = group
    app.run()
    assert not app.exception and not app.error, [*app.exception, *app.error]
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def edit(app: AppTest, alt_or_key: str, rows: dict[int, dict[str, Any]]) -> None:
    """Edit cells of a table: by a part of its key, row and column."""
    key = next(str(table.key) for table in app.data_editor if alt_or_key in str(table.key))
    app.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}


def text_of(app: AppTest) -> str:
    texts = " ".join(str(part.value) for part in (*app.caption, *app.markdown, *app.subheader, *app.error, *app.info))
    return texts.replace("\\", "").replace("⁠", "")


def test_every_setting_has_a_meaning_a_name_and_one_place_on_the_page(store: Path) -> None:
    places = [key for group in form.GROUPS.values() for key in group.keys]
    assert sorted(places) == sorted(DEFAULTS) == sorted(MEANINGS) == sorted(LABELS)
    assert all(MEANINGS.values()) and all(group.affects for group in form.GROUPS.values())
    assert {key for group in form.GROUPS.values() for key in group.metrics} <= set(METRICS)
    assert [tab.label for tab in opened().tabs] == list(form.GROUPS)


def test_every_setting_that_decides_about_tickets_names_metrics_that_it_affects() -> None:
    without = {name for name, group in form.GROUPS.items() if not group.metrics}
    assert without == {"Goals", "Expectations", "Journey", "Money", "Retention"}


@pytest.mark.parametrize("group", form.GROUPS)
def test_every_group_opens_and_saving_what_is_stored_changes_nothing(store: Path, group: str) -> None:
    app = opened(group)
    label = {"Business hours": "Save hours"}.get(group, f"Save {group.lower()}")
    press(app, label)
    assert not app.error and not app.exception
    assert "nothing was saved" in text_of(app)
    assert number_of_version(store) == 1


def test_tables_give_back_the_settings_that_they_were_made_of() -> None:
    found = {"Urgent": 3, "1 - Critical": 5, "Whenever": 1}
    targets = DEFAULTS["targets"] | {"low": {"first_reply": 7.5, "resolution": 10}}
    assert form.targets_of(form.targets_table(targets, found)) == targets
    assert form.scales_of(form.scales_table(DEFAULTS["scales"])) == DEFAULTS["scales"]
    goals = {"csat": 0.925, "nps": -10, "first_reply_time": 90, "gone": 3, "ces": 5.5, "backlog": 400}
    assert form.goals_of(form.goals_table(goals, {}), goals) == goals
    hours = MONDAY_TO_FRIDAY | {"sat": ["22:00-24:00"], "sun": ["00:00-06:00", "12:00-13:30"]}
    assert windows.hours_of(windows.hours_table(hours)) == hours
    for key in form.MONEY:
        assert form.number_of(key, form.number_shown(key, DEFAULTS[key])) == DEFAULTS[key]


def test_priorities_of_the_data_come_first_as_the_data_spells_them() -> None:
    table = form.targets_table(DEFAULTS["targets"], {"URGENT": 3, "Whenever": 1})
    assert list(table["Priority"])[:2] == ["URGENT", "Whenever"]
    assert table["Priority"].iloc[-1] == form.OTHERS_LABEL
    assert table["First reply"].iloc[0] == 1 and math.isnan(table["First reply"].iloc[1])
    assert "whenever" not in form.targets_of(table)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("09:00-17:00", ["09:00-17:00"]),
        ("9-12, 13-17:30", ["09:00-12:00", "13:00-17:30"]),
        ("9:00 – 12:00 and 13 to 18", ["09:00-12:00", "13:00-18:00"]),
        ("22:00-24:00; 0-6", ["22:00-24:00", "00:00-06:00"]),
        ("", []),
        (None, []),
        (math.nan, []),
        ("closed", []),
        ("9-", ["9-"]),
        ("nine to five", ["nine to five"]),
        ("9:5-10", ["9:5-10"]),
    ],
)
def test_windows_are_read_as_people_write_them(typed: object, wanted: list[str]) -> None:
    assert windows.windows_of(typed) == wanted


def test_holidays_are_dates_in_order_each_once() -> None:
    days = [pd.Timestamp("2026-12-25"), None, "2026-01-01", pd.NaT, pd.Timestamp("2026-12-25").date()]
    assert windows.holidays_of(days) == ["2026-01-01", "2026-12-25"]


@pytest.mark.parametrize(("row", "place"), [(0, "urgent"), (-1, "all other tickets")])
def test_a_target_needs_both_times(row: int, place: str) -> None:
    table = form.targets_table(DEFAULTS["targets"], {"urgent": 1})
    table.loc[table.index[row], "First reply"] = math.nan
    with pytest.raises(SettingError) as error:
        form.targets_of(table)
    assert said(error.value).startswith(f"Targets › {place}: give both times")


def test_all_other_tickets_need_a_target() -> None:
    table = form.targets_table(DEFAULTS["targets"], {})
    table.loc[table.index[-1], ["First reply", "Resolution"]] = math.nan
    with pytest.raises(SettingError, match="both times are needed"):
        form.targets_of(table)


@pytest.mark.parametrize(("goal", "metric"), [(120, "csat"), (-1, "reopen_rate"), (-2, "first_reply_time")])
def test_a_goal_that_cannot_be_reached_is_refused(goal: float, metric: str) -> None:
    table = form.goals_table({}, {})
    table.loc[table["Metric"] == METRICS[metric].label, "Goal"] = goal
    with pytest.raises(SettingError) as error:
        form.goals_of(table, {})
    assert said(error.value).startswith(f"Goals › {METRICS[metric].label}: ")


@pytest.mark.parametrize("cut", [0, 6, math.nan])
def test_a_cut_lies_on_its_scale(cut: float) -> None:
    table = form.scales_table(DEFAULTS["scales"])
    table.loc[table["Scale"] == "1-5", "Satisfied from"] = cut
    with pytest.raises(SettingError) as error:
        form.scales_of(table)
    assert said(error.value).startswith("Rating scales › 1-5 › satisfied from: ")
    assert said(error.value).endswith("give a score from 1 to 5.")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"goals": {"csat": "much"}}, "Goals › CSAT: 'much' is not a number."),
        (
            {"schedules": {"default": {"hours": {"mon": ["9-"]}}}},
            "Opening hours › standard hours › Monday: '9-' is not a window; write 09:00-17:00.",
        ),
        ({"targets": {"*": {"first_reply": -1, "resolution": 2}}}, "Targets › all other tickets › first reply: "),
        ({"margin": "x"}, "Margin, %: 'x' is not a number."),
    ],
)
def test_a_mistake_is_said_with_the_names_of_the_page(values: dict[str, Any], text: str) -> None:
    with pytest.raises(SettingError) as error:
        parse(DEFAULTS | values)
    assert said(error.value).startswith(text)


def test_changes_are_said_in_words() -> None:
    before = {"targets": DEFAULTS["targets"], "goals": {"csat": 0.9}, "margin": 0.8, "team_schedules": {}}
    after = {
        "targets": DEFAULTS["targets"] | {"urgent": {"first_reply": 45, "resolution": 480}},
        "goals": {"csat": 0.95, "nps": 30},
        "margin": 0.75,
        "team_schedules": {"Billing": "Night shift"},
    }
    assert differences(before, after) == [
        "Targets › urgent › first reply: 1 h → 45 min",
        "Goals › CSAT: 90% → 95%",
        "Margin, %: 80% → 75%",
        "Goals › NPS: not set → +30",
        "Hours of teams › Billing: standard hours → Night shift",
    ]
    hours = [{"schedules": {"default": {"holidays": days, "hours": MONDAY_TO_FRIDAY}}} for days in ([], ["2026-12-24"])]
    assert differences(*hours) == ["Opening hours › standard hours › holidays: added 24 Dec 2026"]


def test_a_save_is_a_new_version_that_says_what_it_changed_and_can_be_undone(store: Path) -> None:
    app = opened("Targets")
    edit(app, "targets_editor", {0: {"First reply": 0.25}})
    press(app, "Save targets")
    assert not app.error and not app.exception
    assert "Targets › urgent › first reply: 1 h → 15 min" in text_of(app)
    effect = next(table.value for table in app.table if "Before" in table.value.columns)
    assert "Replied within target" in list(effect["Metric"])
    assert stored(store)["targets"]["urgent"] == {"first_reply": 15, "resolution": 480}
    assert number_of_version(store) == 2
    versions.undo(store)
    app.run()
    assert "1 h → 15 min" not in text_of(app)
    assert (
        app.data_editor(key=next(str(one.key) for one in app.data_editor if "targets_editor" in str(one.key)))
        .value["First reply"]
        .iloc[0]
        == 1
    )


def test_a_mistake_saves_nothing_and_keeps_what_was_typed(store: Path) -> None:
    app = opened("Quality")
    for field in app.number_input:
        if field.label in ("Replied within target", "Resolved within target", "Not reopened", "One-touch", "CSAT"):
            field.set_value(0.0)
    press(app, "Save quality")
    assert "Weights: at least one weight must be above zero." in text_of(app)
    assert number_of_version(store) == 1
    assert {field.value for field in app.number_input if field.label == "One-touch"} == {0.0}


def test_hours_can_be_added_given_to_a_team_and_removed(store: Path) -> None:
    app = opened("Business hours")
    chooser = next(group for group in app.button_group if group.label == "Hours of")
    chooser.set_value("New hours …").run()
    next(field for field in app.text_input if field.label == "Name").set_value("Night shift")
    edit(app, "hours_New hours", {0: {"Open": "22-24"}, 1: {"Open": "0–6, 22–24"}})
    press(app, "Save hours")
    assert not app.error and not app.exception
    hours = stored(store)["schedules"]["Night shift"]["hours"]
    assert hours["mon"] == ["22:00-24:00"] and hours["tue"] == ["00:00-06:00", "22:00-24:00"]

    edit(app, "team_schedules_editor", {0: {"Hours": "Night shift"}})
    press(app, "Save hours of teams")
    assert list(stored(store)["team_schedules"].values()) == ["Night shift"]
    assert "First reply time" in list(
        next(table.value for table in app.table if "Before" in table.value.columns)["Metric"]
    )

    next(group for group in app.button_group if group.label == "Hours of").set_value("Night shift").run()
    press(app, "Remove")
    assert list(stored(store)["schedules"]) == ["default"] and stored(store)["team_schedules"] == {}


def test_a_group_goes_back_to_its_defaults_alone(store: Path) -> None:
    app = opened("Money")
    next(field for field in app.number_input if field.label == "Cost per ticket").set_value(12.5)
    press(app, "Save money")
    assert stored(store)["cost_per_ticket"] == 12.5
    reset = next(button for button in app.button if button.key == "reset_Money")
    reset.click().run()
    assert stored(store)["cost_per_ticket"] == DEFAULTS["cost_per_ticket"]
    assert stored(store)["company"] == "Lumenfold", "other groups stay"


def test_the_command_shown_sets_the_same(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = {"company": "O'Brien & Söhne", "goals": {"csat": 0.9}, "cost_of_keeping": None}
    command = shlex.split(saving.as_commands(values))
    assert command[:3] == ["python", "-m", "data"]
    assert command_line.main([*command[3:], "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {key: printed[key] for key in values} == values
