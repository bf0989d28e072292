"""Which words stand out in the comments of customers who were not satisfied, against those of customers who were?"""

from typing import TYPE_CHECKING

import numpy as np

from queries.statistics.intervals import normal_quantile
from queries.statistics.multiplicity import benjamini_hochberg

if TYPE_CHECKING:
    import pandas as pd

PRIOR_SHARE = 0.1
SAME_COMMENTS = 0.9
_NEVER = 1e-9  # comments without a term that is in all of both kinds: its variance is endless, its z 0


def standing_out(terms: "pd.DataFrame", *, poor_comments: int, good_comments: int, least: int = 5) -> "pd.DataFrame":
    """Terms by how much more they are used in poor comments (first) than in good ones (last).

    terms: one row per term with term, n_poor, n_good: how many poor and good comments hold it, however often.
    poor_comments, good_comments: how many there are in all. Terms in fewer than `least` comments are left out, also
    from the number of tests. Gives term, n_poor, n_good, share_poor, share_good (0 to 1), log_odds with
    its 95 % interval low and high, z, p_adjusted;
    terms of equal z in the order of the alphabet. Without comments of both kinds there is nothing to set against
    each other: no rows.

    Weighted log odds with an informative Dirichlet prior. What is counted is not words of a text but comments, which
    hold a term or do not. Each kind of comments is joined by a prior of as many comments as 10 % of all there are,
    which hold the term as often as all comments do (a of them, of a0). With y of n comments holding it,
        log odds = log((y + a) / (n + a0 - y - a)), of the poor minus of the good ones, and
        variance = 1 / (y + a) + 1 / (n + a0 - y - a), of the poor plus of the good ones;
    z is their difference by its root. The second part of the variance, which the paper leaves out as words are rare,
    is kept, as a term may be in most comments. p_adjusted: two-sided, from z, by Benjamini and Hochberg.
    Source: Monroe, Colaresi and Quinn 2008, Political Analysis 16, 372-403, equations 15 to 22.
    Raises ValueError unless 0 <= n_poor <= poor_comments and 0 <= n_good <= good_comments for every term.
    """
    from scipy.special import erfc

    poor, good = (terms[name].to_numpy(dtype=float) for name in ("n_poor", "n_good"))
    if not (np.all((poor >= 0) & (poor <= poor_comments)) and np.all((good >= 0) & (good <= good_comments))):
        raise ValueError("a term cannot be in fewer than no comments, nor in more than there are")
    is_meant = (poor + good >= max(least, 1)) & (min(poor_comments, good_comments) > 0)
    rows = terms.loc[is_meant, ["term", "n_poor", "n_good"]]
    poor, good = poor[is_meant], good[is_meant]
    prior, prior_comments = PRIOR_SHARE * (poor + good), PRIOR_SHARE * (poor_comments + good_comments)
    log_odds, variance = np.zeros(poor.size), np.zeros(poor.size)
    for count, comments, sign in ((poor, poor_comments, 1), (good, good_comments, -1)):
        holding = count + prior
        others = np.maximum(comments + prior_comments - holding, _NEVER)
        log_odds += sign * np.log(holding / others)
        variance += 1 / holding + 1 / others
    error = np.sqrt(variance)
    z = log_odds / error
    found = rows.assign(
        share_poor=poor / max(poor_comments, 1),
        share_good=good / max(good_comments, 1),
        log_odds=log_odds,
        low=log_odds - normal_quantile(0.95) * error,
        high=log_odds + normal_quantile(0.95) * error,
        z=z,
        p_adjusted=benjamini_hochberg(erfc(np.abs(z) / np.sqrt(2))),
    )
    return found.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)


def without_echoes(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The rows of `standing_out` without terms that only repeat another: of two the one with the smaller z.

    A term of several words repeats each term made of some of them, side by side, when at least 90 % of the comments
    that hold the shorter one hold the longer one. At equal z the longer one stays. The order of rows is kept.
    """
    words = [tuple(str(term).split()) for term in frame["term"]]
    counts = (frame["n_poor"] + frame["n_good"]).to_numpy(dtype=float)
    strength = frame["z"].abs().to_numpy(dtype=float)
    kept: dict[tuple[str, ...], float] = {}
    inner: dict[tuple[str, ...], float] = {}  # for each run of words inside a kept term: the most comments of such
    stays = np.zeros(len(frame), dtype=bool)
    for row in sorted(range(len(frame)), key=lambda row: (-strength[row], -len(words[row]))):
        runs = _runs_inside(words[row])
        is_shorter = inner.get(words[row], 0.0) >= SAME_COMMENTS * counts[row]
        is_longer = any(run in kept and counts[row] >= SAME_COMMENTS * kept[run] for run in runs)
        if is_shorter or is_longer:
            continue
        stays[row] = True
        kept[words[row]] = counts[row]
        for run in runs:
            inner[run] = max(inner.get(run, 0.0), counts[row])
    return frame[stays].reset_index(drop=True)


def _runs_inside(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Every run of neighbouring words that is shorter than the whole."""
    size = len(words)
    return {words[start : start + length] for length in range(1, size) for start in range(size - length + 1)}
