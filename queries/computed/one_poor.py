"""How many good interactions go with as much staying as one poor one goes with leaving?"""

from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.support import APART, CONFOUNDERS, ends_of, readings
from queries.statistics.comparison import Comparison
from queries.statistics.like_with_like import compare
from queries.statistics.one_poor import OnePoor, one_poor

LANDMARK = 180  # days of tenure whose interactions count, where nobody says otherwise
COMBINATIONS = (
    "only good",
    "one poor, several good",
    "one poor, one good",
    "one poor",
    "several poor",
    "neither",
    "no contact",
)
RECENCY = ("poor earlier", "poor last")
NOT_TICKETS = tuple(
    name for name in CONFOUNDERS if name != "tickets_band"
)  # how many there were is part of a combination


def offset(ask: Ask, parameters: Parameters) -> OnePoor:
    """The model on the numbers of good and poor interactions in the first $landmark days."""
    return one_poor(ask("interaction_cells", **parameters), CONFOUNDERS, apart=APART)


def combinations(ask: Ask, parameters: Parameters) -> Comparison:
    """Customers with only good interactions against those with one poor and several good ones, like with like."""
    cells = ask("interaction_cells", **parameters)
    first, second = "only good", "one poor, several good"
    return compare(cells, NOT_TICKETS, first=first, second=second, exposure="combination", apart=APART)


def recency(ask: Ask, parameters: Parameters) -> Comparison:
    """Customers whose poor interaction was made up for by a later one that was not poor, against those whose last was poor."""
    cells = ask("interaction_cells", **parameters)
    return compare(
        cells, CONFOUNDERS, first=RECENCY[0], second=RECENCY[1], exposure="recency", apart=(*APART, "no poor")
    )


def of_model(found: OnePoor) -> pd.DataFrame:
    """One row per figure of the model: log odds of leaving a month per good and per poor one, and how many offset one."""
    rest: dict[str, Any] = {
        "customers": found.customers,
        "lost": found.events,
        "adjusted_for": ", ".join(found.used),
        "refusal": str(found.refusal.reason) if found.refusal else None,
    }
    figures = (
        ("one more good", found.good),
        ("one more poor", found.poor),
        ("good ones that offset one poor", found.offset),
    )
    return pd.DataFrame([{"figure": name} | ends_of("value", estimate) | rest for name, estimate in figures])


def of_levels(found: Comparison) -> pd.DataFrame:
    """One row per combination: customers, lost within 12 months, share kept as seen and like with like."""
    rows = [
        {"combination": group.counts.level, "customers": group.counts.customers, "lost": group.counts.events}
        | ends_of("kept", group.crude)
        | ends_of("standardised", group.standardised)
        for group in found.groups
    ]
    frame = pd.DataFrame(
        rows, columns=list(rows[0]) if rows else ["combination", "customers", "lost", "kept", "standardised"]
    )
    order = frame["combination"].map({name: place for place, name in enumerate(COMBINATIONS)})
    return frame.iloc[np.argsort(order.to_numpy(dtype=float), kind="stable")].reset_index(drop=True)


ONE_POOR = (
    Computed(
        "one_poor_interaction",
        "One row per figure: log odds of leaving per good and per poor interaction, and good ones that offset one poor.",
        ("interaction_cells",),
        lambda ask, parameters: of_model(offset(ask, parameters)),
    ),
    Computed(
        "poor_and_good_combined",
        "One row per combination of poor and good interactions in the first $landmark days: customers, lost, share kept.",
        ("interaction_cells",),
        lambda ask, parameters: of_levels(combinations(ask, parameters)),
    ),
    Computed(
        "poor_last_or_earlier",
        "One row per way of reckoning: share kept where a poor interaction lay earlier less where the last one was poor.",
        ("interaction_cells",),
        lambda ask, parameters: readings(recency(ask, parameters)),
    ),
)
