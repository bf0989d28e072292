"""Are comments counted, searched, ordered and taken apart into terms as a person would by hand, in any language?"""

import datetime as dt
import itertools
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from queries.questions import QuestionError

Ask = Callable[..., pd.DataFrame]
SHARES = {"poor": 0.0, "neutral": 0.5, "good": 1.0}


def write(facts: Any, comment: str | None, rating: str | None = None, day: str = "2024-01-10", **given: Any) -> str:
    """An answer with a comment on the scale 1-5; what it speaks of is given as `speaks`."""
    speaks = given.pop("speaks", ())
    survey = given.pop("survey_id", f"V{next(facts.numbers)}")
    known = {
        "survey_id": survey,
        "comment": comment,
        "rating_band": rating,
        "scale": "1-5",
        "share": SHARES.get(rating or ""),
    }
    known["score"] = None if rating is None else 1 + 4 * SHARES[rating]
    facts.survey(given.pop("kind", "csat"), responded=day, **known | {"is_answered": rating is not None} | given)
    for name in speaks:
        facts.add("comment_expectations", {"survey_id": survey, "expectation": name})
    return survey


@pytest.fixture
def written(facts: Any, ask: Ask) -> Ask:
    """Six comments in the quarter: three poor, one neutral, one good, one without a rating; and what does not count."""
    facts.customer(customer_id="K1", name="Ada Lovelace")
    facts.customer(customer_id="K2", name="ÉMILE Zola")
    ticket = facts.ticket("2024-01-02", ticket_id="T-100%", subject="Refund", customer_id="K1")
    write(facts, "Too slow, RUDE", "poor", "2024-01-10", survey_id="a", speaks=("timely", "empathetic"), customer_id="K1", ticket_id=ticket, team="Blue")  # fmt: skip
    write(facts, "slow", "poor", "2024-01-12", survey_id="b", speaks=("timely",), customer_id="K2")
    write(facts, "Expensive", "poor", "2024-02-01", survey_id="c", kind="nps", scale="0-10", score=4, share=0.4)
    write(facts, "Half solved", "neutral", "2024-02-02", survey_id="d", speaks=("solution-oriented",), kind="ces")
    write(
        facts, "Quick! Fixed!", "good", "2024-02-03", survey_id="e", speaks=("timely", "solution-oriented"), team="Blue"
    )
    write(facts, "No score, was slow", None, "2024-02-04", survey_id="f", speaks=("timely",))
    write(facts, None, "good", "2024-02-05", survey_id="g")
    write(facts, "  ", "good", "2024-02-06", survey_id="h")
    write(facts, "spam slow", "poor", "2024-02-07", survey_id="i", speaks=("timely",), exclusion="spam")
    write(facts, "before slow", "poor", "2023-12-31", survey_id="j", speaks=("timely",))
    facts.survey("csat", sent="2024-02-01", survey_id="k")
    return ask


def ids(frame: pd.DataFrame) -> str:
    return "".join(frame["survey_id"])


def test_comments_are_listed_newest_first_beside_their_score(written: Ask) -> None:
    frame = written("comments")
    assert ids(frame) == "fedcba"
    assert set(frame["total"]) == {6}
    last = frame.iloc[-1]
    assert (last["comment"], last["score"], last["scale"], last["share"], last["rating"]) == (
        "Too slow, RUDE",
        1,
        "1-5",
        0,
        "poor",
    )
    assert (last["ticket_id"], last["subject"], last["customer_name"], last["team"]) == (
        "T-100%",
        "Refund",
        "Ada Lovelace",
        "Blue",
    )
    assert (last["day"], last["kind"], last["expectations"]) == ("2024-01-10", "csat", "empathetic, timely")
    assert frame["expectations"].fillna("-").tolist()[3] == "-"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"order": "worst"}, "bacdef"),
        ({"order": "customer"}, "abfedc"),
        ({"rating": "poor"}, "cba"),
        ({"rating": "neutral"}, "d"),
        ({"only_kind": "csat"}, "feba"),
        ({"only_kind": "nps"}, "c"),
        ({"expectation": "timely"}, "feba"),
        ({"expectation": "empathetic"}, "a"),
        ({"expectation": "none"}, "c"),
        ({"expectation": "timely", "rating": "good"}, "e"),
        ({"teams": ["Blue"]}, "ea"),
        ({"teams": ["(none)"]}, "fdcb"),
        ({"with_excluded": True}, "ifedcba"),
        ({"search": "SLOW"}, "fba"),
        ({"search": "lovelace"}, "a"),
        ({"search": "émile"}, "b"),
        ({"search": "refund"}, "a"),
        ({"search": "t-100%"}, "a"),
        ({"search": "%"}, "a"),
        ({"search": "emile"}, ""),
        ({"search": "'; drop table survey_facts; --"}, ""),
        ({"search": ""}, "fedcba"),
        ({"term": "slow"}, "fba"),
        ({"term": "too slow"}, "a"),
        ({"term": "slow rude"}, ""),
        ({"term": "low"}, ""),
        ({"term": "half SOLVED"}, "d"),
        ({"limit": 2, "offset": 1}, "ed"),
        ({"from": dt.date(2024, 2, 2)}, "fed"),
    ],
)
def test_comments_can_be_narrowed_and_ordered(written: Ask, given: dict[str, Any], expected: str) -> None:
    frame = written("comments", **given)
    assert ids(frame) == expected
    if "limit" not in given:
        assert set(frame["total"]) <= {len(expected)}


