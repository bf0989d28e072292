"""Is the journey good, is it changing, and where? In a sentence and six tiles."""

import pandas as pd

from pages.parts import words
from pages.parts.cards import Source
from pages.parts.journey import acting, steps, support
from pages.parts.journey.cohort import Cohort
from pages.parts.tiles import Tile

SPARK = 12


def sentence(cohort: Cohort) -> str:
    """Of 2,310 customers 41% reached Adopt; fewest move on from Evaluate, 48%; no step changed beyond noise."""
    rows = steps.steps(cohort)
    n = int(rows["entered"].iloc[0]) if len(rows) else 0
    if n < words.FEWEST:
        return f"{words.plural(n, 'customer')} came in these days, too few to judge a journey by"
    weak = steps.weakest(rows)
    if weak is None:
        return f"{words.plural(n, 'customer')} came, and too few of them have had the time for any step yet"
    goal = _goal(cohort)
    reached = f"Of {words.plural(n, 'customer')} {words.percent(goal['share'], n)} reached {goal['stage']} in time"
    parts = [reached if goal["is_mature"] else f"{words.plural(n, 'customer')} came, not all of them long enough ago"]
    of = "" if weak["is_mature"] else " of those who have had it"
    parts.append(f"fewest move on from {weak['stage']}, {words.percent(weak['value'], weak['n'])} in time{of}")
    return "; ".join([*parts, _changes(cohort, rows)])


def tiles(cohort: Cohort) -> list[Tile]:
    """Who came, how far they came, the weakest step, the slowest, where most help is needed, and where to act."""
    rows = steps.steps(cohort)
    return [
        _came(cohort, rows),
        _far(cohort),
        _weakest(cohort, rows),
        _slowest(rows),
        _help(cohort),
        _act(cohort),
    ]


def _changes(cohort: Cohort, rows: pd.DataFrame) -> str:
    compared = rows[rows["change"].notna()]
    if compared.empty:
        return "nobody came before who could be compared" if cohort.before is None else "no step can be compared yet"
    moved = steps.changed(rows)
    if moved.empty:
        return f"no step changed beyond noise against {_before(cohort)}"
    said = [
        f"{row['stage']} {'rose' if row['change'] > 0 else 'fell'} {words.points(abs(row['change'])).removeprefix('+')}"
        for row in moved.sort_values("change").to_dict("records")
    ]
    return f"{words.list_text(said, 2)} against {_before(cohort)}"


def _before(cohort: Cohort) -> str:
    assert cohort.before is not None
    days = cohort.before.days
    return "the year before" if days > 360 else f"the {words.age(days)} before"


def _against_words(cohort: Cohort) -> str:
    return f" · against {_before(cohort)}" if cohort.before is not None else ""


def _goal(cohort: Cohort) -> pd.Series:
    """The last stage that all customers have had the time to reach; without one, the second."""
    rows = Source("journey_reached", cohort.parameters()).ask()
    mature = rows[rows["is_mature"].astype(bool)]
    return mature.iloc[-1] if len(mature) > 1 else rows.iloc[min(1, len(rows) - 1)]


def _tile(label: str, value: str, caption: str, about: str, **more: object) -> Tile:
    parts: dict[str, object] = {"delta": None, "arrow": "off", "colour": "gray", "description": "", "spark": []}
    return Tile(label=label, value=value, caption=caption, help=about, **(parts | more))  # type: ignore[arg-type]


def _came(cohort: Cohort, rows: pd.DataFrame) -> Tile:
    n = int(rows["entered"].iloc[0]) if len(rows) else 0
    first = rows.iloc[0]["before_entered"] if len(rows) else None
    before = None if cohort.before is None or first is None or words.is_missing(first) else int(first)
    change = None if before is None else n - before
    return _tile(
        "Customers came",
        words.count(n),
        f"{words.period_text(cohort.period.start, cohort.period.end)}{_against_words(cohort) if change is not None else ''}",
        "Customers who reached the first stage in these days, by an own entry or by one into a later stage.",
        delta=None if change is None else words.change("count", change),
        arrow="off" if not change else "up" if change > 0 else "down",
        spark=_came_by_month(cohort),
    )


