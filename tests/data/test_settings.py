"""Settings are checked before anything is kept; every mistake names the setting and says what is allowed."""

import datetime as dt
import random
from typing import Any

import pytest

from data.settings import DEFAULTS, MEANINGS, SettingError, parse, read_value

MONDAY = {"mon": ["09:00-17:00"]}


USUAL = DEFAULTS["scales"]


def schedules(**hours: Any) -> dict[str, Any]:
    return {"schedules": {"default": {"hours": hours}}}


def test_the_defaults_are_valid_and_explained() -> None:
    settings = parse({})
    assert list(MEANINGS) == list(DEFAULTS)
    assert [window.weekday for window in settings.schedules["default"].windows] == [0, 1, 2, 3, 4]
    assert settings.time_zone.key == "UTC"


def test_schedules_may_be_split_and_have_their_own_zone() -> None:
    day = ["18:00-20:00", "08:00-10:00", "10:30-12:00", "13:00-14:15", "15:00-16:00"]
    body = {"time_zone": "Asia/Tokyo", "hours": {"sat": day}, "holidays": ["2024-02-29"]}
    settings = parse({"schedules": {"default": {"hours": MONDAY}, "weekend": body}, "team_schedules": {"A": "weekend"}})
    weekend = settings.schedules["weekend"]
    assert [window.opens // 3600 for window in weekend.windows] == [8, 10, 13, 15, 18]
    assert weekend.time_zone.key == "Asia/Tokyo"
    assert settings.schedules["default"].time_zone.key == "UTC"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"colour": "red"}, "There is no setting 'colour'"),
        ({"time_zone": "Mars/Base"}, "time_zone: 'Mars/Base' is not a time zone"),
        ({"time_zone": None}, "time_zone: None is not a time zone"),
        ({"schedules": {}}, "one schedule must be called 'default'"),
        ({"schedules": []}, "schedules: a JSON object is needed"),
        ({"schedules": {"default": {}}}, "'default' needs hours"),
        ({"schedules": {"default": {"hours": []}}}, "hours are a list of windows per weekday"),
        (schedules(), "open at least once a week"),
        (schedules(monday=["09:00-17:00"]), "'monday' is not a weekday; write mon, tue"),
        (schedules(mon="09:00-17:00"), "default, mon: a list is needed"),
        (schedules(mon=None), "default, mon: a list is needed"),
        (schedules(mon=["9 to 5"]), "'9 to 5' is not a window; write 09:00-17:00"),
        (schedules(mon=["09:00-24:01"]), "is not a window"),
        (schedules(mon=["09:60-12:00"]), "is not a window"),
        (schedules(mon=["22:00-06:00"]), "a night shift is two windows"),
        (schedules(mon=["09:00-12:00", "11:00-13:00"]), "two windows overlap"),
        (schedules(mon=[f"{hour:02}:00-{hour:02}:30" for hour in range(8, 13)]), "at most 4 windows within 7 hours"),
        (schedules(sun=["20:00-21:00", "22:00-23:00"], mon=["00:00-01:00", "02:00-03:00", "03:30-04:00"]), "at most 4 windows"),
        ({"schedules": {"default": {"hours": MONDAY, "holidays": ["1.1.2024"]}}}, "'1.1.2024' is not a date; write 2026-12-25"),
        ({"schedules": {"default": {"hours": MONDAY, "holidays": 5}}}, "holidays: a list is needed"),
        ({"schedules": {"default": {"hours": MONDAY, "colour": 1}}}, "'default' needs hours"),
        ({"team_schedules": {"A": "night"}}, "team 'A' has schedule 'night', which is not in schedules"),
        ({"team_schedules": {"A": ["default"]}}, "which is not in schedules"),
        ({"targets": {"high": {"first_reply": 1, "resolution": 2}}}, "a row '*'"),
        ({"targets": {"*": {"first_reply": 1}}}, "'*' needs first_reply and resolution"),
        ({"targets": {"*": {"first_reply": -1, "resolution": 2}}}, "not a number of zero or more"),
        ({"targets": {"*": {"first_reply": "soon", "resolution": 2}}}, "'soon' is not a number"),
        ({"scales": {"1-5": {"lowest": 1}}}, "'1-5' needs lowest, highest"),
        ({"scales": {"1-5": {"lowest": 5, "highest": 1, "satisfied_from": 4, "poor_to": 2, "good_from": 4}}}, "must rise"),
        ({"quality_weights": {"csat": 1}}, "needs exactly"),
        ({"quality_weights": dict.fromkeys(DEFAULTS["quality_weights"], 0)}, "at least one weight must be above zero"),
        ({"late_factor": "twice"}, "late_factor: 'twice' is not a number"),
        ({"margin": float("nan")}, "margin"),
        ({"horizon_months": True}, "horizon_months"),
        ({"late_factor": None}, "late_factor: None is not a number"),
        ({"late_factor": 0}, "late_factor: 0 is not allowed; write a number above zero"),
        ({"margin": 1.1}, "margin: 1.1 is not allowed; write a number, from 0 to 1"),
        ({"discount_rate": 10}, "discount_rate: 10 is not allowed; write a number, from 0 to 1"),
        ({"horizon_months": 0}, "horizon_months: 0 is not allowed; write a number, 1 or more"),
        ({"targets": {"*": {"first_reply": 0, "resolution": 2}}}, "targets, *, first_reply: 0 is not allowed"),
        ({"company": 5}, "company: a text is needed, not 5"),
        ({"company": None}, "company: a text is needed"),
        ({"scales": {"1-5": USUAL["1-5"]}}, "scales: '1-3' is missing; the usual scales must stay"),
        ({"scales": USUAL | {"1-5": USUAL["1-5"] | {"satisfied_from": 6}}}, "scales, 1-5, satisfied_from: 6 is outside the scale"),
        ({"scales": USUAL | {"1-5": USUAL["1-5"] | {"poor_to": 0}}}, "write a number from 1 to 5"),
        ({"lapse_days": 0}, "lapse_days: 0 is not allowed; write a number, from 1 to 3650"),
        ({"landmark_days": None}, "landmark_days: None is not a number"),
        ({"losses_known_from": "1.1.2024"}, "losses_known_from: '1.1.2024' is not a date; write 2026-12-25"),
        ({"leaving_words": {"involuntary": []}}, "leaving_words: needs exactly involuntary, cancelling"),
        ({"leaving_words": {"involuntary": "card", "cancelling": []}}, "leaving_words, involuntary: a list of words"),
        ({"leaving_words": {"involuntary": ["ca*rd"], "cancelling": []}}, "leaving_words, involuntary: 'ca*rd' is not allowed"),
        ({"experiments": []}, "experiments: a JSON object is needed"),
        ({"experiments": {"": {"starts": "2026-01-01", "share": 0.1}}}, "an experiment needs a name"),
        ({"experiments": {"A": {"starts": "2026-01-01"}}}, "experiments: 'A' needs starts and share"),
        ({"experiments": {"A": {"starts": "", "share": 0.1}}}, "experiments, A, starts: '' is not a date"),
        ({"experiments": {"A": {"starts": "2026-01-01", "share": 1}}}, "share: 1 is not allowed; write a number between 0 and 1"),
        ({"goals": {"nps": "high"}}, "goals, nps: 'high' is not a number"),
        ({"goals": {"nps": float("inf")}}, "goals, nps"),
    ],
)  # fmt: skip
def test_mistakes_are_said(values: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingError) as caught:
        parse(values)
    assert message in str(caught.value)


