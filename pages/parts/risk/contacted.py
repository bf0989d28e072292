"""Do customers stay more often whom support had contacted by itself, compared with those not contacted yet?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import effects, sentences
from pages.parts.retention import sayings
from pages.parts.retention.chosen import Chosen
from queries.computed import beliefs, contacts

NEEDED = "at least 20 lost in all and 10 in each group are needed, and 12 months of data after the day"
WANTING = {str(reason): needed for reason, needed in beliefs.NEEDED.items()}
ASKED = "To see more: record contacts with origin “proactive” and their day, or hold customers back by lot."


@asking.remembered
def by_day(one: Chosen, landmark: int) -> pd.DataFrame:
    """The rows of `proactive_by_day`."""
    return one.source("proactive_by_day", landmark=landmark).ask()


def sentence(frame: pd.DataFrame) -> str:
    """The finding on the first day that can be compared, or the counts and what is missing."""
    if not frame["contacted"].sum():
        return f"No contact that support made by itself is in this data. {ASKED}"
    known = frame[frame["value"].notna()]
    if known.empty:
        row = frame.sort_values("contacted").iloc[-1]
        return (
            f"Too little to compare: by day {row['landmark']} support had contacted "
            f"{words.plural(row['contacted'], 'customer')} by itself, of whom {words.count(row['contacted_lost'])} were lost "
            f"in the 12 months after; of {words.count(row['not_contacted'])} not contacted yet "
            f"{words.count(row['not_contacted_lost'])}. For a comparison {NEEDED}."
        )
    row = known.iloc[0]
    low, high = 1000 * row["value_low"], 1000 * row["value_high"]
    groups = "among those whom support had contacted by itself by then than among those not contacted yet"
    when = f"12 months after day {row['landmark']}"
    if low <= 0 <= high:
        return (
            f"No clear difference {when}: comparing like with like, the data cannot exclude {_more(low)} to {_more(high)} of "
            f"every 1,000 customers still with us {groups}."
        )
    ends = sorted((abs(low), abs(high)))
    return (
        f"Of every 1,000 customers about {_more(1000 * row['value'])} (95% interval {words.count(ends[0])} to "
        f"{words.count(ends[1])}) were still with us {when} {groups}, comparing like with like. {sayings.LIMITS}: whom "
        "support calls may be others in what nobody recorded."
    )


def _more(customers: float) -> str:
    """91 more, 26 fewer"""
    return f"{words.count(abs(customers))} {'fewer' if customers < 0 else 'more'}"


@asking.remembered
def card(one: Chosen, landmark: int) -> Card:
    """The difference on several days of the relation."""
    source = one.source("proactive_by_day", landmark=landmark)
    frame = by_day(one, landmark)
    subtitle = sentences.subtitle(
        "Difference in share kept 12 months after the day: contacted by then, less not yet, like with like, in points",
        one.words(),
        "bars: 95% interval",
    )
    if not frame["contacted"].sum():
        return Card("No contacts of support by itself", subtitle, None, source, sentence(frame), frame)
    rows = pd.DataFrame(
        {
            "label": [f"Day {day} of the relation" for day in frame["landmark"]],
            "value": frame["value"],
            "low": frame["value_low"],
            "high": frame["value_high"],
            "n": frame["contacted"] + frame["not_contacted"],
            "role": "main",
            "said": frame["refusal"].fillna(""),
        }
    )
    return Card(_title(frame), subtitle, effects.effects(rows, unit="points"), source, frame=frame)


def _title(frame: pd.DataFrame) -> str:
    known = frame[frame["value"].notna()]
    if known.empty:
        return "Contacted or not yet: too little to compare on any day"
    clear = known[(known["value_low"] > 0) | (known["value_high"] < 0)]
    if clear.empty:
        days = words.list_text(str(day) for day in known["landmark"])
        return f"Contacted or not yet: no clear difference on day {days}"
    return f"Contacted or not yet: clear on {len(clear)} of {words.plural(len(known), 'day')} compared"


def lines(frame: pd.DataFrame) -> list[str]:
    """The counts behind each day."""
    made = []
    for row in frame.to_dict("records"):
        refused = "" if words.is_missing(row["refusal"]) else f" To compare, it takes {WANTING[str(row['refusal'])]}."
        made.append(
            f"Day {row['landmark']}: {words.count(row['contacted'])} contacted, {words.count(row['contacted_lost'])} of them "
            f"lost; {words.count(row['not_contacted'])} not yet, {words.count(row['not_contacted_lost'])} lost.{refused}"
        )
    return made


NOTE = (
    "Everybody is there on the day of comparison, and a contact after it counts as none: who stays longer has more time to be "
    f"contacted. Days after the start, as {' and '.join(str(day) for day in contacts.LANDMARKS[:2])}, stand for the date from "
    "which a customer could be contacted."
)
