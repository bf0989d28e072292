"""What a click has narrowed the rows to is read from the address, and said."""

import pytest

from pages.parts.narrowing import NARROWING, narrowed, narrowed_words
from queries.parameters import PARAMETERS


def test_every_part_of_the_address_is_a_parameter_of_questions() -> None:
    assert set(NARROWING) <= set(PARAMETERS)


def test_only_what_the_rows_of_a_metric_take_narrows_them() -> None:
    query = {"score_from": "3", "after": "after a poor one", "weekday": "1", "customer": "C7"}
    assert narrowed(query, "arrivals") == {"weekday": 1, "customer": "C7"}
    assert narrowed(query, "csat") == {"score_from": 3.0, "after": "after a poor one", "customer": "C7"}
    assert narrowed({"dose_from": "3", "dose_below": "9"}, "csat") == {}  # of what?


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"weekday": "1", "hour": "9"}, ["created on a Monday", "created from 09:00 to 10:00"]),
        ({"least": "60", "below": "240"}, ["at least 60 min", "below 4 h"]),
        ({"observed": "false"}, ["still waiting"]),
        ({"score_from": "4", "score_below": "5", "scale": "1-5"}, ["scored 4", "on the scale 1 to 5"]),
        ({"score_from": "0", "score_below": "1", "scale": "good-bad"}, ["rated bad"]),
        ({"score_from": "9", "score_below": "11"}, ["scored 9 to 10"]),
        ({"score_from": "5"}, ["scored 5 or more"]),
        ({"dose": "first_reply", "dose_from": "60", "dose_below": "240"},
         ["about tickets with a first reply time from 60 min to 4 h"]),
        ({"dose": "replies", "dose_from": "2", "dose_below": "3"}, ["about tickets with a number of replies of 2"]),
        ({"dose": "replies", "dose_from": "6"}, ["about tickets with a number of replies from 6"]),
        ({"dose": "resolution"}, []),
        ({"support": "some poor"}, ["after some poor (support) in the 90 days before"]),
        ({"stage": "(none)"}, ["of customers in no known stage"]),
        ({"reply_speed": "very late", "reopened": "reopened"}, ["replied to very late", "reopened"]),
        ({"customer": "C7"}, ["of customer C7"]),
        ({"ratings_given": "3", "pattern": "never"},
         ["of customers with 3 ratings", "of customers never satisfied"]),
        ({"after": "after a poor one"}, ["given after a poor one"]),
    ],
)  # fmt: skip
def test_a_narrowing_is_said_in_words(query: dict[str, str], said: list[str]) -> None:
    of = "arrivals" if {"weekday", "least", "reply_speed"} & set(query) else "csat"
    found = [part.replace("1 h", "60 min") for part in narrowed_words(narrowed(query, of), "calendar")]
    assert found == said


@pytest.mark.parametrize(
    "query", [{"weekday": "Monday"}, {"hour": "24"}, {"least": "many"}, {"support": "no such"}, {"dose": "nothing"}, {}]
)
def test_an_address_that_cannot_be_read_narrows_nothing(query: dict[str, str]) -> None:
    assert narrowed(query) == {}
