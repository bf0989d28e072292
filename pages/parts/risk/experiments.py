"""How does a fair experiment with contacts go: how many customers it takes, whom the lot holds back, what came of it?"""

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from data.experiments import Experiment
from pages.parts import cards, words
from pages.parts.cards import Card, Source
from pages.parts.charts import ranges, sentences
from pages.parts.retention.chosen import Chosen
from pages.parts.risk.today import DAYS, record, today
from pages.parts.risk.trusting import HEIGHT, QUARTERED
from queries.printing import to_csv
from queries.statistics.holdout import sample_size, smallest_difference
from queries.statistics.intervals import wilson

SETTINGS = "pages/data/settings.py"
USUAL_KEPT = 0.95  # share kept where the data tell of none
SIDES: Mapping[str, str] = {"contacted": "To be contacted", "held back": "Held back"}


def planned(kept: float, gain: float, share: float, there: int) -> str:
    """How many customers an experiment takes; what those who are there would show.

    kept: share that stays without the contact; gain: what the contact is to add; share: of all, held back.
    """
    needed = sample_size(kept, gain, share_held_out=share)
    if needed is None:
        return f"More than all cannot stay: {words.percent(kept)} kept leave no room for {words.points(gain)}."
    held = round(needed * share)
    said = (
        f"It takes {words.exact(needed)} customers: {words.exact(needed - held)} to be contacted and {words.exact(held)} held "
        f"back. Then a true difference of {words.points(gain).removeprefix('+')} shows in four of five cases"
    )
    if needed <= there:
        return f"{said}. {words.exact(there)} are there today: enough."
    smallest = smallest_difference(kept, there, share_held_out=share) if there else None
    shown = (
        "they cannot show a gain of any size"
        if smallest is None
        else f"they show one of {words.points(smallest).removeprefix('+')} or more"
    )
    return f"{said}. {words.exact(there)} are there today: {shown}."


