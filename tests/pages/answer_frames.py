"""Made-up frames of answers: scores, doses, parts and terms, hostile names among them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

HOSTILE = "<b>Team</b> $x$ #000001 & a very long name that goes on and on"
PARTS = {
    "poor": ("Next one poor", "poor"),
    "neutral": ("Neutral", "neutral"),
    "good": ("Next one good", "good"),
    "silent": ("Silent", "other"),
}


@dataclass(frozen=True)
class Turn:
    at: float | None
    low: float | None
    high: float | None


def scores(*counts: int) -> pd.DataFrame:
    """Answers on a scale of 1 to 5."""
    return pd.DataFrame(
        {
            "label": [*"12345"],
            "n": counts or (30, 40, 90, 300, 740),
            "role": ["poor", "poor", "neutral", "good", "good"],
            "group": ["dissatisfied", "dissatisfied", None, "satisfied", "satisfied"],
            "key_low": [1.0, 2, 3, 4, 5],
            "key_high": [1.0, 2, 3, 4, 5],
        }
    )


def net_promoter_scores(scale: int = 1) -> pd.DataFrame:
    """Answers on a scale of 0 to 10."""
    roles = ["poor"] * 7 + ["neutral"] * 2 + ["good"] * 2
    named = {"poor": "detractors", "neutral": "passives", "good": "promoters"}
    counts = np.array([12, 3, 8, 9, 14, 60, 55, 130, 260, 310, 420]) * scale
    ends = [str(score) for score in range(11)]
    return pd.DataFrame(
        {
            "label": ends,
            "n": counts,
            "role": roles,
            "group": [named[role] for role in roles],
            "key_low": ends,
            "key_high": ends,
        }
    )


def doses() -> pd.DataFrame:
    """CSAT by first reply time in minutes: the last bin is open, one has too few answers."""
    low = np.array([0.0, 5, 15, 60, 240, 1440, 4320])
    frame = pd.DataFrame({"low": low, "high": [*low[1:], None], "middle": [2.0, 9, 32, 130, 600, 2500, 9000]})
    frame = frame.assign(n=[40, 120, 300, 420, 180, 60, 4], value=[0.93, 0.92, 0.9, 0.88, 0.79, 0.72, 0.5])
    half = 1 / np.sqrt(frame["n"])
    return frame.assign(value_low=frame["value"] - half, value_high=(frame["value"] + half).clip(upper=1))


def fitted() -> pd.DataFrame:
    x = np.expm1(np.linspace(np.log1p(1), np.log1p(3000), 40))
    value = 0.92 - 0.03 * np.clip(np.log1p(x) - 4.5, 0, None) ** 1.3
    return pd.DataFrame({"x": x, "value": value, "low": value - 0.03, "high": value + 0.03})


def replies() -> pd.DataFrame:
    """CSAT by number of replies: every whole number a bin, its end not part of it."""
    frame = pd.DataFrame({"low": range(1, 8), "middle": range(1, 8), "n": [400, 310, 200, 90, 40, 22, 9]})
    frame = frame.assign(high=frame["low"] + 1, value=[0.94, 0.91, 0.9, 0.84, 0.8, 0.77, 0.66])
    half = 1 / np.sqrt(frame["n"])
    return frame.assign(value_low=frame["value"] - half, value_high=(frame["value"] + half).clip(upper=1))


def hours() -> pd.DataFrame:
    hour = np.arange(24)
    frame = pd.DataFrame({"low": hour, "high": hour + 1, "middle": hour, "n": 60, "value": 0.9 - 0.004 * hour})
    return frame.assign(value_low=frame["value"] - 0.08, value_high=(frame["value"] + 0.08).clip(upper=1))


def made_up_of() -> pd.DataFrame:
    """How the rating after another one was, some buckets few and one too few."""
    frame = pd.DataFrame(
        {
            "bucket": ["after a good rating", "after a poor rating", HOSTILE, None, "rare"],
            "poor": [90, 120, 6, 2, 1],
            "neutral": [110, 60, 4, 1, 1],
            "good": [1700, 130, 12, 5, 1],
            "silent": [100, 10, 3, 1, 1],
        }
    )
    return frame.assign(n=frame[["poor", "neutral", "good", "silent"]].sum(axis=1), expected=0.15)


def terms() -> pd.DataFrame:
    """Terms of several scripts and directions, hostile and long ones; one in too few comments."""
    poor = [
        "refund",
        "still waiting",
        HOSTILE,
        "ждать",
        "انتظار طويل",
        "返金返金返金返金返金返金返金",
        "\u202ereversed",
        "$100",
        "rare",
    ]
    good = ["thanks", "quick", "friendly and patient people", "спасибо", "תודה רבה", "ありがとう", "**bold** `x`"]
    names = [*poor, *good]
    size = [9.1, 7.4, 5.2, 4.8, 4.1, 3.3, 2.7, 2.2, 8.0, 8.8, 6.1, 4.4, 3.9, 3.1, 2.9, 2.1]
    is_poor = np.array([True] * len(poor) + [False] * len(good))
    frame = pd.DataFrame({"term": names, "z": np.where(is_poor, size, np.negative(size))})
    frame = frame.assign(n_poor=np.where(is_poor, 40, 6), n_good=np.where(is_poor, 7, 90))
    frame.loc[len(poor) - 1, ["n_poor", "n_good"]] = [3, 1]
    return frame.assign(share_poor=frame["n_poor"] / 200, share_good=frame["n_good"] / 900)


def reckoned(times: float = 1) -> pd.DataFrame:
    """One figure by three ways of reckoning: an estimate, another one, and limits without a value."""
    rows = [
        {"label": "As the answers say", "value": 0.84 * times, "low": 0.8 * times, "high": 0.87 * times, "n": 400},
        {"label": HOSTILE, "value": 0.8 * times, "low": 0.7 * times, "high": 0.88 * times, "n": 400, "key": "weighted"},
        {"label": "Whatever the silent think", "value": None, "low": 0.2 * times, "high": 0.96 * times, "n": 1700},
    ]
    frame = pd.DataFrame(rows).assign(said="95% interval")
    return frame.assign(key=frame["key"].fillna(frame["label"]))
