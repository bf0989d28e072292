"""Made-up frames of retention: curves, and differences by several ways of reckoning."""

import math

import pandas as pd

from tests.pages.answer_frames import HOSTILE


def curves(*names: str) -> pd.DataFrame:
    """Two years by months of 365/12 days; each curve falls faster than the one before it."""
    rows = []
    for place, name in enumerate(names, start=1):
        for month in range(25):
            value = math.exp(-0.02 * place * month)
            ends = (value - 0.03, value + 0.03) if month else (1.0, 1.0)
            rows.append((name, month * 365 / 12, value, *ends, 500 - 10 * month))
    return pd.DataFrame(rows, columns=["series", "days", "value", "low", "high", "at_risk"])


def differences() -> pd.DataFrame:
    """Like with like, crude, a wide one and one that was refused."""
    rows = [
        ("Like with like", 0.042, 0.018, 0.066, 3900, "main", ""),
        ("Crude", 0.095, 0.07, 0.12, 4000, "context", "unlike customers"),
        (HOSTILE, 0.01, -3.0, 3.0, 40, "context", ""),
        ("30 days", None, None, None, 12, "context", "too few lost"),
    ]
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "n", "role", "said"])


def unlike() -> pd.DataFrame:
    """How unlike two groups are, before and after weighting."""
    rows = [("Segment", 0.3, 0.02), (HOSTILE, 0.12, 0.11), ("Plan", 0.05, None)]
    return pd.DataFrame(rows, columns=["label", "before", "after"])


def tenths() -> pd.DataFrame:
    """Chances that came true, one that did not, and one of too few."""
    rows = [
        (0.01, 0.012, 0.008, 0.02, 1500),
        (0.05, 0.11, 0.02, 0.6, 40),
        (0.09, 0.085, 0.07, 0.1, 1500),
        (0.2, 0.5, 0.1, 0.9, 4),
    ]
    return pd.DataFrame(rows, columns=["predicted", "value", "value_low", "value_high", "n"])


def cohorts() -> pd.DataFrame:
    """Three quarters, each followed three months less than the one before; 3 of 100 leave in every month."""
    rows = [
        (f"2025-Q{quarter}", month, round(100 * 0.97 ** (month - 1)), 3, 0.97**month)
        for quarter in (1, 2, 3)
        for month in range(1, 13 - 3 * quarter)
    ]
    return pd.DataFrame(rows, columns=["start_quarter", "months_since", "at_risk", "lost", "kept"])
