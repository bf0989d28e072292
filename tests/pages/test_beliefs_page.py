"""Does the page of beliefs show the verdicts of the command line, each with its figure or with what is missing?"""

from collections.abc import Callable
from pathlib import Path

from queries.computed.beliefs import BELIEFS, VERDICTS
from tests.pages.test_pages_and_command_line import asked, opened

PAGE = "pages/customers/beliefs.py"


def test_nine_beliefs_have_the_verdicts_of_the_command_line(
    sample_store: Path, store_of: Callable[[Path], None]
) -> None:
    store_of(sample_store)
    app = opened(PAGE)
    rows = asked(sample_store, "beliefs")
    assert len(rows) == len(BELIEFS) == 9 and {str(row["verdict"]) for row in rows} <= set(VERDICTS)
    said = "\n".join(element.value for element in app.markdown)
    for row in rows:
        assert str(row["verdict"]).capitalize() in said
        assert (row["value"] is None) == (row["verdict"] == "cannot be tested") == (row["missing"] is not None)
    assert "Of " in app.subheader[0].value and "tested" in app.subheader[0].value


def test_tickets_alone_test_no_belief(real_store: Path, store_of: Callable[[Path], None]) -> None:
    store_of(real_store)
    app = opened(PAGE)
    assert any("No customers whose start is known" in element.value for element in app.subheader)
