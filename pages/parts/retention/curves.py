"""How many stay and how long: what do the sentence, tiles and curves of the retention page say?"""

import math
from collections.abc import Mapping

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import kept, ranges, sentences, survival
from pages.parts.retention.chosen import DIMENSIONS, Chosen
from pages.parts.tiles import Tile

ALL = "All customers"
REASONS = {
    "of their own accord": "Left in 12 months",
    "by a failed payment": "Payment failed",
}  # tiles: there is little room


@asking.remembered
def whole(one: Chosen) -> pd.Series | None:
    """Retention of all chosen customers, as one row of `retention`; None without any."""
    frame = one.source("retention").ask()
    return None if frame.empty else frame.iloc[0]


def estimate_text(row: pd.Series, name: str, n: float) -> str:
    """84% (95% interval 82% to 86%); a dash where the data do not reach so far."""
    if words.is_missing(row[name]):
        return words.MISSING
    ends = words.interval_text(row[f"{name}_low"], row[f"{name}_high"], unit="share", n=n)
    return f"{words.percent(row[name], n)} ({ends})"


def sentence(row: pd.Series) -> str:
    """The answer of the page: of 100 customers, how many are still there."""
    if words.is_missing(row["kept_12"]):
        return (
            f"The data do not yet follow 10 customers for 12 months: of {words.plural(row['n'], 'customer')}, "
            f"{words.count(row['lost'] + row['involuntary'])} have left so far."
        )
    later = (
        "" if words.is_missing(row["kept_24"]) else f", and after 24 months {estimate_text(row, 'kept_24', row['n'])}"
    )
    return f"After 12 months {estimate_text(row, 'kept_12', row['n'])} of customers are still there{later}."


def tiles(one: Chosen) -> list[Tile]:
    """Retention at 12 and 24 months, mean months, and losses by reason."""
    row = whole(one)
    assert row is not None
    n = words.plural(row["n"], "customer")
    made = [_share(row, f"kept_{months}", f"Kept {months} months", n) for months in (12, 24)]
    mean = row["months_of_24"]
    made.append(
        _tile(
            "Mean of 24 months",
            words.MISSING if words.is_missing(mean) else words.number(mean),
            "" if words.is_missing(mean) else f"95% interval {words.number(row['months_of_24_low'])} to {words.number(row['months_of_24_high'])} · of the first 24",
            n,
            "Restricted mean: how many of the first 24 months a customer stays on average, by the curve.",
        )
    )  # fmt: skip
    frame = one.source("retention_reasons").ask()
    for found in frame[frame["months"] == 12].to_dict("records"):
        if found["lost"]:
            made.append(_share(pd.Series(found), "value", REASONS[found["reason"]], n))
    left = int(row["lost"] + row["involuntary"])
    said = (
        f"{words.count(row['involuntary'])} by a failed payment"
        if row["involuntary"]
        else "all of their own accord, as far as told"
    )
    made.append(_tile("Customers lost", words.count(left), said, n, "All losses that the data record."))
    return made[:6]


def _share(row: pd.Series, name: str, label: str, n: str) -> Tile:
    value = words.percent(row[name], row["n"]) if not words.is_missing(row[name]) else words.MISSING
    ends = "the data do not reach so far with 10 at risk"
    if not words.is_missing(row[name]):
        ends = words.interval_text(row[f"{name}_low"], row[f"{name}_high"], unit="share", n=row["n"])
    return _tile(
        label, value, ends, n, "Kaplan-Meier; customers of whom the end is not known count as long as they are seen."
    )


def _tile(label: str, value: str, said: str, n: str, help_text: str) -> Tile:
    return Tile(
        label=label, value=value, delta=None, arrow="off", colour="gray", description="", spark=[],
        caption=" · ".join(filter(None, [said, n])), help=help_text,
    )  # fmt: skip


