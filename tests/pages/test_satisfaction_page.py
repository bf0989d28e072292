"""Does the satisfaction page say what customers say, how sure that is, and what nobody can know?"""

import datetime as dt
import functools
import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.loading.load import change_settings
from data.settings import DEFAULTS
from pages.parts import words
from queries.computed.satisfaction import MARGINS
from queries.registry import METRICS
from queries.statistics.intervals import wilson
from tests.data.trial_store import TrialStore
from tests.pages.opened_page import opened_page
from tests.pages.test_pages_and_command_line import asked

PAGE = "pages/support/satisfaction.py"
CAUSES = ("because of", "causes", "drives", "due to", "impact", "effect of")
QUESTIONS = ("Where", "Who answers", "What goes with it", "From contact to contact", "Who recommends us")

opened = functools.partial(opened_page, PAGE)


def plain(text: object) -> str:
    """What is read of escaped Markdown."""
    return str(text).replace("\\", "").replace("\u2060", "")


def said(app: AppTest) -> str:
    return plain(" ".join(str(part.value) for part in (*app.subheader, *app.markdown, *app.caption)))


def headline(app: AppTest) -> str:
    return plain(app.subheader[0].value)


def answers(
    store: TrialStore,
    count: int,
    *,
    satisfied: int,
    sent: bool = False,
    silent: int = 0,
    days: float = 1,
    scale: str = "1-5",
    start: dt.datetime = dt.datetime(2024, 1, 1, 9),
) -> None:
    """A firm whose tickets have been rated so often, one every so many days from the start on, the happy ones first."""
    best, worst = {"1-5": (5, 1), "good-bad": (1, 0)}[scale]
    tickets, surveys = [], []
    for number in range(count + silent):
        at = start + dt.timedelta(days=days * number)
        who = {"ticket_id": f"T{number}", "customer_id": f"C{number % 40}"}
        tickets.append(who | {"created_at": at, "solved_at": at + dt.timedelta(hours=5), "status": "solved",
                              "channel": ("email", "chat")[number % 2]})  # fmt: skip
        survey = who | {"survey_id": f"S{number}", "kind": "csat", "scale": scale}
        survey |= {"sent_at": at + dt.timedelta(hours=6)} if sent else {}
        if number < count:
            survey |= {"responded_at": at + dt.timedelta(hours=7), "score": best if number < satisfied else worst}
        if number < count or sent:
            surveys.append(survey)
    after = start + dt.timedelta(days=days * (count + silent) + 2)
    store.load([*tickets, {"ticket_id": "the last", "created_at": after}])  # so that the days before are complete
    store.load(surveys, name="surveys.csv")


@pytest.fixture
def trial(tmp_path: Path) -> TrialStore:
    return TrialStore(tmp_path)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("survey", ["CSAT", "NPS", "Effort (CES)"])
def test_every_question_is_answered_for_every_kind_of_survey(
    sample_store: Path, store_of: Callable[[Path], None], question: str, survey: str
) -> None:
    app = opened(sample_store, store_of, question=question, survey=survey)
    assert "nan" not in said(app).split()
    assert "CSAT is " in headline(app) and "NPS is " in headline(app)


