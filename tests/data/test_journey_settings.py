"""The stages of the journey are checked before they are kept, and a stored order of stages stays one."""

from typing import Any

import pytest

from data.schema import STAGES
from data.settings import SettingError, Stage, parse


def body(name: Any, window_days: Any = 30, is_optional: Any = False) -> dict[str, Any]:
    return {"name": name, "is_optional": is_optional, "window_days": window_days}


def test_the_default_is_the_journey_from_discovery_to_advocacy() -> None:
    stages = parse({}).journey
    assert tuple(stage.name for stage in stages) == STAGES
    assert [stage.window_days for stage in stages] == [90, 90, 30, 90, 400, 365, 365, None]
    assert [stage.name for stage in stages if stage.is_optional] == ["Evaluate", "Renew", "Expand"]


def test_names_are_tidied_and_the_last_window_is_not_used() -> None:
    journey = [body("  Try   it "), body("Ölkauf", 3650, is_optional=True), body("Stay", 7)]
    assert parse({"journey": journey}).journey == (
        Stage("Try it", False, 30), Stage("Ölkauf", True, 3650), Stage("Stay", False, None),
    )  # fmt: skip
    assert parse({"journey": [body("A", 30.0), body("B", "never")]}).journey[1].window_days is None


@pytest.mark.parametrize(
    ("journey", "message"),
    [
        (None, "journey: a list of stages is needed, not None"),
        ("Discover, Adopt", "journey: a list of stages is needed"),
        ({"Discover": 90}, "journey: a list of stages is needed"),
        ([], "journey: 0 stages; 2 to 20 are needed"),
        ([body("A")], "journey: 1 stages; 2 to 20 are needed"),
        ([body(f"S{n}") for n in range(21)], "journey: 21 stages"),
        (["A", "B"], "journey: 'A' is no stage; it needs name, is_optional, window_days"),
        ([{"name": "A"}, body("B")], "it needs name, is_optional, window_days"),
        ([body("A") | {"colour": 1}, body("B")], "it needs name, is_optional, window_days"),
        ([body(""), body("B")], "journey: '' is no name of a stage"),
        ([body(5), body("B")], "journey: 5 is no name of a stage"),
        ([body("A" * 41), body("B")], "has 41 letters; at most 40 are allowed"),
        ([body("A\x00"), body("B")], "holds a character that cannot be written"),
        ([body("Adopt"), body(" aDOPT "), body("B")], "journey, aDOPT: two stages have this name"),
        ([body("STRASSE"), body("Straße")], "two stages have this name"),
        ([body("A", 0), body("B")], "journey, A, window_days: 0 is not allowed; write whole days, from 1 to 3650"),
        ([body("A", 3651), body("B")], "journey, A, window_days: 3651 is not allowed"),
        ([body("A", 1.5), body("B")], "journey, A, window_days: 1.5 is not allowed"),
        ([body("A", None), body("B")], "journey, A, window_days: None is not allowed"),
        ([body("A", True), body("B")], "journey, A, window_days: True is not allowed"),
        ([body("A", "30"), body("B")], "journey, A, window_days: '30' is not allowed"),
        ([body("A", 30, "yes"), body("B")], "journey, A, is_optional: 'yes' is neither true nor false"),
    ],
)  # fmt: skip
def test_mistakes_are_said(journey: Any, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        parse({"journey": journey})
    assert message in str(caught.value)
