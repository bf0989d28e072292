"""Made-up firms whose satisfaction, silence and turning points are known: do the figures keep their promises?"""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from queries.statistics.clusters import clustered_share
from queries.statistics.dose import dose_curve
from queries.statistics.intervals import nps, wilson
from queries.statistics.nonresponse import bounds, reweighted
from queries.statistics.turning import bent_line, turning_point

MARGINS = ["reply_speed", "reopened", "channel"]
KNOWN = pd.DataFrame(
    itertools.product(("in time", "late", "very late"), ("not reopened", "reopened"), ("mail", "chat", "phone", None)),
    columns=MARGINS,
)
# How each level moves satisfaction, and the readiness to answer, on the logit scale: in the order of KNOWN.
SATISFACTION = np.add.outer(np.add.outer([1.2, 0.3, -0.6], [0, -1.2]), [0, 0.3, -0.3, 0]).ravel()
READINESS = np.add.outer(np.add.outer([0, -0.5, -1.1], [0, -0.7]), [0, 0.5, -0.4, 0.2]).ravel()


class Firm:
    """One firm's surveys: its cells, the share satisfied in the population (truth) and among those asked (asked).

    readiness: logit of answering where nothing speaks against it; of_the_happy: how much readier happy customers are
    by being happy, which nothing in the cells tells.
    """

    def __init__(self, random: np.random.Generator, *, sent: int, readiness: float, of_the_happy: float = 0.0) -> None:
        reopened = random.uniform(0.05, 0.2)
        mix = np.multiply.outer(
            np.multiply.outer(random.dirichlet([6, 3, 2]), [1 - reopened, reopened]), random.dirichlet([4] * 4)
        ).ravel()
        self.truth = float(mix @ expit(SATISFACTION))
        number = random.multinomial(sent, mix)
        happy = random.binomial(number, expit(SATISFACTION))
        satisfied = random.binomial(happy, expit(readiness + READINESS + of_the_happy))
        others = random.binomial(number - happy, expit(readiness + READINESS))
        self.asked = happy.sum() / sent
        self.cells = KNOWN.assign(sent=number, answered=satisfied + others, total=satisfied, squares=satisfied)


@pytest.mark.parametrize(("sent", "readiness", "removed"), [(400, -0.8, 0.80), (1500, -1.0, 0.95), (8000, -1.5, 0.95)])
def test_recorded_causes_of_silence_are_removed_and_intervals_cover(
    sent: int, readiness: float, removed: float
) -> None:
    """Raw answers are 6 to 7 points too good. Measured: 91 %, 100 % and 100 % of it removed; 95 to 96 % covered."""
    random = np.random.default_rng(1)
    raw, new, covers = [], [], []
    for _ in range(500):
        firm = Firm(random, sent=sent, readiness=readiness)
        found = reweighted(firm.cells, MARGINS)
        assert found is not None and found.is_converged
        raw.append(found.raw - firm.truth)
        new.append(found.value - firm.truth)
        covers.append(found.low <= firm.truth <= found.high)
    assert np.mean(raw) > 0.05
    assert abs(np.mean(new)) < (1 - removed) * np.mean(raw)
    assert 0.92 <= np.mean(covers) <= 0.98


def test_causes_that_are_not_recorded_stay() -> None:
    """Happy customers answer more because they are happy: most of the bias stays, and only the bounds hold."""
    random = np.random.default_rng(2)
    raw, new, covers = [], [], []
    for _ in range(200):
        firm = Firm(random, sent=1500, readiness=-1.0, of_the_happy=1.0)
        found = reweighted(firm.cells, MARGINS)
        assert found is not None
        raw.append(found.raw - firm.truth)
        new.append(found.value - firm.truth)
        covers.append(found.low <= firm.truth <= found.high)
    assert 0.6 < np.mean(new) / np.mean(raw) < 0.9
    assert np.mean(covers) < 0.2


def test_a_cause_that_is_known_but_not_used_stays() -> None:
    """Raking to the channel alone leaves what speed and reopened tickets do."""
    random = np.random.default_rng(3)
    raw, new = [], []
    for _ in range(200):
        firm = Firm(random, sent=1500, readiness=-1.0)
        found = reweighted(firm.cells, ["channel"])
        assert found is not None
        raw.append(found.raw - firm.truth)
        new.append(found.value - firm.truth)
    assert np.mean(new) > 0.7 * np.mean(raw)


def test_bounds_always_hold_those_who_were_asked() -> None:
    random = np.random.default_rng(4)
    for number in range(400):
        sent = int(random.integers(1, 400))
        firm = Firm(random, sent=sent, readiness=random.normal(0, 2), of_the_happy=random.normal(0, 2))
        found = bounds(firm.cells["total"].sum(), firm.cells["answered"].sum(), sent=sent)
        assert found is not None and found.low - 1e-12 <= firm.asked <= found.high + 1e-12, number


