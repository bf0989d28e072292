"""What has to be said about an answer that is computed from the answers to other questions?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import pandas as pd

from queries.metrics.metric import Metric

Parameters: TypeAlias = Mapping[str, Any]
Read: TypeAlias = str | tuple[str, str]


class Ask(Protocol):
    """Asks a question, and leaves out the parameters that it does not take: `ask("csat", **parameters | {"by": "all"})`."""

    def __call__(self, name: str, *, shape: str | None = None, **parameters: object) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Computed:
    """An answer that is asked by its own name.

    meaning: begins with "One row per". questions: the names of those that it reads, with their shape where it is not
    the metric's own. compute: makes the frame; pure apart from what it asks. It is given every parameter of its
    questions and of `takes` (all in queries.parameters), checked, with defaults. sets: parameters of its questions
    that it gives itself, so that nobody else can.
    """

    name: str
    meaning: str
    questions: tuple[Read, ...]
    compute: Callable[[Ask, Parameters], pd.DataFrame]
    takes: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[tuple[str, str | None], ...]:
        """Name and shape (None: its own) of each question that it reads."""
        return tuple((read, None) if isinstance(read, str) else read for read in self.questions)


@dataclass(frozen=True)
class ComputedShape:
    """A shape that any metric can be asked in, computed from the metric's own shape (and other questions).

    compute: the metric, what to ask with, the parameters. of: the own shapes of the metrics that can take it.
    """

    name: str
    meaning: str
    compute: Callable[[Metric, Ask, Parameters], pd.DataFrame]
    of: tuple[str, ...]
    questions: tuple[Read, ...] = ()
    takes: tuple[str, ...] = ()

    def bound(self, metric: Metric) -> Computed:
        """The answer that it is for one metric."""

        def compute(ask: Ask, parameters: Parameters) -> pd.DataFrame:
            return self.compute(metric, ask, parameters)

        return Computed(metric.key, self.meaning, (metric.key, *self.questions), compute, self.takes)