@asking.remembered
def curve_card(one: Chosen, by: str = "all") -> Card:
    """Survival curves of all, or of the largest groups of a dimension."""
    source = one.source("retention_curves", customers_by=by)
    frame = source.ask()
    told = one.source("retention", customers_by=by).ask()
    subtitle = sentences.subtitle(
        "Share still a customer by months since the start (Kaplan-Meier)",
        one.words(),
        "curves end where fewer than 10 are at risk",
        "customers older than the records enter late",
        has_band=True,
    )
    if frame.empty:
        return Card("Too few customers to draw a curve", subtitle, None, source)
    names = told["bucket"].tolist()
    largest = names[: survival.MOST_CURVES]
    rows = frame[frame["bucket"].isin(largest)]
    named = rows.assign(series=ALL if by == "all" else rows["bucket"])
    figure = survival.survival(named)
    if len(names) > len(largest):
        subtitle = f"{subtitle} · {words.count(len(names) - len(largest))} smaller groups are in the table"
    return Card(_curve_title(told, by), subtitle, figure, source, frame=frame)


def _curve_title(told: pd.DataFrame, by: str) -> str:
    known = told[told["kept_12"].notna()]
    if known.empty:
        return "The data do not yet follow customers for 12 months"
    if by == "all":
        row = known.iloc[0]
        return f"{words.percent(row['kept_12'], row['n'])} of customers are kept 12 months"
    noun = DIMENSIONS[by].lower()
    p_value = float(told["p_value"].iloc[0])
    if math.isnan(p_value):
        return f"Too few losses to compare customers by {noun}"
    if p_value >= 0.05:
        return f"No {noun} can be told apart beyond chance (log-rank)"
    ordered = known[known["n"] >= words.FEW].sort_values("kept_12")
    if len(ordered) < 2:
        return f"Customers stay unequally long by {noun} (log-rank)"
    best, worst = ordered.iloc[-1], ordered.iloc[0]
    return (
        f"{words.shorten(best['bucket'], 18)} keeps {words.percent(best['kept_12'], best['n'])} for 12 months, "
        f"{words.shorten(worst['bucket'], 18)} {words.percent(worst['kept_12'], worst['n'])}"
    )


@asking.remembered
def groups_card(one: Chosen, by: str) -> Card:
    """Retention at 12 months of every group of a dimension."""
    source = one.source("retention", customers_by=by)
    frame = source.ask()
    subtitle = sentences.subtitle(f"Kept 12 months, by {DIMENSIONS[by].lower()}", one.words(), "bars: 95% interval")
    rows = frame[frame["kept_12"].notna()].sort_values("kept_12", ascending=False)
    if rows.empty:
        return Card("No group is followed for 12 months yet", subtitle, None, source)
    named = pd.DataFrame(
        {
            "label": [f"{row['bucket']}: {words.plural(row['n'], 'customer')}, {words.count(row['lost'] + row['involuntary'])} lost" for row in rows.to_dict("records")],
            "key": rows["bucket"].to_numpy(),
            "value": rows["kept_12"].to_numpy(),
            "low": rows["kept_12_low"].to_numpy(),
            "high": rows["kept_12_high"].to_numpy(),
            "n": rows["n"].to_numpy(),
            "said": "95% interval",
        }
    ).head(8)  # fmt: skip
    figure = ranges.ranges(named, unit="share", ends=(0.0, 1.0), noun="customer")
    return Card(
        f"Retention by {DIMENSIONS[by].lower()}: different customers, not different treatment", subtitle, figure, source
    )


@asking.remembered
def cohorts_card(one: Chosen) -> Card:
    """Share kept by quarter of start and month of tenure."""
    source = one.source("retention_by_cohort")
    frame = source.ask()
    subtitle = sentences.subtitle(
        "Share still a customer at the end of each month of tenure, by quarter of start",
        one.words(),
        "a row ends where fewer than 10 are at risk or the data end",
    )
    if frame.empty:
        return Card("No quarter with 10 new customers who can be followed", subtitle, None, source)
    return Card(_cohorts_title(frame), subtitle, kept.kept(frame), source)


def _cohorts_title(frame: pd.DataFrame) -> str:
    year = frame[frame["months_since"] == 12].sort_values("start_quarter")
    if len(year) < 2:
        return "Share of new customers kept, month by month"
    first, last = year.iloc[0], year.iloc[-1]
    shares: Mapping[str, str] = {
        str(row["start_quarter"]): words.percent(row["kept"], row["at_risk"]) for row in (first, last)
    }
    named = [f"{share} of {quarter.replace('-', ' ')}" for quarter, share in shares.items()]
    return f"Kept 12 months: {named[0]}, {named[-1]}"
