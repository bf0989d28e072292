"""What charts of answers say: short, in sentence case, never a cause, and noise is called noise."""

import itertools
import math

import pytest

from pages.parts.charts import findings
from pages.parts.charts.sentences import MOST_WORDS
from tests.pages.answer_frames import HOSTILE, net_promoter_scores, scores
from tests.pages.test_sentences import CAUSAL


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
