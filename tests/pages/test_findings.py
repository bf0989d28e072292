"""What charts of answers say: short, in sentence case, never a cause, and noise is called noise."""

import itertools
import math

import pandas as pd
import pytest

from pages.parts.charts import findings
from pages.parts.charts.sentences import MOST_WORDS
from tests.pages.answer_frames import HOSTILE, made_up_of, net_promoter_scores, scores
from tests.pages.test_sentences import CAUSAL

BUCKETS = ["after a poor rating", "after a good rating", HOSTILE, None]


def ratings(*poor: int, n: int = 200) -> pd.DataFrame:
    return pd.DataFrame({"bucket": BUCKETS[: len(poor)], "n": n, "poor": poor})


def every_sentence() -> list[str]:
    said = [findings.distribution(frame) for frame in (scores(), scores().head(0), scores(0, 0, 0, 1, 2))]
    said += [findings.distribution(net_promoter_scores(scale), out_of="10") for scale in (1, 10**7)]
    said.append(findings.distribution(scores().assign(label=HOSTILE, group=HOSTILE, role="poor"), out_of="5"))
    for unit, last, is_clear, turning in itertools.product(
        ("share", "mean", "score"), (0.9, 0.4, 0.9001, 99.0, None, math.nan), (True, False), ("", "2.5 h")
    ):
        more = {"unit": unit, "first": 0.9, "last": last, "is_clear": is_clear, "turning": turning}
        said.append(findings.dose("Customer effort", "first reply time", grows="first replies take longer", **more))
        said.append(findings.dose("CSAT", "number of handoffs", **more))
    for counts in itertools.product((0, 80, 90), repeat=3):
        said.append(findings.pattern(ratings(*counts), "poor", said="A poor rating"))
    said += [findings.pattern(ratings(*range(0, 200, 50)[:k]), "poor", said="A poor next rating") for k in range(5)]
    for low, high, after in itertools.product((-0.1, 0.01, None), (0.2, math.nan), (0.9, 0.4, None)):
        states = ("as customers answered", "weighted to all")
        more = {"unit": "share", "before": 0.9, "after": after, "low": low, "high": high}
        said.append(findings.before_after("Customer satisfaction", states=states, **more))
    for poor, good in itertools.product(
        ([], ["late"], ["still waiting", "no reply", "x"], [HOSTILE] * 3, ["返金"]), repeat=2
    ):
        said.append(findings.terms(poor, good))
    return said


@pytest.mark.parametrize("sentence", sorted(set(every_sentence())))
def test_sentences_are_short_in_sentence_case_and_name_no_cause(sentence):
    assert len(sentence.split()) <= MOST_WORDS
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert not sentence.endswith(".")
    assert not CAUSAL.search(sentence)
    assert "nan" not in sentence
    assert "None" not in sentence


def test_distribution_says_the_best_score_and_the_poor_ones():
    assert findings.distribution(scores(), out_of="5") == "61.7% gave 5 of 5; 5.8% were dissatisfied"
    assert findings.distribution(scores(9, 0, 0, 29, 62)) == "62% gave 5; 9% were dissatisfied"
    assert findings.distribution(net_promoter_scores(), out_of="10") == "32.8% gave 10 of 10; 12.6% were detractors"
    assert findings.distribution(scores().assign(group=None)) == "61.7% gave 5"
    assert findings.distribution(scores(0, 0, 0, 1, 3)) == "Answers: too few to judge"
    assert findings.distribution(scores().head(0), name="Ratings") == "Ratings: no data"


def test_dose():
    def say(**more):
        known = {"unit": "share", "first": 0.91, "last": 0.74, "is_clear": True}
        return findings.dose("CSAT", "first reply time", **known | more)

    assert say(grows="first reply takes longer") == "CSAT falls from 91% to 74% as first reply takes longer"
    assert say(last=0.95) == "CSAT rises from 91% to 95% as first reply time grows"
    assert say(is_clear=False, turning="2.5 h") == "CSAT does not clearly go with first reply time"
    assert say(turning="2.5 h") == "CSAT falls from 91% to 74%, turning at about 2.5 h of first reply time"
    assert say(last=0.912, turning="2.5 h") == "CSAT turns at about 2.5 h of first reply time"
    assert say(last=0.912) == "CSAT goes up and down with first reply time"
    assert say(first=None) == "CSAT by first reply time: too few to judge"


def test_pattern_names_the_ends_only_beyond_noise():
    frame = made_up_of()
    assert (
        findings.pattern(frame, "poor", said="A poor rating")
        == "A poor rating is most usual after a poor rating, 38%; the least is 4.5%"
    )
    short = frame.assign(bucket=["after good", "after poor", "a", "b", "c"])
    assert (
        findings.pattern(short, "poor", said="A poor rating")
        == "A poor rating is most usual after poor, 38%; least after good, 4.5%"
    )
    assert (
        findings.pattern(ratings(80, 90), "poor", said="A poor rating") == "A poor rating: no difference beyond noise"
    )
    few = ratings(1, 4, n=4)
    assert findings.pattern(few, "poor", said="A poor rating", noun="rating") == (
        "A poor rating: too few ratings to compare"
    )


def test_before_and_after():
    def say(low: float | None, high: float | None, after: float | None = 0.86):
        return findings.before_after(
            "CSAT", unit="share", before=0.91, after=after, low=low, high=high, states=("as answered", "as weighted")
        )

    assert say(-0.07, -0.03) == "CSAT is 91% as answered, 86% as weighted"
    assert say(None, None) == "CSAT is 91% as answered, 86% as weighted"
    assert say(-0.07, 0.01) == "CSAT is 91% as answered; as weighted, no difference beyond noise"
    assert say(0.0001, 0.003, after=0.912) == "CSAT is 91% as answered and practically the same as weighted"
    assert say(None, None, after=None) == "CSAT: too few to compare"


def test_terms():
    assert (
        findings.terms(["refund", "late", "slow"], ["kind"])
        == "Words that stand out: “refund” and “late” in poor comments, “kind” in good ones"
    )
    assert findings.terms([], ["kind"]) == "Words that stand out: “kind” in good comments"
    assert findings.terms([], []) == "No word stands out in poor or good comments"
    two = ["still waiting", "no reply"]
    assert (
        findings.terms(two, two)
        == "Words that stand out: “still waiting” in poor comments, “still waiting” in good ones"
    )
