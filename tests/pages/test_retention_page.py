"""Does the retention page say what the questions answer, and never more than they can tell?"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pages.parts.retention import sayings
from queries.statistics.comparison import Comparison, Group
from queries.statistics.evalue import EValue
from queries.statistics.intervals import Estimate
from queries.statistics.refusals import Counts, Reason, Refusal
from tests.pages.test_pages_and_command_line import asked, opened

PAGE = "pages/customers/retention.py"


def found(difference: tuple[float, float, float] | None, refusal: Refusal | None = None) -> Comparison:
    """A comparison with this difference; 200 customers in each group, 30 and 50 lost."""
    groups = tuple(Group(Counts(level, 200, lost, 150), None, None) for level, lost in (("good", 30), ("poor", 50)))
    return Comparison(
        first="good", second="poor", horizon=12, confidence=0.95, is_event_good=False, lost_before=7, refusal=refusal, groups=groups,
        customers=400, events=80, difference=None if difference is None else Estimate(*difference),
        used=("segment", "plan", "first_priority", "first_category"),
    )  # fmt: skip


def test_a_clear_difference_is_said_in_customers_of_1000_with_its_limits() -> None:
    said = sayings.sentence(found((0.042, 0.018, 0.066)), landmark=90, hidden=EValue(1.72, 1.3))
    assert said == (
        "Of every 1,000 customers, about 42 more (95% interval 18 to 66) were still with us 12 months later where support in "
        "the first 90 days was good than where it was poor, comparing like with like on segment, plan and category and "
        "priority of the first ticket. This is an association in our records, not proof: a hidden factor of strength 1.7 "
        "could explain it."
    )


def test_fewer_are_said_as_fewer() -> None:
    said = sayings.sentence(found((-0.042, -0.066, -0.018)), landmark=30)
    assert "about 42 fewer (95% interval 18 to 66)" in said and "hidden" not in said


def test_an_interval_that_holds_none_is_no_clear_difference() -> None:
    said = sayings.sentence(found((0.01, -0.012, 0.031)), landmark=90)
    assert said.startswith("No clear difference") and "cannot exclude −12 to +31 still with us" in said
    assert (
        sayings.short(found((0.01, -0.012, 0.031))) == "No clear difference in customers kept, comparing like with like"
    )


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (
            Refusal(Reason.LEAK, "poor", 1.0, 0),
            "of 50 customers with “poor support” whose fate is known, all left. Was this recorded after",
        ),
        (Refusal(Reason.COUNTS_ONLY, "good", 4, 10), "30 of 200 lost (good support) and 50 of 200 lost (poor support)"),
        (Refusal(Reason.NOTHING, "good", 0, 1), "no customer has “good support”"),
        (Refusal(Reason.NO_OVERLAP, None, 0.4, 0.2), "40% of customers could hardly have been"),
        (Refusal(Reason.NOT_FOLLOWED, "poor", 3, 10), "do not reach 12 months beyond day 90"),
        (Refusal(Reason.TOO_FEW_EVENTS, None, 3.2, 5), "3.2 for every figure of the model, at least 5 are needed"),
    ],
)
def test_what_was_refused_says_why_and_what_it_would_take(refusal: Refusal, expected: str) -> None:
    assert expected in sayings.sentence(found(None, refusal), landmark=90)


def test_the_page_shows_the_figures_of_the_command_line(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    store_of(sample_store)
    app = opened(PAGE)
    shown = {tile.label: tile.value for tile in app.metric}
    row = asked(sample_store, "retention")[0]
    assert shown["Kept 12 months"] == f"{100 * float(str(row['kept_12'])):.1f}%"
    assert shown["Customers lost"].replace(",", "") == str(int(str(row["lost"])) + int(str(row["involuntary"])))
    said = " ".join(element.value for element in app.markdown)
    compared = asked(sample_store, "support_and_retention")[0]
    difference = round(1000 * float(str(compared["value"])))
    assert f"about {difference} more" in re.sub(r"\\", "", said) or "No clear difference" in said


@pytest.mark.parametrize("question", ["Good or poor support", "One poor interaction", "By group", "Cohorts"])
def test_every_question_of_the_page_stands(sample_store: Path, store_of: Callable[[Path], None], question: str) -> None:
    store_of(sample_store)
    app = opened(PAGE, retention_question=question)
    assert not app.exception and not app.error


def test_tickets_alone_do_not_tell_who_stays(real_store: Path, store_of: Callable[[Path], None]) -> None:
    store_of(real_store)
    app = opened(PAGE)
    assert any("No customers whose start is known" in element.value for element in app.subheader)
    assert not app.metric
