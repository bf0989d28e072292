"""Are the data enough to show an estimate at all, or only the counts behind it?"""

from typing import Literal

FEWEST_AT_RISK = 10
FEWEST_FOR_SHARE = 5
FEWEST_RESPONSES = 30
FEWEST_EVENTS = 20
FEWEST_EVENTS_IN_GROUP = 10
EVENTS_PER_PARAMETER = 10
FEWEST_EVENTS_PER_PARAMETER = 5

Standing = Literal["count only", "few responses", "enough"]
ModelSize = Literal["refuse", "core", "full"]


def share_standing(n: float) -> Standing:
    """What may be said of a share of n: below 5 only the count, below 30 with the warning "few responses".

    Raises ValueError for a negative n.
    """
    _check_counts(n)
    if n < FEWEST_FOR_SHARE:
        return "count only"
    return "few responses" if n < FEWEST_RESPONSES else "enough"


def can_compare(events: float, other_events: float) -> bool:
    """Whether two groups have events enough to be compared: 20 together and 10 in each; else only counts are shown.

    events: customers lost (or whatever is compared) in the one group and in the other. Where nearly everybody has the
    event, those without it are the rarer kind: give the rarer. Raises ValueError for negative counts.
    """
    _check_counts(events, other_events)
    return events + other_events >= FEWEST_EVENTS and min(events, other_events) >= FEWEST_EVENTS_IN_GROUP


def model_size(events: float, *, full: int, core: int) -> ModelSize:
    """Whether a model may have all its parameters, only those of the core, or must be refused.

    events: those that the model explains; full, core: how many parameters the model has with all confounders and with
    the core ones only, the intercept apart. 10 events per parameter carry the full model. Below that the core is kept
    as long as it has 5 per parameter itself, and under 5 the model is refused.
    Source: Peduzzi et al. 1996, Journal of Clinical Epidemiology 49, 1373-1379 (ten); Vittinghoff and McCulloch 2007,
    American Journal of Epidemiology 165, 710-718 (five to nine). Raises ValueError unless events >= 0 and
    0 <= core <= full.
    """
    _check_counts(events)
    if not 0 <= core <= full:
        raise ValueError(f"needs 0 <= core <= full, not {core} and {full} parameters")
    if events > 0 and events >= EVENTS_PER_PARAMETER * full:
        return "full"
    return "core" if events > 0 and events >= FEWEST_EVENTS_PER_PARAMETER * core else "refuse"


def _check_counts(*counts: float) -> None:
    if not all(count >= 0 for count in counts):
        raise ValueError(f"counts must be >= 0, not {', '.join(map(str, counts))}")