def test_what_says_who_is_lost_may_be_unknown() -> None:
    settings = parse({})
    assert settings.losses_known_from is None and "lapse_days" not in settings.numbers
    assert settings.numbers["landmark_days"] == 90
    given = parse(
        {
            "lapse_days": 120,
            "losses_known_from": "2024-02-29",
            "experiments": {"A": {"starts": "2024-03-01", "share": 0.1}},
        }
    )
    assert given.numbers["lapse_days"] == 120
    assert given.losses_known_from == dt.date(2024, 2, 29)
    assert given.experiments["A"].share == 0.1


def test_costs_may_be_unknown_and_scales_added() -> None:
    smiles = {"lowest": 0, "highest": 2, "satisfied_from": 2, "poor_to": 0, "good_from": 2}
    settings = parse({"cost_per_ticket": None, "scales": USUAL | {"smiles": smiles}})
    assert "cost_per_ticket" not in settings.numbers
    assert settings.scales["smiles"].highest == 2


def test_whatever_is_given_is_a_setting_or_a_setting_error() -> None:
    draw = random.Random(3)
    odd = [
        None,
        "",
        "x",
        0,
        -1,
        1.5,
        True,
        [],
        {},
        [1],
        {"a": 1},
        [None],
        {"mon": [5]},
        {"*": []},
        "09:00-17:00",
        10**400,
    ]

    def spoil(value: Any) -> Any:
        if isinstance(value, dict) and value and draw.random() < 0.7:
            key = draw.choice(list(value))
            return value | {key: spoil(value[key])}
        if isinstance(value, list) and value and draw.random() < 0.7:
            return [*value[1:], spoil(value[0])]
        return draw.choice(odd)

    for _ in range(2000):
        key = draw.choice(list(DEFAULTS))
        try:
            parse({key: spoil(DEFAULTS[key])})
        except SettingError as error:
            assert str(error)


def test_what_a_person_types_is_read_as_json_or_text() -> None:
    assert read_value("late_factor", "3") == 3
    assert read_value("time_zone", "Europe/Berlin") == "Europe/Berlin"
    assert read_value("team_schedules", '{"A": "default"}') == {"A": "default"}
    assert read_value("cost_of_keeping", "null") is None
    with pytest.raises(SettingError, match="Settings are: company, time_zone"):
        read_value("colour", "red")
