"""Numbers, dates and texts from files are said the same way everywhere."""

import math
from datetime import date, datetime

import pandas as pd
import pytest

from pages.parts import words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (7, "7"),
        (1234, "1,234"),
        (9999, "9,999"),
        (9999.6, "10k"),
        (12_345, "12.3k"),
        (12_350, "12.4k"),
        (123_456, "123k"),
        (999_499, "999k"),
        (999_500, "1M"),
        (1_200_000, "1.2M"),
        (1_234_567, "1.23M"),
        (2_000_000_000, "2B"),
        (-12, "−12"),
        (-12_300, "−12.3k"),
        (0.123456, "0.123"),
        (4.256, "4.26"),
        (99.96, "100"),
        (999.6, "1,000"),
        (None, "—"),
        (math.nan, "—"),
        (math.inf, "—"),
        (pd.NaT, "—"),
        (pd.NA, "—"),
    ],
)
def test_number_has_three_significant_digits(value, said):
    assert words.number(value) == said


def test_how_long_something_has_lasted():
    said = [words.age(days) for days in (0, 1, 45, 92, 700, 877, 3652, None)]
    assert said == ["0 days", "1 day", "45 days", "3 months", "23 months", "2.4 years", "10 years", "—"]


def test_count_is_whole():
    assert [words.count(value) for value in (0, 2.5, 1234.4, 12_345, None)] == ["0", "3", "1,234", "12.3k", "—"]


@pytest.mark.parametrize(
    ("share", "n", "said"),
    [
        (0.873, 999, "87%"),
        (0.873, 1000, "87.3%"),
        (0.873, None, "87%"),
        (0.875, 10, "88%"),
        (0.5, 5000, "50.0%"),
        (0, 5000, "0%"),
        (1, 5000, "100%"),
        (0.996, 300, ">99%"),
        (0.9999, 5000, ">99.9%"),
        (0.001, 300, "<1%"),
        (0.0001, 5000, "<0.1%"),
        (None, 10, "—"),
        (math.nan, 10, "—"),
    ],
)
def test_percent_has_a_decimal_from_a_thousand_on_and_never_rounds_to_all_or_nothing(share, n, said):
    assert words.percent(share, n) == said


def test_points_are_signed_with_a_real_minus():
    said = [words.points(value) for value in (-0.012, 0.004, 0, 0.0001, -0.1, None)]
    assert said == ["−1.2 points", "+0.4 points", "0 points", "0 points", "−10.0 points", "—"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (0.4, "< 1 min"),
        (1, "1 min"),
        (41.6, "42 min"),
        (59.4, "59 min"),
        (59.5, "1 h"),
        (60, "1 h"),
        (210, "3.5 h"),
        (208, "3.47 h"),
        (1440, "24 h"),
        (2879, "48 h"),
        (2880, "2 d"),
        (3024, "2.1 d"),
        (144_000, "100 d"),
        (2_000_000, "1,389 d"),
        (None, "—"),
        (math.nan, "—"),
    ],
)
def test_duration_is_in_one_unit(minutes, said):
    assert words.duration(minutes) == said


def test_business_time_is_never_in_days():
    assert words.duration(7200, clock="business") == "120 h"
    assert words.duration(90_000, clock="business") == "1,500 h"
    assert words.duration(210, clock="business", with_clock=True) == "3.5 h, business hours"
    assert words.duration(210, with_clock=True) == "3.5 h, calendar hours"


def test_signed_duration():
    said = [words.signed_duration(value) for value in (42, -72, 0, 0.2, -0.2, 4320, None)]
    assert said == ["+42 min", "−1.2 h", "0 min", "< 1 min", "< 1 min", "+3 d", "—"]


def test_score_always_has_its_sign():
    assert [words.score(value) for value in (32.4, -5, 0, 0.3, None)] == ["+32", "−5", "0", "0", "—"]


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (12.5, "USD", "USD 12.50"),
        (99.999, "USD", "USD 100"),
        (100.4, "EUR", "EUR 100"),
        (1234, "", "1,234"),
        (12_345, "USD", "USD 12.3k"),
        (-20, "USD", "USD −20.00"),
        (None, "USD", "—"),
    ],
)
def test_money_has_no_cents_above_a_hundred(amount, currency, said):
    assert words.money(amount, currency) == said


@pytest.mark.parametrize(
    ("unit", "value", "n", "said"),
    [
        ("minutes", 210, 100, "3.5 h"),
        ("share", 0.873, 2000, "87.3%"),
        ("count", 3, 3, "3"),
        ("score", 32, 100, "+32"),
        ("points", 0.01, None, "+1.0 points"),
        ("mean", 4.256, 100, "4.26"),
        ("money", 1234, 3, "1,234"),
        ("share", 0.5, 4, "too few (4)"),
        ("minutes", 210, 0, "too few (0)"),
        ("minutes", None, 100, "—"),
        ("share", 0.5, 5, "50%"),
    ],
)
def test_value_follows_the_unit_and_hides_what_rests_on_fewer_than_five(unit, value, n, said):
    assert words.value(unit, value, n=n) == said


