"""A rating is called the same everywhere, on every scale."""

import math

import pytest

from data.schema import SCALES
from pages.parts.ratings import rating_text, scale_text, survey_text


@pytest.mark.parametrize(
    ("score", "scale", "said"),
    [
        (4, "1-5", "4 of 5"),
        (2.5, "1-3", "2.5 of 3"),
        (0, "good-bad", "bad"),
        (1, "good-bad", "good"),
        (10, "0-10", "10 of 10"),
        (72, "0-100", "72 of 100"),
        (2, "smiles", "2 on smiles"),
        (math.nan, "1-5", "—"),
        (None, "good-bad", "—"),
    ],
)
def test_a_rating_is_said_on_its_scale(score: float | None, scale: str, said: str) -> None:
    assert rating_text(score, scale) == said


def test_scales_and_surveys_have_names() -> None:
    assert [scale_text(scale) for scale in SCALES] == [
        "1 to 5", "1 to 3", "good or bad", "0 to 10", "1 to 7", "1 to 10", "0 to 100"
    ]  # fmt: skip
    assert scale_text("smiles") == "smiles" and scale_text("a-b") == "a-b"
    assert [survey_text(kind) for kind in ("csat", "nps", "ces", "poll")] == ["CSAT", "NPS", "Effort (CES)", "POLL"]
