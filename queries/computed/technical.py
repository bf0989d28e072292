"""How does leaving go with the quality of support as it changes over a relation: the technical model?"""

import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.cox import Cox, cox
from queries.statistics.thin import FEWEST_EVENTS

CONTACT, POOR = "any contact in the 90 days", "a poor one among them"
MOST_LEVELS = 8  # of segment and plan that get a term of their own
COLUMNS = ("term", "ratio", "ratio_low", "ratio_high", "coefficient", "error", "p_value", "customers", "events", "rows")


def time_varying(ask: Ask, parameters: Parameters) -> Cox | None:
    """Cox model on `quality_spans`: quality of the trailing 90 days as known 14 days earlier, adjusted for segment and plan.

    POOR is against stretches with contact and no poor interaction: who had none at all is told apart by CONTACT. None below
    20 losses, or without any stretch with poor support.
    """
    spans = ask("quality_spans", **parameters)
    if spans.empty or int(spans["is_event"].sum()) < FEWEST_EVENTS:
        return None
    covariates = {
        CONTACT: (spans["tickets"] > 0).to_numpy(dtype=float),
        POOR: (spans["poor_share"] > 0).to_numpy(dtype=float),
    }
    for name in ("segment", "plan"):
        sizes = spans[name].value_counts()
        for level in sizes.index[1:MOST_LEVELS]:  # the largest is what the others are compared with
            covariates[f"{name} {level}"] = (spans[name] == level).to_numpy(dtype=float)
    used = {name: values for name, values in covariates.items() if 0 < values.mean() < 1}
    if POOR not in used:
        return None
    return cox(
        spans["start"].to_numpy(dtype=float),
        spans["stop"].to_numpy(dtype=float),
        spans["is_event"].to_numpy(dtype=bool),
        used,
        customer=spans["customer_number"].to_numpy(),
    )


def quality_over_time(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The terms of the model: hazard ratio of leaving with its interval; no rows where there is too little."""
    found = time_varying(ask, parameters)
    if found is None:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = [
        (one.name, one.ratio.value, one.ratio.low, one.ratio.high, one.coefficient, one.error, one.p_value)
        for one in found.terms
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:7]))
    return frame.assign(customers=found.customers, events=found.events, rows=found.rows)


TECHNICAL = (
    Computed(
        "quality_over_time",
        "One row per term of a Cox model with time-varying quality of support: hazard ratio of leaving, errors by customer.",
        ("quality_spans",),
        quality_over_time,
    ),
)