def plan(one: Chosen) -> None:
    """Share kept, difference and share held back, and what they ask for."""
    known = record(one)
    kept = USUAL_KEPT if words.is_missing(known["observed"]) else 1 - float(known["observed"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        base = st.number_input(f"Kept {DAYS} days, %", min_value=1.0, max_value=99.9, value=round(100 * kept, 1), step=0.5,
                               key="base_kept", bind="query-params", format="%.1f", width=150, help="Without the contact; at first, what past days show.")  # fmt: skip
        gain = st.number_input("Difference, points", min_value=0.1, max_value=50.0, value=1.0, step=0.5, key="gain",
                               bind="query-params", format="%.1f", width=150)  # fmt: skip
        share = st.number_input("Held back, %", min_value=1.0, max_value=99.0, value=50.0, step=5.0, key="held_back",
                                bind="query-params", format="%.1f", width=150)  # fmt: skip
    st.write(words.plain(planned(base / 100, gain / 100, share / 100, int(today(one)["customers"]))))
    st.caption(
        "95% interval, two-sided. Halves need the fewest customers. Look once, at the end: who looks every week finds a "
        "difference sooner or later."
    )


def how_to() -> None:
    """How an experiment is set up, with the way to the settings."""
    st.markdown(
        "1. Give it a name, a first day and the share to hold back, in Settings under Retention.\n"
        "2. Download both lists here on that day. The lot follows from name and customer id, so the lists stay the same.\n"
        "3. Contact the one list and not the other, and record the contacts with origin “proactive”.\n"
        "4. Read the difference here, by list, whoever was reached."
    )
    st.page_link(SETTINGS, label="Experiments in Settings", icon=":material/tune:")


def source(one: Chosen, name: str, experiment: Experiment, question: str, **more: object) -> Source:
    """A question about an experiment of the settings."""
    return one.source(question, experiment=name, starts=experiment.starts, held_back=experiment.share, **more)


def show(one: Chosen, experiments: Mapping[str, Experiment]) -> None:
    """One experiment: its outcome by assignment, and both lists."""
    names = list(experiments)
    name = st.selectbox("Experiment", names, key="experiment", bind="query-params", width=320) or names[0]
    experiment = experiments[name]
    row = source(one, name, experiment, "holdout_difference").ask().iloc[0]
    st.write(words.plain(sentence(row, experiment)))
    left, right = st.columns([7, 5])
    with left:
        cards.show(card(one, name, experiment), key="experiment_card")
    with right, st.container(border=True):
        st.markdown("**The lists, and how far this carries**")
        for side, label in SIDES.items():
            listed = source(one, name, experiment, "holdout_customers", side=side, limit=None)
            n = int(row["customers" if side == "contacted" else "held_back"])
            st.download_button(
                f"{label}: CSV of {words.exact(n)}", _file(listed),
                f"{side.replace(' ', '_')}.csv", "text/csv", on_click="ignore", icon=":material/download:",
                key=f"list_{side}", disabled=not n,
            )  # fmt: skip
        st.markdown("\n".join(f"- {words.plain(line)}" for line in lines(row)))


def _file(listed: Source) -> Callable[[], str]:
    """What a button makes when it is pressed: a list may be long."""
    return lambda: to_csv(listed.ask().drop(columns=["total"]))


def sentence(row: pd.Series, experiment: Experiment) -> str:
    """What the experiment has shown so far."""
    starts = words.date_text(experiment.starts)
    if not row["customers"] + row["held_back"]:
        return f"Nobody is in this experiment: no customer was there on {starts}."
    if words.is_missing(row["days"]) or row["days"] < 0:
        return f"It begins on {starts}, after the last day of this data: the lists are ready, there is no outcome yet."
    begun = f"After {words.plural(row['days'], 'day')} (from {starts})"
    if words.is_missing(row["difference"]):
        return (
            f"{begun} {words.count(row['lost'])} of {words.count(row['customers'])} customers to be contacted were lost, "
            f"{words.count(row['held_back_lost'])} of {words.count(row['held_back'])} held back: too few to compare. At least "
            "20 lost in all and 10 on each side are needed."
        )
    kept, other = (
        words.percent(row[share], row[n]) for share, n in (("kept", "customers"), ("held_back_kept", "held_back"))
    )
    ends = f"95% interval {words.points(row['difference_low'])} to {words.points(row['difference_high'])}"
    is_clear = row["difference_low"] > 0 or row["difference_high"] < 0
    verdict = f"{words.points(row['difference'])} ({ends})"
    verdict = verdict if is_clear else f"no clear difference, {verdict}"
    return (
        f"{begun} {kept} of {words.count(row['customers'])} customers to be contacted were still there, {other} of "
        f"{words.count(row['held_back'])} held back: {verdict}."
    )


def card(one: Chosen, name: str, experiment: Experiment) -> Card:
    """Share kept on both sides."""
    where = source(one, name, experiment, "holdout_difference")
    row = where.ask().iloc[0]
    subtitle = sentences.subtitle(
        f"Share still there of those who were there on {words.date_text(experiment.starts)}, as the lot has put them",
        one.words(),
        has_band=True,
    )
    sides = source(one, name, experiment, "holdout_outcome").ask()
    rows = [_side(side) for side in sides.to_dict("records") if side["customers"] >= words.FEWEST]
    if not rows or words.is_missing(row["days"]) or row["days"] < 0:
        return Card("No outcome yet", subtitle, None, where, "The outcome is told from the first day on.")
    lowest = math.floor(min(0.9, *(side["low"] for side in rows)) / QUARTERED) * QUARTERED
    figure = ranges.ranges(pd.DataFrame(rows), unit="share", ends=(lowest, 1.0), noun="customer", height=HEIGHT)
    title = "Too few lost to compare the two lists"
    if not words.is_missing(row["difference"]):
        is_clear = row["difference_low"] > 0 or row["difference_high"] < 0
        title = f"{words.points(row['difference'])} kept on the list to be contacted"
        title = title if is_clear else "No clear difference between the two lists"
    return Card(title, subtitle, figure, where)


def _side(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    n, lost = float(row["customers"]), float(row["lost"])
    ends = wilson(n - lost, n)
    assert ends is not None
    return {
        "label": f"{SIDES[str(row['side'])]} · {words.count(lost)} of {words.count(n)} lost",
        "key": row["side"],
        "value": 1 - lost / n,
        "low": ends.low,
        "high": ends.high,
        "n": n,
        "said": "95% interval",
    }


def lines(row: pd.Series) -> list[str]:
    """What has to be known beside the difference."""
    made = ["Everybody counts on the list of the lot, contacted or not: who can be reached differs from who cannot."]
    for n, reached, name in (
        ("customers", "reached", "to be contacted"),
        ("held_back", "held_back_reached", "held back"),
    ):
        if row[n]:
            share = words.percent(row[reached] / row[n], row[n])
            made.append(f"Of those {name}, {share} had a contact with origin “proactive” since the first day.")
    if not words.is_missing(row["smallest"]):
        shown = words.points(row["smallest"]).removeprefix("+")
        made.append(f"Such numbers show a difference of {shown} or more in four of five cases.")
    made.append(
        "It is fair only if the lists were used from the first day on; a day chosen afterwards is no experiment."
    )
    return made
