"""What charts say: short, in sentence case, never a cause, and noise is called noise."""

import itertools
import re

import pandas as pd
import pytest

from pages.parts.charts import sentences

LONG = "First reply time for everyone"  # five words, the most a metric's name may have
NAMES = ["A very long name of a team", "Another long name <b>of</b> a team", None]
CAUSAL = re.compile(
    r"\b(caus\w*|because|due to|driv\w*|led to|leads to|thanks to|explain\w*|impact\w*|effect\w*|reason\w*|make\w*)\b"
)


def groups(*values: float, n: int = 50) -> pd.DataFrame:
    return pd.DataFrame({"bucket": NAMES[: len(values)], "n": n, "value": values})


def moves(*values: float) -> pd.DataFrame:
    frame = pd.DataFrame({"bucket": NAMES[: len(values)], "n": 50, "performance": values, "mix": 0.0})
    own = frame["performance"].astype(float)
    return frame.assign(low=own - 0.2, high=own + 0.2, is_mix_apart=False)


def every_sentence() -> list[str]:
    said = []
    units = ("minutes", "share", "count", "score", "mean")
    for unit, signal, previous, has_limits in itertools.product(
        units, (None, "outside", "run", "near"), (None, 0.5, 0.9, 80_000.0), (True, False)
    ):
        said.append(
            sentences.trend(LONG, unit=unit, value=0.9, previous=previous, signal=signal, has_limits=has_limits)
        )
    for unit, low, better in itertools.product(units, (-9.0, 0.01), ("lower", "higher", "neutral")):
        said.append(sentences.comparison(LONG, unit=unit, value=0.9, difference=0.4, low=low, high=9, better=better))
    for unit in units:
        said += [
            sentences.breakdown(groups(*values), name=LONG, unit=unit)
            for values in ((0.1, 0.9, 0.5), (0.1,), (0.1, 0.1), ())
        ]
        for values, is_noise in itertools.product(((-0.4, 0.1), (0.1, 0.0), (0.0,), ()), (True, False)):
            rows = moves(*values)
            said.append(sentences.moved(rows, name=LONG, unit=unit, noun="reply speed", is_noise=is_noise))
            mixed = rows.assign(is_mix_apart=True, mix=0.7, low=-0.1, high=0.1)
            said.append(sentences.moved(mixed, name=LONG, unit=unit, is_noise=is_noise))
        hours = pd.DataFrame({"weekday": [1, 3], "hour": [9, 23], "n": [50, 50], "value": [0.2, 0.6]})
        said.append(sentences.hours(hours, name=LONG, unit=unit))
    said += [
        sentences.standings(standing) for standing in ([], ["above"], ["not distinguishable"], ["above", "below"] * 9)
    ]
    said += [sentences.spread(median, 20_000, name="first replies today") for median in (None, 42)]
    said += [
        sentences.backlog(n, before, 0.123) for n, before in ((None, 1), (0, 0), (1, None), (12_345, 9), (9, 12_345))
    ]
    return said


@pytest.mark.parametrize("sentence", sorted(set(every_sentence())))
def test_sentences_are_short_in_sentence_case_and_name_no_cause(sentence):
    assert len(sentence.split()) <= sentences.MOST_WORDS
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert not sentence.endswith(".")
    assert not CAUSAL.search(sentence)
    assert "nan" not in sentence
    assert "None" not in sentence


def test_trend():
    def say(**more):
        return sentences.trend("First reply time", unit="minutes", **{"value": 126, "previous": 180, "n": 90} | more)

    assert say() == "First reply time fell to 2.1 h, within its usual range"
    assert say(previous=60, signal="outside") == "First reply time rose to 2.1 h, outside its usual range"
    assert say(previous=126.3) == "First reply time stayed at 2.1 h, within its usual range"
    assert say(has_limits=False) == "First reply time fell to 2.1 h, usual range not known yet"
    assert say(previous=None) == "First reply time is 2.1 h, within its usual range"
    assert say(n=4) == "First reply time: too few to judge"
    assert say(value=None, n=0) == "First reply time: no data"


