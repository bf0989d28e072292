"""What do customers write beside a rating?"""

import numpy as np

from data.sample.drawing import Ints

_CSAT: tuple[tuple[str, ...], ...] = (
    (
        "Waited far too long and still no real answer.",
        "The ticket was closed although nothing works.",
        "I had to explain the same thing three times.",
        "Nobody called back, although it was promised.",
        "Sehr langsam, und am Ende keine Lösung.",
        "Das Problem besteht weiterhin.",
        "Réponse beaucoup trop lente.",
        "Passed from one person to the next.",
    ),
    (
        "Answer came late, problem only half solved.",
        "Took several days for a simple question.",
        "The reply did not fit my question.",
        "Es hat lange gedauert.",
        "Had to write again before something happened.",
        "Pas très utile.",
    ),
    (
        "OK in the end, but slow.",
        "Works now, though I had hoped for a quicker reply.",
        "Friendly, but it took a while.",
        "In Ordnung.",
        "A workaround, not a solution.",
    ),
    (
        "Quick enough and friendly.",
        "Solved, thank you.",
        "Good answer, a link to the docs would have helped.",
        "Gut gelöst, danke.",
        "Bon support.",
    ),
    (
        "Super fast, thank you!",
        "Exactly what I needed.",
        "Great help, as always.",
        "Solved within minutes.",
        "Sehr freundlich und schnell, vielen Dank!",
        "Merci, parfait.",
        "Best support I know.",
        "Clear steps, worked at once.",
    ),
)
_NPS: tuple[tuple[str, ...], ...] = (
    (
        "Support has become too slow for us.",
        "Too many open problems for the price.",
        "The tool is fine, getting help is not.",
        "Preis und Leistung passen nicht mehr.",
        "Still waiting for features promised last year.",
    ),
    (
        "Good product, some rough edges.",
        "Does what it should.",
        "Solide, aber die App könnte besser sein.",
        "Would like more integrations.",
    ),
    (
        "Saves us hours every week.",
        "Love the planning board, and support is great.",
        "Already told two partners about it.",
        "Einfach und zuverlässig.",
        "Un outil indispensable.",
        "The team behind it really listens.",
    ),
)
_GROUPS = (*_CSAT, *_NPS)
_SIZES = np.array([len(group) for group in _GROUPS], dtype=np.int64)
_STARTS = np.concatenate([[0], np.cumsum(_SIZES)[:-1]])

LINES: tuple[str, ...] = tuple(line for group in _GROUPS for line in group)


def for_csat(generator: np.random.Generator, scores: Ints) -> Ints:
    """The number of a line in LINES for each score of 1 to 5, or -1: the unhappy write most often."""
    return _choose(generator, scores - 1, np.array([0.58, 0.5, 0.3, 0.14, 0.22])[scores - 1])


def for_nps(generator: np.random.Generator, scores: Ints) -> Ints:
    """The number of a line in LINES for each score of 0 to 10, or -1."""
    bands = np.searchsorted([7, 9], scores, side="right")
    return _choose(generator, len(_CSAT) + bands, np.array([0.5, 0.2, 0.3])[bands])


def _choose(generator: np.random.Generator, groups: Ints, chances: np.ndarray) -> Ints:
    lines = _STARTS[groups] + (generator.random(len(groups)) * _SIZES[groups]).astype(np.int64)
    return np.where(generator.random(len(groups)) < chances, lines, -1)
