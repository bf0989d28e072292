"""Made-up frames of a journey: stages, cohorts, ways, and what happened with one customer."""

from itertools import pairwise

import pandas as pd

from tests.pages.answer_frames import HOSTILE

STAGES = ["Discover", "Evaluate", "Purchase", "Onboard", "Adopt", "Renew", "Expand", "Advocate"]
NAMED = {"good": "good", "neutral": "neither", "poor": "poor", "other": "not judged"}


def stages(first: int = 4000, *, is_mature: bool = True) -> pd.DataFrame:
    """A funnel in which each stage has its part converted, dropped and still within the window."""
    shares = [0.62, 0.48, 0.93, 0.86, 0.7, 0.12, 0.3]
    rows, entered = [], first
    for stage, share in zip(STAGES, shares, strict=False):
        converted = round(entered * share)
        still = 0 if is_mature else round((entered - converted) / 2)
        dropped = entered - converted - still
        rows.append(
            {"stage": stage, "entered": entered, "converted": converted, "in_window": still, "dropped": dropped,
             "late": dropped // 4, "lost": dropped // 3, "value": share, "low": share - 0.03, "high": share + 0.03,
             "n": entered - still, "is_mature": is_mature, "days": "12 d", "before_value": share + 0.04,
             "before_low": share + 0.02, "before_high": min(share + 0.06, 1.0)}
        )  # fmt: skip
        entered = converted
    return pd.concat(
        [pd.DataFrame(rows), pd.DataFrame([{"stage": STAGES[-1], "entered": entered, "is_mature": False}])]
    )


def months(count: int = 18, *, young: int = 2) -> pd.DataFrame:
    """Conversion by step and month of entry; the third step falls in its last complete month."""
    days = [str(day.date()) for day in pd.date_range("2025-05-01", periods=count, freq="MS")]
    rows = []
    for place, step in enumerate(STAGES[:7]):
        overall = 0.4 + 0.08 * place
        for number, month in enumerate(days):
            is_mature = number < count - young - place % 2
            is_apart = place == 2 and number == count - young - 1
            value = overall + 0.02 * ((number + place) % 5 - 2) - (0.18 if is_apart else 0)
            rows.append(
                {"bucket": step, "month": month, "n": 120 if is_mature else 0, "value": value if is_mature else None,
                 "low": value - 0.08, "high": value + 0.08, "is_mature": is_mature, "overall": overall,
                 "is_apart": is_apart}
            )  # fmt: skip
    return pd.DataFrame(rows)


def ways() -> pd.DataFrame:
    """Ways on, over a stage, and back."""
    rows = [
        *[(one, other, 4000 - 600 * place) for place, (one, other) in enumerate(pairwise(STAGES[:6]))],
        ("Discover", "Purchase", 500), ("Purchase", "Adopt", 300), ("Evaluate", "Onboard", 90), ("Adopt", "Onboard", 160),
        ("Adopt", "Expand", 240), ("Renew", "Advocate", 120), ("Renew", "Adopt", 80), ("Onboard", "Evaluate", 20),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["source", "target", "customers"])


def happened() -> pd.DataFrame:
    """A customer's two years: stages, tickets, ratings, money, and the end."""
    rows = [
        ("stage", "2025-01-10", "2025-02-20", "Discover", None, "other", None),
        ("stage", "2025-02-20", "2025-03-05", "Evaluate", None, "other", None),
        ("stage", "2025-03-05", "2025-04-20", "Onboard", None, "other", None),
        ("stage", "2025-04-20", "2026-03-05", "Adopt", None, "other", None),
        ("stage", "2026-03-05", "2026-09-30", HOSTILE, None, "other", None),
        ("ticket", "2025-03-06 09:00", None, "Cannot sign in", "T1 · Access", "good", "T1"),
        ("ticket", "2025-03-06 11:00", None, "Cannot sign in again", "T2 · Access", "poor", "T2"),
        ("ticket", "2025-03-07 11:00", None, HOSTILE, "T3", "neutral", "T3"),
        ("ticket", "2025-11-20 11:00", None, "Invoice", "T4 · Billing", "other", "T4"),
        ("ticket", "2026-08-20 11:00", None, "Export fails", "T5 · Data", "poor", "T5"),
        ("rating", "2025-03-08 09:00", None, "CSAT 2 of 5", "slow", "poor", "T2"),
        ("rating", "2026-01-08 09:00", None, "NPS 9", None, "good", None),
        ("money", "2025-03-05", None, "New 120", None, "neutral", None),
        ("money", "2026-03-05", None, "Renewal 120", None, "good", None),
        ("relation", "2025-03-05", None, "Customer since", None, "good", None),
        ("relation", "2026-09-30", None, "Lost", "too expensive", "poor", None),
    ]
    return pd.DataFrame(rows, columns=["lane", "at", "until", "label", "detail", "role", "key"])
