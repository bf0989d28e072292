"""What would the share of satisfied customers be if everybody who was asked had answered?

Two answers: the bounds, which hold whatever the silent customers think; and the reweighted value, which holds where
customers who look alike in what is recorded are equally satisfied, whether they answer or not. Nothing in the data
can tell whether the second is so: what moves both answering and satisfaction without being recorded stays in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from queries.statistics.intervals import Estimate, Interval, check_share, normal_quantile, nps, wilson
from queries.statistics.raking import Levels, Margin, Numbers, Raked, main_effects, rake_and_trim

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ANSWERS = 30
FEWEST_IN_LEVEL = 5
ANSWERS_PER_LEVEL = 10
MARGINS_HOLD = 1e-3
MOST_PULL = 0.9
_NUMBERS = ("sent", "answered", "total", "squares")


@dataclass(frozen=True)
class Reweighted:
    """Mean of y over all who were asked, by the answers weighted to look like them; all in the unit of y.

    raw: mean of the answers as they are; value with low and high: reweighted. answered, sent: how many.
    margins: those that were used. effective_n: as many equally weighted answers would be as sure (Kish 1965, Survey
    Sampling, 11.7; repeated answers of one customer aside). largest_weight: of an answer, as a multiple of the mean weight. is_converged: the weighted answers
    match those sent within 0.1 % in every level of every margin used.
    """

    raw: float
    value: float
    low: float
    high: float
    answered: int
    sent: int
    margins: tuple[str, ...]
    effective_n: float
    largest_weight: float
    is_converged: bool


def bounds(satisfied: float, answered: float, *, sent: float) -> Interval | None:
    """Share satisfied (0 to 1) of all who were asked if every silent one were unhappy, or happy; None if sent is 0.

    These limits are certain for those who were asked; they hold no uncertainty from chance.
    Source: Manski 1989, Journal of Human Resources 24, 343-360. Raises ValueError unless
    0 <= satisfied <= answered <= sent.
    """
    check_share(satisfied, answered)
    check_share(answered, sent)
    if sent == 0:
        return None
    return Interval(low=satisfied / sent, high=(satisfied + sent - answered) / sent)


def reweighted(
    cells: "pd.DataFrame",
    margins: Sequence[str],
    *,
    is_net: bool = False,
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> Reweighted | None:
    """Mean of y over all surveys sent, from the answers raked to them; None below 30 answers or without a margin.

    cells: one row per combination of what is known about the surveys sent: the columns named by `margins` (null is a
    level like any other), sent, answered, total (sum of y over the answers), squares (sum of y squared). y is 1 or 0;
    with is_net it is 1, 0 or -1 (bands of NPS), and so are raw and value from -1 to 1.
    Levels with fewer than 5 answers are put together, and if still fewer, with the level with most answers. Margins
    with one level are left out, and so is each that would leave fewer than 10 answers per level of all margins used
    up to it: give the most telling first.

    The interval: variance of the calibrated mean by the residuals of y on the margins, plus that of the fitted values
    over those sent (who are a sample of customers too); then a Wilson interval (is_net: adjusted Wald, Rocks 2016) at
    the number of answers that gives this variance. design_effect: how many times as large variances are as if every
    answer were another customer's; it widens the interval (Kish 1965, 5.4), and changes neither weights nor value.
    Source: rake_and_trim for the weights; Deville and Särndal 1992, Journal of the American Statistical Association
    87, 376-382 (residuals); Särndal and Lundström 2005, Estimation in Surveys with Nonresponse, chapter 11 (two
    parts); Korn and Graubard 1998, Survey Methodology 24, 193-201 (interval).
    Raises ValueError unless 0 <= answered <= sent and total and squares are possible in every cell, and for a design
    effect below 1.
    """
    normal_quantile(confidence)
    if not design_effect >= 1:
        raise ValueError(f"a design effect is at least 1, not {design_effect}")
    sent, answered, total, squares = (cells[name].to_numpy(dtype=float) for name in _NUMBERS)
    _check(sent, answered, total=total, squares=squares, is_net=is_net)
    asked, answers = float(sent.sum()), float(answered.sum())
    if answers < FEWEST_ANSWERS:
        return None
    used = _usable(cells, margins, sent=sent, answered=answered)
    raked = _raked(answered, used)
    while used and raked.gap > MARGINS_HOLD:  # combinations that nobody answered can make the margins contradict
        used.popitem()
        raked = _raked(answered, used)
    if not used:
        return None
    weighted = raked.weight * answered
    value = float(np.clip((raked.weight * total).sum() / weighted.sum(), -1.0 if is_net else 0.0, 1.0))
    effective_n = float(weighted.sum() ** 2 / (raked.weight**2 * answered).sum())
    variance = _variance(raked, list(used.values()), sent=sent, answered=answered, total=total, squares=squares)
    second_moment = float((raked.weight * squares).sum() / weighted.sum())
    estimate = _interval(
        value,
        second_moment,
        variance=variance * design_effect,
        answers=answers / design_effect,
        effective_n=effective_n / design_effect,
        is_net=is_net,
        level=confidence,
    )
    return Reweighted(
        raw=float(total.sum() / answers),
        value=value,
        low=estimate.low,
        high=estimate.high,
        answered=int(answers),
        sent=int(asked),
        margins=tuple(used),
        effective_n=effective_n,
        largest_weight=float(raked.weight[answered > 0].max() * answers / weighted.sum()),
        is_converged=raked.gap <= MARGINS_HOLD,
    )


def _raked(answered: Numbers, used: dict[str, Margin]) -> Raked:
    """The weight of one answer in each cell; 0 where nobody answered."""
    weight = np.zeros(answered.size)
    if not used:
        return Raked(weight=weight, gap=0.0, rounds=0)
    held = answered > 0
    margins = [Margin(levels=margin.levels[held], targets=margin.targets) for margin in used.values()]
    found = rake_and_trim(answered[held], margins)
    weight[held] = found.weight
    return Raked(weight=weight, gap=found.gap, rounds=found.rounds)


def _check(sent: Numbers, answered: Numbers, *, total: Numbers, squares: Numbers, is_net: bool) -> None:
    can_have = (abs(total) <= squares) & (squares <= answered) if is_net else (squares <= total) & (total <= answered)
    if not np.all((answered >= 0) & (answered <= sent) & (squares >= 0) & can_have):
        raise ValueError("every cell needs 0 <= answered <= sent, and sums of y from 0 to 1 (is_net: of -1, 0 and 1)")


def _usable(cells: "pd.DataFrame", names: Sequence[str], *, sent: Numbers, answered: Numbers) -> dict[str, Margin]:
    """The margins that can be matched, in the order given, as long as there are answers enough for their levels."""
    used: dict[str, Margin] = {}
    spent = 1
    for name in names:
        levels = _merged(cells[name], answered)
        targets = np.asarray(np.bincount(levels, sent), dtype=np.float64)
        if targets.size > 1 and (spent + targets.size - 1) * ANSWERS_PER_LEVEL <= answered.sum():
            used[name] = Margin(levels=levels, targets=targets)
            spent += targets.size - 1
    return used


def _merged(column: "pd.Series", answered: Numbers) -> Levels:
    """Numbers of the levels from 0 on, after small ones are put together; each has at least 5 answers or is alone."""
    codes = np.asarray(column.factorize(use_na_sentinel=False)[0], dtype=np.intp)
    count = np.bincount(codes, answered)
    is_small = count < FEWEST_IN_LEVEL
    if not is_small.any():
        return codes
    new = np.cumsum(~is_small) - 1
    other = int(new[-1]) + 1
    largest = int(new[count.argmax()])
    is_enough = count[is_small].sum() >= FEWEST_IN_LEVEL or is_small.all()
    new[is_small] = other if is_enough else largest
    return np.asarray(new[codes], dtype=np.intp)


def _variance(
    raked: Raked, margins: Sequence[Margin], *, sent: Numbers, answered: Numbers, total: Numbers, squares: Numbers
) -> float:
    """Variance of the weighted mean: residuals of the answers, plus the spread of fitted values over those sent."""
    weighted = raked.weight * answered
    fitted, leverage = main_effects(weighted, raked.weight * total, margins)
    # As if each answer in turn were left out of the fit (jackknife): in-sample residuals are too small.
    own_pull = np.minimum(raked.weight * leverage, MOST_PULL)
    left = np.maximum(squares - 2 * fitted * total + fitted**2 * answered, 0.0) / (1 - own_pull) ** 2
    residual = float((raked.weight**2 * left).sum()) / float(weighted.sum()) ** 2
    asked = float(sent.sum())
    mean = float((sent * fitted).sum() / asked)
    spread = float((sent * (fitted - mean) ** 2).sum()) / asked**2
    return residual + spread


def _interval(
    value: float,
    second_moment: float,
    *,
    variance: float,
    answers: float,
    effective_n: float,
    is_net: bool,
    level: float,
) -> Estimate:
    """The interval at the number of answers that gives this variance.

    It is never put above the number there is: a good fit of the margins in a small sample may be chance. Where all
    answers are the same there is no variance to go by, and Kish's number takes its place.
    """
    single = second_moment - value**2
    n = min(answers, single / variance) if single > 1e-12 and variance > 0 else effective_n
    if is_net:
        promoters, detractors = (max(0.0, n * (second_moment + side * value) / 2) for side in (1, -1))
        found = nps(
            promoters=promoters, passives=max(0.0, n - promoters - detractors), detractors=detractors, confidence=level
        )
        assert found is not None
        return Estimate(value, min(value, found.low / 100), max(value, found.high / 100))
    ends = wilson(value * n, n, confidence=level)
    assert ends is not None
    return Estimate(value, min(value, ends.low), max(value, ends.high))