def test_change_has_the_unit_of_differences():
    assert words.change("share", -0.012) == "−1.2 points"
    assert words.change("score", 4) == "+4 points"
    assert words.change("count", -1234) == "−1,234"
    assert words.change("count", 12) == "+12"
    assert words.change("minutes", -72) == "−1.2 h"
    assert words.change("mean", 0.12) == "+0.12"
    assert words.change("count", None) == "—"


@pytest.mark.parametrize(
    ("difference", "unit", "better", "word"),
    [
        (-30, "minutes", "lower", "faster"),
        (30, "minutes", "lower", "slower"),
        (30, "minutes", "neutral", "higher"),
        (0.01, "share", "higher", "higher"),
        (-0.01, "share", "higher", "lower"),
        (0.0001, "share", "higher", "unchanged"),
        (0.3, "minutes", "lower", "unchanged"),
        (0, "count", "neutral", "unchanged"),
        (None, "count", "neutral", "unchanged"),
    ],
)
def test_change_word(difference, unit, better, word):
    assert words.change_word(difference, unit=unit, better=better) == word


def test_verdict_depends_on_what_is_better():
    assert words.verdict(-5, better="lower") == "better"
    assert words.verdict(-5, better="higher") == "worse"
    assert (
        words.verdict(5, better="neutral")
        == words.verdict(0, better="lower")
        == words.verdict(None, better="lower")
        == ""
    )


def test_interval_text_leaves_an_unknown_end_open():
    assert words.interval_text(186, 252, unit="minutes") == "95% interval 3.1 h to 4.2 h"
    assert words.interval_text(186, None, unit="minutes") == "95% interval from 3.1 h"
    assert words.interval_text(math.nan, 252, unit="minutes") == "95% interval up to 4.2 h"
    assert words.interval_text(None, None, unit="minutes") == "interval not known"
    assert words.interval_text(0.8, 0.9, unit="share", n=50) == "95% interval 80% to 90%"


def test_few_text():
    assert [words.few_text(n) for n in (3, 4, 5, 29, 30)] == [
        "too few (3)",
        "too few (4)",
        "few responses",
        "few responses",
        "",
    ]
    assert words.few_text(12, "tickets") == "few tickets"


def test_dates():
    assert words.date_text(date(2026, 11, 12)) == words.date_text("2026-11-12") == "12 Nov 2026"
    assert words.date_text(pd.Timestamp("2026-11-12 23:59")) == "12 Nov 2026"
    assert words.date_text(None) == words.date_text(pd.NaT) == "—"
    assert words.moment_text(datetime(2026, 11, 12, 4, 5)) == "12 Nov 2026, 04:05"
    assert words.period_text("2026-08-17", "2026-11-15") == "17 Aug to 15 Nov 2026"
    assert words.period_text("2025-12-29", "2026-01-04") == "29 Dec 2025 to 4 Jan 2026"
    assert words.period_text("2026-01-04", "2026-01-04") == "4 Jan 2026"


@pytest.mark.parametrize(
    ("bucket", "by", "said"),
    [
        ("2026-11-09", "week", "week of 9 Nov 2026"),
        ("2026-11-12", "week", "week of 9 Nov 2026"),
        ("2026-11-12", "day", "12 Nov 2026"),
        ("2026-11-01", "month", "Nov 2026"),
        ("Email", "channel", "Email"),
        (None, "channel", "unknown"),
        (math.nan, "channel", "unknown"),
    ],
)
def test_bucket_text(bucket, by, said):
    assert words.bucket_text(bucket, by) == said


def test_plural_and_lists():
    assert [words.plural(n, "ticket") for n in (0, 1, 2, 12_345)] == [
        "0 tickets",
        "1 ticket",
        "2 tickets",
        "12.3k tickets",
    ]
    assert words.plural(2, "reply", "replies") == "2 replies"
    assert [words.list_text(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert words.list_text("abcde", limit=2) == "a, b and 3 more"


def test_shorten_keeps_one_line():
    assert words.shorten("short") == "short"
    assert words.shorten("A very\nlong   name indeed of a team", 12) == "A very long…"


HOSTILE = [
    "[link](http://bad.example)",
    "**bold** _it_ `code` ~~s~~",
    "$x^2$ and $y$",
    ":material/home: :red[x] :tada:",
    "<b>x</b> & &lt;",
    "a -> b <-> c -- d >= e ~= f",
    "www.example.com https://example.com a@b.com",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_keeps_every_letter(text):
    shown = words.plain(text).replace("\u2060", "")
    unescaped = "".join(
        letter for index, letter in enumerate(shown) if letter != "\\" or shown[index - 1 : index] == "\\"
    )
    assert unescaped == text


def test_plain_leaves_nothing_for_markdown_to_read():
    assert words.plain("[a](b)") == r"\[a\]\(b\)"
    assert words.plain("5 * 3 $ <b>") == r"5 \* 3 \$ \<b\>"
    assert words.plain("1. # - > list\n\nnext") == r"1\. \# \- \> list next"
    joined = {
        words.plain(":tada:"),
        words.plain("www.a.b"),
        words.plain("https://a"),
        words.plain("a -> b"),
        words.plain("a@b.c"),
    }
    assert all("\u2060" in text for text in joined)
    assert words.plain("Plain words, 12 of them") == r"Plain words\, 12 of them"
