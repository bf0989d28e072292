"""Answers to surveys for a small store, judged as the model judges them."""

from typing import Any

import pandas as pd

from data.settings import DEFAULTS


def rated(facts: Any, day: str, score: float, *, scale: str = "1-5", kind: str = "csat", **given: Any) -> None:
    """An answer to a question on satisfaction or effort."""
    cuts = DEFAULTS["scales"][scale]
    band = "poor" if score <= cuts["poor_to"] else "good" if score >= cuts["good_from"] else "neutral"
    share = (score - cuts["lowest"]) / (cuts["highest"] - cuts["lowest"])
    row = {"score": score, "scale": scale, "share": share, "rating_band": band}
    facts.survey(kind, responded=day, is_satisfied=score >= cuts["satisfied_from"], **row | given)


def recommended(facts: Any, day: str, score: float, **given: Any) -> None:
    """An answer to the recommendation question."""
    band = 1 if score >= 9 else 0 if score >= 7 else -1
    row = {"score": score, "scale": "0-10", "share": score / 10, "nps_band": band}
    facts.survey("nps", responded=day, **row | {"rating_band": ("neutral", "good", "poor")[band]} | given)


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Those columns as plain tuples; what is missing is None."""
    plain = frame[list(columns)].astype(object)
    return [tuple(row) for row in plain.where(plain.notna(), None).itertuples(index=False)]
