"""How are frozen sets of columns cut, joined and ordered?"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Columns = TypeVar("Columns")


def take(columns: Columns, rows: npt.NDArray[Any]) -> Columns:
    """The same dataclass of equally long arrays, with the chosen rows (numbers or a mask)."""
    kind: Any = type(columns)
    return kind(**{field.name: getattr(columns, field.name)[rows] for field in fields(kind)})


def join(parts: Sequence[Columns]) -> Columns:
    """One dataclass of arrays from several of the same kind, one after the other."""
    kind: Any = type(parts[0])
    return kind(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(kind)})
