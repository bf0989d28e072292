"""Is what statistics make of questions asked like a question: listed, checked, printed, and the same as what it is made of?"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.versions import open_for_reading
from queries import questions
from queries.computed.computed import Computed
from queries.computed.satisfaction import READINGS
from queries.computed.shapes import SHAPES
from queries.parameters import PARAMETERS, QuestionError
from queries.questions import COMPUTED, COMPUTED_SHAPES
from queries.registry import METRICS
from queries.statistics.clusters import clustered_share
from queries.statistics.intervals import poisson_interval
from queries.statistics.limits import process_limits
from queries.statistics.terms import standing_out
from queries.statistics.turning import turning_point
from tests.conftest import ROOT
from tests.queries.answers import rated

YEARS = {"from": dt.date(2024, 11, 20), "to": dt.date(2026, 11, 15)}
PERIOD = {"from": dt.date(2026, 5, 18), "to": dt.date(2026, 11, 15)}
Ask = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_for_reading(sample_store)
    yield connection
    connection.close()


@pytest.fixture
def answer(sample: duckdb.DuckDBPyConnection) -> Ask:
    """Asks the sample company about half a year."""

    def asking(name: str, *, shape: str | None = None, **given: object) -> pd.DataFrame:
        return questions.ask(sample, name, PERIOD | given, shape=shape)

    return asking


@pytest.mark.parametrize("one", COMPUTED.values(), ids=list(COMPUTED))
class TestComputed:
    def test_says_what_one_row_is_and_reads_known_questions(self, one: Computed) -> None:
        assert re.match(r"One row(:| per) .+\.$", one.meaning) and questions.meaning_of(one.name) == one.meaning
        assert one.name not in questions.library() and one.name not in METRICS
        assert {read for read, _ in one.reads} <= set(questions.names())

    def test_takes_what_its_questions_take(self, one: Computed) -> None:
        taken = set(questions.parameters_of(one.name))
        assert taken <= set(PARAMETERS) and set(one.takes) <= taken and not set(one.sets) & taken
        for read, shape in one.reads:
            assert set(questions.parameters_of(read, shape)) <= taken | set(one.sets)
            assert questions.sql_of(read, shape) in questions.sql_of(one.name)

    def test_answers_on_the_sample_company(self, one: Computed, answer: Ask) -> None:
        journey = {"stage": "Onboard", **YEARS} if one.name.startswith("journey") else {}  # steps take their time
        lot = {"experiment": "Check-ins", "starts": dt.date(2026, 1, 1)} if one.name.startswith("holdout") else {}
        frame = answer(one.name, ticket_id="T1", load_id=1, **journey, **lot)
        assert len(frame) and frame.columns.is_unique


def test_computed_answers_know_neither_the_store_nor_the_app() -> None:
    for path in (ROOT / "queries" / "computed").glob("*.py"):
        assert not re.search(r"duckdb|streamlit|open_for_reading|import questions", path.read_text("utf-8")), path


@pytest.mark.parametrize("shape", SHAPES, ids=list(COMPUTED_SHAPES))
def test_a_computed_shape_answers_for_every_metric_that_can_take_it(shape: object, answer: Ask) -> None:
    assert isinstance(shape, type(SHAPES[0])) and re.match(r"One row per .+\.$", shape.meaning)
    assert shape.name not in questions.NEEDED
    asked = 0
    for metric in METRICS.values():
        if metric.shape in shape.of:
            frame = answer(metric.key, shape=shape.name, by="channel" if shape.name == "standings" else "week")
            assert "bucket" in frame and questions.sql_of(metric.key) in questions.sql_of(metric.key, shape.name)
            asked += len(frame) > 0
        else:
            with pytest.raises(QuestionError, match=f"{metric.key} cannot be asked as {shape.name}"):
                questions.parameters_of(metric.key, shape.name)
    assert asked > 5


@pytest.mark.parametrize(
    ("name", "shape", "given", "says"),
    [
        ("csat", "usual_range", {"by": "team"}, "usual_range goes by day, week, month; not by team"),
        ("csat", "usual_range", {"quantile": "p90"}, "csat has no p90"),
        ("csat", "standings", {"by": "week"}, "standings compares groups"),
        ("weighted_answers", "rows", {}, "weighted_answers has no shapes"),
        ("turning_point", None, {"dose": "moon"}, "dose must be one of"),
        ("weighted_answers", None, {"colour": "red"}, "no parameter 'colour'"),
    ],
)
def test_a_wrong_question_is_refused_in_words(
    answer: Ask, name: str, shape: str | None, given: dict[str, object], says: str
) -> None:
    with pytest.raises(QuestionError) as refused:
        answer(name, shape=shape, **given)
    assert says in str(refused.value)


def test_the_limits_of_the_silence_are_those_of_the_cells(answer: Ask) -> None:
    for kind in ("csat", "ces"):
        cells = answer("answer_cells", kind=kind)[["sent", "answered", "total"]].sum()
        found = answer("weighted_answers", kind=kind).set_index("reading")
        assert tuple(found.index) == READINGS
        assert found.loc["as answered", "value"] == pytest.approx(cells["total"] / cells["answered"])
        silent = found.loc["all silent unhappy, or happy"]
        unhappy, happy = cells["total"], cells["total"] + cells["sent"] - cells["answered"]
        assert [silent["low"], silent["high"]] == pytest.approx([unhappy / cells["sent"], happy / cells["sent"]])
    cells = answer("answer_cells", kind="nps")[["sent", "answered", "total"]].sum()
    found = answer("weighted_answers", kind="nps").set_index("reading")
    assert found.loc["as answered", "value"] == pytest.approx(100 * cells["total"] / cells["answered"])
    weighted = found.loc["weighted to all asked"]
    assert -100 <= weighted["low"] < weighted["value"] < weighted["high"] <= 100


def test_the_usual_range_is_that_of_the_complete_weeks(answer: Ask) -> None:
    weeks = answer("csat", by="week")
    found = answer("csat", shape="usual_range")
    assert found["bucket"].tolist() == weeks["bucket"].tolist()
    values = weeks["value"].where((weeks["n"] >= 5) & weeks["is_complete"].astype(bool))
    settled = found[found["is_provisional"] == False]  # noqa: E712 (missing where there is no range)
    assert len(settled) >= 12
    for usual, rows in settled.groupby("usual"):
        limits = process_limits(values[rows.index], lowest_possible=0, highest_possible=1)
        assert limits is not None and [usual, rows["lower"].iloc[0], rows["upper"].iloc[0]] == pytest.approx(
            [limits.mean, limits.lower, limits.upper]
        )


def test_a_quantile_has_a_usual_range_of_its_own(answer: Ask) -> None:
    median, slow = (answer("first_reply_time", shape="usual_range", quantile=part) for part in ("p50", "p90"))
    known = slow["usual"].notna()
    assert known.any() and (slow["usual"] > median["usual"])[known].all()
    assert slow["shown"].dropna().equals(slow["p90"][slow["shown"].notna()].rename("shown"))


def test_standings_are_drawn_toward_the_overall_figure(answer: Ask) -> None:
    found = answer("csat", shape="standings", by="team")
    overall = answer("csat")["value"].iloc[0]
    assert found["overall"].tolist() == [overall] * len(found) and len(found) > 2
    assert ((found["value"] - overall).abs() <= (found["raw"] - overall).abs() + 0.02).all()


def test_terms_have_their_interval_and_no_echo(answer: Ask) -> None:
    raw = answer("comment_terms")
    counts = {f"{side}_comments": int(raw[f"{side}_comments"].iloc[0]) for side in ("poor", "good")}
    every = standing_out(raw, **counts).set_index("term")
    found = answer("standing_terms")
    assert 0 < len(found) < len(every)
    for row in found.to_dict("records"):
        assert row["log_odds"] == every.loc[row["term"], "log_odds"]
        assert row["high"] - row["low"] == pytest.approx(2 * 1.959964 * row["log_odds"] / row["z"])


def test_the_turning_point_is_that_of_the_bins_and_the_curve_bends_there(answer: Ask) -> None:
    bins = answer("csat_by_dose", dose="first_reply", **YEARS)
    effect = bins["design_effect"].iloc[0]
    found = turning_point(bins["middle"], bins["n"], bins["hits"], is_log=True, design_effect=effect)
    row = answer("turning_point", dose="first_reply", **YEARS).iloc[0]
    assert row["n"] == bins["n"].sum() and row["doses"] == bins["middle"].nunique() and effect > 1
    line = answer("dose_curve", dose="first_reply", **YEARS)
    assert (row["verdict"] == "turns") == (found is not None) == (line["model"] == "bent line").all()
    if found is not None:
        assert (row["at"], row["before"]) == pytest.approx((found.at, found.before))
        assert line["value"][line["x"] <= found.at].tolist() == pytest.approx(
            [found.before] * (line["x"] <= found.at).sum()
        )


def test_counts_and_hours_have_groups_and_no_curve(answer: Ask) -> None:
    for dose in ("replies", "reopens", "handoffs", "hour"):
        assert answer("dose_curve", dose=dose, **YEARS).empty
        assert answer("turning_point", dose=dose)["verdict"].tolist() == ["only minutes have a curve"]
        assert answer("dose_groups", dose=dose, **YEARS)["n"].sum() == answer("csat", **YEARS)["n"].iloc[0]


def test_too_few_doses_are_not_said_to_have_no_turning_point(answer: Ask) -> None:
    day = {"from": dt.date(2026, 11, 9), "to": dt.date(2026, 11, 9)}
    assert answer("turning_point", **day)["verdict"].tolist() == ["too few to look"]
    assert answer("turning_point", dose="resolution", **YEARS)["verdict"].iloc[0] != "too few to look"


def test_groups_have_the_interval_of_their_customers_and_name_the_clearest_two(answer: Ask) -> None:
    bins = answer("csat_by_dose", dose="reopens", **YEARS)
    found = answer("dose_groups", dose="reopens", **YEARS)
    for row, own in zip(bins.to_dict("records"), found.to_dict("records"), strict=True):
        share = clustered_share(row["hits"], row["n"], squares=row["squares"], clusters=row["customers"])
        assert share is not None
        assert (own["value_low"], own["value_high"]) == pytest.approx((share.low, share.high))
    assert found["clearest"].tolist()[:2] == ["higher", "lower"]  # never reopened, and once
    apart = found["value"].iloc[0] - found["value"].iloc[1]
    assert found["apart_low"].iloc[0] < apart < found["apart_high"].iloc[0]


@pytest.mark.parametrize("is_repeated", [False, True])
def test_what_few_customers_say_is_not_taken_for_many(facts: Any, ask: Ask, is_repeated: bool) -> None:
    """50 of 60 against 30 of 60: clear of 120 customers, not of 6 and 6 who are of one mind each."""
    for reopens, satisfied in ((0, 50), (1, 30)):
        for number in range(60):
            customer = f"K{reopens}-{number // 10 if is_repeated else number}"
            ticket = facts.ticket("2024-02-01", reopens=reopens, customer_id=customer)
            rated(facts, "2024-02-02", 5 if number < satisfied else 1, ticket_id=ticket, customer_id=customer)
    found = ask("dose_groups", dose="reopens")
    assert found["value"].tolist() == pytest.approx([5 / 6, 1 / 2])
    assert found["clearest"].notna().any() != is_repeated


def test_of_what_follows_a_rating_only_histories_apart_are_compared(facts: Any, ask: Ask) -> None:
    """After a poor one made good is a part of after a good one: these two are no pair."""
    for number in range(60):
        for day, score in enumerate("5155" if number % 2 else "5111", start=1):
            rated(facts, f"2024-02-{day:02}", int(score), customer_id=f"K{number}")
    found = ask("next_rating_shares").set_index("bucket")
    assert found["value"].to_dict() == pytest.approx(
        {"after a good one": 1 / 3, "after a poor one": 0.5 / 1.5 / 1, "after a poor one made good": 1.0}, abs=0.5
    )
    pair = {str(found.loc[name, "clearest"]): name for name in found.index[found["clearest"].notna()]}
    assert pair == {"higher": "after a poor one made good", "lower": "after a poor one"}


def test_referrals_and_the_spread_within_customers_are_computed_from_their_sums(answer: Ask) -> None:
    bands = answer("referrals_by_band", **YEARS).set_index("bucket")
    for row in answer("referral_rates", **YEARS).to_dict("records"):
        ends, years = (
            poisson_interval(bands.loc[row["bucket"], "referrers"]),
            bands.loc[row["bucket"], "customer_years"],
        )
        assert [row["low"], row["high"]] == pytest.approx([100 * ends.low / years, 100 * ends.high / years])
    row, sums = (answer(name).iloc[0] for name in ("experience_components", "experience_spread"))
    within = sums["within_squares"] / (sums["tickets"] - sums["customers"])
    assert row["within"] == pytest.approx(within**0.5)
    assert row["share_between"] == pytest.approx(row["between"] ** 2 / (within + row["between"] ** 2))
