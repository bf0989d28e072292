"""Terms that stand out in poor comments, worked by hand; and none where the two kinds of comments are alike."""

import math

import numpy as np
import pandas as pd
import pytest

from queries.statistics.terms import standing_out, without_echoes


def counted(rows: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """{"term": (poor, good)}"""
    return pd.DataFrame([(term, *counts) for term, counts in rows.items()], columns=["term", "n_poor", "n_good"])


def test_one_term_by_hand() -> None:
    """100 poor and 300 good comments: a prior of 40, of which a term in 40 of 400 is held by 4."""
    found = standing_out(counted({"slow": (30, 10)}), poor_comments=100, good_comments=300).iloc[0]
    assert (found["share_poor"], found["share_good"]) == (pytest.approx(0.3), pytest.approx(1 / 30))
    log_odds = math.log(34 / 106) - math.log(14 / 326)
    z = log_odds / math.sqrt(1 / 34 + 1 / 106 + 1 / 14 + 1 / 326)
    assert (found["log_odds"], found["z"]) == (pytest.approx(log_odds), pytest.approx(z))
    error = log_odds / z
    assert (found["low"], found["high"]) == pytest.approx((log_odds - 1.96 * error, log_odds + 1.96 * error), abs=1e-4)
    assert found["p_adjusted"] == pytest.approx(math.erfc(z / math.sqrt(2)))


def test_poor_first_rare_ones_left_out_and_tests_counted() -> None:
    terms = counted({"thanks": (2, 60), "slow": (30, 10), "rare": (4, 0), "ticket": (10, 30), "a": (10, 30)})
    found = standing_out(terms, poor_comments=100, good_comments=300)
    assert list(found["term"]) == ["slow", "a", "ticket", "thanks"]
    assert found["z"].iloc[1] == pytest.approx(0) == found["z"].iloc[2]
    alone = standing_out(counted({"slow": (30, 10)}), poor_comments=100, good_comments=300)
    assert found["p_adjusted"].iloc[0] == pytest.approx(4 * alone["p_adjusted"].iloc[0])
    assert "rare" in set(standing_out(terms, poor_comments=100, good_comments=300, least=4)["term"])


def test_kinds_swapped_give_the_same_with_the_other_sign() -> None:
    terms = counted({"thanks": (2, 60), "slow": (30, 10)})
    swapped = terms.rename(columns={"n_poor": "n_good", "n_good": "n_poor"})
    one = standing_out(terms, poor_comments=100, good_comments=300).set_index("term")["z"]
    other = standing_out(swapped, poor_comments=300, good_comments=100).set_index("term")["z"]
    assert one.to_dict() == pytest.approx((-other).to_dict())


def test_words_of_any_script_and_in_every_comment() -> None:
    found = standing_out(
        counted({"спасибо": (10, 90), "遅い": (8, 0), "the": (10, 90)}), poor_comments=10, good_comments=90
    )
    assert found["term"].iloc[0] == "遅い" and set(found["term"].iloc[1:]) == {"the", "спасибо"}
    assert found["z"].iloc[0] > 2 and found["z"].iloc[1:].abs().max() < 0.01
    assert np.all(np.isfinite(found["p_adjusted"]))


def test_one_kind_of_comments_alone_gives_no_rows() -> None:
    columns = ["term", "n_poor", "n_good", "share_poor", "share_good", "log_odds", "low", "high", "z", "p_adjusted"]
    for terms, good in ((counted({"slow": (9, 0)}), 0), (counted({}), 30)):
        found = standing_out(terms, poor_comments=20, good_comments=good)
        assert found.empty and list(found.columns) == columns
        assert without_echoes(found).empty


def test_more_comments_with_a_term_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="nor in more"):
        standing_out(counted({"slow": (21, 3)}), poor_comments=20, good_comments=30)


def test_alike_comments_have_no_terms_that_stand_out() -> None:
    """Of 200 firms with 80 terms each, at most a few name any, and z is no wider than it says."""
    random = np.random.default_rng(11)
    named, widths = 0, []
    for _ in range(200):
        usual = random.beta(0.5, 8, 80)
        terms = pd.DataFrame({"term": [f"t{i}" for i in range(80)], "n_poor": random.binomial(60, usual)})
        terms["n_good"] = random.binomial(240, usual)
        found = standing_out(terms, poor_comments=60, good_comments=240)
        named += bool((found["p_adjusted"] < 0.05).any())
        widths.append(found["z"].std())
    assert named <= 10 and 0.5 < np.mean(widths) < 1.02


def test_terms_that_do_differ_are_found() -> None:
    random = np.random.default_rng(12)
    usual = random.beta(0.5, 8, 80)
    terms = pd.DataFrame({"term": [f"t{i}" for i in range(80)], "n_poor": random.binomial(100, usual)})
    terms["n_good"] = random.binomial(400, usual)
    terms.loc[80] = {"term": "slow", "n_poor": 25, "n_good": 20}
    terms.loc[81] = {"term": "thanks", "n_poor": 10, "n_good": 180}
    found = standing_out(terms, poor_comments=100, good_comments=400)
    assert (found["term"].iloc[0], found["term"].iloc[-1]) == ("slow", "thanks")
    assert set(found.loc[found["p_adjusted"] < 0.01, "term"]) == {"slow", "thanks"}


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([("waiting time", 19, 6.0), ("waiting", 20, 6.1)], ["waiting"]),
        ([("waiting time", 19, 6.2), ("waiting", 20, 6.1)], ["waiting time"]),
        ([("waiting time", 17, 6.2), ("waiting", 20, 6.1)], ["waiting time", "waiting"]),
        ([("thank you", 20, -5.0), ("you", 20, -5.0), ("thank", 20, -5.0)], ["thank you"]),
        (
            [("time waiting", 20, 6.0), ("timewaiting", 20, 5.0), ("wait", 20, 4.0)],
            ["time waiting", "timewaiting", "wait"],
        ),
        ([("a b c", 10, 6.0), ("a b", 10, 5.0), ("b c", 11, 4.0), ("a c", 10, 3.0)], ["a b c", "a c"]),
    ],
)
def test_echoes_are_dropped(rows: list[tuple[str, int, float]], kept: list[str]) -> None:
    frame = pd.DataFrame(
        [(term, count - 5, 5, z) for term, count, z in rows], columns=["term", "n_poor", "n_good", "z"]
    )
    assert list(without_echoes(frame)["term"]) == kept
