"""Made-up frames and the figures of every kind of chart made from them: full, empty and of one row."""

import pandas as pd
import plotly.graph_objects as go

from pages.parts.charts.ages import ages
from pages.parts.charts.balance import balance
from pages.parts.charts.bars import bars
from pages.parts.charts.calibration import calibration
from pages.parts.charts.cohorts import cohorts
from pages.parts.charts.columns import columns
from pages.parts.charts.contributions import contributions
from pages.parts.charts.coverage import coverage
from pages.parts.charts.curve import curve
from pages.parts.charts.effects import effects
from pages.parts.charts.flows import flows
from pages.parts.charts.funnel import funnel
from pages.parts.charts.heatmap import heatmap
from pages.parts.charts.histogram import EDGES, histogram
from pages.parts.charts.intervals import intervals
from pages.parts.charts.kept import kept
from pages.parts.charts.lanes import lanes
from pages.parts.charts.lines import small_multiples, trend_lines
from pages.parts.charts.ranges import ranges
from pages.parts.charts.stacked import stacked
from pages.parts.charts.standing import two_sides
from pages.parts.charts.survival import survival
from pages.parts.charts.trend import trend
from queries.statistics.limits import ProcessLimits
from tests.pages import answer_frames as answers
from tests.pages import journey_frames as journey
from tests.pages import retention_frames as retention
from tests.pages.answer_frames import HOSTILE, PARTS

WEEKS = [str(day.date()) for day in pd.date_range("2026-08-24", periods=13, freq="7D")]
LIMITS = ProcessLimits(mean=190, lower=150, upper=230, half_width=40, points=12)
EVENTS = pd.DataFrame(
    {"happened_day": ["2026-10-28", "2026-09-10", "2020-01-01"], "label": ["Outage <i>", "New tool", "Old"]}
)


def weekly(**columns) -> pd.DataFrame:
    values = [180.0 + 5 * (index % 4) for index in range(13)]
    frame = pd.DataFrame({"bucket": WEEKS, "n": 200, "value": values})
    return frame.assign(low=frame["value"] - 10, high=frame["value"] + 12, **columns)


def series(names: list[str]) -> pd.DataFrame:
    rows = [
        {"bucket": week, "series": name, "n": 50 + place, "value": 60.0 * (place + 1)}
        for place, name in enumerate(names)
        for week in WEEKS
    ]
    return pd.DataFrame(rows)


def groups() -> pd.DataFrame:
    names = ["Email", "Chat", None, HOSTILE, "Rare"]
    frame = pd.DataFrame({"bucket": names, "n": [1234, 400, 60, 30, 4], "value": [310.0, 45, 120, 250, 5]})
    return frame.assign(low=frame["value"] * 0.8, high=frame["value"] * 1.2)


def standings() -> pd.DataFrame:
    frame = pd.DataFrame({"bucket": ["Ann", HOSTILE, "Cy", "Di"], "n": [90, 80, 70, 4], "value": [240.0, 180, 120, 50]})
    standing = ["above", "not distinguishable", "below", "below"]
    return frame.assign(raw=frame["value"] + 9, low=frame["value"] - 30, high=frame["value"] + 30, standing=standing)


def hours() -> pd.DataFrame:
    rows = [
        {"weekday": day, "hour": hour, "n": 40, "value": float(day * hour)} for day in range(1, 8) for hour in range(24)
    ]
    return pd.DataFrame(rows)


def months() -> pd.DataFrame:
    rows = [
        {"bucket": field, "month": f"2026-{month:02d}-01", "n": 40, "value": share if month < 6 else 1.0}
        for field, share in (("agent", 1.0), (HOSTILE, 0.5), ("plan", 0.0))
        for month in range(1, 10)
    ]
    return pd.DataFrame(rows)


def bins() -> pd.DataFrame:
    edges = list(EDGES["calendar"])
    return pd.DataFrame({"low": edges, "high": [*edges[1:], None], "n": range(1, len(edges) + 1)})


def parts() -> pd.DataFrame:
    return pd.DataFrame(
        {"bucket": ["Email", HOSTILE], "n": [900, 80], "performance": [-0.012, 0.004], "mix": [0.002, 0.0]}
    )


def open_tickets() -> pd.DataFrame:
    return pd.DataFrame(
        [{"bucket": week, "band": band, "n": 10 + len(band)} for week in WEEKS for band in ("new", "older")]
    )