@pytest.mark.parametrize("is_net", [False, True])
def test_many_margins_and_few_answers_still_cover(is_net: bool) -> None:
    """Six margins of 2 to 12 levels, about 65 answers; measured: 94 %."""
    random = np.random.default_rng(5)
    covers = [_covers_with_many_margins(random, is_net=is_net) for _ in range(400)]
    known = [one for one in covers if one is not None]
    assert len(known) > 350 and 0.91 <= np.mean(known) <= 0.985


def _covers_with_many_margins(random: np.random.Generator, *, is_net: bool) -> bool | None:
    sizes, sent, crowd = (3, 2, 6, 4, 8, 12), 200, 4000
    levels = [random.choice(size, size=crowd, p=random.dirichlet(np.linspace(1, 3, size))) for size in sizes]
    moves = [random.normal(0, 0.4, size) for size in sizes]
    mood = 1 + sum(move[level] for move, level in zip(moves, levels, strict=True))
    ready = -1 + sum(
        (random.normal(0, 0.4, size) + move / 2)[level] for size, move, level in zip(sizes, moves, levels, strict=True)
    )
    promotes, detracts = (expit(mood - 1), 1 - expit(mood + 0.2)) if is_net else (expit(mood), np.zeros(crowd))
    truth = float((promotes - detracts).mean())
    chance = random.random(sent)
    y = (chance < promotes[:sent]).astype(int) - (chance > 1 - detracts[:sent])
    frame = pd.DataFrame({f"m{i}": level[:sent].astype(str) for i, level in enumerate(levels)})
    answered = (random.random(sent) < expit(ready[:sent])).astype(int)
    frame = frame.assign(sent=1, answered=answered, total=y * answered, squares=y * y * answered)
    found = reweighted(frame, list(frame.columns[:6]), is_net=is_net)
    return None if found is None else found.low <= truth <= found.high


@pytest.mark.parametrize("n", [30, 100, 300])
def test_plain_intervals_cover(n: int) -> None:
    """Wilson's on shares from 50 to 97 %, adjusted Wald on mixes of bands: 93 to 97 % of 3,000 worlds each."""
    random = np.random.default_rng(6)
    shares, scores = [], []
    for _ in range(3000):
        share = random.uniform(0.5, 0.97)
        found = wilson(random.binomial(n, share), n)
        assert found is not None
        shares.append(found.low <= share <= found.high)
        mix = random.dirichlet([5, 3, 2])
        promoters, passives, detractors = random.multinomial(n, mix)
        net = nps(promoters=promoters, passives=passives, detractors=detractors)
        assert net is not None
        scores.append(net.low <= 100 * (mix[0] - mix[2]) <= net.high)
    assert 0.93 <= np.mean(shares) <= 0.97
    assert 0.93 <= np.mean(scores) <= 0.97


class Waits:
    """Sixty bins of as many waits each (log-normal), and the answers to them; the true turn lies at 48.4 minutes."""

    turn = float(np.exp(3.88))

    def __init__(self, random: np.random.Generator, shape: str, *, answers: int = 1000) -> None:
        minutes = np.exp(random.normal(4, 1.2, answers))
        low, turn, high = np.log1p(np.exp(np.array([2.03, 3.88, 5.97])))
        place = np.log1p(minutes)
        falling = np.clip(0.93 - 0.0004 * minutes, 0.05, 0.95)
        logit = {
            "share straight in minutes": np.log(falling / (1 - falling)),
            "turn": 1.8 - 2 * np.clip(place - turn, 0, None) / (high - turn),
            "straight": 1.8 - 2 * (place - low) / (high - low),
            "straight in minutes": 1.8 - 2 * minutes / np.exp(5.97),
            "noise": np.full(answers, 1.3),
        }[shape]
        satisfied = random.random(answers) < expit(logit)
        bins = np.array_split(np.argsort(minutes), 60)
        self.dose = np.array([np.median(minutes[one]) for one in bins])
        self.n = np.array([one.size for one in bins])
        self.hits = np.array([satisfied[one].sum() for one in bins])


def test_turning_points_are_found_and_their_intervals_cover() -> None:
    """In at least four of five worlds there is enough to find it, and the interval holds it in about 95 of 100."""
    random = np.random.default_rng(7)
    worlds = [Waits(random, "turn") for _ in range(400)]
    found = [turning_point(world.dose, world.n, world.hits, is_log=True) for world in worlds]
    known = [one for one in found if one is not None]
    assert len(known) >= 0.8 * 400
    assert 0.93 <= np.mean([one.low <= Waits.turn <= one.high for one in known]) <= 0.985
    assert np.median([one.at for one in known]) == pytest.approx(Waits.turn, rel=0.1)
    assert np.median([one.before for one in known]) == pytest.approx(expit(1.8), abs=0.01)


