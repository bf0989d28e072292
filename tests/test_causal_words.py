"""No text that people read says that support causes what customers do: records show what goes together."""

import re

import pytest

from tests.test_house import ROOT, modules, texts

CAUSAL = re.compile(
    r"\b(caus(e|es|ed|ing|al|ally)|because of|due to|driv(e|es|en|ing)|led to|leads? to|leading to|thanks to|impacts?|"
    r"effects?|improv(e|es|ed|ing)|reduc(e|es|ed|ing)|increas(e|es|ed|ing)|prevent(s|ed|ing)?|boost\w*|results? in|"
    r"makes? customers|saves? customers)\b",
    re.I,
)
FAIR = (  # what says the limit itself, or speaks of something else
    "only half is causal",
    "only half of the association is causal",
    "No detectable effect",
    "A difference is no cause",
    "not an effect",
    "not after or because of it",
    "recorded after, or because of, leaving",
    "design effect",
    "Effects on metrics",
    "Nothing here says what makes customers stay",
)


def caught(text: str) -> list[str]:
    """The causal words of a text, those that state the limit left out."""
    for phrase in FAIR:
        text = text.replace(phrase, "")
    return [found.group(0) for found in CAUSAL.finditer(text)]


@pytest.mark.parametrize("text", ["Fast replies reduce churn", "CSAT drives retention", "lost because of slow support"])
def test_a_causal_sentence_is_caught(text: str) -> None:
    assert caught(text)


def test_no_page_and_no_answer_names_causes() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {caught(text)} in {text.strip()[:80]!r}"
        for path in modules("pages", "queries")
        for line, text in texts(path)
        if " " in text and caught(text)
    ]
    assert not found


def test_no_heading_of_a_question_names_causes() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {caught(heading)}"
        for path in sorted((ROOT / "queries").rglob("*.sql"))
        for heading in ["\n".join(line for line in path.read_text("utf-8").splitlines() if line.startswith("--"))]
        if caught(heading)
    ]
    assert not found