@pytest.mark.parametrize("given", [{"rating": "bad"}, {"expectation": "cheap"}, {"only_kind": "x"}, {"order": "share"}])
def test_what_cannot_be_asked_is_said(written: Ask, given: dict[str, str]) -> None:
    with pytest.raises(QuestionError, match=f"{next(iter(given))} must be one of"):
        written("comments", **given)


def test_expectations_count_comments_that_speak_of_several_in_each(written: Ask) -> None:
    frame = written("expectations").set_index("expectation")
    assert list(frame.index) == ["timely", "empathetic", "solution-oriented", "none"]
    counts = frame[["comments", "poor", "neutral", "good"]].values.tolist()
    assert counts == [[4, 2, 0, 1], [1, 1, 0, 0], [2, 0, 1, 1], [1, 1, 0, 0]]
    assert frame["mean_share"].tolist() == pytest.approx([1 / 3, 0, 0.75, 0.4])
    assert frame["share"].tolist() == pytest.approx([4 / 6, 1 / 6, 2 / 6, 1 / 6])
    assert set(frame["total"]) == {6}
    none = written("expectations", teams=["Green"])
    assert none["comments"].tolist() == [0] * 4 and none["share"].isna().all()


def test_months_and_weeks_add_up_to_the_whole(written: Ask) -> None:
    months = written("expectations_by_month", by="month")
    assert months["bucket"].unique().tolist() == ["2024-01-01", "2024-02-01", "2024-03-01"]
    timely = months[months["expectation"] == "timely"]
    assert timely[["comments", "poor", "neutral", "good"]].values.tolist() == [[2, 2, 0, 0], [2, 0, 0, 1], [0, 0, 0, 0]]
    columns = ["comments", "poor", "neutral", "good"]
    whole = written("expectations").set_index("expectation")[columns]
    for by in ("day", "week", "month", "all"):
        parts = written("expectations_by_month", by=by).groupby("expectation")[columns].sum()
        assert parts.loc[whole.index].equals(whole), by


def test_counts_are_of_answers_and_of_their_comments(written: Ask) -> None:
    (row,) = written("comment_counts").to_dict("records")
    assert row == {
        "bucket": "all", "answers": 8, "comments": 6, "poor": 3, "neutral": 1, "good": 1, "none_of_these": 1,
        "is_complete": True,
    }  # fmt: skip
    weeks = written("comment_counts", by="week")
    assert len(weeks) == 13
    assert weeks[["answers", "comments", "poor"]].sum().tolist() == [8, 6, 3]
    assert written("comment_counts", teams=["Green"])[["answers", "comments"]].values.tolist() == [[0, 0]]


# Terms