@pytest.mark.parametrize(
    ("shape", "answers", "none"),
    [
        ("straight", 1000, 0.95),
        ("straight in minutes", 1000, 0.90),
        ("noise", 1000, 0.98),
        ("share straight in minutes", 6000, 0.95),
        ("share straight in minutes", 24000, 0.95),
    ],
)
def test_other_worlds_hardly_ever_have_a_turning_point(shape: str, answers: int, none: float) -> None:
    random = np.random.default_rng(8)
    worlds = [Waits(random, shape, answers=answers) for _ in range(200)]
    found = [turning_point(world.dose, world.n, world.hits, is_log=True) for world in worlds]
    assert np.mean([one is None for one in found]) >= none, np.mean([one is None for one in found])


def test_noise_has_even_p_values_and_bands_that_cover() -> None:
    random = np.random.default_rng(9)
    p_values, covers = [], []
    for _ in range(300):
        world = Waits(random, "noise")
        curve = dose_curve(world.dose, world.n, world.hits, is_log=True)
        assert curve is not None
        p_values.append(curve.p_value)
        covers.append(np.mean((curve.low <= expit(1.3)) & (expit(1.3) <= curve.high)))
    assert 0.02 <= np.mean(np.array(p_values) < 0.05) <= 0.09
    assert 0.35 <= np.mean(np.array(p_values) < 0.5) <= 0.65
    assert 0.925 <= np.mean(covers) <= 0.975


@pytest.mark.parametrize(
    ("customers", "size", "alike", "plain_at_most"), [(40, 5, 0.4, 0.85), (200, 2, 0.3, 0.93), (100, 3, 0.5, 0.87)]
)
def test_shares_of_customers_who_answer_often_cover_where_plain_ones_do_not(
    customers: int, size: int, alike: float, plain_at_most: float
) -> None:
    """Customers differ in how easily they are satisfied. Measured: 94 to 95 %; without regard to it 77 to 88 %."""
    random = np.random.default_rng(10)
    clustered, plain = [], []
    for _ in range(1000):
        share = random.beta(0.75 * (1 / alike - 1), 0.25 * (1 / alike - 1), customers)
        n = random.poisson(size - 1, customers) + 1
        hits = random.binomial(n, share)
        squares = float(((hits - hits.sum() / n.sum() * n) ** 2).sum())
        found = clustered_share(int(hits.sum()), int(n.sum()), squares=squares, clusters=customers)
        simple = wilson(int(hits.sum()), int(n.sum()))
        assert found is not None and simple is not None
        clustered.append(found.low <= 0.75 <= found.high)
        plain.append(simple.low <= 0.75 <= simple.high)
    assert 0.925 <= np.mean(clustered) <= 0.975
    assert np.mean(plain) <= plain_at_most


def test_intervals_hold_where_customers_answer_again_and_again() -> None:
    """120 customers with 1 to 10 answers, each with an own mind (deviation of 0.25): 95 % covered, without it under 85 %."""
    random = np.random.default_rng(11)
    covers: dict[str, list[bool]] = {"plain": [], "clustered": []}
    for _ in range(300):
        size, mind = random.integers(1, 11, 120), random.beta(1.35, 0.65, 120)
        hits = random.binomial(size, mind)
        side = random.random(120) < 0.5
        cells = pd.DataFrame({"channel": ["mail", "chat"], "answered": [size[side].sum(), size[~side].sum()]})
        total = np.array([hits[side].sum(), hits[~side].sum()])
        cells = cells.assign(sent=4 * cells["answered"], total=total, squares=total)
        n, share = size.sum(), hits.sum() / size.sum()
        effect = max(1.0, ((hits - share * size) ** 2).sum() / (n * share * (1 - share)) * 120 / 119)
        for name, design_effect in (("plain", 1.0), ("clustered", effect)):
            found = reweighted(cells, ["channel"], design_effect=design_effect)
            assert found is not None
            covers[name].append(found.low <= 0.675 <= found.high)
    assert 0.92 <= np.mean(covers["clustered"]) <= 0.98 and np.mean(covers["plain"]) < 0.85


def test_the_band_of_a_bent_line_covers() -> None:
    """150 worlds: flat up to 15 of 40 doses, then falling; of those with a point, 95 % of the line is in the band."""
    random = np.random.default_rng(3)
    dose, n = np.arange(1.0, 41), np.full(40, 60.0)
    logit = 1.8 - 0.13 * np.clip(dose - 15, 0, None)
    inside = []
    for _ in range(150):
        hits = random.binomial(60, expit(logit)).astype(float)
        turning = turning_point(dose, n, hits, is_log=False)
        if turning is not None:
            line = bent_line(dose, n, hits, is_log=False, turning=turning)
            assert line is not None
            truth = expit(1.8 - 0.13 * np.clip(line.x - 15, 0, None))
            inside.append(np.mean((line.low <= truth) & (truth <= line.high)))
    assert len(inside) > 130 and 0.92 <= np.mean(inside) <= 0.98
