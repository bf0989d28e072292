"""How does text from a file get into a figure, and out of a click again, unharmed?

Plotly reads a small HTML, and streamlit replaces its placeholder colours wherever it finds them in a figure:
names are escaped for both, and the keys in `customdata` are quoted.
"""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pages.parts import words

LABEL = 22  # letters of a label; the whole text is in the hover
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "#": "&#35;"})


@dataclass(frozen=True)
class Clicked:
    """What a click on a chart stands for.

    bucket: as in the frame (ISO date, name; None is the unknown one). series: the second key where a chart has one
    (line, age band, hour, upper end of a bin), else None.
    """

    bucket: str | None
    series: str | None = None


def escaped(text: object) -> str:
    """The text as plotly shows it letter by letter."""
    return " ".join(str(text).split()).translate(_ENTITIES)


def label(text: object, limit: int = LABEL) -> str:
    """The escaped text, cut to the limit."""
    return escaped(words.shorten(str(text), limit))


def name_of(bucket: object) -> str:
    """The text of a bucket; null is unknown."""
    return words.bucket_text(bucket)


def hover(first: str, *others: str) -> str:
    """The lines of a hover, the first one bold; long ones are wrapped, empty ones left out, all of them escaped."""
    head = "<br>".join(f"<b>{escaped(part)}</b>" for part in _wrapped(first, 48))
    return "<br>".join([head, *(escaped(part) for line in others if line for part in _wrapped(line, 56))])


def keys(buckets: Iterable[object], series: Iterable[object] | None = None) -> list[list[str | None]]:
    """One [bucket, series] per mark, for customdata."""
    first = list(buckets)
    second = [None] * len(first) if series is None else list(series)
    return [[_quoted(bucket), _quoted(other)] for bucket, other in zip(first, second, strict=True)]


def numeral(value: float | str | None) -> str | None:
    """A number as the key of a click: 4, 2.5; null stays null, text stays as it is."""
    if value is None or words.is_missing(value):
        return None
    return value if isinstance(value, str) else str(int(value)) if value == int(value) else repr(float(value))


def clicked(event: Mapping[str, Any] | None) -> Clicked | None:
    """What was clicked, from the value that st.plotly_chart(on_select="rerun") returns; None for nothing."""
    points = ((event or {}).get("selection") or {}).get("points") or []
    found = next((point["customdata"] for point in points if point.get("customdata")), None)
    if found is None:
        return None
    bucket, series = (None if part is None else unquote(str(part)) for part in [*found, None][:2])
    return Clicked(bucket=bucket, series=series)


def _quoted(key: object) -> str | None:
    return None if words.is_missing(key) else str(key).replace("%", "%25").replace("#", "%23")


def _wrapped(line: str, width: int) -> list[str]:
    return [line] if len(line) <= width else textwrap.wrap(line, width)[:6]
