"""What do the words of comments tell, beyond chance?"""

import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.terms import standing_out, without_echoes


def standing_terms(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Every term that was compared, without those that repeat another; no rows without comments of both kinds."""
    found = ask("comment_terms", **parameters)
    poor, good = (int(found[f"{side}_comments"].iloc[0]) if len(found) else 0 for side in ("poor", "good"))
    least = int(parameters["least_comments"])
    return without_echoes(standing_out(found, poor_comments=poor, good_comments=good, least=least))


COMMENTS = (
    Computed(
        "standing_terms",
        "One row per term: how much more it is used in poor comments than in good ones (log-odds), with its interval.",
        ("comment_terms",),
        standing_terms,
    ),
)