def test_comparison_calls_noise_noise():
    def say(low: float | None, high: float | None, **more):
        return sentences.comparison("CSAT", unit="share", value=0.91, difference=0.021, low=low, high=high, **more)

    assert say(-0.01, 0.05) == "CSAT is 91%, no change beyond noise"
    assert say(0.01, 0.03) == "CSAT is 91%, 2.1 points higher than the period before"
    assert say(None, None) == "CSAT is 91%, with nothing to compare it with"
    assert say(0.01, 0.03, n=3) == "CSAT: too few to judge"
    faster = sentences.comparison("Reply", unit="minutes", value=90, difference=-12, low=-20, high=-4, better="lower")
    assert faster == "Reply is 1.5 h, 12 min faster than the period before"


def test_breakdown_passes_over_what_rests_on_few():
    frame = pd.DataFrame({"bucket": ["Email", "Chat", "Phone"], "n": [90, 80, 4], "value": [312.0, 12, 9000]})
    assert (
        sentences.breakdown(frame, name="Reply time", unit="minutes")
        == "Reply time is highest for Email, 5.2 h; lowest for Chat, 12 min"
    )
    assert sentences.breakdown(frame.tail(1), name="Reply time", unit="minutes") == "Reply time: too few to compare"


def test_standings():
    apart = ["above", "below", *["not distinguishable"] * 12]
    assert sentences.standings(apart) == "2 of 14 agents stand apart from the overall figure"
    assert sentences.standings(apart[1:]) == "1 of 13 agents stands apart from the overall figure"
    assert sentences.standings(apart[2:], noun="team") == "No team can be told apart from the overall figure"
    assert sentences.standings([]) == "Too few to compare agents"
    assert sentences.standings(apart, noun="category", several="categories").startswith(
        "2 of 14 categories stand apart"
    )


def test_hours_spread_moved_and_backlog():
    hours = pd.DataFrame({"weekday": [1, 3], "hour": [9, 23], "value": [123, 60]})
    assert sentences.hours(hours, name="Arrivals", unit="count") == "Arrivals peak on Monday at 09:00 with 123"
    assert (
        sentences.spread(42, 312, name="first replies")
        == "Half of first replies came within 42 min, nine in ten within 5.2 h"
    )
    frame = pd.DataFrame({"bucket": ["Email", "Chat"], "performance": [-0.008, 0.003], "mix": [-0.002, -0.005]})
    frame = frame.assign(low=[-0.012, -0.001], high=[-0.004, 0.007], is_mix_apart=False)
    assert (
        sentences.moved(frame, name="CSAT", unit="share") == "CSAT −1.2 points: largest own change Email, −0.8 points"
    )
    assert (
        sentences.moved(
            frame.assign(is_mix_apart=[False, True], mix=[0, -0.01]), name="CSAT", unit="share", is_noise=True
        )
        == "CSAT: largest part the weight of Chat, −1.0 points"
    )
    noise = frame.assign(low=-0.1, high=0.1)
    assert (
        sentences.moved(noise, name="CSAT", unit="share", noun="team")
        == "CSAT −1.2 points: no team's own change is beyond noise"
    )
    assert (
        sentences.moved(noise, name="CSAT", unit="share", noun="team", is_noise=True)
        == "CSAT: no change beyond noise in all or any team"
    )
    counts = pd.DataFrame({"bucket": ["Email", "Chat"], "performance": [-8.0, 3.0], "mix": 0.0})
    assert sentences.moved(counts, name="Arrivals", unit="count") == "Largest part of −5 in Arrivals: Email, −8"
    assert sentences.backlog(1234, 1200, 0.12) == "Backlog rose to 1,234 tickets, 12.0% of them older than 7 days"
    assert sentences.backlog(900, 1200, 0.12) == "Backlog fell to 900 tickets, 12% of them older than 7 days"


def test_subtitle_leaves_out_what_is_not_known():
    said = sentences.subtitle("Median", "", "business hours", n=6789, has_band=True)
    assert said == "Median · business hours · 6,789 tickets · Band: 95% interval"
