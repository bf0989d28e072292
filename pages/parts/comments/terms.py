"""Which terms stand out in poor comments, and which in good ones?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import sentences, standing
from pages.parts.filters import View

LEAST = 5  # comments with a term
LEVEL = 0.05
STATISTIC = (
    "z: log-odds of a term in poor against good comments with a Dirichlet prior from all of them, by its standard error "
    "(Monroe, Colaresi and Quinn 2008). p: adjusted by Benjamini and Hochberg; below 0.05 are shown. A difference is no cause."
)
TABLE = {
    "term": "Term",
    "n_poor": "Poor",
    "n_good": "Good",
    "share_poor": "Of poor",
    "share_good": "Of good",
    "z": "z",
    "p_adjusted": "p",
}


@asking.remembered
def terms_card(view: View) -> Card:
    """The terms that stand out beyond chance; the frame has one row per term, without those that repeat another."""
    source = Source("standing_terms", view.parameters(least_comments=LEAST))
    found = Source("comment_terms", source.parameters).ask()
    poor, good = (int(found[f"{side}_comments"].iloc[0]) if len(found) else 0 for side in ("poor", "good"))
    against = f"{words.plural(poor, 'poor comment')} against {words.count(good)} good" if len(found) else ""
    subtitle = sentences.subtitle(f"Words and pairs in at least {LEAST} comments", against, "the newest 50,000 at most")
    if found.empty:
        return Card("Terms: too few comments share words to compare", subtitle, None, source)
    frame = source.ask()
    if not poor or not good:
        return Card(
            "Terms: nothing to compare with", subtitle, None, source, "Both poor and good comments are needed.", frame
        )
    rows = beyond_chance(frame)
    figure = standing.two_sides(rows) if len(rows) else None
    return Card(_title(rows), subtitle, figure, source, "No term stands out beyond chance.", frame)


def beyond_chance(frame: pd.DataFrame) -> pd.DataFrame:
    """The terms that stand out more than chance would have it, strongest first."""
    if "p_adjusted" not in frame:
        return frame.head(0)
    rows = frame[frame["p_adjusted"] <= LEVEL]
    return rows.sort_values("z", key=abs, ascending=False, kind="stable")


def table_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The terms beyond chance as a table with headings."""
    rows = beyond_chance(frame)
    rows = rows.round({"z": 1, "p_adjusted": 4, "share_poor": 3, "share_good": 3})
    return rows[[name for name in TABLE if name in rows]].rename(columns=TABLE)


def _title(rows: pd.DataFrame) -> str:
    said = [f"“{term}” in {side} comments" for side in ("poor", "good") if (term := _strongest(rows, side))]
    return f"Stand out most: {words.list_text(said)}" if said else "No term stands out in poor or in good comments"


def _strongest(rows: pd.DataFrame, side: str) -> str:
    """The first term of a side; rows are in order of strength."""
    on_side = rows[rows["z"] > 0] if side == "poor" else rows[rows["z"] < 0]
    return "" if on_side.empty else standing.shown_term(on_side["term"].iloc[0])