def _came_by_month(cohort: Cohort) -> list[float]:
    """Customers who came in each complete month of the cohort; empty where there are fewer than two."""
    frame = Source("journey_cohorts", cohort.parameters()).ask()
    complete = frame[frame["is_complete"].astype(bool)].drop_duplicates("cohort_month").sort_values("cohort_month")
    values = complete["customers"].tail(SPARK).astype(float).tolist()
    return values if len(values) > 1 else []


def _far(cohort: Cohort) -> Tile:
    about = "The last stage that all have had the time to reach: share of those who came that reached it within the windows."
    goal = _goal(cohort)
    n = float(goal["customers"])
    label = f"Reached {words.shorten(str(goal['stage']), 14)}"
    if n < words.FEWEST or not goal["is_mature"]:
        return _tile(label, words.few_text(n) if n < words.FEWEST else "not yet", "of those who came", about)
    more = {}
    if not words.is_missing(goal["change"]):
        more = _delta(float(goal["change"]), is_signal=not goal["change_low"] <= 0 <= goal["change_high"])
    said = words.interval_text(goal["low"], goal["high"], unit="share", n=n)
    caption = f"in time · {said} · {words.count(goal['in_time'])} of {words.count(n)}"
    return _tile(
        label, words.percent(goal["share"], n), f"{caption}{_against_words(cohort) if more else ''}", about, **more
    )


def _delta(change: float, *, is_signal: bool) -> dict[str, object]:
    colour = "gray" if not is_signal else "green" if change > 0 else "red"
    arrow = "up" if change > 0 else "down" if change < 0 else "off"
    return {"delta": words.points(change), "arrow": arrow, "colour": colour}


def _weakest(cohort: Cohort, rows: pd.DataFrame) -> Tile:
    about = "The step that the smallest share takes within its window, of those that all have had the time for."
    weak = steps.weakest(rows)
    if weak is None:
        return _tile("Weakest step", "not yet", "no window is over for all", about)
    more = {}
    if not words.is_missing(weak["change"]):
        more = _delta(float(weak["change"]), is_signal=not weak["change_low"] <= 0 <= weak["change_high"])
    said = words.interval_text(weak["low"], weak["high"], unit="share", n=weak["n"])
    caption = f"move on in time, the weakest step · {said}{_against_words(cohort) if more else ''}"
    return _tile(
        f"From {words.shorten(str(weak['stage']), 16)}", words.percent(weak["value"], weak["n"]), caption, about, **more
    )


def _slowest(rows: pd.DataFrame) -> Tile:
    about = "The step with the longest median time, of those whose median is reached (Kaplan-Meier)."
    known = rows[rows["p50_days"].notna()]
    if known.empty:
        return _tile("Slowest step", words.MISSING, "no median is reached", about)
    slow = known.iloc[int(known["p50_days"].astype(float).argmax())]
    label = f"Time in {words.shorten(str(slow['stage']), 15)}"
    return _tile(label, words.age(float(slow["p50_days"])), "slowest step, median until the next stage", about)


def _help(cohort: Cohort) -> Tile:
    about = "Tickets created while customers were in the stage, per 100 of them, in the chosen period."
    frame = support.source(cohort.view).ask()
    known = frame[frame["stage"].notna() & (frame["customers"] >= words.FEWEST)]
    if known.empty or not known["tickets"].sum():
        return _tile("Most help needed", words.MISSING, "no tickets of customers in a stage", about)
    top = known.iloc[int(known["tickets_per_100"].astype(float).argmax())]
    label = f"Help in {words.shorten(str(top['stage']), 15)}"
    caption = f"tickets per 100 customers, most of all stages · {words.percent(top['helped_share'], top['customers'])} needed help"
    return _tile(label, words.number(float(top["tickets_per_100"])), caption, about)


def _act(cohort: Cohort) -> Tile:
    about = "Customers with a poor contact who did not move on, beyond the share of those with better contacts in the stage."
    frame = acting.troubles(cohort)
    top = acting.first(frame)
    if top is None:
        return _tile("Where to act", "none", "no step with poor contacts stands out beyond noise", about)
    money = (
        "" if words.is_missing(top["monthly_revenue"]) else f" · {words.money(float(top['monthly_revenue']))} a month"
    )
    what = "no category" if words.is_missing(top["category"]) else words.shorten(str(top["category"]), 20)
    said = f"more than usual did not move on after poor contacts: {what}{money}"
    return _tile(f"Act in {words.shorten(str(top['stage']), 15)}", words.count(top["excess"]), said, about)
