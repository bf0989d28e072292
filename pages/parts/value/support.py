"""What goes with the support of the first days in money: value by support, and what another support would be worth?"""

from typing import Any

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import effects, ranges, sentences
from pages.parts.retention import sayings
from pages.parts.retention import support as of_retention
from pages.parts.retention.chosen import Chosen
from pages.parts.value import amounts
from queries.computed import worth
from queries.statistics.intervals import Estimate

SCENARIOS = {
    "Every reply within target": "replies",
    "Every ticket resolved within target": "resolutions",
    "CSAT higher": "csat",
}
IF = {
    "replies": "every late reply of the first {days} days came within its target",
    "resolutions": "every ticket of the first {days} days that was late were resolved within its target",
    "csat": "CSAT of the first {days} days were {points} points higher",
}
LINES = {"high end": "High end", "centre": "Centre", "low end": "Low end", "half": "If only half is causal"}
REFUSED = {
    worth.NO_REVENUE: "What customers pay is not in this data, so there is no value to compare.",
    worth.TOO_SHORT: "Too few customers to look so far ahead, so there is no value to compare.",
    worth.NOTHING_TO_GAIN: "Nothing to gain: no customer of this data had it otherwise, or it is already as high as anybody has shown.",
}


@asking.remembered
def by_support(one: Chosen, landmark: int, part: str = "overall") -> pd.DataFrame:
    """The rows of `value_by_support`: both groups, and last their difference."""
    return one.source("value_by_support", landmark=landmark, exposure_of=part).ask()


def sentence(one: Chosen, landmark: int) -> str:
    """The finding in money, in the words of an executive."""
    frame = by_support(one, landmark)
    row = frame.iloc[-1]
    if row["refusal"]:
        return refused(one, str(row["refusal"]), landmark)
    horizon = int(asking.settings().numbers["horizon_months"])
    first, second = f"support in the first {landmark} days was good", "it was poor"
    same = "at the same margin for all and comparing like with like"
    if row["value_low"] <= 0 <= row["value_high"]:
        return (
            f"No clear difference in value: over the {horizon} months after day {landmark}, the data cannot exclude "
            f"{amounts.said(row['value_low'])} to {amounts.signed(row['value_high'])} a customer where {first} than where "
            f"{second}, {same}."
        )
    more = "more" if row["value"] > 0 else "less"
    low, high = sorted((abs(row["value_low"]), abs(row["value_high"])))
    return (
        f"A customer is worth about {amounts.said(abs(row['value']))} {more} (95% interval {amounts.said(low)} to "
        f"{amounts.said(high)}) over the {horizon} months after day {landmark} where {first} than where {second}, {same}. "
        f"{sayings.LIMITS}."
    )


def refused(one: Chosen, reason: str, landmark: int, part: str = "overall") -> str:
    """Why there is no comparison in money."""
    if reason in REFUSED:
        return REFUSED[reason]
    found = of_retention.comparison(one, landmark, part)
    return (
        sayings.refused(found.refusal, found, landmark=landmark, part=part)
        if found.refusal
        else f"No comparison: {reason}."
    )


@asking.remembered
def groups_card(one: Chosen, landmark: int) -> Card:
    """Value of a customer by support, the same margin for all."""
    source = one.source("value_by_support", landmark=landmark)
    frame = by_support(one, landmark)
    subtitle = sentences.subtitle(
        f"Value from day {landmark} on, by support before it, {amounts.unit_words('a customer')}, the mean margin for all",
        "like with like in the year after; then all leave alike",
        one.words(),
        has_band=True,
    )
    row = frame.iloc[-1]
    if row["refusal"]:
        return Card("No comparison in money", subtitle, None, source, refused(one, str(row["refusal"]), landmark))
    told = frame.iloc[:-1]
    named = pd.DataFrame(
        {
            "label": [f"{sayings.LEVELS[name]}: {words.plural(n, 'customer')}" for name, n in zip(told["support"], told["customers"], strict=True)],
            "key": told["support"].to_numpy(),
            "value": told["value"].to_numpy(),
            "low": told["value_low"].to_numpy(),
            "high": told["value_high"].to_numpy(),
            "n": told["customers"].to_numpy(),
            "said": "95% interval",
        }
    )  # fmt: skip
    figure = ranges.ranges(named, unit="money", ends=(0.0, float(told["value_high"].max())), noun="customer")
    return Card(_title(row), subtitle, figure, source)


def _title(row: pd.Series) -> str:
    if row["value_low"] <= 0 <= row["value_high"]:
        return "No clear difference in value by support"
    more = "more" if row["value"] > 0 else "less"
    return f"{amounts.said(abs(row['value']))} {more} a customer with good than with poor support, like with like"


def standing_lines(one: Chosen, landmark: int) -> tuple[str, ...]:
    """What has to be known beside the difference in money, one line each."""
    row = by_support(one, landmark).iloc[-1]
    if row["refusal"]:
        return ()
    kept = sayings.points_interval(Estimate(row["kept"], row["kept_low"], row["kept_high"]))
    return (
        f"{words.plural(row['customers'], 'customer')} with contact compared, {words.count(row['lost'])} of them lost within a year.",
        f"Difference in customers kept after that year: {kept}.",
        f"{words.percent(row['beyond'])} of the value lies after the year compared. There nothing is known of a difference, and "
        "both groups leave like all customers of that age.",
        "All count at the mean margin, so that the difference is who stayed, and not which plans they have. Where mostly small "
        "customers leave, what is kept is less: see “What would it be worth”.",
    )


@asking.remembered
def worth_of(one: Chosen, landmark: int, scenario: str, points: float, investment: float | None) -> pd.DataFrame:
    """The lines of a scenario."""
    return _source(one, landmark, scenario, points, investment).ask()


