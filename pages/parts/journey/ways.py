"""Which ways do customers take through the stages: on, over some of them, or back?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import flows, sentences
from pages.parts.journey.cohort import Cohort, known


@asking.remembered
def card(cohort: Cohort) -> Card:
    """The most usual ways, with those that leave stages out and those that go back."""
    source = Source("journey_paths", cohort.parameters())
    frame = source.ask()
    moves = frame[frame["target_position"].notna()]
    subtitle = sentences.subtitle(
        "Moves from stage to stage", cohort.words(), f"the {flows.MOST_LINKS} most usual", "dotted: back"
    )
    if moves.empty:
        return Card("Nobody has gone from one stage to another yet", subtitle, None, source)
    figure = flows.flows(moves, known().stages)
    return Card(_title(moves), subtitle, figure, source)


def _title(moves: pd.DataFrame) -> str:
    """84% of moves are to the next stage, 12% leave stages out, 4% go back."""
    total = float(moves["customers"].sum())
    if total < words.FEWEST:
        return "Too few moves to tell which way is usual"
    places = {stage: place for place, stage in enumerate(known().stages)}
    ahead = moves["target"].map(places) - moves["source"].map(places)
    back = moves["is_return"].astype(bool) | (ahead <= 0)
    parts = (
        ("to the next stage", moves["customers"][(ahead == 1) & ~back].sum()),
        ("over stages", moves["customers"][(ahead > 1) & ~back].sum()),
        ("back", moves["customers"][back].sum()),
    )
    said = [f"{words.percent(count / total, total)} {name}" for name, count in parts if count]
    return f"Of {words.plural(total, 'move')}: {words.list_text(said)}"


def caption(rows: pd.DataFrame) -> str:
    """How many skipped stages, entered them out of order, or came back; by which rule that is counted."""
    skipped = rows[rows["skipped"] > 0]
    named = [f"{words.count(n)} {stage}" for stage, n in zip(skipped["stage"], skipped["skipped"], strict=True)]
    parts = [
        f"Skipped (a later stage was reached without an entry, and counts as passed): {words.list_text(named) or 'none'}",
        f"entered an earlier stage for the first time after a later one: {words.count(rows['out_of_order'].sum())}",
        f"came back to a stage that they had been in: {words.count(rows['returned'].sum())}",
    ]
    return f"{'; '.join(parts)}."