def terms(frame: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {row["term"]: (row["n_poor"], row["n_good"]) for row in frame.to_dict("records")}


def test_terms_count_every_comment_once(facts: Any, ask: Ask) -> None:
    write(facts, "Slow, slow, SLOW support!", "poor")
    write(facts, "slow support. No-one called in 3 days, 24 7", "poor")
    write(facts, "Isn’t slow support: 'fast'", "good")
    write(facts, "slow", "neutral")
    write(facts, "slow", None)
    found = ask("comment_terms", least_comments=1)
    counts = terms(found)
    assert counts["slow"] == counts["support"] == counts["slow support"] == (2, 1)
    assert counts["isn't"] == counts["isn't slow"] == counts["fast"] == (0, 1)
    assert counts["no one"] == counts["in 3"] == counts["3 days"] == (1, 0)
    assert not {"slow slow", "support no", "support 'fast'", "support fast", "3", "24 7", "'", "t"} & set(counts)
    assert set(found["poor_comments"]) == {2} and set(found["good_comments"]) == {1}
    assert set(terms(ask("comment_terms", least_comments=3))) == {"slow", "support", "slow support"}
    assert ask("comment_terms").empty, "five comments at least, as a rule"


def test_the_most_frequent_terms_come_first_and_ties_by_name(facts: Any, ask: Ask) -> None:
    for text in ("b a", "b c", "b"):
        write(facts, f"x{text.replace(' ', ' x')}", "good")
    found = ask("comment_terms", least_comments=1)
    assert found["term"].tolist() == ["xb", "xa", "xb xa", "xb xc", "xc"]


HOSTILE = [
    "ОЧЕНЬ медленно, очень жаль",
    "الدعم بطيء جدا",
    "很慢很慢，不好",
    "対応が遅いサーバー",
    "ตอบช้ามาก",
    "zu\u0308gig und ZÜGIG",
    "👍🏽 super👍 1️⃣",
    "=cmd|' /C calc'!A0",
    "<b>slow</b> $x^2$ [a](http://b) \\ `code` %s {0} ?",
    "a\u202eb\u0000".replace("\u0000", "\ufffd"),
    "line\r\nbreak\ttab\u00a0hard",
    "l'attente d’une réponse ''x''",
    "می‌خواهم سریع",
    "हिन्दी में धीमा",
    "slow太slow",
    "....",
    "e\u0301te\u0301 café",
]  # fmt: skip


def by_hand(text: str) -> set[str]:
    """The terms of a text, taken apart letter by letter."""
    unspaced = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "KATAKANA-HIRAGANA ")
    flat = unicodedata.normalize("NFC", text)
    flat = "".join("σ" if letter == "Σ" else letter.lower() for letter in re.sub("[’‘ʼ`´]", "'", flat))

    def kind(place: int) -> str:
        letter = flat[place]
        if unicodedata.name(letter, "").startswith(unspaced):
            return "unspaced"
        if unicodedata.category(letter)[0] in "LMN" or letter in "\u200c\u200d":
            return "word"
        if letter == "'" and 0 < place < len(flat) - 1 and kind(place - 1) == "word" == kind(place + 1):
            return "word"
        return "gap" if letter.isspace() or letter in "-‐‑" else "sign"

    runs: list[tuple[str, str]] = []
    for place, letter in enumerate(flat):
        now = kind(place)
        if runs and runs[-1][0] == now:
            runs[-1] = (now, runs[-1][1] + letter)
        else:
            runs.append((now, letter))
    found: set[str] = set()
    for place, (now, run) in enumerate(runs):
        if now == "unspaced":
            parts: list[str] = []
            for letter in run:
                if parts and unicodedata.category(letter)[0] == "M":
                    parts[-1] += letter
                else:
                    parts.append(letter)
            found |= {first + second for first, second in itertools.pairwise(parts)}
        elif now == "word":
            found.add(run)
            following = runs[place + 1 : place + 3]
            if [kind_of for kind_of, _ in following] == ["gap", "word"]:
                found.add(f"{run} {following[1][1]}")
    return {term for term in found if len(term) > 1 and any(letter.isalpha() for letter in term)}


def test_terms_of_any_script_are_those_taken_apart_by_hand(facts: Any, ask: Ask) -> None:
    for text in HOSTILE:
        write(facts, text, "poor")
    wanted = Counter(term for text in HOSTILE for term in by_hand(text))
    assert terms(ask("comment_terms", least_comments=1)) == {term: (n, 0) for term, n in wanted.items()}
    assert {"очень", "الدعم بطيء", "很慢", "サー", "zügig", "l'attente", "می‌خواهم", "धीमा", "été café"} <= set(wanted)


def test_a_term_leads_to_exactly_the_comments_that_it_was_counted_in(facts: Any, ask: Ask) -> None:
    draw = random.Random(11)
    pieces = ["slow", "Slow", "slowly", "isn’t", "'slow'", "很慢", "慢", "no", "answer", "réponse", "3", "x", "ตอบช้า"]
    for _ in range(120):
        text = "".join(
            draw.choice(pieces) + draw.choice([" ", " ", ", ", "-", "", "\n"]) for _ in range(draw.randint(1, 6))
        )
        write(facts, text, draw.choice(["poor", "good", "neutral"]))
    for row in ask("comment_terms", least_comments=1).head(150).to_dict("records"):
        listed = ask("comments", term=row["term"], limit=None)["rating"].value_counts()
        assert (listed.get("poor", 0), listed.get("good", 0)) == (row["n_poor"], row["n_good"]), row["term"]


def test_hostile_comments_come_back_as_they_are(facts: Any, ask: Ask) -> None:
    for text in HOSTILE:
        write(facts, text, "poor")
    assert sorted(ask("comments", limit=None)["comment"]) == sorted(HOSTILE)
    for text in HOSTILE:
        assert text in ask("comments", search=text)["comment"].tolist()


def test_of_many_comments_the_newest_are_taken_apart_and_the_frequent_terms_kept(facts: Any, ask: Ask) -> None:
    rows = [
        {"survey_id": f"M{number}", "kind": "csat", "is_answered": True, "rating_band": "good", "responded_day": dt.date(2024, 2, 1),
         "responded_at": dt.datetime(2024, 2, 1) + dt.timedelta(seconds=number), "comment": f"newest w{number % 4000}a"}
        for number in range(50_003)
    ]  # fmt: skip
    facts.rows["survey_facts"] = rows
    found = ask("comment_terms", least_comments=1)
    assert len(found) == 3000
    assert found.iloc[0][["term", "n_good", "good_comments"]].tolist() == ["newest", 50_000, 50_000]
