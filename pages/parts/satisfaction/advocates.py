"""Who recommends the firm, who warns of it, and what support did they get before?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import colours, ranges, sentences, stacked
from pages.parts.filters import View
from queries.statistics.intervals import difference, nps

BANDS: dict[str, tuple[str, colours.Role]] = {
    "promoters": ("Promoters", "good"),
    "passives": ("Passives", "neutral"),
    "detractors": ("Detractors", "poor"),
}
FEWEST_NEWCOMERS = 1


@asking.remembered
def support_card(view: View) -> Card:
    """Promoters, passives and detractors by the support in the 90 days before the answer."""
    source = Source("nps_by_support", view.parameters())
    frame = source.ask()
    rows = frame[frame["bucket"].notna()]
    unknown = int(frame["n"].sum() - rows["n"].sum())
    subtitle = sentences.subtitle(
        "Answers by the contacts that had ended in the 90 days before",
        view.words(),
        f"{words.plural(unknown, 'answer')} without a known customer or 90 days of data left out" if unknown else "",
        has_band=True,
    )
    if rows.empty:
        return Card("No answers to the recommendation question in these days", subtitle, None, source)
    named = rows.assign(bucket=rows["bucket"].str.capitalize(), key=rows["bucket"])
    return Card(_support_title(rows), subtitle, stacked.stacked(named, BANDS), source, frame=frame)


def _support_title(rows: pd.DataFrame) -> str:
    known = {str(row["bucket"]): row for row in rows.to_dict("records")}
    pair = [known[name] for name in ("good only", "some poor") if name in known]
    if len(pair) < 2 or any(row["n"] < words.FEWEST for row in pair):
        return "Too few answers after good and after poor support to compare"
    good, poor = (
        nps(promoters=float(row["promoters"]), passives=float(row["passives"]), detractors=float(row["detractors"]))
        for row in pair
    )
    assert good is not None and poor is not None
    apart = difference(good, poor)
    if apart.low <= 0 <= apart.high:
        return "NPS after good and after poor support: no difference beyond noise"
    return f"NPS is {words.score(good.value)} after good support only, {words.score(poor.value)} after some poor"


@asking.remembered
def referrals_are_known() -> bool:
    """Does the data say who referred whom?"""
    carried = asking.ask("carried")
    found = carried[(carried["table_name"] == "customers") & (carried["column_name"] == "referred_by")]
    return bool(len(found)) and int(found["filled"].iloc[0]) >= FEWEST_NEWCOMERS


@asking.remembered
def referrals_card(view: View) -> Card:
    """Customers who referred others, per 100 and year, by the band of the first answer; each counts once."""
    source = Source("referral_rates", view.parameters())
    frame = source.ask()
    subtitle = sentences.subtitle(
        "Customers by their first answer in the period; those who referred new customers from then on, per 100 customers "
        "and year",
        "bars: 95% interval (Poisson)",
    )
    known = frame[(frame["customers"] >= words.FEWEST) & frame["value"].notna()]
    if known.empty:
        return Card("Too few answers to count referrals by", subtitle, None, source)
    rows = known.assign(
        key=known["bucket"],
        n=known["customers"],
        label=[
            f"{row['bucket'].capitalize()}s: {words.plural(row['referrers'], 'referrer')}"
            for row in known.to_dict("records")
        ],
        said=[
            f"95% interval · {words.plural(row['customers'], 'customer')}, {words.plural(row['referrals'], 'new customer')} "
            f"in {words.number(row['customer_years'])} customer years"
            for row in known.to_dict("records")
        ],
    )
    top = float(rows["high"].max()) or 1.0
    figure = ranges.ranges(rows, unit="mean", ends=(0.0, top), noun="customer")
    return Card(_referrals_title(rows), subtitle, figure, source)


def _referrals_title(table: pd.DataFrame) -> str:
    known = {str(row["bucket"]): row for row in table.to_dict("records")}
    if not {"promoter", "detractor"} <= set(known):
        return "Too few promoters or detractors to compare their referrals"
    ends = known["promoter"], known["detractor"]
    if ends[0]["low"] <= ends[1]["high"] and ends[1]["low"] <= ends[0]["high"]:
        return "Promoters' and detractors' referrals cannot be told apart"
    first, second = (words.number(float(row["value"])) for row in ends)
    return f"Of 100 promoters {first} a year refer others, of 100 detractors {second}"