FULL = {
    "trend": lambda: trend(
        weekly(), unit="minutes", low="low", high="high", limits=LIMITS, signals=[None] * 11 + ["outside", "run"],
        target=240, events=EVENTS, incomplete=WEEKS[-1:],
    ),
    "trend_lines": lambda: trend_lines(series(["p50", "p90", HOSTILE, "four"]), unit="minutes", events=EVENTS, target=90),
    "small_multiples": lambda: small_multiples(series([*"abcdefg", HOSTILE]), unit="minutes", incomplete=WEEKS[-1:]),
    "bars": lambda: bars(groups(), unit="minutes", low="low", high="high", overall=200),
    "intervals": lambda: intervals(standings(), unit="minutes", overall=180),
    "heatmap": lambda: heatmap(hours(), unit="minutes"),
    "coverage": lambda: coverage(months()),
    "histogram": lambda: histogram(bins(), marks={"Median": 140, "90th percentile": 2000}, target=240),
    "contributions": lambda: contributions(parts(), unit="share"),
    "ages": lambda: ages(open_tickets(), bands=["new", "older"], events=EVENTS),
    "columns": lambda: columns(answers.scores()),
    "columns of eleven": lambda: columns(answers.net_promoter_scores(10**7)),
    "columns of hostile names": lambda: columns(answers.scores().assign(label=HOSTILE, group=HOSTILE)),
    "curve": lambda: curve(
        answers.doses(), answers.fitted(), x_unit="minutes", is_log=True, turning=answers.Turn(150, 60, 400),
        overall=0.87, x_name=HOSTILE,
    ),
    "curve of counts": lambda: curve(answers.replies(), None, x_unit="count", noun="answer"),
    "curve by hour": lambda: curve(answers.hours(), None, x_unit="hour", overall=0.85, height=260),
    "stacked": lambda: stacked(answers.made_up_of(), PARTS, noun="answer", ticks="expected"),
    "two_sides": lambda: two_sides(answers.terms()),
    "ranges": lambda: ranges(answers.reckoned(), unit="share", ends=(0.0, 1.0)),
    "survival": lambda: survival(retention.curves("Good", HOSTILE), roles={"Good": "good", HOSTILE: "poor"}),
    "survival of four": lambda: survival(retention.curves(*"abcd")),
    "effects": lambda: effects(retention.differences(), unit="points"),
    "balance": lambda: balance(retention.unlike(), limit=0.1),
    "calibration": lambda: calibration(retention.tenths(), across=HOSTILE),
    "kept": lambda: kept(retention.cohorts()),
    "ranges of scores": lambda: ranges(answers.reckoned(100), unit="score", ends=(-100.0, 100.0)),
    "funnel": lambda: funnel(journey.stages()),
    "funnel of a young cohort": lambda: funnel(journey.stages(is_mature=False)),
    "funnel of many": lambda: funnel(pd.concat([journey.stages(10**7), journey.stages()])),
    "cohorts": lambda: cohorts(journey.months()),
    "flows": lambda: flows(journey.ways(), journey.STAGES),
    "lanes": lambda: lanes(
        journey.happened(), first="2025-01-01", last="2026-11-15", events=EVENTS, named=journey.NAMED
    ),
}  # fmt: skip
EMPTY = {
    "trend": lambda: trend(weekly().head(0), unit="minutes", low="low", high="high"),
    "trend_lines": lambda: trend_lines(series(["a"]).head(0), unit="minutes"),
    "small_multiples": lambda: small_multiples(series(["a"]).head(0), unit="minutes"),
    "bars": lambda: bars(groups().head(0), unit="minutes", low="low", high="high", overall=3),
    "intervals": lambda: intervals(standings().head(0), unit="minutes", overall=180),
    "heatmap": lambda: heatmap(hours().head(0), unit="count"),
    "coverage": lambda: coverage(months().head(0)),
    "histogram": lambda: histogram(bins().head(0), marks={"Median": None}),
    "contributions": lambda: contributions(parts().head(0), unit="share"),
    "ages": lambda: ages(open_tickets().head(0), bands=["new", "older"]),
    "columns": lambda: columns(answers.scores().head(0)),
    "columns of none": lambda: columns(answers.scores(0, 0, 0, 0, 0)),
    "too few answers": lambda: columns(answers.scores(1, 0, 0, 0, 3)),
    "curve": lambda: curve(answers.doses().head(0), answers.fitted(), x_unit="minutes", is_log=True),
    "too few doses": lambda: curve(answers.doses().assign(n=4), None, x_unit="minutes"),
    "stacked": lambda: stacked(answers.made_up_of().head(0), PARTS),
    "two_sides": lambda: two_sides(answers.terms().head(0)),
    "ranges": lambda: ranges(answers.reckoned().head(0), unit="share", ends=(0.0, 1.0)),
    "survival": lambda: survival(retention.curves("a").head(0)),
    "survival of the first day": lambda: survival(retention.curves("a").head(1)),
    "effects": lambda: effects(retention.differences().head(0), unit="points"),
    "balance": lambda: balance(retention.unlike().head(0), limit=0.1),
    "calibration": lambda: calibration(retention.tenths().head(0), across="chance"),
    "kept": lambda: kept(retention.cohorts().head(0)),
    "funnel": lambda: funnel(journey.stages().head(0)),
    "funnel of nobody": lambda: funnel(journey.stages().assign(entered=0)),
    "cohorts": lambda: cohorts(journey.months().head(0)),
    "cohorts of few": lambda: cohorts(journey.months().assign(n=4)),
    "flows": lambda: flows(journey.ways().head(0), journey.STAGES),
    "flows of other stages": lambda: flows(journey.ways(), ["a", "b"]),
    "lanes": lambda: lanes(journey.happened().head(0), first="2025-01-01", last="2026-11-15"),
    "too few comments": lambda: two_sides(answers.terms().assign(n_poor=2, n_good=2)),
    "too few months": lambda: coverage(months().assign(n=4)),
    "too few": lambda: trend(weekly(n=4), unit="minutes"),
    "all missing": lambda: trend(weekly(value=None), unit="minutes"),
    "no tickets": lambda: histogram(bins().assign(n=0)),
}
ONE_ROW = {
    "trend": lambda: trend(weekly().head(1), unit="minutes", low="low", high="high", target=9000, events=EVENTS),
    "trend_lines": lambda: trend_lines(series(["a"]).head(1), unit="share"),
    "small_multiples": lambda: small_multiples(series(["a"]).head(1), unit="score"),
    "bars": lambda: bars(groups().head(1), unit="minutes"),
    "bars of none": lambda: bars(groups().tail(1), unit="minutes"),
    "intervals": lambda: intervals(standings().head(1), unit="minutes", overall=180),
    "heatmap": lambda: heatmap(hours().head(1), unit="count"),
    "coverage": lambda: coverage(months().head(1)),
    "histogram": lambda: histogram(bins().tail(1).assign(n=9), marks={"Median": 30_000}),
    "contributions": lambda: contributions(parts().head(1), unit="share"),
    "ages": lambda: ages(open_tickets().head(1), bands=["new", "older"]),
    "columns": lambda: columns(answers.scores().head(1)),
    "curve": lambda: curve(answers.doses().head(1), answers.fitted().head(1), x_unit="minutes", is_log=True),
    "curve of one reply": lambda: curve(answers.replies().head(1), None, x_unit="count"),
    "stacked": lambda: stacked(answers.made_up_of().head(1), PARTS, ticks="expected"),
    "stacked of too few": lambda: stacked(answers.made_up_of().tail(1), PARTS, ticks="expected"),
    "two_sides": lambda: two_sides(answers.terms().head(1)),
    "ranges": lambda: ranges(answers.reckoned().head(1), unit="mean", ends=(0.0, 12.5)),
    "survival": lambda: survival(retention.curves("a").head(2)),
    "effects": lambda: effects(retention.differences().head(1), unit="points"),
    "balance": lambda: balance(retention.unlike().head(1), limit=0.1),
    "calibration": lambda: calibration(retention.tenths().head(1), across="chance"),
    "kept": lambda: kept(retention.cohorts().head(1)),
    "effects refused": lambda: effects(retention.differences().tail(1), unit="points"),
    "funnel": lambda: funnel(journey.stages().head(1)),
    "funnel of three": lambda: funnel(journey.stages(3).head(1)),
    "cohorts": lambda: cohorts(journey.months().head(1)),
    "flows": lambda: flows(journey.ways().head(1), journey.STAGES),
    "flows of a way back": lambda: flows(journey.ways().tail(1), journey.STAGES),
    "lanes": lambda: lanes(journey.happened().tail(1), first="2026-09-30", last="2026-09-30"),
}
ALL = {
    f"{kind}: {name}": make
    for kind, made in (("full", FULL), ("empty", EMPTY), ("one", ONE_ROW))
    for name, make in made.items()
}


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(each for each in figure.data if each.name == name)


def labels(figure: go.Figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]
