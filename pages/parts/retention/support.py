"""How does retention go with the support of the first days: what do the cards of the comparison show?"""

import math

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import balance, effects, ranges, sentences
from pages.parts.retention import sayings
from pages.parts.retention.chosen import Chosen
from queries.computed import support
from queries.statistics.comparison import Comparison
from queries.statistics.evalue import EValue, e_value

ORDER = ("good", "yes", "neither", "poor", "no", "not known", "no contact")
UNLIKE = 0.1  # standardised difference from which groups are called unlike


@asking.remembered
def comparison(one: Chosen, landmark: int, part: str = "overall") -> Comparison:
    """Customers with good against poor support in the first days, compared like with like."""
    parameters = one.source("landmark_cells", landmark=landmark, exposure_of=part).parameters
    return support.compared(asking.ask, parameters)


def hidden(one: Chosen, landmark: int, part: str = "overall") -> EValue | None:
    """How strong a hidden factor would have to be to explain the difference."""
    return support.sensitivity(comparison(one, landmark, part))


def sentence(one: Chosen, landmark: int, part: str = "overall") -> str:
    """The finding in the words of an executive."""
    found = comparison(one, landmark, part)
    return sayings.sentence(found, landmark=landmark, part=part, hidden=support.sensitivity(found))


@asking.remembered
def groups_card(one: Chosen, landmark: int, part: str = "overall") -> Card:
    """Share kept 12 months after the landmark, by the support before it."""
    found = comparison(one, landmark, part)
    source = one.source("support_groups", landmark=landmark, exposure_of=part)
    rows = []
    for group in sorted(found.groups, key=lambda group: ORDER.index(str(group.counts.level))):
        is_apart = group.counts.level in support.APART
        estimate = group.standardised or group.crude
        if estimate is None:
            continue
        name = sayings.LEVELS[str(group.counts.level)]
        lost = f"{words.count(group.counts.events)} of {words.count(group.counts.customers)} lost"
        rows.append(
            {
                "label": f"{name}{', as seen' if is_apart or group.standardised is None else ''} · {lost}",
                "key": group.counts.level,
                "value": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "n": group.counts.customers,
                "said": "95% interval · other customers: not the yardstick" if is_apart else "95% interval",
            }
        )
    subtitle = sentences.subtitle(
        f"Share still a customer {found.horizon} months after day {landmark}",
        f"customers still there on day {landmark}; {words.count(found.lost_before)} lost before are not compared",
        one.words(),
        has_band=True,
    )
    frame = support.groups_of(found)
    title = sayings.short(found)
    if not rows:
        return Card(title, subtitle, None, source, sayings.refused(found.refusal, found, landmark=landmark, part=part) if found.refusal else "Too few customers.", frame)  # fmt: skip
    figure = ranges.ranges(pd.DataFrame(rows), unit="share", ends=(0.0, 1.0), noun="customer")
    return Card(title, subtitle, figure, source, frame=frame)


def effects_rows(frame: pd.DataFrame, labels: list[str], roles: list[str]) -> pd.DataFrame:
    """The rows of `support_sensitivity` or `support_and_retention` as the chart of differences takes them."""
    return pd.DataFrame(
        {
            "label": labels,
            "value": frame["value"].to_numpy(),
            "low": frame["value_low"].to_numpy(),
            "high": frame["value_high"].to_numpy(),
            "n": frame["customers"].to_numpy(),
            "role": roles,
            "said": frame["refusal"].fillna("").to_numpy(),
        }
    )


@asking.remembered
def ways_card(one: Chosen, landmark: int, part: str = "overall") -> Card:
    """The same difference by other ways of reckoning: the model, weights, and as seen."""
    found = comparison(one, landmark, part)
    source = one.source("support_and_retention", landmark=landmark, exposure_of=part)
    frame = support.readings(found)
    subtitle = sentences.subtitle("Difference in share kept, in points", "bars: 95% interval", one.words())
    if found.refusal is not None:
        said = sayings.refused(found.refusal, found, landmark=landmark, part=part)
        return Card("Reckoned in other ways", subtitle, None, source, said, frame)
    names = {
        "like with like": "Like with like",
        "by weights": "By weights (a check)",
        "crude": "As seen",
    }
    rows = effects_rows(frame, [names[name] for name in frame["reading"]], ["main", "context", "context"])
    title = "Model and weights agree on the difference"
    if found.is_model_dependent:
        title = "The result depends on the model: weights say something else"
    elif found.crude is not None and found.difference is not None:
        moved = found.crude.value - found.difference.value
        if abs(moved) > (found.difference.high - found.difference.low) / 2:
            title = f"As seen it is {words.points(found.crude.value)}: the groups hold unlike customers"
    return Card(title, subtitle, effects.effects(rows, unit="points"), source, frame=frame)