def _source(one: Chosen, landmark: int, scenario: str, points: float, investment: float | None) -> Source:
    return one.source(
        "worth_of_support", landmark=landmark, scenario=scenario, csat_points=points, investment=investment
    )


def _by_line(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["line"]): {str(key): value for key, value in row.items()} for row in frame.to_dict("records")}


def worth_sentence(one: Chosen, landmark: int, scenario: str, points: float, investment: float | None = None) -> str:
    """What the scenario would be worth, or that there is no detectable effect."""
    lines = _by_line(worth_of(one, landmark, scenario, points, investment))
    row = lines["centre"]
    if row["refusal"]:
        return refused(one, str(row["refusal"]), landmark, worth.PARTS[scenario])
    if not row["is_detectable"]:
        return (
            "No detectable effect: the interval holds 0. The smallest difference that such data would show in four of five cases "
            f"is {words.points(row['smallest']).removeprefix('+')} of retention among the customers concerned."
        )
    asked = IF[scenario].format(
        days=landmark, points=words.number(round(row["points"], 1)) if scenario == "csat" else ""
    )
    low, high = lines["low end"], lines["high end"]
    return (
        f"If {asked}, and those customers then stayed like those who had it so: {words.number(round(row['kept_of_1000'], 1))} of "
        f"1,000 customers kept (95% interval {words.number(round(low['kept_of_1000'], 1))} to "
        f"{words.number(round(high['kept_of_1000'], 1))}), {amounts.said(row['money_a_year'])} for each year's new customers "
        f"({amounts.said(low['money_a_year'])} to {amounts.said(high['money_a_year'])}). If only half of the association is "
        f"causal: {amounts.said(lines['half']['money_a_year'])}."
    )


@asking.remembered
def worth_card(one: Chosen, landmark: int, scenario: str, points: float, investment: float | None) -> Card:
    """Money of the scenario by its lines."""
    source = _source(one, landmark, scenario, points, investment)
    frame = worth_of(one, landmark, scenario, points, investment)
    row = frame.iloc[0]
    subtitle = sentences.subtitle(
        f"Margin of the customers kept, of each year's new ones, {amounts.unit_words('a year')}",
        f"{words.plural(row['affected_a_year'], 'customer')} a year concerned",
        "ends and centre of the 95% interval",
        one.words(),
    )
    if row["refusal"]:
        return Card(
            "No scenario", subtitle, None, source, refused(one, str(row["refusal"]), landmark, worth.PARTS[scenario])
        )
    told = frame.set_index("line").loc[list(LINES)]
    named = pd.DataFrame(
        {
            "label": list(LINES.values()),
            "value": told["money_a_year"].to_numpy(),
            "low": float("nan"),
            "high": float("nan"),
            "n": float(row["affected_a_year"]),
            "role": ["main" if line == "centre" and row["is_detectable"] else "context" for line in LINES],
            "said": [f"{words.number(round(kept, 1))} customers kept a year" for kept in told["kept_a_year"]],
        }
    )
    title = "No detectable effect: the interval holds 0"
    if row["is_detectable"]:
        title = f"Between {amounts.said(told['money_a_year'].min())} and {amounts.said(told['money_a_year'].max())} a year, if the association held"
    return Card(title, subtitle, effects.effects(named, unit="money", none="nothing"), source)


def worth_table(
    one: Chosen, landmark: int, scenario: str, points: float, investment: float | None
) -> pd.DataFrame | None:
    """The lines in words; None where the scenario is refused."""
    lines = _by_line(worth_of(one, landmark, scenario, points, investment))
    if lines["centre"]["refusal"]:
        return None
    rows = [
        {
            "": said,
            "Kept of 1,000": words.number(round(lines[line]["kept_of_1000"], 1)),
            "Kept a year": words.number(round(lines[line]["kept_a_year"], 1)),
            "Money a year": amounts.said(lines[line]["money_a_year"]),
        }
        for line, said in LINES.items()
    ]
    return pd.DataFrame(rows)


def worth_lines(one: Chosen, landmark: int, scenario: str, points: float, investment: float | None) -> tuple[str, ...]:
    """What has to be known beside the lines: the range seen, what one customer kept is worth, and the break-even."""
    row = worth_of(one, landmark, scenario, points, investment).iloc[0]
    lines = []
    if row["points"] < points:
        lines.append(
            f"Reckoned with {words.number(round(row['points'], 1))} points: no group of these customers has been more than that above "
            "the present share of satisfied."
        )
    lines.append(
        f"A customer kept counts {amounts.said(row['value_of_one'])} ({amounts.interval(row, 'value_of_one')}): the margin of those "
        "who left, from the middle of the year compared to the horizon."
    )
    lines.append(_break_even(row, investment))
    return tuple(filter(None, lines))


def _break_even(row: pd.Series, investment: float | None) -> str:
    """How many points pay for the investment; empty where none is given."""
    if not investment or words.is_missing(row["break_even"]):
        return ""
    concerned = f"{words.plural(row['affected_a_year'], 'customer')} a year concerned"
    if row["break_even"] > 100:
        return (
            f"{amounts.said(investment)} a year is not paid for by the {concerned}, not even if all of them were kept."
        )
    points, low, high = (_points(row[f"break_even{end}"]) for end in ("", "_low", "_high"))
    ends = f"from {low}" if words.is_missing(row["break_even_high"]) else f"{low} to {high}"
    return (
        f"{amounts.said(investment)} a year is paid for if the {concerned} are kept by "
        f"{points} more (95% interval {ends})."
    )


def _points(percentage: float) -> str:
    """4.2 points"""
    return words.points(percentage / 100).removeprefix("+")