def test_tiles_are_the_answers_of_the_command_line(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(sample_store, store_of)
    shown = {tile.label: tile.value for tile in app.metric}
    keys = ("csat", "csat_response_rate", "nps", "nps_response_rate", "ces", "ces_agreement")
    assert set(shown) == {METRICS[key].label for key in keys}
    status = {name: str(value) for name, value in asked(sample_store, "data_status")[0].items()}
    through = dt.date.fromisoformat(status["last_day"])
    through = max(through, dt.date.fromisoformat(status["answers_last_day"]) - dt.timedelta(days=1))
    for key in keys:
        to = []
        if "response" in key:  # of surveys sent so long ago that 95 % of their answers have come
            whole = (
                "--from",
                status["first_day"],
                "--to",
                status["answers_last_day"],
                "--set",
                f"kind={key.split('_')[0]}",
            )
            days = float(str(asked(sample_store, "response_delay", *whole)[0]["p95_days"]))
            last = min(through - dt.timedelta(days=math.ceil(days)), dt.date(2026, 11, 15))
            to = ["--from", "2026-08-17", "--to", last.isoformat()]
        row = asked(sample_store, key, *to)[0]
        unit = words.metric_unit(METRICS[key].unit)
        expected = words.value(unit, float(str(row[METRICS[key].value])), n=float(str(row["n"])))
        assert shown[METRICS[key].label] == expected


def test_the_silence_is_recomputed_from_the_lists(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(sample_store, store_of, question="Who answers")
    listed = asked(sample_store, "csat_response_rate", "--set", "shape=rows", "--set", "limit=null")
    sent, answered = len(listed), [row for row in listed if row["is_answered"]]
    satisfied = sum(bool(row["is_satisfied"]) for row in answered)
    silent = sent - len(answered)
    low, high = satisfied / sent, (satisfied + silent) / sent
    text = said(app)
    assert f"{words.percent(silent / sent, sent)} of those asked stayed silent" in text
    assert f"CSAT would be {words.percent(low)}; if all were happy, {words.percent(high)}" in text
    assert "nothing else" in text


def test_without_surveys_sent_the_response_rate_cannot_be_known(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    answers(trial, 60, satisfied=48)
    app = opened(trial.path, store_of, question="Who answers", period="All data")
    assert headline(app).startswith("CSAT is 80% (60 ratings)")
    assert "nobody knows how many stayed silent" in headline(app)
    assert "The response rate cannot be known" in said(app)
    assert [tile.label for tile in app.metric] == ["CSAT"]


def test_few_surveys_sent_are_not_said_to_be_unknown(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 2, satisfied=1, sent=True)
    app = opened(trial.path, store_of, period="All data")
    assert "Too few surveys were sent in these days" in headline(app)
    assert "is not in this data" not in headline(app)


def test_a_cut_inside_a_bin_of_scores_is_not_hidden(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 30, satisfied=15)
    surveys = [
        {"survey_id": f"W{n}", "kind": "csat", "ticket_id": f"T{n}", "score": 78 if n % 2 else 72, "scale": "0-100",
         "responded_at": dt.datetime(2024, 1, 1 + n, 18)}
        for n in range(30)
    ]  # fmt: skip
    trial.load(surveys, name="wide.csv")
    change_settings(
        {"scales": DEFAULTS["scales"] | {"0-100": DEFAULTS["scales"]["0-100"] | {"satisfied_from": 75}}},
        store=trial.path,
    )
    app = opened(trial.path, store_of, period="All data", scale_shown="0 to 100")
    assert headline(app).startswith("CSAT is 50% (60 ratings)")
    assert app.selectbox(key="scale_shown").value == "0-100"  # the scale is part of the address
    assert "100% were not satisfied" not in said(app)
    assert "100% gave 70–79" not in said(app)


def test_without_any_survey_the_page_says_what_it_needs(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    trial.load([{"ticket_id": "T1", "created_at": "2024-01-01 09:00", "solved_at": "2024-01-02 09:00"}])
    app = opened(trial.path, store_of)
    assert "No answers of customers in this data" in said(app)
    assert not app.metric


def test_three_answers_give_no_figure(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 3, satisfied=1, sent=True, silent=30)
    for question in QUESTIONS:
        app = opened(trial.path, store_of, period="All data", question=question)
        assert headline(app).startswith("CSAT: 3 ratings, too few to judge")
        tile = next(tile for tile in app.metric if tile.label == "CSAT")
        assert tile.value == "too few (3)"
        assert "33%" not in said(app)


def test_answers_outside_the_period_are_offered_back(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 20, satisfied=10)
    trial.load(
        [{"ticket_id": f"late {day}", "created_at": f"2025-03-{day:02} 09:00"} for day in range(1, 20)], "late.csv"
    )
    app = opened(trial.path, store_of, period="Last 4 complete weeks")
    assert "Nothing matches" in said(app) and "No answers for" in said(app)


def test_good_and_bad_is_a_scale_of_its_own(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 40, satisfied=30, scale="good-bad")
    app = opened(trial.path, store_of, period="All data")
    assert "good or bad: good is satisfied (40)" in said(app)
    assert "75% gave Good; 25% were not satisfied" in said(app)


def test_a_firm_whose_silence_is_recorded_is_weighted_back(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    """Of 200 asked by e-mail 20 answer, all happy; of 200 by chat 100 answer, half happy: 58 % as answered, 75 % of all."""
    tickets, surveys = [], []
    for number in range(400):
        channel, place = ("email", "chat")[number // 200], number % 200
        at = dt.datetime(2024, 1, 1, 9) + dt.timedelta(hours=place * 5)
        tickets.append({"ticket_id": f"T{number}", "created_at": at, "channel": channel})
        survey = {"survey_id": f"S{number}", "kind": "csat", "ticket_id": f"T{number}", "scale": "1-5"}
        survey["sent_at"] = at + dt.timedelta(hours=1)
        if place < (20 if channel == "email" else 100):
            happy = channel == "email" or place < 50
            survey |= {"responded_at": at + dt.timedelta(hours=2), "score": 5 if happy else 1}
        surveys.append(survey)
    trial.load([*tickets, {"ticket_id": "the last", "created_at": dt.datetime(2024, 6, 1, 9)}])
    trial.load(surveys, name="surveys.csv")
    app = opened(trial.path, store_of, question="Who answers", period="All data")
    assert "CSAT by the day of asking: 58% as answered, 75% weighted to all asked" in said(app)
    assert "would be 18%; if all were happy, 88%" in said(app)  # 70 of 400, 350 of 400


def test_surveys_whose_answers_are_still_coming_are_left_out_everywhere(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    """Everybody answers after three days: of 40 surveys, one a day, the last ones only look like silence."""
    start = dt.datetime(2024, 1, 1, 9)
    tickets = [{"ticket_id": f"T{n}", "created_at": start + dt.timedelta(days=n), "channel": ("email", "chat")[n % 2]}
               for n in range(41)]  # fmt: skip
    surveys = [{"survey_id": f"S{n}", "kind": "csat", "ticket_id": f"T{n}", "sent_at": start + dt.timedelta(days=n),
                "scale": "1-5"} | ({"score": 5, "responded_at": start + dt.timedelta(days=n + 3)} if n < 38 else {})
               for n in range(41)]  # fmt: skip
    trial.load(tickets)
    trial.load(surveys, name="surveys.csv")
    app = opened(trial.path, store_of, period="All data", question="Who answers")
    assert "100% of 37 CSAT surveys sent to 6 Feb 2024 were answered" in headline(app)  # the 9th is the last whole day
    rate = next(tile for tile in app.metric if tile.label == "CSAT response rate")
    text = said(app)
    assert rate.value == "100%" and "sent to 6 Feb 2024" in text
    assert "Surveys sent 1 Jan to 6 Feb 2024" in text and "100% of 37 surveys answered" in text
    assert "CSAT response rate" in text and "1 Jan to 6 Feb 2024 · all tickets" in text
    late = opened(trial.path, store_of, period="Chosen days", days=["2024-02-08", "2024-02-09"], question="Who answers")
    assert "still coming" in headline(late) and "Too early to tell who answers" in said(late)
    assert next(tile for tile in late.metric if tile.label == "CSAT response rate").value == words.MISSING


def test_a_figure_by_the_day_of_asking_is_said_to_be_one(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    """Asked in January: 10 of 20 happy; all of the 20 unhappy who answered in January had been asked before."""
    tickets = [{"ticket_id": f"T{n}", "created_at": dt.datetime(2023, 12, 1 + n % 28, 9)} for n in range(60)]
    surveys = [
        {"survey_id": f"A{n}", "kind": "csat", "ticket_id": f"T{n}", "scale": "1-5", "score": 5 if n < 10 else 1,
         "sent_at": dt.datetime(2024, 1, 2 + n, 9), "responded_at": dt.datetime(2024, 1, 2 + n, 10)} for n in range(20)
    ] + [
        {"survey_id": f"B{n}", "kind": "csat", "ticket_id": f"T{n + 20}", "scale": "1-5", "score": 1,
         "sent_at": dt.datetime(2023, 12, 30, 9), "responded_at": dt.datetime(2024, 1, 1, 10)} for n in range(20)
    ]  # fmt: skip
    trial.load([*tickets, {"ticket_id": "the last", "created_at": "2024-03-01 09:00"}])
    trial.load(surveys, name="surveys.csv")
    app = opened(trial.path, store_of, period="Chosen days", days=["2024-01-01", "2024-01-31"], question="Who answers")
    assert headline(app).startswith("CSAT is 25% (40 ratings)")
    assert "answers count on the day of asking: CSAT is 50%, and 25% by the day of the answer" in said(app)
    assert "Surveys sent 1 Jan to 31 Jan 2024" in said(app)


def test_answers_after_the_last_tickets_belong_to_all_data(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    """Tickets of January, answers up to 20 February: all of them count, and their weeks are drawn."""
    tickets = [{"ticket_id": f"T{n}", "created_at": dt.datetime(2024, 1, 1 + n % 31, 9)} for n in range(62)]
    surveys = [{"survey_id": f"S{n}", "kind": "csat", "ticket_id": f"T{n}", "scale": "1-5", "score": 5 if n % 2 else 1,
                "responded_at": dt.datetime(2024, 1, 22, 10) + dt.timedelta(days=n // 2)} for n in range(60)]  # fmt: skip
    trial.load(tickets)
    trial.load(surveys, name="surveys.csv")
    app = opened(trial.path, store_of, period="All data")
    assert headline(app).startswith("CSAT is 50% (60 ratings)")
    assert "1 Jan to 20 Feb 2024" in said(app)
    traces = json.loads(app.get("plotly_chart")[0].spec)["data"]
    drawn = {one["name"]: [x for x, y in zip(one["x"], one["y"], strict=True) if y is not None] for one in traces}
    assert drawn["value"][-1] == "2024-02-12" and drawn.get("partial", []) == []  # two of the last week are too few
    alone = TrialStore(trial.folder / "alone")
    alone.folder.mkdir()
    alone.load(surveys, name="surveys.csv")  # without any ticket
    assert headline(opened(alone.path, store_of, period="All data")).startswith("CSAT is 50% (60 ratings)")


def test_days_that_the_data_do_not_cover_are_not_compared_with(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    """80 days of ratings: four weeks have the four before; eight weeks would be compared with half of eight."""
    answers(trial, 80, satisfied=40)
    text = said(opened(trial.path, store_of, period="Last 4 complete weeks"))
    assert "nothing to compare with" not in text and "compared with" in text
    app = opened(trial.path, store_of, period="Last 8 complete weeks")
    text = said(app)
    assert "nothing to compare with: the data begin on 1 Jan 2024" in text
    assert headline(app).startswith("CSAT is 34% (56 ratings). ") and not any(tile.delta for tile in app.metric)


def test_a_change_names_nobody_by_chance_and_values_nobody_by_few(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    """Two months of 100 ratings: Ann falls from 45 to 15 of 50, Ben stays, Cem has 3 of 3 and then 0 of 3."""
    rows = []
    for month, satisfied in ((1, {"Ann": 45, "Ben": 42, "Cem": 3}), (2, {"Ann": 15, "Ben": 43, "Cem": 0})):
        for agent, count in (("Ann", 50), ("Ben", 47), ("Cem", 3)):
            rows += [
                {"ticket_id": f"{agent} {month} {n}", "created_at": dt.datetime(2024, month, 1 + n % 25, 9), "agent": agent,
                 "solved_at": dt.datetime(2024, month, 1 + n % 25, 12), "status": "solved", "csat_scale": "1-5",
                 "csat_score": 5 if n < satisfied[agent] else 1} for n in range(count)
            ]  # fmt: skip
    trial.load([{"ticket_id": "first", "created_at": "2023-12-01 09:00"}, *rows, {"ticket_id": "the last", "created_at": "2024-03-01 09:00"}])  # fmt: skip
    days = ["2024-01-29", "2024-02-27"]  # 30 days, and 35 days before them those from 25 December on
    app = opened(trial.path, store_of, period="Chosen days", days=days, by="Agent")
    assert "largest own change Ann" in said(app) and "largest own change Cem" not in said(app)
    figure = next(json.loads(chart.spec) for chart in app.get("plotly_chart") if "Beyond noise" in chart.spec)
    names = [text.split("  ")[0] for text in figure["layout"]["yaxis"]["ticktext"]]
    assert names == ["Ann", "Ben", "Cem"]
    own = next(trace for trace in figure["data"] if trace["name"] == "Within the group")
    assert own["x"][0] < -0.2 and own["x"][2] is None and own["customdata"][2] == ["Cem", "performance"]
    assert own["error_x"]["array"][0] > 0


def test_a_single_answer_a_week_never_swings_the_line(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 16, satisfied=8, days=7)
    app = opened(trial.path, store_of, period="All data")
    figures = [json.loads(chart.spec) for chart in app.get("plotly_chart")]
    trend = [y for trace in figures[0].get("data", []) for y in trace.get("y", []) if y is not None]
    assert figures and not trend
    assert headline(app).startswith("CSAT is 50% (16 ratings, few)") and "few ratings" in said(app)
    months = [
        json.loads(chart.spec)
        for chart in opened(trial.path, store_of, period="All data", per="Month").get("plotly_chart")
    ]
    assert [y for trace in months[0]["data"] for y in trace["y"] if y is not None] == [1.0]  # January alone has five


def test_a_month_that_the_data_begin_inside_is_drawn_like_the_running_one(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    """From 20 January to 8 April 2024 a rating a day: January and April are hollow, February and March joined."""
    answers(trial, 80, satisfied=40, start=dt.datetime(2024, 1, 20, 9))

    def drawn(**query: str) -> dict[str, list[str]]:
        app = opened(trial.path, store_of, period="All data", **query)
        traces = json.loads(app.get("plotly_chart")[0].spec)["data"]
        return {one["name"]: [x for x, y in zip(one["x"], one["y"], strict=True) if y is not None] for one in traces}

    months = drawn(per="Month")
    assert months == {"value": ["2024-02-01", "2024-03-01"], "partial": ["2024-01-01", "2024-04-01"]}
    assert drawn()["value"][0] == "2024-01-22"  # two answers of the week before are too few to draw


def test_shares_of_a_period_have_the_interval_of_wilson(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    answers(trial, 70, satisfied=56)
    app = opened(trial.path, store_of, period="All data")
    ends = wilson(56, 70)
    assert ends is not None
    assert f"95% interval {words.percent(ends.low)} to {words.percent(ends.high)}" in said(app)


def test_no_text_calls_a_difference_a_cause(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    for question in QUESTIONS:
        text = said(opened(sample_store, store_of, question=question)).lower()
        assert not [phrase for phrase in CAUSES if phrase in text]


def test_the_margins_are_columns_of_the_cells(sample_store: Path) -> None:
    cells = asked(sample_store, "answer_cells")
    assert set(MARGINS) <= set(cells[0])
    assert sum(int(str(row["sent"])) for row in cells) == asked(sample_store, "csat_response_rate")[0]["n"]
    assert not math.isnan(float(str(cells[0]["total"])))


def test_a_kind_without_answers_under_the_filters_is_said_and_breaks_nothing(
    sample_store: Path, store_of: Callable[[Path], None]
) -> None:
    app = opened(sample_store, store_of, survey="NPS", team="Billing")  # these answers are about no ticket
    assert "NPS: no answers in these days" in headline(app)


def rated_by_tickets(store: TrialStore, *told: tuple[int, int, dict[str, object]]) -> None:
    """So many ratings, so many of them satisfied, about tickets with these fields; every one of another customer."""
    tickets, surveys = [], []
    for count, satisfied, fields in told:
        for number in range(count):
            name, at = f"{len(tickets)}", dt.datetime(2024, 1, 1, 9) + dt.timedelta(hours=len(tickets))
            reply = fields.get("minutes")
            waited = {} if reply is None else {"first_reply_at": at + dt.timedelta(minutes=int(str(reply)) + number)}
            own = {key: value for key, value in fields.items() if key != "minutes"} | waited
            customer = f"C{name}"
            tickets.append({"ticket_id": name, "created_at": at, "customer_id": customer} | own)
            surveys.append({"survey_id": name, "kind": "csat", "ticket_id": name, "customer_id": customer, "scale": "1-5",
                            "score": 5 if number < satisfied else 1, "responded_at": at + dt.timedelta(hours=9)})  # fmt: skip
    store.load([*tickets, {"ticket_id": "the last", "created_at": dt.datetime(2024, 6, 1, 9)}])
    store.load(surveys, name="surveys.csv")


def test_counts_are_titled_by_their_groups(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    """635 reopened once of which 262 are satisfied: 41 %, whatever a curve through all of them would say."""
    rated_by_tickets(trial, (2000, 1760, {"reopens": 0}), (635, 262, {"reopens": 1}), (40, 22, {"reopens": 2}))
    app = opened(trial.path, store_of, period="All data", question="What goes with it", against="Reopened")
    text = said(app)
    assert "CSAT is 88% without reopenings, 41% with 1 reopening" in text and "51%" not in text
    assert "No point stands out" not in text and "turn" not in text.split("Reopened")[-1]


def test_counts_that_hardly_differ_are_said_not_to(trial: TrialStore, store_of: Callable[[Path], None]) -> None:
    rated_by_tickets(trial, (60, 50, {"reopens": 0}), (60, 48, {"reopens": 1}))
    app = opened(trial.path, store_of, period="All data", question="What goes with it", against="Reopened")
    assert "CSAT by number of reopenings: no difference beyond noise" in said(app)


def test_too_few_waits_are_not_said_to_have_no_turning_point(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    rated_by_tickets(trial, (45, 30, {"minutes": 5}))
    app = opened(trial.path, store_of, period="All data", question="What goes with it", clock="Calendar")
    assert "Too few ratings, or too few different times, to look" in said(app)
    assert "No point stands out" not in said(app)


def test_the_title_of_what_follows_a_rating_is_the_clearest_finding(
    trial: TrialStore, store_of: Callable[[Path], None]
) -> None:
    """After two good ones 80 of 100, after a poor one made good 40 of 80, after a poor one 80 of 140."""
    surveys = []
    for number in range(240):
        chain = ("555", "555", "555", "555", "551", "151", "151", "155", "155", "11", "11", "11")[number % 12]
        for day, score in enumerate(chain):
            surveys.append({"survey_id": f"{number}-{day}", "kind": "csat", "customer_id": f"C{number}", "scale": "1-5",
                            "score": int(score), "responded_at": dt.datetime(2024, 2, 1 + day, 12)})  # fmt: skip
    days = (dt.datetime(2024, 1, 1, 9), dt.datetime(2024, 6, 1, 9))
    trial.load([{"ticket_id": f"T{number}", "created_at": at} for number, at in enumerate(days)])
    trial.load(surveys, name="surveys.csv")
    app = opened(trial.path, store_of, period="All data", question="From contact to contact")
    rows = asked(trial.path, "next_rating_shares", "--from", "2024-01-01", "--to", "2024-05-31")
    pair = {str(row["clearest"]): row for row in rows if row["clearest"]}
    assert {side: row["bucket"] for side, row in pair.items()} == {
        "higher": "after two good ones",
        "lower": "after a poor one made good",
    }
    assert "80% are satisfied next after two good ones, 50% after a poor one made good" in said(app)


def test_customers_of_a_mark_are_listed_as_counted(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    for name, value in (("raters", "2 ratings|always"), ("referrers", "promoter")):
        question = {"raters": "From contact to contact", "referrers": "Who recommends us"}[name]
        app = opened(sample_store, store_of, question=question, **{name: value})
        if name == "raters":
            counted = asked(sample_store, "contact_patterns")[0]["always"]
            assert f"{words.plural(float(str(counted)), 'customer')} with 2 ratings, always satisfied" in said(app)
        else:
            counted = asked(sample_store, "referral_rates")[0]["customers"]
            assert f"{words.plural(float(str(counted)), 'customer')} whose first answer" in said(app)
        assert not opened(sample_store, store_of, question=question, **{name: "nonsense|x"}).exception