@asking.remembered
def sensitivity_card(one: Chosen, landmark: int) -> Card:
    """The same comparison on other days, and for each part of support by itself."""
    source = one.source("support_sensitivity", landmark=landmark)
    frame = source.ask()
    is_overall = frame["exposure_of"] == "overall"
    labels = [
        f"Day {row['landmark']}" if row["exposure_of"] == "overall" else sayings.NAMES[row["exposure_of"]]
        for row in frame.to_dict("records")
    ]
    roles = ["main" if row["landmark"] == landmark and row["exposure_of"] == "overall" else "context" for row in frame.to_dict("records")]  # fmt: skip
    clear = frame[is_overall & ((frame["value_low"] > 0) | (frame["value_high"] < 0))]
    title = f"Clear on {len(clear)} of {int(is_overall.sum())} days of comparison"
    subtitle = sentences.subtitle(
        "Difference in share kept 12 months later, like with like, in points",
        f"good less poor support by the day of comparison; parts of support by day {landmark}",
        "bars: 95% interval",
    )
    figure = effects.effects(effects_rows(frame, labels, roles), unit="points")
    return Card(title, subtitle, figure, source, frame=frame)


@asking.remembered
def balance_card(one: Chosen, landmark: int, part: str = "overall") -> Card:
    """How unlike the two groups are, before and after they are made alike."""
    found = comparison(one, landmark, part)
    source = one.source("support_balance", landmark=landmark, exposure_of=part)
    frame = support.balance_of(found)
    subtitle = sentences.subtitle(
        "Largest standardised difference of a level, by what is adjusted for", "open: as seen; full: after weighting",
        f"dashed: {words.number(UNLIKE)}, above which groups are called unlike",
    )  # fmt: skip
    if frame.empty:
        return Card("No comparison, so nothing to balance", subtitle, None, source, frame=frame)
    worst = (
        frame.assign(before=frame["before"].abs(), after=frame["after"].abs())
        .groupby("confounder", sort=False)[["before", "after"]]
        .max()
        .reset_index()
    )
    unlike = int((worst["before"] > UNLIKE).sum())
    left = int((worst["after"] > UNLIKE).sum())
    title = f"Unlike in {unlike} of {len(worst)} traits as seen, in {left} after weighting"
    named = worst.assign(label=[sayings.LIKE.get(name, name).replace("_", " ").capitalize() if name not in ("first_category", "first_priority") else name.replace("first_", "First ") for name in worst["confounder"]])  # fmt: skip
    return Card(title, subtitle, balance.balance(named, limit=UNLIKE), source, frame=frame)


@asking.remembered
def standing_lines(one: Chosen, landmark: int, part: str = "overall") -> tuple[str, ...]:
    """What has to be known beside the difference, one line each."""
    found = comparison(one, landmark, part)
    lines = [
        f"{words.plural(found.customers, 'customer')} with contact compared, {words.count(found.events)} of them lost in the "
        f"{found.horizon} months; {words.count(found.lost_before)} were lost before day {landmark}."
    ]
    if found.overlap is not None:
        first, second = found.overlap.effective_n
        lines.append(
            f"{words.percent(found.overlap.share_without)} could hardly have been in one of the groups (at most 20% may). "
            f"After weighting the groups are as sure as {words.count(first)} and {words.count(second)} customers."
        )
    known = support.sensitivity(found)
    if known is not None and math.isfinite(known.value) and found.is_clear:
        beside = ""
        if found.strongest is not None:
            name = sayings.LIKE.get(found.strongest.name, found.strongest.name)
            strength = words.number(round(e_value(found.strongest.shift), 2))
            beside = f" Of what is recorded, {name} matters most: leaving it out is like a hidden factor of strength {strength}."
        lines.append(
            f"A hidden factor would have to go with both support and leaving by a ratio of {words.number(round(known.value, 2))} to "
            f"explain the difference, of {words.number(round(known.limit, 2))} to let the interval hold none (E-value).{beside}"
        )
    if found.smallest_detectable is not None:
        lines.append(
            f"The smallest difference that such data would show in four of five cases is {words.points(found.smallest_detectable).removeprefix('+')}."
        )
    if found.left_out and found.refusal is None:
        names = words.list_text(sorted({sayings.LIKE.get(name, name) for name in found.left_out}))
        lines.append(f"Not adjusted for, for want of losses or of variety: {names}.")
    hidden = [group for group in found.groups if group.crude is None and group.counts.customers]
    if hidden:  # not drawn: too few at risk for a share
        counts = (
            f"{sayings.LEVELS.get(str(group.counts.level), str(group.counts.level)).lower()} {words.count(group.counts.events)} "
            f"of {words.count(group.counts.customers)}"
            for group in hidden
        )
        lines.append(f"Too few followed for a share, only the lost: {words.list_text(counts)}.")
    if unrated := _unrated(one, landmark, part):
        lines.append(unrated)
    return tuple(lines)


def _unrated(one: Chosen, landmark: int, part: str) -> str:
    frame = one.source("landmark_groups", landmark=landmark, exposure_of=part).ask()
    shares = []
    for who in ("lost", "kept"):
        tickets, silent = float(frame[f"tickets_of_{who}"].sum()), float(frame[f"unrated_of_{who}"].sum())
        if tickets >= words.FEWEST:
            shares.append(f"{words.percent(silent / tickets, tickets)} of the tickets of the {who}")
    return f"Nobody rated {words.list_text(shares)}; those are judged by how they were handled." if shares else ""
