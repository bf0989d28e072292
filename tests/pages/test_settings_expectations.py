"""Can the word lists of the expectations be edited, checked and reset on the settings page?"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.expectation_words import DEFAULT_WORDS
from pages.parts import settings_form as form
from pages.parts import settings_form_expectations as expectations
from pages.parts.settings_form_words import differences
from tests.pages.test_settings_page import number_of_version, opened, press, stored, text_of


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, store_of: Callable[[Path], None]) -> Path:
    """A copy of the sample store that a test may change."""
    folder = tmp_path / "store"
    shutil.copytree(sample_store, folder)
    store_of(folder)
    return folder


def type_into(app: AppTest, name: str, text: str) -> None:
    next(field for field in app.text_area if field.label.startswith(name)).set_value(text)


def test_lists_are_typed_an_entry_per_line() -> None:
    assert expectations.listed_of(" wait* \n\n  no   answer\nwait*\ndoesn’t\n") == ["wait*", "no answer", "doesn't"]
    for listed in DEFAULT_WORDS.values():
        assert expectations.listed_of(expectations.as_lines(listed)) == listed


def test_changes_of_lists_are_said_by_entry() -> None:
    before, after = ({"expectations": {"timely": words}} for words in (["a", "b"], ["b", "c", "d", "e", "f", "g"]))
    assert differences(before, after) == ["Word lists › Timely: added c, d, e, f and 1 more; removed a"]
    assert differences(after, {"expectations": {"timely": after["expectations"]["timely"][::-1]}}) == [
        "Word lists › Timely: in another order"
    ]


def test_a_list_is_saved_and_sorts_the_comments_anew(store: Path) -> None:
    app = opened("Expectations")
    lengths = [field.value.count("\n") + 1 for field in app.text_area]
    assert lengths[: len(DEFAULT_WORDS)] == [len(words) for words in DEFAULT_WORDS.values()]
    type_into(app, "Timely", "behäbig*\nzu lange\n\n behäbig* ")
    press(app, "Save expectations")
    assert not app.error and not app.exception
    assert stored(store)["expectations"] == DEFAULT_WORDS | {"timely": ["behäbig*", "zu lange"]}
    assert number_of_version(store) == 2
    assert "Word lists › Timely: added behäbig*; removed " in text_of(app)
    effect = next(table.value for table in app.table if "Before" in table.value.columns)
    assert "Comments on time" in list(effect["Metric"])

    reset = next(button for button in app.button if button.key == "reset_Expectations")
    reset.click().run()
    assert stored(store)["expectations"] == DEFAULT_WORDS


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "slow\nw*t",
            "Word lists › Timely: 'w*t' is not allowed; a * may only stand at the end of a word, like wait*.",
        ),
        ("slow\n" + "a" * 81, "Word lists › Timely: 'aaaaaaaaaaaaaaaaaaaa…' has 81 letters; at most 80 are allowed."),
        ("-", "Word lists › Timely: '-' is no word; write a word or phrase, or leave it out."),
    ],
)
def test_a_mistake_saves_nothing_and_keeps_what_was_typed(store: Path, typed: str, said: str) -> None:
    app = opened("Expectations")
    type_into(app, "Timely", typed)
    press(app, "Save expectations")
    assert said in text_of(app)
    assert number_of_version(store) == 1
    assert next(field for field in app.text_area if field.label.startswith("Timely")).value == typed


def test_the_group_says_what_it_affects() -> None:
    assert "Comments page" in form.GROUPS["Expectations"].affects
