"""Where does a canonical column come from, as a preset says it, and how is its text read?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from data.loading.durations import UNITS
from data.reading.table import token

Combine = Literal["first", "filled", "every", "join"]
_KEYS = {"column", "like", "combine", "separator", "time", "add", "unit", "times", "plus", "minus", "each", "per",
         "factors", "extract", "only"}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where a canonical column comes from: header tokens, and how their text is read.

    combine: the first column that is there, the first that is filled, every column of that name, or all joined.
    like: where none of them is there, the first column whose name, or the question under it, has this pattern.
    time: a time of day that belongs to the date. add: a duration that is added to the time. unit: of durations written as
    bare numbers. times, plus: what a number is multiplied by, and what is added. minus: a column that is subtracted.
    each: a column of how many the number is for one of. per: a column of words, the number is divided by their factors.
    extract: the first group is the value, where it matches; only: and nothing where it does not.
    values: words of the file -> canonical words; "*" stands for all others.
    """

    tokens: tuple[str, ...]
    combine: Combine = "first"
    separator: str = ", "
    time: str = ""
    add: str = ""
    unit: str = ""
    times: float = 1.0
    plus: float = 0.0
    minus: str = ""
    each: str = ""
    per: str = ""
    factors: Mapping[str, float] = field(default_factory=dict)
    like: str = ""
    extract: str = ""
    only: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def further(self) -> dict[str, str]:
        """The tokens of columns that take part besides, by what they do; empty where there is none."""
        return {"time": self.time, "add": self.add, "minus": self.minus, "each": self.each, "per": self.per}

    @property
    def indispensable(self) -> tuple[str, ...]:
        """Of these, the columns without which nothing can be said."""
        return tuple(name for name in (self.add, self.per) if name)


def source_of(spec: Any, values: Mapping[str, str]) -> Source:
    """The source from what a preset's file says of a column: a name, several, or a table of parts."""
    if not isinstance(spec, Mapping):
        return Source(_tokens(spec), values=values)
    combine = spec.get("combine", "first")
    return Source(
        tokens=_tokens(spec.get("column", [])),
        combine=combine,
        separator=spec.get("separator", " " if combine == "join" else ", "),
        time=token(spec.get("time", "")),
        add=token(spec.get("add", "")),
        unit=spec.get("unit", ""),
        times=float(spec.get("times", 1)),
        plus=float(spec.get("plus", 0)),
        minus=token(spec.get("minus", "")),
        each=token(spec.get("each", "")),
        per=token(spec.get("per", "")),
        factors={word.strip().casefold(): float(factor) for word, factor in spec.get("factors", {}).items()},
        like=spec.get("like", ""),
        extract=spec.get("extract", ""),
        only=spec.get("only", False),
        values=values,
    )


def problems_of(spec: Any) -> list[str]:
    """What is wrong with how a preset's file says where a column comes from, in words."""
    if not isinstance(spec, Mapping):
        is_names = isinstance(spec, str) or (isinstance(spec, list) and all(isinstance(one, str) for one in spec))
        return [] if is_names and spec else ["it needs the name of a column"]
    checks = {
        f"it has no part {', '.join(sorted(set(spec) - _KEYS))}": set(spec) <= _KEYS,
        "it names no column": bool(spec.get("column") or spec.get("like")),
        f"units are {', '.join(UNITS)}": spec.get("unit", "") in ("", *UNITS),
        f"combine is one of {', '.join(get_args(Combine))}": spec.get("combine", "first") in get_args(Combine),
        "`per` needs `factors`, and none of them is 0": bool(spec.get("per")) == bool(spec.get("factors"))
        and all(spec.get("factors", {}).values()),
        "`like` is no regular expression": is_pattern(spec.get("like", "")),
        "what to extract is no regular expression with one group": is_pattern(spec.get("extract", "()"), groups=1),
    }
    return [text for text, is_good in checks.items() if not is_good]


def is_pattern(text: str, *, groups: int | None = None) -> bool:
    """Is it a regular expression, with that many groups where it matters?"""
    try:
        found = re.compile(text).groups
    except (re.error, TypeError):
        return False
    return groups is None or found == groups


def _tokens(names: str | list[str]) -> tuple[str, ...]:
    listed = [names] if isinstance(names, str) else names
    return tuple(name if name.startswith("*") else token(name) for name in listed)
